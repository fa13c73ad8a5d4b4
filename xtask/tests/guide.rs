//! The guide's analyzer compiles and passes its own tests, and the guide shows it word for word.

#[allow(dead_code, unreachable_pub, reason = "the root of a crate of its own, as the guide has it")]
#[path = "../../docs/guide/aspects.rs"]
mod aspects;

const GUIDE: &str = include_str!("../../docs/guide/analyzer.md");
const CODE: &str = include_str!("../../docs/guide/aspects.rs");

/// The blocks of Rust in the guide, in order, with an empty line between two.
fn blocks(guide: &str) -> String {
    let mut blocks: Vec<String> = Vec::new();
    let mut open = false;
    for line in guide.lines() {
        match (open, line) {
            (false, "```rust") => {
                open = true;
                blocks.push(String::new());
            }
            (true, "```") => open = false,
            (true, line) => {
                if let Some(block) = blocks.last_mut() {
                    block.push_str(line);
                    block.push('\n');
                }
            }
            (false, _) => {}
        }
    }
    blocks.join("\n")
}

#[test]
fn the_guide_shows_the_whole_file() {
    let shown = blocks(GUIDE);
    for (number, (shown, code)) in (1..).zip(shown.lines().zip(CODE.lines())) {
        assert_eq!(shown, code, "docs/guide/aspects.rs:{number} is another line in docs/guide/analyzer.md");
    }
    assert_eq!(shown.lines().count(), CODE.lines().count(), "lines of code in the guide, and in aspects.rs");
}
