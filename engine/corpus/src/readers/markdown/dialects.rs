//! What site generators and programs for notes write beside CommonMark, which shows it as text.

use std::borrow::Cow;

/// A text without marks of files that were joined to it, at the beginnings of lines.
pub(super) fn without_marks(text: &str) -> Cow<'_, str> {
    match text.contains("\n\u{feff}") {
        true => Cow::Owned(text.replace("\n\u{feff}", "\n")),
        false => Cow::Borrowed(text),
    }
}

/// Whether a paragraph that begins so brings components into a page of MDX, or gives something to others.
pub(super) fn is_module(begin: &str) -> bool {
    let imports = || {
        let rest = begin.strip_prefix("import ")?;
        let from = rest.split_once(" from ").map_or(rest, |(_, from)| from);
        from.trim_start().starts_with(['"', '\'', '\u{201c}']).then_some(())
    };
    let exports = || {
        let rest = begin.strip_prefix("export ")?;
        let (word, rest) = rest.split_once(' ')?;
        let is_named = matches!(word, "const" | "let" | "var") && rest.contains('=');
        let is_function = matches!(word, "function" | "async") && rest.contains('(');
        (is_named || is_function || (word == "default" && rest.contains(['(', '{']))).then_some(())
    };
    imports().or_else(exports).is_some()
}

/// Marks that stand around what is none of the text: tags of Liquid and of Hugo, and attributes of Kramdown and Pandoc.
const AROUND: [(&str, &str); 6] =
    [("{%", "%}"), ("{{<", ">}}"), ("{{%", "%}}"), ("{:", "}"), ("{#", "}"), ("{.", "}")];

/// A piece of a line without tags of site generators, with the labels of links between notes, and without what begins and ends
/// a box (`:::`).
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(['{', '[', ':']) {
        return Cow::Borrowed(text);
    }
    let mut rest = text.strip_prefix(":::").map_or(text, label_of_box);
    let mut plain = String::with_capacity(text.len());
    while let Some(at) = rest.find(['{', '[']) {
        let (before, marked) = rest.split_at(at);
        plain.push_str(before);
        let (shown, length) = unmarked(marked, plain.ends_with('!')).unwrap_or((&marked[..1], 1));
        if shown.is_empty() && marked.starts_with('[') && plain.ends_with('!') {
            plain.pop();
        }
        plain.push_str(shown);
        rest = &marked[length..];
    }
    plain.push_str(rest);
    if plain == text { Cow::Borrowed(text) } else { Cow::Owned(plain) }
}

/// What a box is called, after the word of its kind: `::: tip Take care`.
fn label_of_box(rest: &str) -> &str {
    let rest = rest.trim_start_matches(':').trim();
    let (_, label) = rest.split_once([' ', '[']).unwrap_or(("", ""));
    label.trim_end_matches(']')
}

/// What is shown of a tag or link that a text begins with, and its length. Nothing where it begins with none.
fn unmarked(text: &str, is_embedded: bool) -> Option<(&str, usize)> {
    const LONGEST: usize = 1_000;
    let near = &text[..text.floor_char_boundary(LONGEST)];
    if let Some(rest) = near.strip_prefix("[[") {
        let end = rest.find(['[', ']']).filter(|&end| end > 0 && rest[end..].starts_with("]]"))?;
        let (target, label) = rest[..end].split_once('|').unwrap_or((&rest[..end], &rest[..end]));
        let is_file = is_embedded && target.rsplit_once('.').is_some_and(|(_, ending)| ending.len() <= 4);
        return Some((if is_file { "" } else { label }, 2 + end + 2));
    }
    let (begin, end) = AROUND.iter().find(|(begin, _)| near.starts_with(begin))?;
    let length = begin.len() + near[begin.len()..].find(end)? + end.len();
    // Attributes stand at the end of what they are of.
    let is_attribute = *end == "}";
    (!is_attribute || text[length..].trim().is_empty()).then_some(("", length))
}
