//! Every command of the README works, and its code is code.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::harness::{Dir, repository};

/// The fenced blocks of the README of one language.
fn blocks(language: &str) -> Vec<String> {
    let readme = fs::read_to_string(repository().join("README.md")).expect("the README is there");
    let mut blocks = Vec::new();
    let mut block: Option<String> = None;
    for line in readme.lines() {
        match &mut block {
            Some(text) if line == "```" => {
                blocks.push(std::mem::take(text));
                block = None;
            }
            Some(text) => {
                text.push_str(line);
                text.push('\n');
            }
            None if line == format!("```{language}") => block = Some(String::new()),
            None => {}
        }
    }
    blocks
}

fn commands() -> Vec<String> {
    let console = blocks("console").concat();
    console.lines().filter_map(|line| line.strip_prefix("$ ")).map(str::to_string).collect()
}

/// The block of a language that contains a text.
#[track_caller]
fn block_with(language: &str, part: &str) -> String {
    let found = blocks(language).into_iter().find(|block| block.contains(part));
    found.unwrap_or_else(|| panic!("the README has no {language} block with {part}"))
}

fn cargo(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO"));
    command.args(arguments).current_dir(folder).env_remove("CARGO_TARGET_DIR").env_remove("RUSTFLAGS");
    let output = command.output().expect("cargo runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Runs the engine's example: as a test of the whole workspace has built it, or else by cargo, which may have to build
/// wasmtime again with other features.
fn run_example() {
    let built = Path::new(env!("CARGO_BIN_EXE_textmill")).with_file_name("examples").join("embed");
    if built.exists() {
        let output = Command::new(built).output().expect("the example runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(String::from_utf8_lossy(&output.stdout).starts_with("3 documents, 0 faults"));
    } else {
        cargo(repository(), &["run", "--quiet", "-p", "textmill", "--example", "embed"]);
    }
}

/// The commands that this test runs in a way of its own, each with the reason.
const SPECIAL: [(&str, &str); 4] = [
    ("rustup target add wasm32-unknown-unknown", "the build of this very test has needed it"),
    ("cargo test --workspace", "it is what runs this test"),
    ("cargo build --release --target wasm32-unknown-unknown", "the_first_analyzer_is_built_and_run"),
    (
        "textmill analyze ../textmill/corpus -p target/wasm32-unknown-unknown/release/shouting.wasm -p keywords",
        "the_first_analyzer_is_built_and_run",
    ),
];

#[test]
fn every_command_works() {
    let dir = Dir::new("");
    let corpus = repository().join("corpus").display().to_string();
    let mut ran = 0;
    for command in commands() {
        if SPECIAL.iter().any(|(special, _)| *special == command) {
            continue;
        }
        if command == "cargo run --release -p textmill --example embed" {
            run_example();
            ran += 1;
            continue;
        }
        let arguments = command.strip_prefix("cargo run --release -- ");
        let arguments = arguments.unwrap_or_else(|| panic!("this test does not know how to run `{command}`"));
        // The program runs in a folder of its own, so that what it writes does not stay.
        let arguments = arguments.split_whitespace().map(|argument| match argument.strip_prefix("corpus") {
            Some(rest) => format!("{corpus}{rest}"),
            None => argument.to_string(),
        });
        dir.textmill_with(arguments, "").exits(0);
        ran += 1;
    }
    assert!(ran >= 8, "{ran} commands");
}

#[test]
fn the_first_analyzer_is_built_and_run() {
    let dir = Dir::new("");
    let manifest = block_with("toml", "name = \"shouting\"");
    let sdk = format!("{:?}", repository().join("sdk"));
    let manifest = manifest.replace("\"../textmill/sdk\"", &sdk);
    assert!(manifest.contains(&sdk), "the README names the SDK by its path");
    let code = block_with("rust", "struct Shouting;");
    assert!(code.lines().count() < 40, "{} lines", code.lines().count());
    dir.write("shouting/Cargo.toml", manifest + "\n[workspace]\n");
    dir.write("shouting/.cargo/config.toml", block_with("toml", "wasm-component-ld"));
    dir.write("shouting/src/lib.rs", code);
    fs::copy(repository().join("Cargo.lock"), dir.path("shouting/Cargo.lock"))
        .expect("the lock file is there");
    cargo(&dir.path("shouting"), &["build", "--release", "--quiet", "--target", "wasm32-unknown-unknown"]);
    dir.write("a.txt", "NATO and UNESCO met. UNESCO agreed.");
    let wasm = "shouting/target/wasm32-unknown-unknown/release/shouting.wasm";
    let report = dir.textmill(&format!("analyze a.txt -p {wasm} -p keywords -o -")).exits(0).report();
    let words = &report["analyzers"]["shouting"]["output"]["words"];
    assert_eq!(words["top"][0], serde_json::json!({"key": "UNESCO", "count": 2, "documents": 1}));
    assert_eq!(words["total"], 3);
}

#[test]
fn links_lead_somewhere() {
    let readme = fs::read_to_string(repository().join("README.md")).expect("the README is there");
    let links = readme.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    for link in links.filter(|link| !link.starts_with("https://")) {
        assert!(repository().join(link).exists(), "{link}");
    }
}
