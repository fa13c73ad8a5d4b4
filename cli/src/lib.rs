//! The command line of Textmill: arguments, progress, printing. It computes nothing; the engine does.

mod analyze;
mod args;
mod bounded;
mod compare;
mod corpus;
mod difference;
mod documents;
mod duplicates;
mod engine;
mod error;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzz;
mod html;
mod kwic;
mod merge;
mod output;
mod page;
mod pile;
mod plan;
mod plugin;
mod report;
mod results;
mod retry;
mod spreadsheet;
mod summary;
mod tables;
mod terminal;
mod trends;
mod values;
mod verify;

use std::env;
use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser;
use textmill::CommandRecord;

use crate::args::{Arguments, Command};
use crate::error::{Error, Exit};
use crate::terminal::text::lines;

/// Runs the command line of this process, and gives what the process ends with.
pub fn main() -> ExitCode {
    terminal::hold_back();
    keep_caught_panics_quiet();
    let given: Vec<OsString> = env::args_os().collect();
    let arguments = match Arguments::try_parse_from(&given) {
        Ok(arguments) => arguments,
        Err(page) => return show(&page),
    };
    match run(&arguments.command, record(&given)) {
        Ok(exit) => exit.into(),
        Err(error) => {
            error.print();
            error.exit_code()
        }
    }
}

/// A panic that is caught is told in words where its input is; its backtrace is nothing for a terminal.
fn keep_caught_panics_quiet() {
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !textmill::panic_is_caught() {
            tell(panic);
        }
    }));
}

/// What a report says of the command line; nothing where the folder that it was given in is gone.
fn record(given: &[OsString]) -> Option<CommandRecord> {
    let folder = env::current_dir().ok()?;
    Some(CommandRecord::new(given.get(1..).unwrap_or_default(), &folder))
}

fn run(command: &Command, record: Option<CommandRecord>) -> Result<Exit, Error> {
    match command {
        Command::Analyze(arguments) => analyze::analyze(arguments, record),
        Command::Compare(arguments) => compare::compare(arguments),
        Command::Duplicates(arguments) => duplicates::duplicates(arguments),
        Command::Html(arguments) => html::html(arguments),
        Command::Kwic(arguments) => kwic::kwic(arguments),
        Command::Merge(arguments) => merge::merge(arguments, record),
        Command::Retry(arguments) => retry::retry(arguments, record),
        Command::Trends(arguments) => trends::trends(arguments),
        Command::Verify(arguments) => verify::verify(arguments),
        Command::Plugin(arguments) => plugin::plugin(&arguments.command),
    }
}

/// Shows a help page, the version, or what is wrong with the arguments.
fn show(page: &clap::Error) -> ExitCode {
    if let (false, Err(error)) = (page.use_stderr(), output::check_stdout()) {
        error.print();
        return error.exit_code();
    }
    // Where the stream is closed there is nobody left to tell.
    let _ = match page.use_stderr() {
        true => tell(page),
        false => page.print(),
    };
    ExitCode::from(u8::try_from(page.exit_code()).unwrap_or(2))
}

/// Tells what is wrong with an argument, which it quotes: a shell puts names of files there that anybody may have chosen.
fn tell(page: &clap::Error) -> std::io::Result<()> {
    let plain = page.render().to_string();
    let escaped = lines(&plain);
    if escaped == plain { page.print() } else { write!(std::io::stderr(), "{escaped}") }
}
