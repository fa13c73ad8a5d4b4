//! `docs/corpus.md` describes every sample, with its size.

use super::Problem;
use super::tree::Tree;
use crate::number::grouped;

const PAGE: &str = "docs/corpus.md";

pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let page = tree.text(PAGE).unwrap_or_default();
    let mut problems = Vec::new();
    for (path, content) in tree.files() {
        let Some(("corpus", below)) = path.split_once('/') else { continue };
        let size = grouped(content.len() as u64);
        let described = match below.rsplit_once('/') {
            // A row of the table under the folder's heading.
            Some((folder, name)) => {
                let heading = format!("## `corpus/{folder}/`\n");
                let table = page.split_once(&heading).map_or("", |(_, table)| table);
                let table = table.split_once("\n## ").map_or(table, |(table, _)| table);
                let row = table.lines().find(|line| line.starts_with(&format!("| `{name}` |")));
                row.is_some_and(|row| row.contains(&format!("| {size} |")))
            }
            None => page.contains(&format!("## `{path}`\n")) && page.contains(&format!(" {size} bytes")),
        };
        if !described {
            problems.push(Problem::new(
                path,
                None,
                format!("{PAGE} does not describe it with its {size} bytes"),
            ));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::tree::Tree;

    #[test]
    fn a_sample_is_described_with_its_size() {
        let page = "## `corpus/en/`\n| `a.txt` | en | 3 |\n\n## `corpus/ar/`\n| `b.txt` | ar | 9 |\n\
                    \n## `corpus/c.jsonl`\n\nJSON Lines, 2 bytes\n";
        let tree = Tree::of([
            ("docs/corpus.md", page),
            ("corpus/en/a.txt", "tea"),
            ("corpus/ar/b.txt", "شاي"),
            ("corpus/en/b.txt", "tea and t"),
            ("corpus/c.jsonl", "{}"),
        ]);
        let found: Vec<String> = check(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "corpus/ar/b.txt: docs/corpus.md does not describe it with its 6 bytes",
                "corpus/en/b.txt: docs/corpus.md does not describe it with its 9 bytes",
            ]
        );
    }
}
