//! Which room of a crate may use which: the tables of `ARCHITECTURE.md`, held to the paths in the code.
//!
//! A room is a folder or file directly in a crate's `src`. A table lists the rooms from the bottom up, and a room may use
//! those above it in the table alone, so that no tables with a cycle can be written.

use std::collections::{BTreeMap, BTreeSet};

use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};

use super::Problem;
use super::tree::Tree;

const PAGE: &str = "ARCHITECTURE.md";

/// What the first cell of a table of rooms begins with; the crate's folder follows, in backquotes.
const HEAD: &str = "| room of `";

/// Files of a crate that are its front door, and no room.
const FRONT: [&str; 2] = ["lib", "main"];

/// The rooms of one crate.
struct Table<'a> {
    /// The crate's folder.
    folder: &'a str,
    /// The rooms from the bottom up, each with its line and what it may use.
    rows: Vec<Row<'a>>,
}

struct Row<'a> {
    line: usize,
    room: &'a str,
    uses: Vec<&'a str>,
}

pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let tables = tables(tree.text(PAGE).unwrap_or_default());
    let mut problems = Vec::new();
    for table in &tables {
        problems.extend(table.order());
        problems.extend(table.check(tree));
    }
    problems
}

/// The tables of rooms in a page.
fn tables(page: &str) -> Vec<Table<'_>> {
    let mut tables = Vec::new();
    let mut lines = (1..).zip(page.lines());
    while let Some((_, line)) = lines.next() {
        let Some((folder, _)) = line.strip_prefix(HEAD).and_then(|rest| rest.split_once('`')) else {
            continue;
        };
        // After the head is a line of dashes.
        let rows = lines.by_ref().skip(1).map_while(|(line, text)| Row::read(line, text)).collect();
        tables.push(Table { folder, rows });
    }
    tables
}

impl<'a> Row<'a> {
    /// A line such as "| `room` | `other`, `third` | what it holds |".
    fn read(line: usize, text: &'a str) -> Option<Self> {
        let mut cells = text.strip_prefix('|')?.split('|');
        let room = quoted(cells.next()?).next()?;
        let uses = quoted(cells.next()?).collect();
        Some(Self { line, room, uses })
    }
}

/// What stands in backquotes.
fn quoted(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

impl Table<'_> {
    /// Holds each row to use those above it alone.
    fn order(&self) -> Vec<Problem> {
        let mut above = BTreeSet::new();
        let mut problems = Vec::new();
        for row in &self.rows {
            for used in row.uses.iter().filter(|used| !above.contains(*used)) {
                let message = format!(
                    "`{}` uses `{used}`, which does not stand above it: rooms form no cycle",
                    row.room
                );
                problems.push(Problem::new(PAGE, row.line, message));
            }
            above.insert(row.room);
        }
        problems
    }

    /// Holds the crate's files to the table.
    fn check(&self, tree: &Tree) -> Vec<Problem> {
        let source = format!("{}/src/", self.folder);
        let files = tree.texts().filter_map(|(path, text)| Some((path, path.strip_prefix(&source)?, text)));
        let files: Vec<_> = files.filter(|(_, below, _)| below.ends_with(".rs")).collect();
        let rows: BTreeMap<&str, &Row<'_>> = self.rows.iter().map(|row| (row.room, row)).collect();
        let mut problems = Vec::new();
        let found: BTreeSet<&str> = files.iter().map(|(_, below, _)| room_of(below)).collect();
        for row in self.rows.iter().filter(|row| !found.contains(row.room)) {
            let message = format!("there is no room `{}` in {source}", row.room);
            problems.push(Problem::new(PAGE, row.line, message));
        }
        for (path, below, text) in files {
            let room = room_of(below);
            if FRONT.contains(&room) || below.ends_with("tests.rs") {
                continue;
            }
            let Some(row) = rows.get(room) else {
                let message = format!("`{room}` is a room that {PAGE} has no row for");
                problems.push(Problem::new(path, None, message));
                continue;
            };
            problems.extend(row.check(path, below, text, &rows));
        }
        problems
    }
}

/// The room that a file belongs to.
fn room_of(below: &str) -> &str {
    let first = below.split('/').next().unwrap_or(below);
    first.strip_suffix(".rs").unwrap_or(first)
}

impl Row<'_> {
    fn check(&self, path: &str, below: &str, text: &str, rooms: &BTreeMap<&str, &Row<'_>>) -> Vec<Problem> {
        let file = match syn::parse_file(text) {
            Ok(file) => file,
            Err(error) => return vec![Problem::new(path, error.span().start().line, error.to_string())],
        };
        let mut used = Used { module: module_of(below), found: Vec::new() };
        used.visit_file(&file);
        let mut problems = Vec::new();
        for (line, name) in used.found {
            let message = match name.as_str() {
                name if name == self.room || self.uses.contains(&name) => continue,
                name if rooms.contains_key(name) => {
                    format!("`{}` uses `{name}`, which {PAGE}'s table of rooms does not allow", self.room)
                }
                name => format!("`crate::{name}` is of the crate's front: name the room that it comes from"),
            };
            problems.push(Problem::new(path, line, message));
        }
        problems
    }
}

/// The modules that a file stands for, from the crate's root.
fn module_of(below: &str) -> Vec<String> {
    let below = below.strip_suffix(".rs").unwrap_or(below);
    let below = below.strip_suffix("/mod").unwrap_or(below);
    below.split('/').map(str::to_owned).collect()
}

/// What a file uses of its crate, beyond tests: the first name after `crate::` of each path, with its line.
struct Used {
    module: Vec<String>,
    found: Vec<(usize, String)>,
}

impl Used {
    /// Notes a path, whose names come one by one.
    fn note(&mut self, line: usize, names: &[String]) {
        let (base, rest) = match names.first().map(String::as_str) {
            Some("crate") => (Vec::new(), names.get(1..)),
            Some("super") => {
                let up = names.iter().take_while(|name| *name == "super").count();
                let kept = self.module.len().saturating_sub(up);
                (self.module[..kept].to_vec(), names.get(up..))
            }
            _ => return,
        };
        let first = base.into_iter().chain(rest.into_iter().flatten().cloned()).next();
        self.found.extend(first.map(|first| (line, first)));
    }

    fn note_tree(&mut self, tree: &syn::UseTree, before: &mut Vec<String>) {
        match tree {
            syn::UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.note_tree(&path.tree, before);
                before.pop();
            }
            syn::UseTree::Group(group) => group.items.iter().for_each(|item| self.note_tree(item, before)),
            syn::UseTree::Name(name) => self.note_leaf(&name.ident, before),
            syn::UseTree::Rename(name) => self.note_leaf(&name.ident, before),
            syn::UseTree::Glob(glob) => self.note(glob.span().start().line, before),
        }
    }

    fn note_leaf(&mut self, name: &syn::Ident, before: &mut Vec<String>) {
        before.push(name.to_string());
        self.note(name.span().start().line, before);
        before.pop();
    }
}

fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let list = attribute.meta.require_list();
        attribute.path().is_ident("cfg") && list.is_ok_and(|list| list.tokens.to_string() == "test")
    })
}

impl<'ast> Visit<'ast> for Used {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if !is_for_tests(&module.attrs) {
            self.module.push(module.ident.to_string());
            visit::visit_item_mod(self, module);
            self.module.pop();
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if !is_for_tests(&item.attrs) {
            self.note_tree(&item.tree, &mut Vec::new());
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.note(path.span().start().line, &names);
        visit::visit_path(self, path);
    }

    // `pub(in crate::plugin)` says who may use, and uses nothing.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}
}

#[cfg(test)]
mod tests {
    use super::{Tree, check};

    const PAGE: &str = "
| room of `engine` | may use | holds |
| --- | --- | --- |
| `error` | – | errors |
| `batch` | `error` | texts |
| `run` | `error`, `batch` | workers |
";

    #[track_caller]
    fn check_tree<const N: usize>(page: &str, files: [(&str, &str); N], expected: &[&str]) {
        let mut all = vec![("ARCHITECTURE.md", page), ("engine/src/lib.rs", "pub use run::Run;")];
        all.extend(["error", "batch", "run"].map(|room| match room {
            "error" => ("engine/src/error.rs", ""),
            "batch" => ("engine/src/batch.rs", ""),
            _ => ("engine/src/run/mod.rs", ""),
        }));
        all.extend(files);
        let all: [(&str, &str); 8] =
            std::array::from_fn(|index| all.get(index).copied().unwrap_or(("x", "")));
        let found: Vec<String> = check(&Tree::of(all)).iter().map(ToString::to_string).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn rooms_use_what_the_table_allows() {
        let code = "use crate::{batch::Texts, error::Error};\nuse super::worker::Run;\nfn f() -> crate::run::Run { todo!() }";
        check_tree(PAGE, [("engine/src/run/worker.rs", code)], &[]);
    }

    #[test]
    fn an_import_that_the_table_does_not_allow_is_named() {
        let message = "`batch` uses `run`, which ARCHITECTURE.md's table of rooms does not allow";
        for code in [
            "\nuse crate::run::Run;",
            "\nuse crate::{error::Error, run};",
            "\nfn f() { crate::run::start() }",
            "\nimpl From<super::run::Run> for Batch {}",
        ] {
            check_tree(
                PAGE,
                [("engine/src/batch.rs", code)],
                &[&format!("engine/src/batch.rs:2: {message}")],
            );
        }
        let below = [("engine/src/batch/texts.rs", "use super::super::run::Run;")];
        check_tree(PAGE, below, &[&format!("engine/src/batch/texts.rs:1: {message}")]);
    }

    #[test]
    fn what_the_front_gives_is_named_by_its_room() {
        let message = "`crate::Run` is of the crate's front: name the room that it comes from";
        let file = "engine/src/run/worker.rs";
        check_tree(PAGE, [(file, "use crate::Run;")], &[&format!("{file}:1: {message}")]);
    }

    #[test]
    fn tests_may_use_everything() {
        let code = "#[cfg(test)]\nmod tests { use crate::run::Run; }\n#[cfg(test)]\nuse crate::run::Other;";
        check_tree(PAGE, [("engine/src/batch.rs", code)], &[]);
    }

    #[test]
    fn no_table_has_a_cycle() {
        let page = PAGE.replace("| `error` | – |", "| `error` | `run` |");
        let message = "`error` uses `run`, which does not stand above it: rooms form no cycle";
        check_tree(&page, [], &[&format!("ARCHITECTURE.md:4: {message}")]);
    }

    #[test]
    fn each_room_has_a_row_and_each_row_a_room() {
        let message = "`cache` is a room that ARCHITECTURE.md has no row for";
        check_tree(
            PAGE,
            [("engine/src/cache/mod.rs", "")],
            &[&format!("engine/src/cache/mod.rs: {message}")],
        );
        let page = PAGE.to_owned() + "| `retry` | – | what was lost |\n";
        check_tree(&page, [], &["ARCHITECTURE.md:7: there is no room `retry` in engine/src/"]);
    }
}
