//! What WordPress writes into the feed that it exports a site as: posts as they are stored, before it makes pages of them.

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exported {
    /// A post, a page, or what a plugin adds of that kind.
    Page,
    /// A file, an entry of a menu, a setting.
    Other,
}

/// What an item of a type is.
pub(super) fn exported(kind: &str) -> Exported {
    const OTHERS: [&str; 10] = [
        "attachment",
        "custom_css",
        "customize_changeset",
        "nav_menu_item",
        "oembed_cache",
        "revision",
        "user_request",
        "wp_global_styles",
        "wp_navigation",
        "wp_template",
    ];
    if OTHERS.contains(&kind) { Exported::Other } else { Exported::Page }
}

/// A stored text as HTML: a paragraph ends at an empty line.
pub(super) fn html(stored: &str) -> String {
    let text = without_codes(stored);
    if text.contains("<pre") {
        return text;
    }
    text.replace("\r\n", "\n").replace("\n\n", "\n<p>")
}

/// Codes in brackets that stand for something in a page and have nothing in them to read.
const ALONE: [&str; 6] = ["audio", "gallery", "more", "nextpage", "playlist", "video"];

/// A text without codes in brackets, which WordPress and its plugins put something in the place of: `[gallery ids=\"1\"]`,
/// `[caption …]` and `[/caption]`, between which a text stays.
pub(super) fn without_codes(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        let (before, code) = rest.split_at(at);
        plain.push_str(before);
        let length = code_length(code).unwrap_or(0);
        if length == 0 {
            plain.push('[');
        }
        rest = &code[length.max(1)..];
    }
    plain.push_str(rest);
    plain
}

/// The length of the code that a text begins with.
fn code_length(text: &str) -> Option<usize> {
    const LONGEST: usize = 2_000;
    let begin = &text.as_bytes()[..text.len().min(LONGEST)];
    let end = memchr::memchr(b']', begin)?;
    let inside = text.get(1..end)?;
    let (inside, ends) = inside.strip_prefix('/').map_or((inside, false), |inside| (inside, true));
    let is_of_name =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, '_' | '-');
    let (name, attributes) =
        inside.split_at(inside.find(|letter| !is_of_name(letter)).unwrap_or(inside.len()));
    let is_name = name.starts_with(|first: char| first.is_ascii_lowercase());
    let has_attributes = attributes.starts_with(' ') && attributes.contains("=\"");
    let is_bare = attributes.trim_end_matches('/').trim().is_empty();
    let is_code = has_attributes || (is_bare && (ends || ALONE.contains(&name) || name.contains('_')));
    (is_name && is_code).then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_none_of_the_text() {
        for (text, expected) in [
            ("a [gallery ids=\"1,2\"] b[gallery]", "a  b"),
            ("[caption id=\"a\" width=\"3\"]<img> The port[/caption]", "<img> The port"),
            ("[vc_row][vc_column width=\"1/2\"]text[/vc_column][/vc_row]", "text"),
            ("a [sic] b [1] [Ali] [see x=1] [", "a [sic] b [1] [Ali] [see x=1] ["),
        ] {
            assert_eq!(without_codes(text), expected, "of {text}");
        }
    }

    #[test]
    fn paragraphs_end_at_empty_lines() {
        assert_eq!(html("one\r\n\r\ntwo\nthree"), "one\n<p>two\nthree");
        assert_eq!(html("<pre>one\n\ntwo</pre>"), "<pre>one\n\ntwo</pre>");
    }
}
