//! Plugins that a team did not write: whatever they do, the program ends well and says what happened.

use std::fmt::Write as _;

use serde_json::Value;
use textmill_test_plugins::{hostile, large_component};

use crate::harness::{Dir, Run};

/// Plugins of `tests/hostile` with the kind of their faults.
const SINS: [(&str, &str); 9] = [
    ("blames-rudely", "error"),
    ("floods", "oversize"),
    ("grows", "memory"),
    ("logs", "timeout"),
    ("loops", "timeout"),
    ("nests", "oversize"),
    ("recurses", "trap"),
    ("repeats-keys", "output"),
    ("span-inside-character", "layer"),
];

/// Texts in two scripts, of which two tempt.
fn lines() -> String {
    let line = |index: usize| match index % 30 {
        17 => r#"{"text": "!École, a school, was closed."}"#.to_owned(),
        _ => format!(r#"{{"text": "Harbour {} of مدينة القاهرة opened in {}."}}"#, index % 7, 1900 + index),
    };
    (0..60).map(|index| line(index) + "\n").collect()
}

/// A folder with the texts, the plugins, and a configuration that runs them beside built-in ones.
fn dir() -> Dir {
    let dir = Dir::new("");
    dir.write("a.jsonl", lines());
    let mut configuration = "[plugins.tokenize]\n[plugins.keywords]\n".to_owned();
    for (name, _) in SINS {
        dir.write(&format!("{name}.wasm"), hostile(name));
        // The configuration cannot fail to be written to a string.
        let _ = write!(
            configuration,
            "[plugins.{name}]\nplugin = \"./{name}.wasm\"\nlayers = {{ marks = \"of-{name}\" }}\n\
             limits = {{ time_ms = 100, memory = 67108864 }}\n"
        );
    }
    dir.write("textmill.toml", configuration);
    dir
}

/// What moves a terminal's cursor or rings its bell.
fn moves_the_cursor(text: &str) -> bool {
    text.contains(['\u{1b}', '\u{7}', '\u{9b}'])
}

#[test]
fn what_is_built_in_says_what_it_would_have_said_alone() {
    let dir = dir();
    let alone = dir.textmill("analyze a.jsonl -p tokenize -p keywords -o -").exits(0).report();
    let layers: Vec<String> = SINS.iter().map(|(name, _)| format!("of-{name}")).collect();
    let run = dir.textmill(&format!(
        "analyze a.jsonl --config textmill.toml --strict --documents lines.jsonl --layers {} -o -",
        layers.join(",")
    ));
    let report = run.exits(3).report();
    for name in ["tokenize", "keywords"] {
        assert_eq!(report["analyzers"][name], alone["analyzers"][name], "{name}");
    }
    for (name, kind) in SINS {
        let faults: Vec<(&Value, &Value)> = report["faults"]["first"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|fault| fault["analyzer"] == name)
            .map(|fault| (&fault["document"], &fault["kind"]))
            .collect();
        if kind != "error" {
            let expected = [(&"a.jsonl#18".into(), &kind.into()), (&"a.jsonl#48".into(), &kind.into())];
            assert_eq!(faults, expected, "{name}");
        }
        assert_eq!(report["faults"]["by"][name].as_object().map(serde_json::Map::len), Some(1), "{name}");
    }
    assert_eq!(dir.json_lines("lines.jsonl").len(), 60);
}

#[test]
fn nothing_that_a_plugin_says_moves_the_cursor() {
    let run = dir().textmill("analyze a.jsonl --config textmill.toml").exits(0);
    assert!(!moves_the_cursor(&run.stdout()), "{}", run.stdout());
    assert!(!moves_the_cursor(&run.stderr()), "{}", run.stderr());
}

#[test]
fn nothing_that_a_plugin_says_of_itself_moves_the_cursor() {
    let dir = Dir::new("");
    dir.write("p.wasm", hostile("summary-with-escapes"));
    let run = dir.textmill("plugin inspect ./p.wasm").exits(0);
    assert!(!moves_the_cursor(&run.stdout()), "{}", run.stdout());
    assert!(run.stdout().contains(r"One\u{1b}[2J\u{7} line\nof two"), "{}", run.stdout());
}

#[track_caller]
fn refused(plugin: &[u8], stderr: &str) {
    let dir = Dir::new("--- a.txt\nOne two.");
    dir.write("p.wasm", plugin);
    let run: Run = dir.textmill("analyze a.txt -p tokenize -p ./p.wasm --limit p.time_ms=200 -q").exits(1);
    assert_eq!(run.stderr(), stderr);
    assert_eq!(run.stdout(), "");
}

#[test]
fn what_cannot_be_loaded_is_refused_by_name() {
    refused(
        hostile("describe-traps"),
        "textmill: plugin `./p.wasm`: it does not describe itself: trap: wasm trap: wasm `unreachable` instruction executed\n",
    );
    refused(
        hostile("starts-forever"),
        "textmill: plugin `./p.wasm`: it does not describe itself: timeout: it took longer than its limit of 200 ms\n",
    );
    refused(
        hostile("name-with-escapes"),
        "textmill: plugin ./p.wasm: its name `h\\u{1b}[2Jle` is not lower-case letters, digits and `-`, first a letter, at most 64\n",
    );
    let large = large_component(hostile("frame"), 100_000_000);
    let bytes = large.len();
    refused(
        &large,
        &format!(
            "textmill: plugin ./p.wasm: it has {bytes} bytes, over the limit of 67108864\n\
             hint: raise the limit `component` of this plugin\n"
        ),
    );
}
