//! Partial files of several runs, merged into one report.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use crate::error::Error;
use crate::partial;
use crate::report::{Report, RunRecord};

/// Merges partial files into the report that one run over all their documents would have given, to the byte but for
/// [`Report::run`]. They are also joined into one partial file more, where `out` is given.
///
/// Memory does not grow with the files: they are sorted, and gone through side by side.
///
/// ```no_run
/// let report = textmill::merge(&["2023.part".into(), "2024.part".into()], None)?;
/// println!("{}", report.analyzers["keywords"].output["terms"]);
/// # Ok::<(), textmill::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::Partial`](crate::ErrorKind::Partial) where a file cannot be read or is damaged, where two are of
/// different plugins, settings or resources, or hold the same input; [`ErrorKind::Output`](crate::ErrorKind::Output)
/// where `out` cannot be written.
pub fn merge(files: &[PathBuf], out: Option<&mut dyn Write>) -> Result<Report, Error> {
    let started = crate::report::now();
    let clock = Instant::now();
    let joined = partial::join(files, true, out)?;
    let run = RunRecord {
        started,
        seconds: clock.elapsed().as_secs_f64(),
        threads: 1,
        batch_bytes: 0,
        host: RunRecord::this_host(),
        cost: BTreeMap::new(),
        command: None,
        origins: BTreeMap::new(),
        retried: BTreeMap::new(),
        cache: None,
        documents: None,
        left_out: textmill_corpus::LeftOut::default(),
        sources: joined.inputs.clone(),
    };
    Ok(joined.into_report(run))
}
