//! `cargo xtask eval`: runs the built-in analyzers over texts whose answers are known, has the scorers that come with the
//! texts judge what they found, and prints each figure beside its last.
//!
//! The texts stay where they are; `docs/quality.tsv` keeps the figures, `docs/quality.md` shows them.

mod arguments;
mod chain;
mod figures;
mod page;
mod part;
mod scorer;
mod screen;
mod snapshot;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use arguments::Arguments;
use chain::Chain;
use snapshot::Snapshot;

/// What goes wrong is told in one line, and stops the evaluation.
type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    match Arguments::read(std::env::args().skip(1)).and_then(|arguments| evaluate(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn evaluate(arguments: &Arguments) -> Result<()> {
    if arguments.help {
        print!("{}", arguments::USAGE);
        return Ok(());
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    if arguments.screen {
        return screen::run(&root, arguments.update);
    }
    if let Some(texts) = &arguments.texts {
        return screen::show(texts);
    }
    let docs = root.join("docs");
    let mut snapshot = Snapshot::read(&docs)?;
    let scratch = tempfile::tempdir()?;
    let predictions = arguments.predictions.as_deref().unwrap_or(scratch.path());
    std::fs::create_dir_all(predictions)?;
    let chain = Chain::new()?;
    let mut figures = Vec::new();
    for part in &arguments.parts {
        let file = predictions.join(format!("{part}.jsonl"));
        let run = part::predict(*part, &chain, &arguments.data, &file)?;
        let found = scorer::figures(*part, &arguments.data, &file, &run)?;
        println!("{part}: {} rows in {:.1} s", run.rows, run.seconds);
        found.iter().for_each(|figure| println!("  {}", figure.beside(snapshot.last(figure))));
        if arguments.errors > 0 {
            scorer::print_errors(*part, &arguments.data, &file, arguments.errors)?;
        }
        figures.extend(found);
    }
    if arguments.update {
        snapshot.update(&figures, &commit()?);
        snapshot.write(&docs)?;
    }
    Ok(())
}

/// The commit that the working tree stands on, with a `+` where it differs from it.
fn commit() -> Result<String> {
    let git = |arguments: &[&str]| -> Result<String> {
        let output = std::process::Command::new("git").args(arguments).output()?;
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    };
    let changed = git(&["status", "--porcelain", "--untracked-files=no", "--", "plugins", "sdk"])?;
    Ok(git(&["rev-parse", "--short=8", "HEAD"])? + if changed.is_empty() { "" } else { "+" })
}
