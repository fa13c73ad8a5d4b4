//! Chores of the repository, where a plain cargo command is not enough: `cargo xtask COMMAND`.

mod attack;
mod background;
mod callgrind;
mod check;
mod counts;
mod dist;
mod elsewhere;
mod example;
mod generate;
mod growth;
mod number;
mod page;
mod tidy;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};

const HELP: &str = "\
Usage: cargo xtask COMMAND

Commands:
  check     All that a change has to pass: tidy, format, lints, docs, tests
  tidy      What holds for the tree of files, without compiling it
  dist      Build the built-in plugins into plugins/wasm, from where they are packaged
  page      Build the page of `textmill html` from page/web; `--check` holds the one that is there to its sources
  counts    What the built-in analyzers take, by counts; `--check` holds them to the table
  background  The table of common English words of the plugin `keywords`, from a package's counts
  eval      How well the built-in analyzers do on texts whose answers are known, beside the last time
  attack    Runs that are killed, starved and lied to: all of the suites that tests go through in part
  growth    How what the built-in analyzers take grows with texts that are one pattern again and again; `readers`: what reading takes
  clitics   Learn how Arabic words are cut at their clitics
  words     Pack the words of languages that write no blanks between them
  generate  A corpus of any size, made from the sentences of the samples
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["check"] => check::run(root()),
        ["tidy"] => tidy::run(root()),
        ["dist"] => dist::run(root()),
        ["page"] => page::run(root(), false),
        ["page", "--check"] => page::run(root(), true),
        ["counts", "-h" | "--help"] => {
            print!("{}", counts::USAGE);
            Ok(())
        }
        ["counts", arguments @ ..] => counts::run(root(), arguments),
        ["background", counts] => background::run(root(), Path::new(counts)),
        ["eval", arguments @ ..] => elsewhere::EVAL.run(arguments),
        ["attack"] => attack::run(root()),
        ["growth", "readers", arguments @ ..] => growth::readers(root(), arguments),
        ["growth", arguments @ ..] => elsewhere::GROWTH.run(arguments),
        ["clitics", arguments @ ..] => elsewhere::CLITICS.run(arguments),
        ["words", arguments @ ..] => elsewhere::WORDS.run(arguments),
        ["generate", "-h" | "--help"] | ["generate"] => {
            print!("{}", generate::USAGE);
            Ok(())
        }
        ["generate", arguments @ ..] => generate::run(arguments),
        [] | ["help" | "-h" | "--help"] => {
            print!("{HELP}");
            Ok(())
        }
        _ => bail!("no command `{}`\n\n{HELP}", arguments.join(" ")),
    }
}

/// The folder of the workspace.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in the workspace's folder")
}
