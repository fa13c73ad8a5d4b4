//! The rows of a table, each with its lines, before they are split into fields.
//!
//! A line ends with a line feed, a carriage return, or both.

use std::io::{self, BufRead, Read};

use super::delimiter;

/// Takes rows from a stream.
///
/// A quote that is never closed takes what follows it for its field. So what was read for a row is not thrown away until
/// the row has its end: where the quote turns out to be broken, reading continues at the line after it.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// The lines of the row, as they are in the stream.
    record: Vec<u8>,
    /// Lines that were read for a row that was broken, from `taken` on.
    ahead: Vec<u8>,
    taken: usize,
    /// Lines that were begun: an editor's line number.
    line: u64,
    /// The line on which the row begins.
    begin: u64,
    /// Whether blanks between a delimiter and a quote are none of the field.
    spaced: bool,
    /// How many columns the table has, if they are apart by tabs.
    tabbed: Option<usize>,
}

/// What was found in place of a row.
#[derive(Debug, PartialEq)]
pub(super) enum Row {
    /// A row.
    Whole,
    /// None, for this reason.
    Broken(String),
}

impl Rows {
    /// Reads the next row that is no blank line; nothing at the end.
    pub(super) fn next(
        &mut self,
        input: &mut impl BufRead,
        delimiter: Option<u8>,
        limit: u64,
    ) -> io::Result<Option<Row>> {
        loop {
            self.record.clear();
            self.begin = self.line + 1;
            if self.read_line(input, limit)? == 0 {
                return Ok(None);
            }
            if !is_nothing(without_end(&self.record)) {
                return self.row(input, delimiter, limit).map(Some);
            }
        }
    }

    /// Reads quotes behind blanks too from here on, as in `1, "one"`.
    pub(super) fn space(&mut self) {
        self.spaced = true;
    }

    /// Reads rows of a table of so many columns apart by tabs from here on. Many programs write these without quoting anything:
    /// a quote at the beginning of a field opens one only where the row is none otherwise.
    pub(super) fn tabs(&mut self, columns: usize) {
        self.tabbed = Some(columns).filter(|&columns| columns > 1);
    }

    /// The line on which the row begins, counted from 1.
    pub(super) fn begin(&self) -> u64 {
        self.begin
    }

    /// The row, without the end of its last line.
    pub(super) fn record(&self) -> &[u8] {
        without_end(&self.record)
    }

    /// Steps over all that is left.
    pub(super) fn skip_all(&mut self, input: &mut impl BufRead) -> io::Result<()> {
        self.ahead = Vec::new();
        self.taken = 0;
        io::copy(input, &mut io::sink()).map(drop)
    }

    /// Goes on with the row whose first line has been read.
    fn row(&mut self, input: &mut impl BufRead, delimiter: Option<u8>, limit: u64) -> io::Result<Row> {
        if self.begin == 1 && self.record.starts_with(b"\xef\xbb\xbf") {
            self.record.drain(..3);
        }
        // Where quotes stand in a header whose delimiter is not known yet is the same for all of them, but for those
        // that begin a field.
        let delimiter = delimiter.unwrap_or_else(|| delimiter::sniffed(without_end(&self.record), ""));
        let mut quotes = Quotes::new(delimiter, self.spaced);
        let mut line = 0;
        loop {
            let content = without_end(&self.record[line..]);
            let closed = quotes.read(content, line, self.line);
            let is_over = self.record().len() as u64 > limit;
            if quotes.is_undecided && (closed.is_err() || is_over) {
                (quotes, line) = (self.otherwise(quotes), 0);
                continue;
            }
            if (closed.is_err() || (is_over && quotes.open)) && self.is_row_without_quotes() {
                return Ok(self.without_quotes());
            }
            if closed.is_err() {
                return self.broken(input, &quotes, "is closed in the middle of a field");
            }
            if is_over {
                return self.over_limit(input, &quotes, limit);
            }
            if !quotes.open && line > 0 && self.are_rows_without_quotes() {
                return Ok(self.without_quotes());
            }
            if !quotes.open {
                // A quote after a backslash becomes two, as RFC 4180 has it.
                quotes.escapes.iter().for_each(|&escape| self.record[escape] = b'"');
                self.remove(&quotes.blanks);
                return Ok(Row::Whole);
            }
            line = self.record.len();
            if self.read_line(input, limit)? == 0 {
                if quotes.is_undecided {
                    (quotes, line) = (self.otherwise(quotes), 0);
                    continue;
                }
                if self.is_row_without_quotes() {
                    return Ok(self.without_quotes());
                }
                return self.broken(input, &quotes, "is never closed");
            }
            // A carriage return within a field ends none of an editor's lines.
            self.line -= u64::from(self.record[..line].ends_with(b"\r"));
        }
    }

    /// Whether the first line of what was read has a field for each column where quotes say nothing.
    fn is_row_without_quotes(&self) -> bool {
        let end = end_of_line(&self.record).unwrap_or(self.record.len());
        self.has_all_columns(&self.record[..end])
    }

    /// Whether each line of what was read has.
    fn are_rows_without_quotes(&self) -> bool {
        if self.tabbed.is_none() {
            return false;
        }
        let mut rest = self.record();
        while let Some(end) = end_of_line(rest) {
            if !self.has_all_columns(&rest[..end]) {
                return false;
            }
            rest = &rest[end..];
        }
        self.has_all_columns(rest)
    }

    fn has_all_columns(&self, line: &[u8]) -> bool {
        let tabs = || memchr::memchr_iter(b'\t', line).count();
        self.tabbed.is_some_and(|columns| tabs() + 1 == columns)
    }

    /// Goes back to the first line of what was read, as a row whose quotes are characters of its fields.
    fn without_quotes(&mut self) -> Row {
        let after = end_of_line(&self.record).unwrap_or(self.record.len());
        self.give_back(after);
        self.record.truncate(after);
        self.line = self.begin;
        let fields = without_end(&self.record).split(|&byte| byte == b'\t');
        let quoted = |field: &[u8]| -> Vec<u8> {
            let inside = field.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
            let is_quoted = inside.is_some_and(|inside| !inside.contains(&b'"'));
            if is_quoted || !field.trim_ascii_start().starts_with(b"\"") {
                return field.to_vec();
            }
            let doubled = field.split(|&byte| byte == b'"').collect::<Vec<_>>().join(&b"\"\""[..]);
            [b"\"", &*doubled, b"\""].concat()
        };
        self.record = fields.map(quoted).collect::<Vec<_>>().join(&b'\t');
        Row::Whole
    }

    /// Removes parts of the row, which are in order.
    fn remove(&mut self, parts: &[(usize, usize)]) {
        if parts.is_empty() {
            return;
        }
        let (mut kept, mut at) = (Vec::with_capacity(self.record.len()), 0);
        for &(begin, end) in parts {
            kept.extend_from_slice(&self.record[at..begin]);
            at = end;
        }
        kept.extend_from_slice(&self.record[at..]);
        self.record = kept;
    }

    /// Goes back to the first line of the row, whose quotes are not closed, to read `\""` in it as [`Quotes::closes`] has it.
    fn otherwise(&mut self, quotes: Quotes) -> Quotes {
        let after = end_of_line(&self.record).unwrap_or(self.record.len());
        self.give_back(after);
        self.record.truncate(after);
        self.line = self.begin;
        Quotes { closes: true, ..Quotes::new(quotes.delimiter, self.spaced) }
    }

    fn over_limit(&mut self, input: &mut impl BufRead, quotes: &Quotes, limit: u64) -> io::Result<Row> {
        if quotes.open {
            let message = format!("is not closed within the {limit} bytes that a document may have");
            return self.broken(input, quotes, &message);
        }
        let bytes = self.record.len() as u64 + self.skip_line(input, 0)?;
        Ok(Row::Broken(format!("a row of {bytes} bytes, more than the {limit} that a document may have")))
    }

    /// Gives back the lines after that on which the quote was opened.
    fn broken(&mut self, input: &mut impl BufRead, quotes: &Quotes, fact: &str) -> io::Result<Row> {
        match end_of_line(&self.record[quotes.line_begin..]).map(|end| quotes.line_begin + end) {
            Some(after) => self.give_back(after),
            None => drop(self.skip_line(input, quotes.line_begin)?),
        }
        self.line = quotes.line;
        Ok(Row::Broken(format!(
            "the quote that is opened at byte {} of line {} {fact}",
            quotes.byte, quotes.line
        )))
    }

    fn give_back(&mut self, after: usize) {
        let lines = self.record.len() - after;
        if self.taken >= lines && self.ahead[..self.taken].ends_with(&self.record[after..]) {
            self.taken -= lines;
        } else {
            // Some of them came from the stream, so that nothing is left of those from before.
            self.ahead.splice(..self.taken, self.record.drain(after..));
            self.taken = 0;
        }
    }

    /// Appends the next line to the row, or as much of it as shows that the row is over the limit; gives its length.
    fn read_line(&mut self, input: &mut impl BufRead, limit: u64) -> io::Result<usize> {
        if self.taken == self.ahead.len() {
            self.ahead.clear();
            self.taken = 0;
        }
        // Two bytes more than a row may have leave room for its end, and tell a longer one.
        let room = (limit + 2).saturating_sub(self.record.len() as u64).max(2);
        let mut ahead = &self.ahead[self.taken..];
        let read = read_line(&mut ahead.by_ref().chain(input).take(room), &mut self.record)?;
        self.taken = self.ahead.len() - ahead.len();
        self.line += u64::from(read > 0);
        if (read as u64) < room && !self.record.ends_with(b"\n") && !self.record.ends_with(b"\r") {
            // The last line: what fills a tape, or ends a file of DOS, is none of its content.
            let content = self.record.iter().rposition(|&byte| !is_padding(byte)).map_or(0, |last| last + 1);
            let before = self.record.len() - read;
            self.record.truncate(content.max(before));
        }
        Ok(read)
    }

    /// Steps over the rest of a line of which the row has the beginning, at `begin`; gives the length of the rest.
    fn skip_line(&mut self, input: &mut impl BufRead, begin: usize) -> io::Result<u64> {
        if self.record[begin..].ends_with(b"\n") || self.record[begin..].ends_with(b"\r") {
            return Ok(0);
        }
        let mut ahead = &self.ahead[self.taken..];
        let mut stream = ahead.by_ref().chain(input);
        let mut skipped = 0;
        loop {
            let mut piece = Vec::new();
            let read = read_line(&mut stream.by_ref().take(PIECE), &mut piece)? as u64;
            skipped += read;
            if read == 0 || end_of_line(&piece).is_some() {
                break;
            }
        }
        self.taken = self.ahead.len() - ahead.len();
        Ok(skipped)
    }
}

/// Where a row stands between quotes.
#[derive(Debug)]
struct Quotes {
    delimiter: u8,
    /// Whether a quoted field is open.
    open: bool,
    /// The last quote that opened a field: its line, its byte there, counted from 1, and where its line begins in the row.
    line: u64,
    byte: usize,
    line_begin: usize,
    /// Whether a quote after a backslash was met in that field, which ends nothing.
    escaped: bool,
    /// Where such backslashes stand in the row.
    escapes: Vec<usize>,
    /// Whether `\""` at the end of a field is an escaped quote and the end, which it is only where quotes do not close if it
    /// is a backslash and an escaped quote, as RFC 4180 has it; and whether there is one that was read so.
    closes: bool,
    is_undecided: bool,
    /// Whether a quote behind blanks opens a field, and where in the row there are such blanks.
    spaced: bool,
    blanks: Vec<(usize, usize)>,
}

/// A quote that ends neither its field nor the row.
#[derive(Debug, PartialEq)]
struct Misplaced;

impl Quotes {
    fn new(delimiter: u8, spaced: bool) -> Self {
        let (open, escaped, closes, is_undecided) = (false, false, false, false);
        let (line, byte, line_begin, escapes, blanks) = (0, 0, 0, Vec::new(), Vec::new());
        Self {
            delimiter,
            open,
            line,
            byte,
            line_begin,
            escaped,
            escapes,
            closes,
            is_undecided,
            spaced,
            blanks,
        }
    }

    /// Reads a line of a row, which begins at byte `begin` of the row.
    fn read(&mut self, content: &[u8], begin: usize, line: u64) -> Result<(), Misplaced> {
        let mut place = 0;
        if self.open {
            place = self.close(content, 0, begin)?;
        }
        while place < content.len() {
            let is_blank = |byte: &&u8| self.spaced && **byte == b' ';
            let blanks = content[place..].iter().take_while(is_blank).count();
            if blanks > 0 && content.get(place + blanks) == Some(&b'"') {
                self.blanks.push((begin + place, begin + place + blanks));
                place += blanks;
            }
            if content[place] == b'"' {
                (self.open, self.line, self.byte, self.line_begin) = (true, line, place + 1, begin);
                self.escaped = false;
                place = self.close(content, place + 1, begin)?;
            } else {
                let rest = &content[place..];
                place +=
                    rest.iter().position(|&byte| byte == self.delimiter).map_or(rest.len(), |end| end + 1);
            }
        }
        Ok(())
    }

    /// Where the next field begins after the quoted one that is open at `place` of the line that begins at `begin` of
    /// the row; the line's end where it stays open.
    ///
    /// A quote that ends neither its field nor the row is one after a backslash, as MySQL and Spark write it, or ends a
    /// word that is quoted, with which a field begins: `"Fatty" Arbuckle`. Only where it was opened on another line, or an
    /// end of the field may have been missed, is it taken for the sign of a broken row.
    fn close(&mut self, content: &[u8], mut place: usize, begin: usize) -> Result<usize, Misplaced> {
        while let Some(quote) =
            content[place..].iter().position(|&byte| byte == b'"').map(|quote| place + quote)
        {
            let backslashes = content[place..quote].iter().rev().take_while(|&&byte| byte == b'\\').count();
            let is_escaped = backslashes % 2 == 1;
            let escape = |quotes: &mut Self| {
                quotes.escaped = true;
                quotes.escapes.push(begin + quote - 1);
            };
            match content.get(quote + 1) {
                _ if is_escaped && self.escaped => {
                    escape(self);
                    place = quote + 1;
                }
                Some(b'"') => {
                    let ends = content.get(quote + 2).is_none_or(|&byte| byte == self.delimiter);
                    if is_escaped && ends && self.closes {
                        escape(self);
                        place = quote + 1;
                    } else {
                        self.is_undecided |= is_escaped && ends;
                        place = quote + 2;
                    }
                }
                Some(&byte) if byte != self.delimiter && is_escaped => {
                    escape(self);
                    place = quote + 1;
                }
                Some(&byte) if byte != self.delimiter => {
                    if self.line_begin != begin || self.is_undecided {
                        return Err(Misplaced);
                    }
                    self.open = false;
                    let rest = &content[quote..];
                    let end = rest.iter().position(|&byte| byte == self.delimiter);
                    return Ok(end.map_or(content.len(), |end| quote + end + 1));
                }
                _ => {
                    self.open = false;
                    return Ok(quote + 2);
                }
            }
        }
        Ok(content.len())
    }
}

/// How much of a line that is stepped over is in memory.
const PIECE: u64 = 64 * 1024;

/// Appends what comes up to the end of a line, and that; gives its length.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<usize> {
    let before = line.len();
    loop {
        let block = match input.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            block => block?,
        };
        if block.is_empty() {
            return Ok(line.len() - before);
        }
        let end = memchr::memchr2(b'\n', b'\r', block);
        let taken = end.map_or(block.len(), |end| end + 1);
        line.extend_from_slice(&block[..taken]);
        input.consume(taken);
        if end.is_some() {
            break;
        }
    }
    if line.ends_with(b"\r") && input.fill_buf()?.first() == Some(&b'\n') {
        line.push(b'\n');
        input.consume(1);
    }
    Ok(line.len() - before)
}

/// Where the first line ends, its end taken along; nothing where it continues.
fn end_of_line(bytes: &[u8]) -> Option<usize> {
    let end = memchr::memchr2(b'\n', b'\r', bytes)?;
    Some(end + if bytes[end..].starts_with(b"\r\n") { 2 } else { 1 })
}

/// Whether a line has nothing in it but what fills a file.
fn is_nothing(line: &[u8]) -> bool {
    line.iter().all(|&byte| is_padding(byte))
}

fn is_padding(byte: u8) -> bool {
    matches!(byte, 0 | 0x1a)
}

fn without_end(line: &[u8]) -> &[u8] {
    let ended = line.strip_suffix(b"\r\n").or_else(|| line.strip_suffix(b"\n"));
    ended.or_else(|| line.strip_suffix(b"\r")).unwrap_or(line)
}
