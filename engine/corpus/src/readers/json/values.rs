//! The values of a document, taken from a stream by their brackets.

use std::io::{self, BufRead};

/// How far the values were taken.
#[derive(Debug, Default)]
pub(super) struct Values {
    /// The value that was found last.
    pub(super) value: Vec<u8>,
    place: Place,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    /// Outside of all: a list or an object comes, or the end.
    #[default]
    Outside,
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
    /// Something that no document begins with.
    NoJson,
    End,
}

impl Values {
    /// Whether the value that was found is one of a list.
    pub(super) fn in_list(&self) -> bool {
        self.place == Place::List
    }

    /// The next value, of at most `limit` bytes.
    pub(super) fn next(&mut self, input: &mut impl BufRead, limit: u64) -> io::Result<Found> {
        loop {
            let Some(byte) = first(input)? else {
                let cut = self.place == Place::List;
                self.place = Place::Lost;
                return Ok(if cut { Found::Cut } else { Found::End });
            };
            match (self.place, byte) {
                (Place::Lost, _) => {
                    io::copy(input, &mut io::sink())?;
                    return Ok(Found::End);
                }
                (Place::Outside, b'[') => {
                    self.place = Place::List;
                    input.consume(1);
                }
                (Place::List, b']') => {
                    self.place = Place::Outside;
                    input.consume(1);
                }
                // A comma too many is none of ours to judge, and a byte-order mark stands where files were joined.
                (Place::List, b',') | (Place::Outside, 0xef | 0xbb | 0xbf) => input.consume(1),
                (Place::List, _) | (Place::Outside, b'{') => return self.take(input, limit),
                (Place::Outside, _) => {
                    self.place = Place::Lost;
                    return Ok(Found::NoJson);
                }
            }
        }
    }

    /// Takes a value, whose first byte is there.
    fn take(&mut self, input: &mut impl BufRead, limit: u64) -> io::Result<Found> {
        self.value.clear();
        let (mut scan, mut bytes) = (Scan::default(), 0);
        loop {
            let block = match input.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                block => block?,
            };
            if block.is_empty() && !scan.closed {
                self.place = Place::Lost;
                return Ok(Found::Cut);
            }
            if block.is_empty() {
                break;
            }
            let end = block.iter().position(|&byte| scan.ends_before(byte));
            let taken = end.unwrap_or(block.len());
            bytes += taken as u64;
            if bytes <= limit {
                self.value.extend_from_slice(&block[..taken]);
            }
            input.consume(taken);
            if end.is_some() {
                break;
            }
        }
        if bytes == 0 {
            // A bracket that closes nothing.
            self.place = Place::Lost;
            return Ok(Found::NoJson);
        }
        Ok(if bytes <= limit { Found::Value } else { Found::TooLong(bytes) })
    }
}

/// Where a value stands that is being taken.
#[derive(Debug, Default)]
struct Scan {
    depth: usize,
    in_string: bool,
    escaped: bool,
    /// Its last bracket was closed.
    closed: bool,
}

impl Scan {
    /// Whether the value ends before `byte`.
    fn ends_before(&mut self, byte: u8) -> bool {
        if self.in_string {
            self.in_string = byte != b'"' || self.escaped;
            self.escaped = byte == b'\\' && !self.escaped;
            return false;
        }
        if self.closed || (self.depth == 0 && matches!(byte, b',' | b']' | b'}')) {
            return true;
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => {
                self.depth -= 1;
                self.closed = self.depth == 0;
            }
            _ => {}
        }
        false
    }
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
        let blank = block.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let first = block.get(blank).copied();
        input.consume(blank);
        if first.is_some() {
            return Ok(first);
        }
    }
}
