//! The lines of documents, of which some analyzers' share is made again.

use std::io::{self, BufRead, Write};

use crate::results::{DocumentLine, position_of};

/// Takes lines that were made again, in the order of the input, and writes all lines, those of an earlier run among them.
///
/// Both are gone through once, side by side.
pub(super) struct LineMerge<'a> {
    earlier: Box<dyn BufRead + Send + 'a>,
    out: &'a mut (dyn Write + Send),
    /// Whether an analyzer has analyzed the document at a position again.
    analyzed: &'a (dyn Fn(&str, &str) -> bool + Sync),
    /// The beginning of a line, whose end is to come.
    open: Vec<u8>,
    line: String,
}

impl<'a> LineMerge<'a> {
    pub(super) fn new(
        earlier: impl BufRead + Send + 'a,
        out: &'a mut (dyn Write + Send),
        analyzed: &'a (dyn Fn(&str, &str) -> bool + Sync),
    ) -> Self {
        Self { earlier: Box::new(earlier), out, analyzed, open: Vec::new(), line: String::new() }
    }

    /// Writes the lines of the earlier run that are left.
    ///
    /// # Errors
    /// Those of reading and writing.
    pub(super) fn finish(mut self) -> io::Result<()> {
        io::copy(&mut self.earlier, &mut self.out)?;
        self.out.flush()
    }

    /// Copies lines up to that of the same document, and writes both as one.
    fn merge(&mut self, again: &str) -> io::Result<()> {
        let position = position_of(again)?;
        loop {
            self.line.clear();
            if self.earlier.read_line(&mut self.line)? == 0 {
                return Err(io::Error::other(format!(
                    "the earlier lines have none of {position}, or not in the order of the input"
                )));
            }
            if position_of(&self.line)? == position {
                let analyzed = |analyzer: &str| (self.analyzed)(&position, analyzer);
                return self.out.write_all(&merged(&self.line, again, &analyzed)?);
            }
            self.out.write_all(self.line.as_bytes())?;
        }
    }
}

impl Write for LineMerge<'_> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.open.extend_from_slice(buffer);
        let whole = self.open.iter().rposition(|&byte| byte == b'\n').map_or(0, |last| last + 1);
        let rest = self.open.split_off(whole);
        let lines = std::mem::replace(&mut self.open, rest);
        for line in str::from_utf8(&lines).map_err(io::Error::other)?.lines() {
            self.merge(line)?;
        }
        Ok(buffer.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A line with what was made again.
fn merged(earlier: &str, again: &str, analyzed: &dyn Fn(&str) -> bool) -> io::Result<Vec<u8>> {
    let mut line: DocumentLine<'_> = serde_json::from_str(earlier)?;
    let again: DocumentLine<'_> = serde_json::from_str(again)?;
    line.analyzers.retain(|analyzer, _| !analyzed(analyzer));
    line.analyzers.extend(again.analyzers);
    line.layers.extend(again.layers);
    // What could not be read is told again in the same words.
    line.faults.retain(|fault| fault.analyzer.as_deref().is_some_and(|analyzer| !analyzed(analyzer)));
    line.faults.extend(again.faults);
    line.faults.sort();
    let mut written = serde_json::to_vec(&line)?;
    written.push(b'\n');
    Ok(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EARLIER: &str = concat!(
        r#"{"id":"a","analyzers":{"m":{"x":1.50}}}"#,
        "\n",
        r#"{"id":"b","source":"f#2","analyzers":{"m":{"x":2}},"layers":{"n":[]},"removed":[{"kind":"k","text":"t"}],"#,
        r#""faults":[{"analyzer":"k","kind":"trap","message":"one"},"#,
        r#"{"analyzer":"l","kind":"error","code":"no-text","message":"two"}]}"#,
        "\n",
        r#"{"id":"c","faults":[{"analyzer":null,"kind":"unread","message":"it is not JSON"}]}"#,
        "\n",
    );

    /// Merges lines that `k` and `t` made again, in pieces of a few bytes.
    fn merged(again: &str) -> Result<String, String> {
        let mut out = Vec::new();
        let analyzed = |_: &str, analyzer: &str| ["k", "t"].contains(&analyzer);
        let mut merge = LineMerge::new(EARLIER.as_bytes(), &mut out, &analyzed);
        for piece in again.as_bytes().chunks(7) {
            merge.write_all(piece).map_err(|error| error.to_string())?;
        }
        merge.finish().map_err(|error| error.to_string())?;
        Ok(String::from_utf8(out).unwrap())
    }

    #[test]
    fn what_was_made_again_takes_its_place_and_all_else_stays() {
        assert_eq!(merged("").unwrap(), EARLIER);
        let again =
            concat!(r#"{"id":"b","source":"f#2","analyzers":{"k":{"z":[1e3]}},"layers":{"t":[1]}}"#, "\n");
        let lines: Vec<String> = merged(again).unwrap().lines().map(str::to_string).collect();
        let earlier: Vec<&str> = EARLIER.lines().collect();
        assert_eq!((lines[0].as_str(), lines[2].as_str()), (earlier[0], earlier[2]));
        assert_eq!(
            lines[1],
            concat!(
                r#"{"id":"b","source":"f#2","analyzers":{"k":{"z":[1e3]},"m":{"x":2}},"layers":{"n":[],"t":[1]},"#,
                r#""removed":[{"kind":"k","text":"t"}],"#,
                r#""faults":[{"analyzer":"l","kind":"error","code":"no-text","message":"two"}]}"#
            )
        );
    }

    #[test]
    fn what_is_lost_again_is_a_fault_again() {
        let again = concat!(
            r#"{"id":"b","source":"f#2","faults":[{"analyzer":"k","kind":"memory","message":"three"}]}"#,
            "\n",
            r#"{"id":"c","faults":[{"analyzer":null,"kind":"unread","message":"it is not JSON"}]}"#,
            "\n"
        );
        let found = merged(again).unwrap();
        assert!(
            found.contains(r#"[{"analyzer":"k","kind":"memory","message":"three"},{"analyzer":"l""#),
            "{found}"
        );
        let unread = EARLIER.lines().last().unwrap();
        assert!(found.ends_with(&format!("{unread}\n")), "{found}");
    }

    #[test]
    fn lines_of_another_run_are_refused() {
        let error = merged("{\"id\":\"d\"}\n").unwrap_err();
        assert_eq!(error, "the earlier lines have none of d, or not in the order of the input");
    }
}
