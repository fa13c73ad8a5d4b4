//! Word lists: each says what it is, where it comes from, and under which licence.

use super::Problem;
use super::tree::Tree;

/// The endings of tables; a page such as `SOURCES.md` is none.
const TABLES: [&str; 3] = [".txt", ".tsv", ".csv"];

pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, content) in tree.files() {
        let in_lexicon = path.split('/').rev().skip(1).any(|folder| folder == "lexicon");
        if !in_lexicon || path.contains("/src/") || !TABLES.iter().any(|ending| path.ends_with(ending)) {
            continue;
        }
        match str::from_utf8(content) {
            Ok(text) => problems.extend(missing(text).map(|what| {
                Problem::new(
                    path,
                    1,
                    format!("the comment at the head of the table does not name its {what}"),
                )
            })),
            Err(_) => problems.push(Problem::new(path, None, "not UTF-8")),
        }
    }
    problems
}

/// What the head of a table, its first lines with a `#`, does not say.
fn missing(text: &str) -> impl Iterator<Item = &'static str> {
    let head: Vec<&str> = text.lines().take_while(|line| line.starts_with('#')).collect();
    let head = head.join(" ").to_lowercase();
    let said = [
        ("source", head.contains("source") || head.contains("written")),
        ("licence", head.contains("licence") || head.contains("mit or apache-2.0")),
    ];
    said.into_iter().filter(|(_, said)| !said).map(|(what, _)| what)
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::tree::Tree;

    #[track_caller]
    fn missing(path: &str, content: &str, expected: &[&str]) {
        let found = check(&Tree::of([(path, content)]));
        let found: Vec<&str> =
            found.iter().filter_map(|problem| problem.message.split(' ').next_back()).collect();
        assert_eq!(found, expected, "{path}: {content:?}");
    }

    #[test]
    fn a_table_names_source_and_licence() {
        let table = "plugins/a/lexicon/en/words.txt";
        missing(table, "# Words. Written for Textmill.\n# Licence: MIT OR Apache-2.0.\nword\n", &[]);
        missing(table, "# Words. Source: CLDR 48, Unicode-3.0 licence.\nword\n", &[]);
        missing(table, "# Words. Written for Textmill.\nword\n", &["licence"]);
        missing(table, "word\n# Source and licence\n", &["source", "licence"]);
        missing(table, "", &["source", "licence"]);
    }

    #[test]
    fn other_files_are_no_tables() {
        missing("plugins/a/lexicon/SOURCES.md", "", &[]);
        missing("plugins/a/src/lexicon/words.txt", "", &[]);
        missing("plugins/a/cases/lexicon.txt", "", &[]);
    }
}
