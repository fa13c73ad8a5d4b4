//! Holds `docs/cli.md` to the help pages, which it shows word for word.
//!
//! `UPDATE_PAGES=1 cargo test -p textmill-cli` writes them again.

use std::path::PathBuf;
use std::{env, fs};

use clap::{Command, CommandFactory};
use textmill::Limits;

use super::Arguments;

/// As wide as a line of the repository's pages is at most.
const COLUMNS: usize = 100;

/// Around each help page.
const OPENING: &str = "```console\n$ ";
const CLOSING: &str = "\n```\n";

#[test]
fn the_reference_shows_every_help_page_as_it_is() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/cli.md");
    let found = fs::read_to_string(&path).expect("docs/cli.md is there");
    let (expected, shown) = renewed(&found);
    let commands: Vec<String> = help_pages().into_iter().map(|(command, _)| command).collect();
    assert_eq!(shown, commands, "the commands of which docs/cli.md shows the help");
    if env::var_os("UPDATE_PAGES").is_some() {
        fs::write(&path, expected).expect("docs/cli.md can be written");
    } else {
        assert!(found == expected, "docs/cli.md is stale: UPDATE_PAGES=1 cargo test -p textmill-cli");
    }
}

#[test]
fn the_reference_names_every_limit_with_its_default() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/cli.md");
    let page = fs::read_to_string(&path).expect("docs/cli.md is there");
    let limits = serde_json::to_value(Limits::default()).expect("limits are numbers");
    for (key, default) in limits.as_object().expect("limits by name") {
        let row = page.lines().find(|line| line.starts_with('|') && line.contains(&format!("`{key}`")));
        let row = row.unwrap_or_else(|| panic!("docs/cli.md does not name the limit `{key}`"));
        assert!(row.contains(&default.to_string()), "the default of `{key}` is {default}: {row}");
    }
}

/// The page with each help page in it as it is now, and the commands whose help it shows.
fn renewed(page: &str) -> (String, Vec<String>) {
    let pages = help_pages();
    let mut renewed = String::new();
    let mut shown = Vec::new();
    let mut rest = page;
    while let Some((before, block)) = rest.split_once(OPENING) {
        let (block, after) = block.split_once(CLOSING).expect("a block that is closed");
        let command = block.lines().next().unwrap_or_default();
        let help = pages.iter().find(|(other, _)| other == command);
        let content = help.map_or_else(|| block.to_owned(), |(command, help)| format!("{command}\n{help}"));
        shown.extend(help.map(|(command, _)| command.clone()));
        renewed.push_str(&format!("{before}{OPENING}{content}{CLOSING}"));
        rest = after;
    }
    renewed.push_str(rest);
    (renewed, shown)
}

/// The help of every command, by what a user types for it.
fn help_pages() -> Vec<(String, String)> {
    let mut root = Arguments::command().term_width(COLUMNS);
    root.build();
    let mut pages = Vec::new();
    add_pages("textmill", &mut root, &mut pages);
    pages
}

fn add_pages(name: &str, command: &mut Command, pages: &mut Vec<(String, String)>) {
    let help = command.render_long_help().to_string();
    let lines: Vec<&str> = help.trim_end().lines().map(str::trim_end).collect();
    pages.push((format!("{name} --help"), lines.join("\n")));
    for subcommand in command.get_subcommands_mut() {
        let name = format!("{name} {}", subcommand.get_name());
        add_pages(&name, subcommand, pages);
    }
}
