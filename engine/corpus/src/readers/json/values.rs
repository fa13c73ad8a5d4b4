//! The values of a document, taken from a stream by their brackets.

use std::io::{self, BufRead};

use super::begins_object;
use super::source::{Place, Source};
use crate::readers::json_lines::is_blank;

/// How far the values were taken.
#[derive(Debug, Default)]
pub(super) struct Values {
    /// The value that was found last.
    pub(super) value: Vec<u8>,
    /// Where it begins.
    begin: Place,
    within: Within,
    source: Source,
    /// Whether anything was read that could begin a document, and whether it stands in a script, whose marks are none of it.
    begun: bool,
    in_script: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Within {
    /// Outside of all: a list or an object comes, or the end.
    #[default]
    Nothing,
    /// In a list of records.
    List,
    /// After what is no JSON.
    Lost,
}

/// What was found.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A value, which is in [`Values::value`]: of a list, or an object outside of one.
    Value,
    /// One of so many bytes, more than it may have.
    TooLong(u64),
    /// The end in the middle of a value or a list.
    Cut,
    /// A value whose end was not found, and after which the next begins.
    Unclosed,
    /// Something that no document begins with.
    NoJson,
    /// A bracket that closes nothing.
    Stray,
    End,
}

/// Bytes of a line that show whether an object begins on it.
const SHOWS_OBJECT: usize = 1024;

impl Values {
    /// Whether the value that was found is one of a list.
    pub(super) fn in_list(&self) -> bool {
        self.within == Within::List
    }

    /// Where a value stands, or what was found in place of one, as it is told: at a byte of a line of it, both counted from 1.
    pub(super) fn place(&self, line: usize, byte: usize) -> String {
        let before = if line == 1 { self.begin.before } else { 0 };
        format!("at byte {} of line {}", before + byte as u64, self.begin.line + line as u64 - 1)
    }

    /// The next value, of at most `limit` bytes.
    pub(super) fn next(&mut self, input: &mut impl BufRead, limit: u64) -> io::Result<Found> {
        loop {
            let mut stream = self.source.over(input);
            if self.within == Within::Lost {
                to_line_of_object(&mut stream)?;
                self.within = Within::Nothing;
            }
            let next = first(&mut stream)?;
            self.begin = self.source.place;
            if next == Some(b'/') && self.pass_comment(input)? {
                continue;
            }
            let is_first = !self.begun && !matches!(next, Some(0xef | 0xbb | 0xbf));
            self.begun |= is_first;
            if is_first && self.pass_script(input)? {
                continue;
            }
            let Some(byte) = next else {
                let cut = self.within == Within::List;
                self.within = Within::Nothing;
                return Ok(if cut { Found::Cut } else { Found::End });
            };
            let mut stream = self.source.over(input);
            match (self.within, byte) {
                (Within::Nothing, b'[') => {
                    self.within = Within::List;
                    stream.consume(1);
                }
                (Within::List, b']') => {
                    self.within = Within::Nothing;
                    stream.consume(1);
                }
                // A comma too many is none of ours to judge, and a byte-order mark stands where files were joined.
                (_, b',') | (Within::Nothing, 0xef | 0xbb | 0xbf) => stream.consume(1),
                (_, b'}') | (Within::Nothing, b']') => {
                    stream.consume(1);
                    return Ok(Found::Stray);
                }
                (Within::Nothing, b')' | b';') if self.in_script => stream.consume(1),
                (Within::List, _) | (Within::Nothing, b'{') => return self.take(input, limit),
                (Within::Nothing | Within::Lost, _) => {
                    self.within = Within::Lost;
                    return Ok(Found::NoJson);
                }
            }
        }
    }

    /// Passes over what a script has before the document that it holds. Whether there was such a thing.
    fn pass_script(&mut self, input: &mut impl BufRead) -> io::Result<bool> {
        let mut before = Vec::new();
        while before.len() < LONGEST_SCRIPT {
            let mut stream = self.source.over(input);
            let Some(&byte) = stream.fill_buf()?.first() else { break };
            if matches!(byte, b'{' | b'[') {
                self.in_script = is_script(&before);
                break;
            }
            before.push(byte);
            stream.consume(1);
        }
        if !self.in_script {
            self.source.put_back(&before, self.begin);
        }
        Ok(self.in_script)
    }

    /// Passes over a comment, whose first byte is there. Whether it is one.
    fn pass_comment(&mut self, input: &mut impl BufRead) -> io::Result<bool> {
        let begin = self.source.place;
        let mut stream = self.source.over(input);
        stream.consume(1);
        match stream.fill_buf()?.first() {
            Some(b'/') => {
                stream.skip_until(b'\n')?;
                Ok(true)
            }
            Some(b'*') => {
                stream.consume(1);
                let mut after_star = false;
                loop {
                    let Some(&byte) = stream.fill_buf()?.first() else { return Ok(true) };
                    stream.consume(1);
                    if after_star && byte == b'/' {
                        return Ok(true);
                    }
                    after_star = byte == b'*';
                }
            }
            _ => {
                self.source.put_back(b"/", begin);
                Ok(false)
            }
        }
    }

    /// Goes back to the line within the value on which the next object begins, where the value was no JSON: a quote or a
    /// bracket is missing in it, so that it takes what follows for its own. Whether there is such a line.
    pub(super) fn go_back(&mut self) -> bool {
        let mut lines = memchr::memchr_iter(b'\n', &self.value).map(|end| end + 1);
        lines.find(|&line| self.begins_next(line)).is_some_and(|line| self.go_back_to(line))
    }

    /// Whether an object begins on the line at a place of the value that stands no deeper than it: it is then none of its own.
    fn begins_next(&self, line: usize) -> bool {
        let line = &self.value[line..];
        let blanks = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let object = &line[blanks..line.len().min(blanks + SHOWS_OBJECT)];
        let object = object.strip_prefix(b",").map_or(object, <[u8]>::trim_ascii_start);
        blanks as u64 <= self.begin.before && begins_object(object)
    }

    fn go_back_to(&mut self, line: usize) -> bool {
        let mut place = self.begin;
        place.pass(&self.value[..line]);
        let went = self.source.put_back(&self.value[line..], place);
        self.value.truncate(line);
        went
    }

    /// Takes a value, whose first byte is there.
    fn take(&mut self, input: &mut impl BufRead, limit: u64) -> io::Result<Found> {
        self.value.clear();
        let (mut scan, mut bytes) = (Scan::default(), 0);
        // Where the line begins, and whether an object that begins on it could be none of the value's.
        let (mut line, mut may_be_next) = (0, false);
        loop {
            let mut stream = self.source.over(input);
            let block = match stream.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                block => block?,
            };
            if block.is_empty() {
                if scan.closed {
                    break;
                }
                if bytes <= limit && self.go_back() {
                    return Ok(Found::Unclosed);
                }
                self.within = Within::Nothing;
                return Ok(Found::Cut);
            }
            let stop = block.iter().position(|&byte| scan.ends_before(byte) || byte == b'\n');
            let is_line = stop.is_some_and(|stop| block[stop] == b'\n' && !scan.closed);
            let taken = stop.map_or(block.len(), |stop| stop + usize::from(is_line));
            let was_within = bytes <= limit;
            bytes += taken as u64;
            if was_within {
                self.value.extend_from_slice(&block[..taken]);
            }
            stream.consume(taken);
            if stop.is_some() && !is_line {
                break;
            }
            if was_within && is_line {
                if may_be_next && self.begins_next(line) && self.go_back_to(line) {
                    return Ok(Found::Unclosed);
                }
                (line, may_be_next) = (self.value.len(), scan.takes_no_object());
            }
            if was_within && bytes > limit {
                if self.go_back() {
                    return Ok(Found::Unclosed);
                }
                self.value = Vec::new();
            }
        }
        Ok(if bytes <= limit { Found::Value } else { Found::TooLong(bytes) })
    }
}

/// What a script has before a document, at most, in bytes.
pub(super) const LONGEST_SCRIPT: usize = 256;

/// Whether `before` is what a script has before a document in JSON: something that keeps others from running it, as
/// `for(;;);`, and the name of a variable or a function, as in `window.YTD.tweets.part0 = [`.
pub(super) fn is_script(before: &[u8]) -> bool {
    const GUARDS: [&[u8]; 4] = [b")]}'", b"for(;;);", b"for (;;);", b"while(1);"];
    let before = before.trim_ascii();
    let guard = GUARDS.iter().find_map(|guard| before.strip_prefix(*guard));
    let rest = guard.map_or(before, |rest| rest.strip_prefix(b",").unwrap_or(rest).trim_ascii_start());
    let declared = [&b"var "[..], b"let ", b"const "].iter().find_map(|word| rest.strip_prefix(*word));
    let (name, mark) = match declared.unwrap_or(rest) {
        [] => return guard.is_some(),
        [name @ .., mark] => (name.trim_ascii(), mark),
    };
    let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'.');
    let is_name = name.first().is_some_and(|byte| !byte.is_ascii_digit()) && name.iter().all(is_of_name);
    is_name && (*mark == b'=' || (*mark == b'(' && declared.is_none()))
}

/// Where a value stands that is being taken.
#[derive(Debug, Default)]
struct Scan {
    /// The brackets that are open.
    open: Vec<u8>,
    in_string: bool,
    escaped: bool,
    /// Its last bracket was closed.
    closed: bool,
    comment: Comment,
}

/// Where in a comment it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Comment {
    #[default]
    None,
    /// After a slash, which may begin one.
    Slash,
    Line,
    Block,
    /// After an asterisk, which may end one.
    Star,
}

impl Comment {
    /// What it is after `byte`, outside of strings.
    fn after(self, byte: u8) -> Self {
        match (self, byte) {
            (Self::Slash, b'/') => Self::Line,
            (Self::Block | Self::Star, b'*') => Self::Star,
            (Self::Slash, b'*') => Self::Block,
            (Self::Line, b'\n') | (Self::Star, b'/') => Self::None,
            (Self::Line, _) => Self::Line,
            (Self::Block | Self::Star, _) => Self::Block,
            (_, b'/') => Self::Slash,
            _ => Self::None,
        }
    }
}

impl Scan {
    /// Whether the value ends before `byte`.
    fn ends_before(&mut self, byte: u8) -> bool {
        if self.in_string {
            self.in_string = byte != b'"' || self.escaped;
            self.escaped = byte == b'\\' && !self.escaped;
            return false;
        }
        if self.comment != Comment::None || byte == b'/' {
            self.comment = self.comment.after(byte);
            if self.comment != Comment::None {
                return false;
            }
        }
        if self.closed || (self.open.is_empty() && matches!(byte, b',' | b']' | b'}')) {
            return true;
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.open.push(byte),
            b'}' | b']' => {
                self.open.pop();
                self.closed = self.open.is_empty();
            }
            _ => {}
        }
        false
    }

    /// Whether no object may come next: a string has no line breaks, and in an object a name comes.
    fn takes_no_object(&self) -> bool {
        self.in_string || self.open.last() == Some(&b'{')
    }
}

/// Steps over what is left of the line, and over lines on which no object begins.
fn to_line_of_object(input: &mut impl BufRead) -> io::Result<()> {
    while first(input)?.is_some() {
        input.skip_until(b'\n')?;
        if first(input)? == Some(b'{') {
            break;
        }
    }
    Ok(())
}

/// The first byte that is not blank; nothing at the end.
fn first(input: &mut impl BufRead) -> io::Result<Option<u8>> {
    loop {
        let block = match input.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            block => block?,
        };
        if block.is_empty() {
            return Ok(None);
        }
        let blank = block.iter().take_while(|byte| is_blank(&[**byte])).count();
        let first = block.get(blank).copied();
        input.consume(blank);
        if first.is_some() {
            return Ok(first);
        }
    }
}
