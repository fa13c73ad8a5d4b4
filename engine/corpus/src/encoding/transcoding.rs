//! A stream of text in any encoding, as UTF-8.

use std::fmt;
use std::io::{self, BufRead, Read};

use super::charset::{BLOCK, Charset, Decoder, UTF_8};
use super::{Encoding, EncodingEvidence, Tail, believable, detect, is_utf8};
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
        let marked = encoding_rs::Encoding::for_bom(head);
        let known = marked.map(|(encoding, _)| (Charset::Standard(encoding), EncodingEvidence::Mark));
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
        // The rest of the line is enough where it is UTF-8: no text in another encoding is, and whoever sends a line now and
        // then need not be waited for.
        let mut line = Vec::new();
        self.input.by_ref().take(detect::SAMPLE as u64).read_until(b'\n', &mut line)?;
        if is_utf8(&line, Tail::of(line.len() == detect::SAMPLE)) {
            (self.state, self.ready) = (State::Utf8, line);
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
            Unit::Line => of_lines(&sample),
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

/// A sample of lines, the last of which may be cut.
///
/// Where one line in five of those beyond ASCII is valid UTF-8, they are UTF-8, and the others damaged: a line of another
/// encoding is valid by chance, but few are.
fn of_lines(sample: &[u8]) -> Found {
    let full = sample.len() >= detect::SAMPLE;
    let (mut valid, mut other, mut lines) = (0, 0, 0);
    let mut rest = sample.split_inclusive(|&byte| byte == b'\n').peekable();
    while let Some(line) = rest.next() {
        let cut = full && rest.peek().is_none();
        lines += 1;
        match is_utf8(line, Tail::of(cut)) {
            true => valid += usize::from(!line.is_ascii()),
            false => other += 1,
        }
    }
    if valid > 0 && valid * 4 >= other {
        return Found::Encoding(UTF_8);
    }
    if full && other == 1 && lines > 2 { Found::Flaw } else { Found::Encoding(detect::guess(sample)) }
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
mod tests {
    use std::cell::Cell;
    use std::io::BufReader;
    use std::rc::Rc;

    use proptest::prelude::*;

    use super::*;

    /// What comes out of `bytes`, read in pieces of `piece` bytes.
    fn read(bytes: &[u8], piece: usize, label: Option<&str>) -> (Vec<u8>, &'static str) {
        let given = label.map(|label| Encoding::parse(label).unwrap());
        let input = BufReader::with_capacity(piece, bytes);
        let mut transcoding = Transcoding::new(input, &bytes[..bytes.len().min(1024)], given, Unit::Line);
        let mut out = Vec::new();
        transcoding.read_to_end(&mut out).unwrap();
        (out, transcoding.encoding())
    }

    #[track_caller]
    fn check(bytes: &[u8], label: Option<&str>, encoding: &str, expected: &[u8]) {
        for piece in [1, 2, 3, 7, 4096] {
            let (out, name) = read(bytes, piece, label);
            let shown = (out.escape_ascii().to_string(), name);
            assert_eq!(shown, (expected.escape_ascii().to_string(), encoding), "in pieces of {piece}");
        }
    }

    #[test]
    fn utf8_is_passed_as_it_is() {
        check(b"", None, "UTF-8", b"");
        check(b"a\nb", None, "UTF-8", b"a\nb");
        check("a\nسلام\n".as_bytes(), None, "UTF-8", "a\nسلام\n".as_bytes());
        check("\u{feff}سلام".as_bytes(), None, "UTF-8", "سلام".as_bytes());
        check("\u{feff}".as_bytes(), Some("windows-1256"), "UTF-8", b"");
        check(b"a\xffb", Some("utf-8"), "UTF-8", b"a\xffb");
    }

    #[test]
    fn other_encodings_become_utf8() {
        check(b"\xff\xfe\x33\x06\x0a\0", None, "UTF-16LE", "س\n".as_bytes());
        check(b"\xfe\xff\x06\x33\0\x0a", None, "UTF-16BE", "س\n".as_bytes());
        check(b"\0{\0}\0\n", None, "UTF-16BE", b"{}\n");
        check(b"a\n\xd3\xe1\xc7\xe3\n", Some("windows-1256"), "windows-1256", "a\nسلام\n".as_bytes());
    }

    #[test]
    fn what_is_found_is_found_late() {
        let ascii = b"id,text\n".repeat(3000);
        let arabic = encoding_rs::WINDOWS_1256.encode("ذهب الولد إلى المدرسة في الصباح\n").0;
        let (out, name) = read(&[&ascii[..], &arabic].concat(), 4096, None);
        assert_eq!(name, "windows-1256");
        assert!(out.ends_with("ذهب الولد إلى المدرسة في الصباح\n".as_bytes()));
        assert_eq!(out.len(), ascii.len() + "ذهب الولد إلى المدرسة في الصباح\n".len());
    }

    #[track_caller]
    fn check_lines(lines: &[&[u8]], expected: &[(&str, &[u8])]) {
        for piece in [1, 7, 4096, 1 << 20] {
            let bytes = lines.concat();
            let input = BufReader::with_capacity(piece, &bytes[..]);
            let mut transcoding = Transcoding::new(input, b"", None, Unit::Line);
            let mut found = Vec::new();
            loop {
                let mut line = Vec::new();
                if transcoding.read_until(b'\n', &mut line).unwrap() == 0 {
                    break;
                }
                found.push((transcoding.encoding(), line.escape_ascii().to_string()));
            }
            let expected: Vec<_> =
                expected.iter().map(|(name, line)| (*name, line.escape_ascii().to_string())).collect();
            assert_eq!(found, expected, "in pieces of {piece}");
        }
    }

    #[test]
    fn a_line_that_is_utf8_is_utf8_whatever_the_others_are() {
        let arabic = "أسواق المدينة القديمة\n".as_bytes();
        let legacy = &*encoding_rs::WINDOWS_1256.encode("أسواق المدينة القديمة\n").0;
        // Lines of both, the UTF-8 ones first or last: the others are damaged.
        check_lines(&[arabic, legacy, arabic], &[("UTF-8", arabic), ("UTF-8", legacy), ("UTF-8", arabic)]);
        check_lines(&[legacy, b"a\n", arabic], &[("UTF-8", legacy), ("UTF-8", b"a\n"), ("UTF-8", arabic)]);
        // One valid line among many of another encoding.
        let mut lines = vec![legacy; 9];
        lines.extend([arabic, b"a\n", legacy]);
        let mut expected = vec![("windows-1256", arabic); 9];
        expected.extend([("UTF-8", arabic), ("UTF-8", &b"a\n"[..]), ("windows-1256", arabic)]);
        check_lines(&lines, &expected);
    }

    #[test]
    fn one_line_of_many_that_is_not_valid_is_a_flaw_of_its_own() {
        let plain = &b"plain english words go on and on\n"[..];
        let mut lines = vec![plain; 4000];
        lines[1] = b"caf\xe9\n";
        let arabic = "أسواق المدينة\n".as_bytes();
        lines.push(arabic);
        let expected: Vec<_> = lines.iter().map(|line| ("UTF-8", *line)).collect();
        check_lines(&lines, &expected);
        // Of few lines it is enough.
        check_lines(&[plain, b"caf\xe9\n"], &[("UTF-8", plain), ("windows-1252", "café\n".as_bytes())]);
    }

    /// Gives a line at a time, and counts those that it has given.
    struct Sent {
        lines: std::vec::IntoIter<Vec<u8>>,
        line: io::Cursor<Vec<u8>>,
        given: Rc<Cell<usize>>,
    }

    impl Read for Sent {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let read = self.line.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            let Some(line) = self.lines.next() else { return Ok(0) };
            self.given.set(self.given.get() + 1);
            self.line = io::Cursor::new(line);
            self.line.read(buffer)
        }
    }

    #[track_caller]
    fn check_sent(lines: &[&[u8]], settled: usize, expected: &[(usize, &str, &str)]) {
        let given = Rc::new(Cell::new(0));
        let owned: Vec<_> = lines.iter().map(|line| line.to_vec()).collect();
        let sent = Sent { lines: owned.into_iter(), line: io::Cursor::default(), given: given.clone() };
        let mut transcoding = Transcoding::new(BufReader::new(sent), b"", None, Unit::Line);
        let mut found = Vec::new();
        for (number, sent) in lines.iter().enumerate() {
            let mut line = Vec::new();
            transcoding.read_until(b'\n', &mut line).unwrap();
            if number >= settled {
                assert_eq!(given.get(), number + 1, "line {number} is given before another is asked for");
            }
            if line != *sent || !line.is_ascii() {
                found.push((number, transcoding.encoding(), String::from_utf8_lossy(&line).into_owned()));
            }
        }
        let expected: Vec<_> =
            expected.iter().map(|(at, name, line)| (*at, *name, (*line).to_owned())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn lines_come_one_by_one_after_the_first_flaw() {
        let plain = &b"plain english words go on and on\n"[..];
        let (settled, far) = (2_100, 5_000);
        let lines = |others: &[(usize, &'static [u8])]| {
            let mut lines = vec![plain; far + 10];
            others.iter().for_each(|(at, line)| lines[*at] = *line);
            lines
        };
        let cafe = (1, &b"the caf\xe9 is open\n"[..]);
        let flawed = "the caf\u{fffd} is open\n";
        // Flaws that stand alone.
        let again = (far, cafe.1);
        check_sent(
            &lines(&[cafe, (2_500, cafe.1), again]),
            settled,
            &[(1, "UTF-8", flawed), (2_500, "UTF-8", flawed), (far, "UTF-8", flawed)],
        );
        // Two near each other are in an encoding, as they are where none came before.
        check_sent(
            &lines(&[cafe, again, (far + 2, cafe.1)]),
            settled,
            &[(1, "UTF-8", flawed), (far, "UTF-8", flawed), (far + 2, "windows-1252", "the café is open\n")],
        );
        // A line of another alphabet is, and so are those after it.
        let arabic = "ذهب الولد إلى المدرسة في الصباح مع أخيه الصغير\n";
        let legacy: &'static [u8] = encoding_rs::WINDOWS_1256.encode(arabic).0.into_owned().leak();
        check_sent(
            &lines(&[cafe, (far, legacy), (far + 3, legacy)]),
            settled,
            &[(1, "UTF-8", flawed), (far, "windows-1256", arabic), (far + 3, "windows-1256", arabic)],
        );
        // What was UTF-8 stays so.
        let cut = &arabic.as_bytes()[1..];
        let shown = format!("\u{fffd}{}", &arabic[2..]);
        check_sent(&lines(&[cafe, (far, cut)]), settled, &[(1, "UTF-8", flawed), (far, "UTF-8", &*shown)]);
    }

    #[test]
    fn a_line_of_any_length_has_one_encoding() {
        let short = &*encoding_rs::WINDOWS_1256.encode("ذهب الولد إلى المدرسة في الصباح\n").0;
        let long = [short.repeat(40_000).as_slice(), b""].concat().into_iter().filter(|&b| b != b'\n');
        let long: Vec<u8> = long.chain(*b"\n").collect();
        let utf8: Vec<u8> = "س".repeat(LINE).into_bytes().into_iter().chain(*b"\n").collect();
        let expected = encoding_rs::WINDOWS_1256.decode(&long).0;
        let first = encoding_rs::WINDOWS_1256.decode(short).0;
        check_lines(
            &[short, &long, &utf8, short],
            &[
                ("windows-1256", first.as_bytes()),
                ("windows-1256", expected.as_bytes()),
                ("UTF-8", &utf8),
                ("windows-1256", first.as_bytes()),
            ],
        );
    }

    #[test]
    fn a_first_line_that_is_longer_than_a_sample_is_decoded_whole() {
        // Characters of two bytes, one of which stands across the end of the sample.
        let text = format!("a{}\n", "数据可以是汉字".repeat(10_000));
        let long = encoding_rs::GBK.encode(&text).0;
        assert!(long.len() > 2 * super::detect::SAMPLE);
        check_lines(&[&long], &[("GBK", text.as_bytes())]);
    }

    #[test]
    fn lines_are_those_of_the_stream() {
        let text = "a\n\nbc\n\n\ndسلام\nef\n\nس";
        for piece in [1, 3, 8, 4096] {
            let input = BufReader::with_capacity(piece, text.as_bytes());
            let lines = Transcoding::new(input, text.as_bytes(), None, Unit::Line).lines();
            assert!(lines.map(Result::unwrap).eq(text.lines()), "in pieces of {piece}");
        }
    }

    #[test]
    fn what_is_not_valid_stays_so() {
        check(b"\xff\xfea\0\0\xd8b\0", None, "UTF-16LE", b"a\xffb");
        check(b"\xff\xfea\0b", None, "UTF-16LE", b"a\xff");
        check(b"a\xffb", Some("iso-8859-6"), "ISO-8859-6", b"a\xffb");
    }

    proptest! {
        #[test]
        fn a_stream_is_what_its_whole_is(
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
            piece in 1..40_usize,
            label in prop::sample::select(vec!["utf-8", "utf-16be", "gb18030", "iso-2022-jp", "windows-1256"]),
        ) {
            let (out, encoding) = read(&bytes, piece, Some(label));
            let whole = super::super::decode(bytes, Some(Encoding::parse(label).unwrap()), &[]);
            prop_assert_eq!(encoding, whole.encoding);
            prop_assert_eq!(std::str::from_utf8(&out).is_err(), whole.replaced());
            prop_assert_eq!(String::from_utf8_lossy(&out), whole.text);
        }
    }
}
