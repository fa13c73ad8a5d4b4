//! The modules of this crate use each other as the table in `src/lib.rs` says, so that there is no cycle between them.

#![allow(clippy::unwrap_used, reason = "a test may stop where its own data is wrong")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Modules in the order of the table, each with those that it may use.
fn table(front: &str) -> Vec<(String, Vec<String>)> {
    let mut rows: Vec<(String, Vec<String>)> = Vec::new();
    for line in front.lines().filter_map(|line| line.strip_prefix("//! | `")) {
        let cells: Vec<&str> = line.split(" | ").collect();
        let [name, uses, _] = cells.as_slice() else { continue };
        let above = rows.iter().map(|(name, _)| name.clone());
        let uses: Vec<String> = if uses.ends_with("all above") {
            above.collect()
        } else {
            uses.split('`').skip(1).step_by(2).map(str::to_owned).collect()
        };
        rows.push((name.trim_end_matches('`').to_owned(), uses));
    }
    rows
}

/// The modules that a text names, unit tests aside.
fn used(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let names = lines.flat_map(|line| line.split("crate::").skip(1));
    let names = names.map(|rest| rest.split(|letter: char| !letter.is_ascii_lowercase()).next());
    names.flatten().filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

/// What is wrong with the modules by a table.
fn problems(table: &[(String, Vec<String>)], modules: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let mut problems = Vec::new();
    for (place, (name, uses)) in table.iter().enumerate() {
        let below = uses.iter().filter(|used| !table[..place].iter().any(|(above, _)| above == *used));
        problems.extend(below.map(|used| format!("{name} may use {used}, which is not above it")));
    }
    for (name, used) in modules {
        let Some((_, uses)) = table.iter().find(|(row, _)| row == name) else {
            problems.push(format!("{name} has no row"));
            continue;
        };
        let more = used.iter().filter(|used| *used != name && !uses.contains(used));
        problems.extend(more.map(|used| format!("{name} uses {used}")));
    }
    problems
}

#[test]
fn modules_use_what_the_table_allows() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut modules: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in sources(&source) {
        let below = path.strip_prefix(&source).unwrap().with_extension("");
        let module = below.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
        if module != "lib" {
            modules.entry(module).or_default().extend(used(&fs::read_to_string(&path).unwrap()));
        }
    }
    let table = table(&fs::read_to_string(source.join("lib.rs")).unwrap());
    assert_eq!(table.len(), modules.len(), "a row for each module");
    assert_eq!(problems(&table, &modules), Vec::<String>::new());
}

#[test]
fn what_the_table_does_not_allow_is_found() {
    let table = table("//! | `a` | – | x |\n//! | `b` | `a` | x |\n//! | `c` | all above | x |");
    let check = |module: &str, text: &str, expected: &[&str]| {
        let modules = BTreeMap::from([(module.to_owned(), used(text))]);
        assert_eq!(problems(&table, &modules), expected, "{text}");
    };
    check("b", "use crate::a::{X, Y};\nuse crate::b::Z;", &[]);
    check("c", "fn f() { crate::a::g(); crate::b::h(); }", &[]);
    check("a", "use crate::b::X; // and back", &["a uses b"]);
    check("a", "// crate::b\n#[cfg(test)]\nmod tests { use crate::b::X; }", &[]);
    check("d", "", &["d has no row"]);
    let cycle = super_table();
    assert_eq!(problems(&cycle, &BTreeMap::new()), ["a may use b, which is not above it"]);
}

fn super_table() -> Vec<(String, Vec<String>)> {
    table("//! | `a` | `b` | x |\n//! | `b` | `a` | x |")
}
