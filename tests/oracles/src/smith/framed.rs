//! A sound plugin as text, in which random code takes the place of its functions.

use std::fmt::Write as _;

use textmill_test_plugins::hostile;

/// What of the frame is random.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Nothing that is called: the module is compiled, instantiated and started beside the frame.
    Beside,
    All,
    Describe,
    Configure,
    Analyze,
}

/// The frame's component as text, cut before the first function that it lifts.
pub(super) struct Frame {
    before: String,
    /// The lifted functions and what follows, a line each.
    lifted: Vec<String>,
    after: String,
}

/// What a random module exports: the functions of the contract, by the canonical ABI.
pub(super) fn exports() -> Vec<u8> {
    let module = r#"(module
        (memory (export "memory") 2 64)
        (func (export "realloc") (param i32 i32 i32 i32) (result i32) unreachable)
        (func (export "describe") (result i32) unreachable)
        (func (export "configure") (param i32 i32 i32 i32) (result i32) unreachable)
        (func (export "analyze") (param i32) (result i32) unreachable))"#;
    wat::parse_str(module).expect("the module is lawful")
}

/// Gives room in the second page of whatever memory it is used with, over and over.
const BUMP: &str = r#"
  (core module $bump
    (global $at (mut i32) (i32.const 0))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32)
      (global.set $at (i32.and (i32.add (i32.add (global.get $at) (local.get 3)) (i32.const 7)) (i32.const 0xfff8)))
      (i32.add (i32.const 0x10000) (i32.and (i32.sub (global.get $at) (i32.and (local.get 3) (i32.const 0xfff8))) (i32.const 0xfff8)))))
  (core instance $bump_instance (instantiate $bump))
  (alias core export $bump_instance "realloc" (core func $bump_realloc))
"#;

impl Frame {
    pub(super) fn new() -> Self {
        let text = wasmprinter::print_bytes(hostile("frame")).expect("the frame is lawful");
        let is_lifted = |line: &&str| line.trim_start().starts_with("(func ") && line.contains("canon lift");
        let lines: Vec<&str> = text.lines().collect();
        let first = lines.iter().position(is_lifted).expect("the frame lifts its functions");
        let lifted: Vec<&str> = lines[first..].to_vec();
        let last = lifted.iter().rposition(is_lifted).expect("there is one");
        Self {
            before: lines[..first].join("\n"),
            lifted: lifted[..=last].iter().map(ToString::to_string).collect(),
            after: lifted[last + 1..].join("\n"),
        }
    }

    /// The component in which `part` is that of a random module.
    pub(super) fn with(&self, part: Part, module: &[u8], own_realloc: bool) -> Vec<u8> {
        let module = wasmprinter::print_bytes(module).expect("what is made is lawful");
        let module = module.trim_start().strip_prefix("(module").expect("a module is printed as one");
        let mut text = format!("{}\n  (core module $random{module}\n", self.before);
        text.push_str("  (core instance $random_instance (instantiate $random))\n");
        text.push_str("  (alias core export $random_instance \"memory\" (core memory $random_memory))\n");
        for function in ["realloc", "describe", "configure", "analyze"] {
            // Writing to a string never fails.
            let _ = writeln!(
                text,
                "  (alias core export $random_instance \"{function}\" (core func $random_{function}))"
            );
        }
        text.push_str(BUMP);
        let realloc = if own_realloc { "$random_realloc" } else { "$bump_realloc" };
        // The order of the contract, which is that of the frame.
        let functions =
            [("describe", Part::Describe), ("configure", Part::Configure), ("analyze", Part::Analyze)];
        let mut functions = functions.iter();
        for line in &self.lifted {
            let lifts = line.contains("canon lift").then(|| functions.next()).flatten();
            match lifts {
                Some((name, own)) if part == Part::All || part == *own => {
                    text.push_str(&random(line, name, realloc));
                }
                _ => text.push_str(line),
            }
            text.push('\n');
        }
        text.push_str(&self.after);
        wat::parse_str(&text).expect("the frame with a random module is lawful text")
    }
}

/// A line that lifts a function, with the random one in its place.
fn random(line: &str, name: &str, realloc: &str) -> String {
    let (before, _) = line.split_once("(canon lift").expect("the line lifts a function");
    format!(
        "{before}(canon lift (core func $random_{name}) (memory $random_memory) (realloc {realloc}) string-encoding=utf8))"
    )
}
