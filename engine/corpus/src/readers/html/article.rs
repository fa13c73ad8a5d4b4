//! The main text of a page.

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};

use super::frame;
use super::page::Seen;
use crate::caught::catch;

/// Pages of more bytes give all of their text: a tree takes some twenty times the memory of its page.
const LARGEST: usize = 16 * 1024 * 1024;

/// The main text of a page: that of its tree, or of its data where it stands there alone; all of its text where none
/// is found.
pub(super) fn main_text(html: &str, seen: Seen) -> String {
    let article = seen.articles.text();
    let absent = !article.is_empty() && !has(seen.text_so_far(), &article);
    let heading = seen.heading.clone();
    let text = match seen.is_still_empty() {
        true => String::new(),
        false => text_of_tree(html, &seen).unwrap_or_else(|| seen.into_text()),
    };
    if absent && text.len() < article.len() { headed(article, &heading) } else { text }
}

/// Whether a page shows an article, by the words with which it begins.
fn has(page: &str, article: &str) -> bool {
    const OPENING: usize = 6;
    let opening: Vec<&str> = article.split_whitespace().take(OPENING).collect();
    let page: Vec<&str> = page.split_whitespace().collect();
    page.windows(opening.len()).any(|words| words == opening)
}

/// The main text in the tree of a page; nothing where there is none.
fn text_of_tree(html: &str, seen: &Seen) -> Option<String> {
    if html.len() > LARGEST || !seen.census.is_tame() {
        return None;
    }
    // The crates have no way to panic that is known, and had one in several versions before: a page that finds another is
    // to give all of its text, not to end the run.
    let article = catch(|| {
        let document = Document::from(html);
        frame::remove(&document);
        let found = |document| found(document).filter(|article| is_article(article, seen));
        match place(&document, seen) {
            None => found(document),
            // Nothing that a search could find would be chosen.
            Some(place) if place.plain * 10 <= LONG * 13 => Some(place),
            Some(place) => Some(found(document).filter(|found| is_before(found, &place)).unwrap_or(place)),
        }
    });
    let article = article.ok()??;
    let text = article.into_text();
    let heading = heading(seen, &text);
    Some(headed(text, heading))
}

/// Bytes of a text that is found in a page and long enough to be the article.
const LONG: usize = 1200;

/// Whether what is found in a page is chosen before the place that the page names.
///
/// The place has all text of the article, loose text too, which a search may miss. In a long page it often has the frame of
/// the page as well, in blocks that nothing tells.
fn is_before(found: &Seen, place: &Seen) -> bool {
    found.plain >= LONG && place.plain * 10 > found.plain * 13
}

/// What the page itself says is its article: the text of its only `<main>`, or else of its only `<article>`.
fn place(document: &Document, seen: &Seen) -> Option<Seen> {
    const MIN_SHARE: usize = 4;
    // One that is full of links holds the frame of the page, too.
    let text = |node: NodeRef<'_>| {
        Some(Seen::of(&node.html()))
            .filter(|text| text.plain.saturating_mul(2) > text.linked.saturating_mul(3))
    };
    if let Some(main) = only(document, "main, [role=main]").and_then(text)
        && (is_article(&main, seen) || main.plain > main.linked.max(ENOUGH))
    {
        return Some(main);
    }
    let article = text(only(document, "article, [role=article]")?)?;
    let share = article.plain.saturating_mul(MIN_SHARE) >= seen.plain;
    share.then_some(article)
}

/// Bytes of a text that is none of those that a page shows until a script has filled it.
const ENOUGH: usize = 60;

/// The element that a selector finds, where that is one alone, or all others stand in it.
fn only<'tree>(document: &'tree Document, selector: &str) -> Option<NodeRef<'tree>> {
    let found = document.select(selector);
    let (first, others) = found.nodes().split_first()?;
    let within = others.iter().all(|other| other.ancestors_it(None).any(|above| above.id == first.id));
    within.then_some(*first)
}

/// What the algorithm of Mozilla's Readability finds in a page.
///
/// It takes what has fewer characters than a threshold, 500 where nothing is said, for a failure, and then leaves out its
/// own cleaning: half of what is there does for a short page.
fn found(document: Document) -> Option<Seen> {
    const LONG: usize = 500;
    let there = document.body().map_or(0, |body| body.normalized_char_count());
    let config = Config { char_threshold: LONG.min(there / 2), ..Config::default() };
    let mut readability = Readability::with_document(document, None, Some(config)).ok()?;
    readability.parse().ok().map(|article| Seen::of(&article.content))
}

/// Whether what was found is text to read, and enough of what is on the page: a page that only leads to others has none.
fn is_article(article: &Seen, page: &Seen) -> bool {
    const MIN_SHARE: usize = 10;
    article.plain > article.linked && article.plain.saturating_mul(MIN_SHARE) >= page.plain
}

/// A text with its heading, which Readability takes out since it is the page's title, and which may stand above the place of
/// the article.
fn headed(text: String, heading: &str) -> String {
    if heading.is_empty() || text.lines().take(HEADING_WITHIN).any(|line| line == heading) {
        return text;
    }
    format!("{heading}\n\n{text}")
}

/// The first lines of an article, among which its heading may be.
const HEADING_WITHIN: usize = 6;

/// The heading of the article; one that is the title's end is the name of the site, and so is one that the title begins
/// with where it ends with the first line of the text: `The Site: an article`.
fn heading<'seen>(page: &'seen Seen, text: &str) -> &'seen str {
    let title = page.about.known_title().filter(|title| title.starts_with(&page.heading));
    let first = text.lines().next().filter(|first| !first.is_empty());
    let is_of_site = |title: &str| {
        let before = first.and_then(|first| title.strip_suffix(first)).map(str::trim_end);
        before.is_some_and(|before| before.ends_with(|last: char| !last.is_alphanumeric()))
    };
    if title.is_some_and(|title| !is_of_site(title)) { &page.heading } else { "" }
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
        let mut wrong = Vec::new();
        for page in pages {
            let html = fs::read_to_string(&page).unwrap();
            let seen = Seen::of(&html);
            let text = main_text(&html, seen);
            let expected = fs::read_to_string(page.with_extension("txt")).unwrap();
            if text != expected.trim_end_matches('\n') {
                wrong.push(format!("{}\n{text}", page.display()));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    }

    #[test]
    fn a_page_that_would_take_long_gives_all_of_its_text() {
        let deep = format!("{}a", "<div>".repeat(100_000));
        let hidden = format!("{}<p>a", "<svg>".repeat(100_000));
        let formatted = format!("{}{}", "<b><i>".repeat(90), "<p>a, b".repeat(20_000));
        let attributed: String = (0..300).map(|index| format!("<body a{index}>a")).collect();
        let ampersands = "&".repeat(300_000);
        let amounts = format!("<p>{}a", "«5» ".repeat(300_000));
        let shown = format!("<p>{ampersands}a");
        let concealed = format!("<template>{ampersands}</template><p>a");
        let linked = format!("<a href='{ampersands}'>a");
        for html in [deep, hidden, formatted, attributed, amounts, shown, concealed, linked] {
            let seen = Seen::of(&html);
            assert!(!seen.census.is_tame(), "{}", &html[..20]);
            assert_eq!(text_of_tree(&html, &seen), None);
            assert!(seen.into_text().ends_with('a') || html.contains("a, b"));
        }
    }

    #[test]
    fn what_scripts_say_is_not_written_and_costs_nothing() {
        let html = format!("<script>{}</script><p>a", "a && b ".repeat(300_000));
        assert!(Seen::of(&html).census.is_tame());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_page_with_text_is_never_nothing(
            pieces in proptest::collection::vec(prop::sample::select(PIECES), 0..60),
        ) {
            let html = pieces.concat();
            let seen = Seen::of(&html);
            let main = text_of_tree(&html, &seen);
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
