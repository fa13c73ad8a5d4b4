//! The command line of Textmill: arguments, progress, printing. It computes nothing; the engine does.

mod analyze;
mod args;
mod config;
mod console;
mod corpus;
mod documents;
mod engine;
mod error;
mod interrupt;
mod limit;
mod merge;
mod number;
mod output;
mod plugin;
mod progress;
#[cfg(test)]
mod reference;
mod results;
mod select;
mod shape;
mod summary;
mod tables;
mod terminal;
mod text;
mod values;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Arguments, Command};
use crate::error::{Error, Exit};

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(page) => return show(&page),
    };
    match run(&arguments.command) {
        Ok(exit) => exit.into(),
        Err(error) => {
            error.print();
            error.exit_code()
        }
    }
}

fn run(command: &Command) -> Result<Exit, Error> {
    match command {
        Command::Analyze(arguments) => analyze::analyze(arguments),
        Command::Merge(arguments) => merge::merge(arguments),
        Command::Plugin(arguments) => plugin::plugin(&arguments.command),
    }
}

/// Shows a help page, the version, or what is wrong with the arguments.
fn show(page: &clap::Error) -> ExitCode {
    // Where the stream is closed there is nobody left to tell.
    let _ = page.print();
    ExitCode::from(u8::try_from(page.exit_code()).unwrap_or(2))
}
