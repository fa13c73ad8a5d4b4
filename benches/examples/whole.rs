//! A whole run over files with all four analyzers on one thread, as `textmill analyze` makes it: what to run under
//! `perf` for a flame graph (`docs/performance.md`). The functions of plugins have their names in it.
//!
//! ```text
//! perf record -F 499 -e cpu-clock --call-graph fp target/release/examples/whole FILE…
//! ```

use std::env::args;
use std::error::Error;

use textmill::{Corpus, Engine};

fn main() -> Result<(), Box<dyn Error>> {
    let engine = Engine::builder().builtins().threads(1).names_for_perf().build()?;
    let corpus = args().skip(1).fold(Corpus::new(), |corpus, path| corpus.path(path));
    let report = engine.analyze(&mut corpus.open()?)?;
    println!("{} documents", report.corpus.documents);
    Ok(())
}
