//! Text files: what they may name, and how long they are.

use std::env;
use std::path::Path;

use super::Problem;
use super::tree::Tree;

/// A file of code is one concept, and a longer one has two.
const MAX_LINES: usize = 600;

/// Where the host of plugins is named.
const HOSTS: [&str; 3] = ["engine/build/", "engine/src/plugin/", "sdk/wit/src/"];

/// Folders of samples and recordings, which hold what they hold.
const DATA: [&str; 3] = ["corpus/", "tests/data/", "/cases/"];

/// The crate that authors copy, which inherits nothing so that it can be built elsewhere, and those that are workspaces of
/// their own: the fuzz targets, and the crates beside which the benches measure.
const STAND_ALONE: [&str; 3] =
    ["sdk/template/Cargo.toml", "fuzz/Cargo.toml", "benches/peers/rust/Cargo.toml"];

pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let machine = machine_folders(&tree.root);
    let mut problems = Vec::new();
    for (path, text) in tree.texts() {
        if DATA.iter().any(|folder| path.starts_with(folder) || path.contains(folder)) {
            continue;
        }
        problems.extend(named_folders(path, text, &machine));
        if path.ends_with(".rs") {
            problems.extend(rust(path, text));
        }
        if path.ends_with("Cargo.toml")
            && !STAND_ALONE.contains(&path)
            && text.contains("[package]")
            && !text.contains("[lints]\nworkspace = true")
        {
            problems.push(Problem::new(
                path,
                None,
                "takes no lints from the workspace: [lints] workspace = true",
            ));
        }
    }
    problems
}

/// The folder that the checkout stands in and the user's own: a file that names one works on one machine.
fn machine_folders(root: &Path) -> Vec<String> {
    let around = root.parent().filter(|folder| folder.parent().is_some() && *folder != env::temp_dir());
    let folders = [around.map(Path::to_path_buf), env::home_dir().filter(|home| home.parent().is_some())];
    folders.into_iter().flatten().map(|folder| format!("{}/", folder.display())).collect()
}

fn named_folders(path: &str, text: &str, folders: &[String]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        for folder in folders {
            let begins = |at: usize| {
                !line[..at].ends_with(|before: char| before.is_alphanumeric() || ".*}".contains(before))
            };
            if line.match_indices(folder.as_str()).any(|(at, _)| begins(at)) {
                problems.push(Problem::new(
                    path,
                    number,
                    format!("names a folder of this machine: {folder}"),
                ));
            }
        }
    }
    problems
}

fn rust(path: &str, text: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    let lines = text.lines().count();
    if lines > MAX_LINES {
        problems.push(Problem::new(path, None, format!("{lines} lines of code, more than {MAX_LINES}")));
    }
    let names_host = HOSTS.iter().any(|host| path.starts_with(host)) || !is_product(path);
    for (number, line) in (1..).zip(text.lines()) {
        if line.contains('\t') {
            problems.push(Problem::new(path, number, "a tab character"));
        }
        if !names_host && line.contains("wasmtime") {
            problems.push(Problem::new(path, number, "names wasmtime, which only engine/src/plugin knows"));
        }
    }
    problems
}

/// Whether a file is of a crate that users get.
fn is_product(path: &str) -> bool {
    ["engine/", "cli/src/", "sdk/", "plugins/"].iter().any(|folder| path.starts_with(folder))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::tidy::tree::Tree;

    #[track_caller]
    fn check_file(path: &str, content: &str, expected: &[&str]) {
        let found = check(&Tree::of([(path, content)]));
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_file_names_no_folder_of_the_machine() {
        let message = "docs/a.md:2: names a folder of this machine: /checkouts/";
        check_file("docs/a.md", "# A\nsee /checkouts/textmill/docs\n", &[message]);
        check_file("docs/a.md", "see a/checkouts/, ./checkouts/ and /checkouts\n", &[]);
        check_file("corpus/a.txt", "/checkouts/\n", &[]);
    }

    #[test]
    fn only_the_host_of_plugins_names_wasmtime() {
        check_file("engine/src/plugin/a.rs", "use wasmtime::Store;\n", &[]);
        check_file("benches/a.rs", "use wasmtime::Store;\n", &[]);
        let message = "engine/src/run/a.rs:1: names wasmtime, which only engine/src/plugin knows";
        check_file("engine/src/run/a.rs", "use wasmtime::Store;\n", &[message]);
    }

    #[test]
    fn code_has_no_tabs_and_short_files() {
        check_file("cli/src/a.rs", "\n\tlet\n", &["cli/src/a.rs:2: a tab character"]);
        check_file("cli/src/a.rs", &"\n".repeat(600), &[]);
        check_file("cli/src/a.rs", &"\n".repeat(601), &["cli/src/a.rs: 601 lines of code, more than 600"]);
    }

    #[test]
    fn a_crate_takes_the_lints_of_the_workspace() {
        check_file("a/Cargo.toml", "[package]\nname = \"a\"\n\n[lints]\nworkspace = true\n", &[]);
        check_file("Cargo.toml", "[workspace]\n", &[]);
        check_file("sdk/template/Cargo.toml", "[package]\n", &[]);
        let message = "a/Cargo.toml: takes no lints from the workspace: [lints] workspace = true";
        check_file("a/Cargo.toml", "[package]\n", &[message]);
    }
}
