//! Results that a program is meant to read, on a terminal.

use std::io::{self, IsTerminal, Write};

use crate::terminal::text::escaped_data;

/// A writer of text that leaves nothing on a terminal that would move its cursor, colour it or reorder its lines. Such a
/// character is written as JSON escapes it, so that JSON stays what it says. What is no terminal gets the same bytes as were
/// written.
#[derive(Debug)]
pub(crate) struct Guarded<W> {
    inner: W,
    is_on: bool,
    /// What was written of a character that has not come to its end.
    cut: Vec<u8>,
}

impl<W: Write + IsTerminal> Guarded<W> {
    pub(super) fn new(inner: W) -> Self {
        let is_on = inner.is_terminal();
        Self { inner, is_on, cut: Vec::new() }
    }
}

impl<W> Guarded<W> {
    /// For text that looks after itself.
    pub(super) fn off(inner: W) -> Self {
        Self { inner, is_on: false, cut: Vec::new() }
    }
}

impl<W: Write> Write for Guarded<W> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        if !self.is_on {
            return self.inner.write(buffer);
        }
        self.cut.extend_from_slice(buffer);
        let whole = self.cut.len() - begun(&self.cut);
        let text = String::from_utf8_lossy(&self.cut[..whole]);
        self.inner.write_all(escaped_data(&text).as_bytes())?;
        self.cut.drain(..whole);
        Ok(buffer.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// How many bytes at the end are the beginning of a character.
fn begun(bytes: &[u8]) -> usize {
    let last = bytes.utf8_chunks().last().map(|chunk| chunk.invalid()).unwrap_or_default();
    let lacks_its_end = str::from_utf8(last).is_err_and(|error| error.error_len().is_none());
    if lacks_its_end { last.len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &[u8], at_a_time: usize, is_on: bool) -> Vec<u8> {
        let mut guarded = Guarded { inner: Vec::new(), is_on, cut: Vec::new() };
        for part in text.chunks(at_a_time) {
            guarded.write_all(part).unwrap();
        }
        guarded.inner
    }

    const TEXT: &str =
        "{\"a\": \"\u{9b}31m \u{202e}م\u{200c}و 日本 👩\u{200d}🔬 \u{e0041}\u{7f}\"}\nx\ty\u{1b}[2J\r\n";

    #[test]
    fn characters_are_whole_however_they_are_written() {
        let expected = "{\"a\": \"\\u009b31m \\u202eم\u{200c}و 日本 👩\u{200d}🔬 \\udb40\\udc41\\u007f\"}\nx\ty\\u001b[2J\\u000d\n";
        for at_a_time in 1..=TEXT.len() {
            let written = String::from_utf8(written(TEXT.as_bytes(), at_a_time, true)).unwrap();
            assert_eq!(written, expected, "{at_a_time} at a time");
        }
    }

    #[test]
    fn what_is_no_terminal_gets_the_same_bytes() {
        for bytes in [TEXT.as_bytes(), b"\xff\xfe\x9b"] {
            assert_eq!(written(bytes, 3, false), bytes);
        }
        assert!(!Guarded::new(tempfile::tempfile().unwrap()).is_on);
        // The side of a terminal that is written to it.
        #[cfg(target_os = "linux")]
        assert!(Guarded::new(std::fs::File::open("/dev/ptmx").unwrap()).is_on);
    }

    #[test]
    fn bytes_that_are_no_text_are_replaced() {
        for at_a_time in 1..=4 {
            assert_eq!(written(b"a\xff\x9bb", at_a_time, true), "a\u{fffd}\u{fffd}b".as_bytes());
        }
    }
}
