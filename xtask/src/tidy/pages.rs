//! Pages: their links lead somewhere, and the files that they name are there.

use super::Problem;
use super::tree::Tree;

/// The folders whose files a page names from the root, as in `engine/src/lib.rs`, or from a folder around it.
const FOLDERS: [&str; 10] =
    [".ci/", "benches/", "cli/", "corpus/", "docs/", "engine/", "plugins/", "sdk/", "tests/", "xtask/"];

pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in tree.texts().filter(|(path, _)| path.ends_with(".md")) {
        let mut in_block = false;
        for (number, line) in (1..).zip(text.lines()) {
            if line.trim_start().starts_with("```") {
                in_block = !in_block;
            } else if !in_block {
                let dead = dead_links(tree, path, line).chain(missing_files(tree, path, line));
                problems.extend(dead.map(|message| Problem::new(path, number, message)));
            }
        }
    }
    problems
}

fn dead_links<'a>(tree: &'a Tree, page: &'a str, line: &'a str) -> impl Iterator<Item = String> + 'a {
    let targets = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let files = targets.filter(|target| !target.contains(':') && !target.starts_with('#'));
    let files = files.map(|target| target.split('#').next().unwrap_or_default());
    files
        .filter(|file| !tree.has(&resolved(page, file)))
        .map(|file| format!("a link to {file}, which is not there"))
}

/// The path from the root of what a page calls `target`.
fn resolved(page: &str, target: &str) -> String {
    let mut folders: Vec<&str> = page.split('/').collect();
    folders.pop();
    for part in target.trim_end_matches('/').split('/') {
        match part {
            "." => {}
            ".." => {
                folders.pop();
            }
            part => folders.push(part),
        }
    }
    folders.join("/")
}

fn missing_files<'a>(tree: &'a Tree, page: &'a str, line: &'a str) -> impl Iterator<Item = String> + 'a {
    let spans = line.split('`').skip(1).step_by(2);
    let paths = spans.filter(|span| FOLDERS.iter().any(|folder| span.starts_with(folder)));
    // What is no path to one file, such as a pattern, a command, or a name to fill in.
    let paths = paths.filter(|path| {
        path.chars()
            .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-_./".contains(letter))
    });
    let paths = paths.map(|path| path.trim_end_matches('/'));
    paths
        .filter(move |path| !around(page).any(|folder| tree.has(&format!("{folder}{path}"))))
        .map(|path| format!("names {path}, which is not there"))
}

/// The folders around a page, each with its `/`, and the root.
fn around(page: &str) -> impl Iterator<Item = &str> {
    let ends = page.match_indices('/').map(|(slash, _)| slash + 1);
    ends.chain([0]).map(|end| &page[..end])
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::tree::Tree;

    #[track_caller]
    fn check_line(line: &str, expected: &[&str]) {
        let tree = Tree::of([
            ("README.md", ""),
            ("docs/guide/a.md", line),
            ("docs/guide/tests/a.rs", ""),
            ("docs/tests/b.rs", ""),
            ("docs/report.md", ""),
            ("engine/src/lib.rs", ""),
        ]);
        let found: Vec<String> = check(&tree).into_iter().map(|problem| problem.message).collect();
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn links_lead_to_files() {
        check_line("[a](../report.md#faults), [b](a.md), [c](../../README.md), [d](../)", &[]);
        check_line("[a](https://www.unicode.org/reports/tr29/) and [b](#here)", &[]);
        check_line("[a](report.md)", &["a link to report.md, which is not there"]);
    }

    #[test]
    fn named_files_are_there() {
        check_line("`tests/a.rs` and `tests/b.rs`", &[]);
        check_line("`engine/src/lib.rs`, `engine/src` and `engine/src/`", &[]);
        check_line("`engine/*`, `plugins/NAME`, `engine/run it`, `report.json`", &[]);
        check_line("`engine/src/mod.rs`", &["names engine/src/mod.rs, which is not there"]);
        check_line("```", &[]);
    }
}
