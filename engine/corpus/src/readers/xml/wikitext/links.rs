//! What becomes of a link.

use std::fmt::Write as _;

/// The names that a wiki has for files and for categories, in lower case: its own, and those of English and Arabic, which
/// any wiki knows or which are tried where nobody says.
#[derive(Clone, Debug)]
pub(in super::super) struct Namespaces {
    files: Vec<String>,
    categories: Vec<String>,
}

impl Default for Namespaces {
    fn default() -> Self {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Self {
            files: owned(&["file", "image", "media", "ملف", "صورة", "وسائط"]),
            categories: owned(&["category", "تصنيف"]),
        }
    }
}

impl Namespaces {
    /// Adds a namespace of the wiki, by its number (<https://www.mediawiki.org/wiki/Manual:Namespace>).
    pub(in super::super) fn add(&mut self, number: &str, name: &str) {
        match number {
            "6" | "-2" => self.files.push(name.to_lowercase()),
            "14" => self.categories.push(name.to_lowercase()),
            _ => {}
        }
    }

    /// Writes what a link shows, whose inside is `link`, with links and templates in it already made plain.
    pub(super) fn show(&self, link: &str, out: &mut String) {
        let (target, label) =
            link.split_once('|').map_or((link, None), |(target, label)| (target, Some(label)));
        let target = target.trim();
        let Some((space, name)) =
            target.split_once(':').map(|(space, name)| (space.trim().to_lowercase(), name))
        else {
            return out.push_str(label.filter(|label| !label.is_empty()).unwrap_or(shown(target)));
        };
        if self.files.contains(&space) {
            // A picture in the text has no text of its own: its label is said in its place.
            if let Some(caption) = label.and_then(caption) {
                let _ = write!(out, "<figure>{caption}</figure>");
            }
        } else if !self.categories.contains(&space) && (label.is_some() || !is_language(&space, name)) {
            out.push_str(label.filter(|label| !label.is_empty()).unwrap_or(shown(target)));
        }
    }
}

/// A target as it is shown: one that begins with a colon is a link to what would else be something more.
fn shown(target: &str) -> &str {
    let target = target.strip_prefix(':').unwrap_or(target);
    target.strip_prefix('#').unwrap_or(target)
}

/// Whether a link leads to the same page in another language.
fn is_language(space: &str, name: &str) -> bool {
    (2..=3).contains(&space.len())
        && space.bytes().all(|byte| byte.is_ascii_lowercase())
        && !name.starts_with(' ')
}

/// What stands below a picture, the last of its parameters, where it is one that has something below it.
fn caption(parameters: &str) -> Option<&str> {
    const FRAMES: [&str; 8] = ["thumb", "thumbnail", "frame", "framed", "تصغير", "مصغر", "إطار", "مؤطر"];
    let mut framed = false;
    let mut caption = None;
    for parameter in parameters.split('|') {
        let parameter = parameter.trim();
        framed |= FRAMES.contains(&parameter);
        caption = Some(parameter);
    }
    let caption =
        caption.filter(|caption| framed && !FRAMES.contains(caption) && !caption.ends_with("px"))?;
    let is_option = ["left", "right", "center", "none", "upright", "يسار", "يمين", "مركز"].contains(&caption);
    (!is_option && !caption.contains("alt=")).then_some(caption)
}
