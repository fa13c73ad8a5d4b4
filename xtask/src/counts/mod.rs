//! `cargo xtask counts`: what the built-in analyzers take, by counts that no other work on the machine touches.
//!
//! Fuel is what a plugin executes in its sandbox; it is the same on every machine, and `.ci/run` holds it to the table.
//! Native instructions are close to time, and differ a little between machines (their C library has several `memcpy`).
//! What is counted is in `benches/examples/count.rs`, how it is read in `benches/README.md`.

mod compare;
mod measure;
mod page;
mod table;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use compare::{Change, TOLERANCE, TOLERANCE_OF_COMPILERS};
use measure::Program;
use table::Table;

use crate::example::Build;

/// How the chore is called.
pub(crate) const USAGE: &str = "\
Usage: cargo xtask counts [OPTION]

Counts what the built-in analyzers take, and writes it to benches/counts.tsv and benches/README.md.

Options:
  --check  Count fuel alone, write nothing, and fail where it is not what benches/counts.tsv says, to 2 %; to 25 %,
           with a warning, where the plugins are made by another compiler than those of the table
  --fuel   Count fuel alone, where there is no valgrind; the tables then have no native instructions
";

const TABLE: &str = "benches/counts.tsv";
const PAGE: &str = "benches/README.md";

/// # Errors
/// Where nothing can be counted, or the counts are not those of the table.
pub(crate) fn run(root: &Path, arguments: &[&str]) -> Result<()> {
    match arguments {
        [] => make(root, true),
        ["--fuel"] => make(root, false),
        ["--check"] => check(root),
        _ => bail!("`{}` is not understood\n\n{USAGE}", arguments.join(" ")),
    }
}

fn make(root: &Path, with_instructions: bool) -> Result<()> {
    // Fuel is the same however the host is built.
    let build = if with_instructions { Build::Release } else { Build::Test };
    let program = Program::build(root, build)?;
    let mut table = program.fuel()?;
    if with_instructions {
        let folder = root.join("target").join("counts");
        fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        program.add_instructions(&mut table, &folder)?;
    }
    let page = read(root, PAGE)?;
    write(root, PAGE, &page::shown(&page, &table).context(PAGE)?)?;
    write(root, TABLE, &table.to_string())
}

fn check(root: &Path) -> Result<()> {
    let table = Table::parse(&read(root, TABLE)?).context(TABLE)?;
    let page = read(root, PAGE)?;
    if page::shown(&page, &table).context(PAGE)? != page {
        bail!("{PAGE} does not show what {TABLE} says; make both again with `cargo xtask counts`");
    }
    let measured = Program::build(root, Build::Test)?.fuel()?;
    let rows = measured.counts.len();
    if measured.compiler == table.compiler {
        report(&compare::changes(&table, &measured, TOLERANCE))?;
        println!("fuel per token is what {TABLE} says, in all {rows} rows");
        return Ok(());
    }
    report(&compare::changes(&table, &measured, TOLERANCE_OF_COMPILERS))?;
    let percent = TOLERANCE_OF_COMPILERS * 100.0;
    eprintln!(
        "WARNING: FUEL IS HELD TO {percent} % ALONE. It depends on the compiler of the plugins, which is"
    );
    eprintln!("  {} here, and", measured.compiler);
    eprintln!("  {} in {TABLE}.", table.compiler);
    eprintln!("Where the project has a new compiler, make the table again with `cargo xtask counts`.");
    Ok(())
}

fn report(changes: &[Change]) -> Result<()> {
    for change in changes {
        eprintln!("{change}");
    }
    if changes.is_empty() {
        return Ok(());
    }
    bail!(
        "{} rows of {TABLE} are out of date\nhint: where that is meant, make them anew with `cargo xtask counts`, and \
         say in the commit why",
        changes.len()
    )
}

fn read(root: &Path, path: &str) -> Result<String> {
    fs::read_to_string(root.join(path)).with_context(|| path.to_owned())
}

fn write(root: &Path, path: &str, content: &str) -> Result<()> {
    fs::write(root.join(path), content).with_context(|| path.to_owned())
}
