//! The language of a document, as far as its words depend on it.

use textmill_sdk::{Columns, Document};

use crate::lexicon::{ByScript, LANGUAGES, Lexicon};
use crate::normalize::Spelling;

/// One of a few kinds of languages: each that has lists, and the others by their spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Language {
    /// From 0 up, below [`Language::COUNT`].
    pub(crate) number: u32,
    pub(crate) spelling: Spelling,
}

/// Languages that stand for those without lists: in the letters of Persian, with a dotless ı, any other.
const WITHOUT_LISTS: [&str; 3] = ["ps", "az", ""];

impl Language {
    /// How many there are.
    pub(crate) const COUNT: usize = LANGUAGES.len() + WITHOUT_LISTS.len();

    /// That of a BCP 47 tag.
    pub(crate) fn of(tag: &str) -> Self {
        let primary = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        // Where nobody knows the language, words in Arabic letters are Arabic, and their clitics are told.
        let primary = if matches!(primary.as_str(), "" | "und") { "ar".to_string() } else { primary };
        let spelling = Spelling::of(&primary);
        let mut all = Self::tags();
        let number = all.position(|tag| tag == primary).or_else(|| {
            let mut others = (0..).zip(Self::tags()).skip(LANGUAGES.len());
            others.find(|(_, tag)| Spelling::of(tag) == spelling).map(|(number, _)| number)
        });
        // The last stands for all others.
        Self { number: number.unwrap_or(Self::COUNT - 1) as u32, spelling }
    }

    /// The tags of all, in the order of their numbers.
    fn tags() -> impl Iterator<Item = &'static str> {
        LANGUAGES.iter().map(|language| language.tag).chain(WITHOUT_LISTS)
    }
}

/// Which lists serve each language, by its number.
#[derive(Debug)]
pub(crate) struct Languages(Vec<ByScript>);

impl Languages {
    pub(crate) fn new(lexicon: &Lexicon) -> Self {
        Self(Language::tags().map(|tag| lexicon.by_script(tag)).collect())
    }

    pub(crate) fn by_script(&self, language: Language) -> &ByScript {
        &self.0[language.number as usize]
    }
}

/// The languages of a batch's documents.
#[derive(Debug)]
pub(crate) struct LanguageLayer<'a> {
    layer: Columns<'a>,
    /// The languages of labels that were met, by the label's last bits: there are few in nearly all batches.
    met: [Option<(u32, Language)>; 8],
}

impl<'a> LanguageLayer<'a> {
    pub(crate) fn new(layer: Columns<'a>) -> Self {
        Self { layer, met: [None; 8] }
    }

    /// The language of a document: the label of its longest span, the first of equals.
    pub(crate) fn of(&mut self, document: &Document<'_>) -> Language {
        let (starts, ends, labels) = (self.layer.starts(), self.layer.ends(), self.layer.labels());
        let length = |&span: &usize| ends.get(span).saturating_sub(starts.get(span));
        // `max_by_key` gives the last of equals, so it is asked from the end.
        let longest = self.layer.spans(document).rev().max_by_key(length);
        let Some(span) = longest.filter(|&span| span < labels.len()) else { return Language::of("") };
        let label = labels.get(span);
        let slot = label as usize % self.met.len();
        match self.met[slot] {
            Some((met, language)) if met == label => language,
            _ => {
                let name = self.layer.label_names().get(label as usize);
                let language = Language::of(name.map_or("", String::as_str));
                self.met[slot] = Some((label, language));
                language
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Language;
    use crate::normalize::Spelling;

    #[test]
    fn languages_without_lists_go_by_their_spelling() {
        for (tags, number) in [
            (&["en", "EN-gb"][..], 0),
            (&["ur"], 22),
            (&["ps", "ckb", "sd-Arab"], 23),
            (&["az", "AZ-Latn"], 24),
            (&["", "und", "ar-EG"], 1),
            (&["fi", "?"], 25),
        ] {
            for tag in tags {
                assert_eq!(Language::of(tag).number, number, "{tag}");
            }
        }
        assert_eq!(Language::COUNT, 26);
        assert_eq!(Language::of("tr-TR").spelling, Spelling::of("tr"));
    }
}
