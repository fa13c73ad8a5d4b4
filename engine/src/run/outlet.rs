//! Where goes what is found in each document.

use std::io::{self, Write};
use std::sync::Arc;

use crate::results::{DocumentResult, Findings};

/// Takes what is found in each document, part of a portion by part.
pub(crate) trait Outlet: Send {
    /// What a worker makes of a part, for the outlet to take.
    type Part: Default + Send;

    /// Adds a batch to a part. Runs in the worker.
    ///
    /// # Errors
    /// Where it cannot be made.
    fn add(part: &mut Self::Part, findings: Findings) -> io::Result<()>;

    /// Takes a part.
    ///
    /// # Errors
    /// Where there is no use in continuing.
    fn deliver(&mut self, part: Self::Part) -> io::Result<()>;

    /// Hands on what was taken, to the last byte.
    ///
    /// # Errors
    /// As [`deliver`](Self::deliver).
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes a JSON line for each document.
pub(crate) struct Lines<'w>(pub(crate) &'w mut (dyn Write + Send));

impl Outlet for Lines<'_> {
    type Part = Vec<u8>;

    fn add(part: &mut Vec<u8>, findings: Findings) -> io::Result<()> {
        let lines = findings.lines()?;
        match part.is_empty() {
            true => *part = lines,
            false => part.extend(lines),
        }
        Ok(())
    }

    /// Lines continue as they come: whoever reads along waits for them.
    fn deliver(&mut self, lines: Vec<u8>) -> io::Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        self.0.write_all(&lines)?;
        self.0.flush()
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Hands on the results of each portion.
pub(crate) struct Results<F>(pub(crate) F);

impl<F: FnMut(Vec<DocumentResult>) -> io::Result<()> + Send> Outlet for Results<F> {
    type Part = Vec<DocumentResult>;

    fn add(part: &mut Vec<DocumentResult>, findings: Findings) -> io::Result<()> {
        part.extend(DocumentResult::all(Arc::new(findings)));
        Ok(())
    }

    fn deliver(&mut self, results: Vec<DocumentResult>) -> io::Result<()> {
        if !results.is_empty() {
            self.0(results)?;
        }
        Ok(())
    }
}
