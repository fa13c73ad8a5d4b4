//! A stream of text in any encoding, as UTF-8.

use std::fmt;
use std::io::{self, BufRead, Read};

use super::charset::{BLOCK, Charset, Decoder, UTF_8};
use super::{Encoding, EncodingEvidence, Tail, believable, detect, is_utf8, marked};
use crate::lookahead::{Lookahead, read_ready};

/// How many bytes of a line are looked at.
const LINE: usize = 1024 * 1024;

/// UTF-8 made of a stream in any encoding; what is not valid in the stream is not valid in what is read.
///
/// Bytes that are UTF-8 are passed as they are, without a copy. Where nobody says what a stream is in, it is UTF-8 up
/// to the first byte that is not ASCII, and what follows there is looked at: the line, or more where that is not valid.
pub(crate) struct Transcoding<R> {
    input: Lookahead<R>,
    encoding: Charset,
    /// What the stream says that it is in, where that is not UTF-8.
    declared: Option<Charset>,
    unit: Unit,
    state: State,
    /// Bytes to give before `input` is asked again: those from `given` on.
    ready: Vec<u8>,
    given: usize,
    /// Bytes of a mark, which are not given.
    mark: usize,
    /// How many of the bytes that `input` has ready are known to be ASCII. Who reads short lines asks for the same bytes
    /// again and again.
    ascii: usize,
    /// The last line that was a flaw, where one was.
    flaw: Option<Flaw>,
    /// Characters beyond ASCII in the lines that were UTF-8 while the encoding was not known.
    valid: usize,
    /// By what the encoding was known before anything was read, where it was.
    known_by: Option<EncodingEvidence>,
    /// The encoding of what was read since somebody asked, which is not UTF-8 where any of it is not; nothing where
    /// nothing was read.
    read: Option<Charset>,
}

/// A line that is not valid UTF-8, and that no encoding was made of.
#[derive(Debug)]
struct Flaw {
    line: Vec<u8>,
    /// Bytes that were given after it.
    since: usize,
}

/// What is in one encoding where nobody says in which.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// All of it.
    Text,
    /// Each line: shards of several encodings are joined, and one line is damaged. A line that is valid UTF-8 is UTF-8,
    /// whatever the others are in.
    Line,
}

enum State {
    /// All was ASCII so far, or a single line was not, and the encoding is not known.
    Open,
    Utf8,
    Other(Decoder),
    /// Lines that are not valid UTF-8 are in this encoding.
    Lines(Charset),
    /// A line that is longer than is looked at is being read: by the decoder, where it is not UTF-8.
    LongLine(Charset, Option<Decoder>),
    /// Another encoding has come to its end.
    Ended,
}

impl State {
    fn of(encoding: Charset) -> Self {
        if encoding == UTF_8 { Self::Utf8 } else { Self::Other(encoding.decoder()) }
    }
}

impl<R: BufRead> Transcoding<R> {
    /// `head` is what `input` is about to give, as far as it is known: a kilobyte tells UTF-16.
    pub(crate) fn new(input: R, head: &[u8], given: Option<Encoding>, unit: Unit) -> Self {
        let marked = marked(head);
        let known = marked.map(|(encoding, _)| (encoding, EncodingEvidence::Mark));
        let known = known.or(given.map(|given| (given.inner(), EncodingEvidence::Given)));
        let known =
            known.or_else(|| Some((Charset::Standard(detect::utf16(head)?), EncodingEvidence::Detected)));
        let (known, known_by) = known.unzip();
        let state = known.map_or(State::Open, State::of);
        let (encoding, mark) = (known.unwrap_or(UTF_8), marked.map_or(0, |(_, length)| length));
        Self {
            input: Lookahead::new(input),
            encoding,
            declared: None,
            unit,
            state,
            ready: Vec::new(),
            given: 0,
            mark,
            ascii: 0,
            flaw: None,
            valid: 0,
            known_by,
            read: None,
        }
    }

    /// The same, where the stream says by a label what it is in: that is believed before what its bytes look like, but
    /// not against bytes that are UTF-8.
    pub(crate) fn declaring(mut self, label: Option<&str>) -> Self {
        self.declared = label.and_then(believable).filter(|encoding| *encoding != UTF_8);
        self
    }

    /// The name of the encoding of what was given last: UTF-8 while all is ASCII.
    pub(crate) fn encoding(&self) -> &'static str {
        self.encoding.name()
    }

    /// The name of the encoding of what was read since this was last asked: of the first line in it that is not UTF-8, where
    /// lines are in several. Nothing where nothing was read.
    pub(crate) fn take_encoding(&mut self) -> Option<&'static str> {
        self.read.take().map(Charset::name)
    }

    /// By what it is known that a record is in an encoding, of which some bytes were not valid where it is `damaged`.
    pub(crate) fn evidence(&self, encoding: &str, damaged: bool) -> EncodingEvidence {
        let is_valid = encoding == UTF_8.name() && !damaged;
        let is_declared = self.declared.is_some_and(|declared| declared.name() == encoding);
        let found = match (is_valid, is_declared) {
            (true, _) => EncodingEvidence::Valid,
            (false, true) => EncodingEvidence::Declared,
            (false, false) => EncodingEvidence::Detected,
        };
        self.known_by.unwrap_or(found)
    }

    fn skip_mark(&mut self) -> io::Result<()> {
        while self.mark > 0 {
            let available = self.input.fill_buf()?.len();
            if available == 0 {
                break;
            }
            let skipped = available.min(self.mark);
            self.input.consume(skipped);
            self.mark -= skipped;
        }
        Ok(())
    }

    /// Finds out what the stream is in, if it continues with a byte that is not ASCII.
    fn settle(&mut self) -> io::Result<()> {
        if self.ascii > 0 || self.input.fill_buf()?.first().is_none_or(u8::is_ascii) {
            return Ok(());
        }
        // The rest of the line is enough where it is UTF-8, and whoever sends a line now and then need not be waited for: the
        // line is UTF-8. What the others are in, a character or two do not tell, which are valid by chance.
        let mut line = Vec::new();
        self.input.by_ref().take(detect::SAMPLE as u64).read_until(b'\n', &mut line)?;
        if is_utf8(&line, Tail::of(line.len() == detect::SAMPLE)) {
            self.valid += detect::for_and_against_utf8(&line).0;
            // One that is longer than is looked at goes on as it began.
            if self.valid >= HANDFUL || line.len() == detect::SAMPLE {
                self.state = State::Utf8;
            }
            self.ready = line;
            return Ok(());
        }
        let begin = line.len();
        let is_cut = begin == detect::SAMPLE && !line.ends_with(b"\n");
        if let Some(flaw) = &self.flaw {
            let found = flaw.followed_by(&line, is_cut);
            self.begin(found, line, is_cut);
            return Ok(());
        }
        line.extend_from_slice(self.input.see(detect::SAMPLE.saturating_sub(begin))?);
        let mut sample = line;
        let found = match self.unit {
            Unit::Text if detect::is_mostly_utf8(&sample) => Found::Encoding(UTF_8),
            Unit::Text => Found::Encoding(self.declared.unwrap_or_else(|| detect::guess(&sample))),
            Unit::Line => of_lines(&sample, self.valid),
        };
        sample.truncate(begin);
        self.begin(found, sample, is_cut);
        Ok(())
    }

    /// Begins with what was found, and makes the line ready by which it was, or as much as `is_cut` of a longer one.
    fn begin(&mut self, found: Found, line: Vec<u8>, is_cut: bool) {
        match found {
            Found::Flaw => {
                self.flaw = Some(Flaw { line: line.clone(), since: 0 });
                self.ready = line;
            }
            Found::Encoding(encoding) if encoding == UTF_8 => {
                (self.state, self.ready) = (State::Utf8, line);
            }
            Found::Encoding(encoding) if self.unit == Unit::Line => {
                self.state = State::Lines(encoding);
                self.decode_line(encoding, line, is_cut);
            }
            Found::Encoding(encoding) => {
                let mut decoder = encoding.decoder();
                decoder.transcode(&line, false, &mut self.ready);
                (self.encoding, self.state) = (encoding, State::Other(decoder));
            }
        }
    }

    /// Decodes until there is something to give, or the end.
    fn decode(&mut self) -> io::Result<()> {
        while self.ready.is_empty() {
            match &mut self.state {
                State::Open | State::Utf8 | State::Ended => break,
                State::Other(decoder) => {
                    let block = self.input.fill_buf()?;
                    let block = &block[..block.len().min(BLOCK)];
                    let (length, last) = (block.len(), block.is_empty());
                    decoder.transcode(block, last, &mut self.ready);
                    self.input.consume(length);
                    if last {
                        self.state = State::Ended;
                    }
                }
                State::Lines(encoding) => {
                    let encoding = *encoding;
                    let line = self.piece_of_line()?;
                    if line.is_empty() {
                        self.state = State::Ended;
                        break;
                    }
                    let is_cut = line.len() == LINE && !line.ends_with(b"\n");
                    self.decode_line(encoding, line, is_cut);
                }
                State::LongLine(..) => self.decode_on()?,
            }
        }
        Ok(())
    }

    /// The line that comes next, or as much of it as is looked at.
    fn piece_of_line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        self.input.by_ref().take(LINE as u64).read_until(b'\n', &mut line)?;
        Ok(line)
    }

    /// Takes a line, or where it `is_cut` the beginning of one that is longer than is looked at, and makes it ready.
    fn decode_line(&mut self, encoding: Charset, line: Vec<u8>, is_cut: bool) {
        let mut decoder = None;
        if is_utf8(&line, Tail::of(is_cut)) {
            (self.encoding, self.ready) = (UTF_8, line);
        } else {
            self.encoding = encoding;
            let decoder = decoder.insert(encoding.decoder());
            decoder.transcode(&line, !is_cut, &mut self.ready);
        }
        if is_cut {
            self.state = State::LongLine(encoding, decoder);
        }
    }

    /// Goes on with a line that is longer than is looked at.
    fn decode_on(&mut self) -> io::Result<()> {
        let line = self.piece_of_line()?;
        let ended = line.len() < LINE || line.ends_with(b"\n");
        let State::LongLine(encoding, decoder) = &mut self.state else { return Ok(()) };
        let encoding = *encoding;
        match decoder {
            Some(decoder) => decoder.transcode(&line, ended, &mut self.ready),
            None => self.ready = line,
        }
        if ended {
            self.state = State::Lines(encoding);
        }
        Ok(())
    }
}

/// What a sample of lines shows, the first of which is not valid UTF-8.
enum Found {
    /// Lines that are not valid UTF-8 are in this encoding.
    Encoding(Charset),
    /// One line of many is not valid: that is no encoding, but a flaw of the line.
    Flaw,
}

impl Flaw {
    /// What another line shows that is not valid UTF-8, by what came up to it.
    ///
    /// What comes after it is not asked for, as it is after the first flaw: whoever sends a line now and then would be
    /// waited for at each flaw. So a line is a flaw too where it is the only one far and wide, and has more letters of
    /// ASCII than other bytes: a line with fewer is text in another encoding, or in UTF-8.
    fn followed_by(&self, line: &[u8], is_cut: bool) -> Found {
        let others = line.iter().filter(|byte| !byte.is_ascii()).count();
        let letters = line.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
        if is_cut || others > letters {
            Found::Encoding(detect::guess(line))
        } else if self.since <= detect::SAMPLE {
            Found::Encoding(detect::guess(&[&self.line, line].concat()))
        } else {
            Found::Flaw
        }
    }
}

/// Characters beyond ASCII that tell an encoding: fewer are valid in another one by chance, line by line.
const HANDFUL: usize = 5;

/// A sample of lines, the last of which may be cut, after lines that had so many characters in UTF-8.
///
/// Where one character in five of those beyond ASCII is in a line that is UTF-8, or mostly, all lines are UTF-8, and the
/// others damaged: a line of another encoding is valid by chance, but short ones are, and few.
fn of_lines(sample: &[u8], before: usize) -> Found {
    let full = sample.len() >= detect::SAMPLE;
    let (mut valid, mut other) = (before, 0);
    let (mut invalid, mut lines) = (0, 0);
    let mut rest = sample.split_inclusive(|&byte| byte == b'\n').peekable();
    while let Some(line) = rest.next() {
        let cut = full && rest.peek().is_none();
        lines += 1;
        if line.is_ascii() {
            continue;
        }
        let (characters, sequences) = detect::for_and_against_utf8(line);
        let is_utf8 = is_utf8(line, Tail::of(cut));
        invalid += usize::from(!is_utf8);
        match is_utf8 || characters > 2 * sequences {
            true => valid += characters,
            false => other += characters + sequences,
        }
    }
    if valid >= HANDFUL && valid * 4 >= other {
        return Found::Encoding(UTF_8);
    }
    if full && invalid == 1 && lines > 2 { Found::Flaw } else { Found::Encoding(detect::guess(sample)) }
}

impl<R: BufRead> BufRead for Transcoding<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.given == self.ready.len() {
            self.ready.clear();
            self.given = 0;
            self.skip_mark()?;
            if matches!(self.state, State::Open) {
                self.settle()?;
            }
            self.decode()?;
        }
        if !self.ready.is_empty() {
            return Ok(&self.ready[self.given..]);
        }
        match self.state {
            State::Open => {
                let bytes = self.input.fill_buf()?;
                if self.ascii == 0 {
                    self.ascii = encoding_rs::Encoding::ascii_valid_up_to(bytes);
                }
                Ok(&bytes[..self.ascii.min(bytes.len())])
            }
            State::Utf8 => self.input.fill_buf(),
            State::Other(_) | State::Lines(_) | State::LongLine(..) | State::Ended => Ok(&[]),
        }
    }

    fn consume(&mut self, amount: usize) {
        if amount > 0 && self.read.is_none_or(|read| read == UTF_8) {
            self.read = Some(self.encoding);
        }
        if self.given < self.ready.len() {
            self.given += amount;
        } else {
            self.ascii = self.ascii.saturating_sub(amount);
            if let Some(flaw) = &mut self.flaw {
                flaw.since = flaw.since.saturating_add(amount);
            }
            self.input.consume(amount);
        }
    }
}

impl<R: BufRead> Read for Transcoding<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        read_ready(self, buffer)
    }
}

impl<R: fmt::Debug> fmt::Debug for Transcoding<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = formatter.debug_struct("Transcoding");
        debug.field("input", &self.input).field("encoding", &self.encoding.name()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
