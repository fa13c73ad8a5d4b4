//! The main text of a page.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::page::Seen;

/// Pages of more bytes give all of their text: a tree takes some twenty times the memory of its page.
const LARGEST: usize = 16 * 1024 * 1024;

/// The main text of a page, found by the algorithm of Mozilla's Readability; nothing where there is none.
pub(super) fn main_text(html: &str, seen: &Seen) -> Option<String> {
    if html.len() > LARGEST || !seen.census.is_tame() {
        return None;
    }
    // The crate has no way to panic that is known, and had one in several versions before: a page that finds another is
    // to give all of its text, not to end the run.
    let content = catch_unwind(AssertUnwindSafe(|| {
        let mut readability = dom_smoothie::Readability::new(html, None, None).ok()?;
        readability.parse().ok().map(|article| article.content.to_string())
    }));
    let article = Seen::of(&content.ok()??);
    if !is_article(&article, seen) {
        return None;
    }
    let heading = heading(seen);
    let text = article.into_text();
    let headed = text.lines().take(HEADING_WITHIN).any(|line| line == heading);
    Some(if headed || heading.is_empty() { text } else { format!("{heading}\n\n{text}") })
}

/// The first lines of an article, among which its heading may be.
const HEADING_WITHIN: usize = 3;

/// Whether what was found is text to read, and enough of what is on the page: a page that only leads to others has none.
fn is_article(article: &Seen, page: &Seen) -> bool {
    const MIN_SHARE: usize = 10;
    article.plain > article.linked && article.plain.saturating_mul(MIN_SHARE) >= page.plain
}

/// The heading of the article, which Readability takes out since it is the page's title; one that is the title's end is
/// the name of the site.
fn heading(page: &Seen) -> &str {
    let is_title = page.about.known_title().is_some_and(|title| title.starts_with(&page.heading));
    if is_title { &page.heading } else { "" }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use proptest::prelude::*;

    use super::*;

    /// Pages written for this test, each with the text that is to be found beside it.
    #[test]
    fn the_main_text_is_found() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/readers/html/cases");
        let mut pages: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        pages.retain(|page| page.extension().is_some_and(|extension| extension == "html"));
        pages.sort();
        assert!(!pages.is_empty());
        for page in pages {
            let html = fs::read_to_string(&page).unwrap();
            let seen = Seen::of(&html);
            let text = main_text(&html, &seen).unwrap_or_else(|| seen.into_text());
            let expected = fs::read_to_string(page.with_extension("txt")).unwrap();
            assert_eq!(text, expected.trim_end_matches('\n'), "of {}", page.display());
        }
    }

    #[test]
    fn a_page_that_would_take_long_gives_all_of_its_text() {
        let deep = format!("{}a", "<div>".repeat(100_000));
        let hidden = format!("{}<p>a", "<svg>".repeat(100_000));
        let formatted = format!("{}{}", "<b><i>".repeat(90), "<p>a, b".repeat(20_000));
        let attributed: String = (0..300).map(|index| format!("<body a{index}>a")).collect();
        for html in [deep, hidden, formatted, attributed] {
            let seen = Seen::of(&html);
            assert!(!seen.census.is_tame(), "{}", &html[..20]);
            assert_eq!(main_text(&html, &seen), None);
            assert!(seen.into_text().ends_with('a') || html.contains("a, b"));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_page_with_text_is_never_nothing(
            pieces in proptest::collection::vec(prop::sample::select(PIECES), 0..60),
        ) {
            let html = pieces.concat();
            let seen = Seen::of(&html);
            let main = main_text(&html, &seen);
            let all = seen.into_text();
            prop_assert!(all.is_empty() || main.is_none_or(|text| !text.is_empty()));
        }
    }

    const PIECES: &[&str] = &[
        "<div>",
        "</div>",
        "<p>",
        "</p>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<a href='x'>",
        "</a>",
        "<b>",
        "</i>",
        "<svg>",
        "</svg>",
        "<math>",
        "<ul>",
        "<li>",
        "</ul>",
        "<pre>",
        "</pre>",
        "<h1>",
        "</h1>",
        "<title>",
        "</title>",
        "<script>",
        "</script>",
        "<template>",
        "</template>",
        "<form>",
        "<select>",
        "<option>",
        "<!--",
        "-->",
        "<br>",
        "<article class=content>",
        "</article>",
        "<section hidden>",
        "<frameset>",
        "<body a>",
        "<html b>",
        "</body>",
        "<time datetime=1>",
        "<meta name=author content=a>",
        "<img src=x alt=y>",
        "\0",
        "&#0;",
        "&amp",
        "سلام، عليكم. ",
        "A sentence, which has a comma, and then another, so that it counts as a paragraph of an article. ",
        "<p class=sidebar>",
        "<span style='display:none'>",
        "<object>",
        "<plaintext>",
        "<![CDATA[",
        "]]>",
        "<p",
    ];
}
