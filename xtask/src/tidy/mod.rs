//! `cargo xtask tidy`: what holds for the tree of files, and can be seen without compiling it.
//!
//! Run as a test too, so that `cargo test` holds a change to it.

mod compiler;
mod corpus;
mod crates;
mod lexicon;
mod pages;
mod rooms;
mod source;
mod tree;

use std::fmt;
use std::path::Path;

use anyhow::{Result, ensure};

use tree::Tree;

/// Something to mend.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Problem {
    /// The file, from the workspace's folder, with `/`.
    path: String,
    /// Counted from 1; nothing where it is not one line.
    line: Option<usize>,
    message: String,
}

impl Problem {
    fn new(path: &str, line: impl Into<Option<usize>>, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line: line.into(), message: message.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:", self.path)?;
        if let Some(line) = self.line {
            write!(formatter, "{line}:")?;
        }
        write!(formatter, " {}", self.message)
    }
}

/// Prints what is to be mended.
///
/// # Errors
/// Where there is anything, or the tree cannot be read.
pub(crate) fn run(root: &Path) -> Result<()> {
    let problems = problems(root)?;
    for problem in &problems {
        eprintln!("{problem}");
    }
    ensure!(problems.is_empty(), "{} to mend", problems.len());
    Ok(())
}

fn problems(root: &Path) -> Result<Vec<Problem>> {
    let tree = Tree::read(root)?;
    let mut problems = crates::check(root)?;
    problems.extend(compiler::check(root)?);
    for check in [source::check, rooms::check, lexicon::check, pages::check, corpus::check] {
        problems.extend(check(&tree));
    }
    problems.sort();
    Ok(problems)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_tree_is_tidy() {
        let problems = super::problems(crate::root()).expect("the tree can be read");
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert!(lines.is_empty(), "\n{}", lines.join("\n"));
    }
}
