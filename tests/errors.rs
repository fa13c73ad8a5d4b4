//! What cannot be done is said, with the place and the way out, and nothing panics.

use crate::harness::{Dir, with_faulty};

/// Runs the binary in a folder of files, and checks exit code and standard error.
#[track_caller]
fn check(files: &str, arguments: &str, code: i32, stderr: &str) {
    let dir = Dir::new(files);
    with_faulty(&dir);
    // Quiet, since a slow machine would say that it is loading analyzers.
    let run = dir.textmill(&format!("{arguments} --quiet")).exits(code);
    assert_eq!(run.stderr(), stderr);
    assert_eq!(run.stdout(), "");
}

#[test]
fn a_missing_file() {
    check(
        "",
        "analyze nowhere.txt",
        1,
        "textmill: nowhere.txt: no such file or folder\nhint: there is no `nowhere.txt` in the current folder, DIR\n",
    );
}

#[test]
fn a_folder_without_documents() {
    check(
        "--- c/.hidden\nx",
        "analyze c",
        1,
        "textmill: no documents in `c`\nhint: left out: 1 hidden; what is named itself is read whatever it is\n",
    );
}

#[test]
fn a_plugin_that_is_not_webassembly() {
    check(
        "--- a.txt\nx\n--- p.wasm\nhello",
        "analyze a.txt -p ./p.wasm",
        1,
        "textmill: plugin ./p.wasm: it is not WebAssembly\nhint: a plugin is a WebAssembly component, a .wasm file\n",
    );
}

#[test]
fn a_missing_plugin() {
    check(
        "--- a.txt\nx",
        "analyze a.txt -p ./nowhere.wasm",
        1,
        "textmill: plugin ./nowhere.wasm: No such file or directory (os error 2)\nhint: name a built-in plugin (`textmill plugin list`), or the path of a component\n",
    );
}

#[test]
fn an_unknown_builtin() {
    check(
        "--- a.txt\nx",
        "analyze a.txt -p keyword",
        1,
        "textmill: no analyzer is called `keyword` (there are collocations, entities, keywords, sentiment, tokenize)\nhint: a file has a slash or ends in .wasm: -p ./keyword\n",
    );
}

#[test]
fn a_layer_that_nobody_makes() {
    check(
        "--- a.txt\nx",
        "analyze a.txt --documents d.jsonl --layers lemmas",
        1,
        "textmill: no analyzer makes the layer `lemmas`\nhint: the layers of this run are tokens, sentences, language, entities, sentiment, cues\n",
    );
}

#[test]
fn a_setting_of_the_wrong_type() {
    check(
        "--- a.txt\nx\n--- textmill.toml\n[plugins.keywords]\nsettings = { min_length = \"x\" }\n",
        "analyze a.txt --config textmill.toml",
        1,
        "textmill: plugin `keywords`: `min_length`: invalid type: string \"x\", expected usize\nhint: `textmill plugin inspect keywords` shows its settings\n",
    );
}

#[test]
fn a_configuration_with_an_unknown_key() {
    check(
        "--- a.txt\nx\n--- textmill.toml\ntreads = 2\n",
        "analyze a.txt --config textmill.toml",
        1,
        "textmill: textmill.toml:1: treads: unknown field `treads`, expected `threads` or `plugins`\nhint: `textmill analyze --help` shows a configuration\n",
    );
}

#[test]
fn a_requirement_that_nobody_provides() {
    let dir = Dir::new("--- a.txt\nx");
    dir.write("needy.wasm", textmill_test_plugins::NEEDY);
    let run = dir.textmill("analyze a.txt -p ./needy.wasm --quiet").exits(1);
    assert_eq!(
        run.stderr(),
        "textmill: plugin `needy` requires the layer `lemmas`, which no loaded plugin provides (loaded: needy)\n\
         hint: add the plugin that provides it with -p\n"
    );
}

#[test]
fn a_report_that_cannot_be_written() {
    let run = Dir::new("--- a.txt\nx").textmill("analyze a.txt -o nowhere/report.json").exits(1);
    assert!(run.stderr().starts_with("textmill: nowhere/report.json: "), "{}", run.stderr());
}

#[test]
fn wrong_usage() {
    let dir = Dir::new("");
    let run = dir.textmill("analyze").exits(2);
    assert!(run.stderr().contains("PATH"), "{}", run.stderr());
}
