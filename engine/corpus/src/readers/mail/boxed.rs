//! Boxes of messages (mbox, RFC 4155 and its older kin), read message by message.

use std::collections::VecDeque;
use std::io::{self, BufRead as _, Read as _};

use super::header::begins_field;
use super::message;
use crate::damage::reason;
use crate::name::Name;
use crate::reader::{Bytes, Context, Data, Reader, too_large};
use crate::readers::beginning::is_numbered;
use crate::source::Item;

/// How many bytes of a line are looked at at once; what follows is a piece of the same line.
const PIECE: u64 = 64 * 1024;

/// A piece of a line.
#[derive(Debug)]
struct Line {
    bytes: Vec<u8>,
    /// Whether it is the first piece.
    begins: bool,
}

/// The messages of a box.
pub(super) struct Messages {
    input: Bytes,
    name: Name,
    context: Context,
    /// The line after the one that was read last, where that was looked at.
    next: Option<Line>,
    /// Whether the piece that was read last ended a line.
    line_ended: bool,
    /// Messages that were begun.
    number: u64,
    ready: VecDeque<Item>,
    ended: bool,
}

/// A message of a box, as it was sent.
enum Message {
    Whole(Vec<u8>),
    /// One of so many bytes, more than it may have.
    TooLong(u64),
}

impl Messages {
    pub(super) fn new(data: Data, name: Name, context: &Context) -> Self {
        let (input, context) = (data.bytes(), context.clone());
        let (ready, next) = (VecDeque::new(), None);
        Self { input, name, context, next, line_ended: true, number: 0, ready, ended: false }
    }

    fn read_line(&mut self) -> io::Result<Option<Line>> {
        if let Some(line) = self.next.take() {
            return Ok(Some(line));
        }
        let mut bytes = Vec::new();
        let begins = self.line_ended;
        self.input.by_ref().take(PIECE).read_until(b'\n', &mut bytes)?;
        self.line_ended = bytes.ends_with(b"\n");
        Ok((!bytes.is_empty()).then_some(Line { bytes, begins }))
    }

    /// The next message; nothing at the end.
    fn next_message(&mut self) -> io::Result<Option<Message>> {
        let limit = self.context.format.max_document;
        let (mut message, mut bytes) = (Vec::new(), 0);
        let mut has_content = false;
        let mut after_blank = true;
        while let Some(line) = self.read_line()? {
            if line.begins && self.separates(&line.bytes, after_blank)? {
                if has_content {
                    break;
                }
                continue;
            }
            let is_blank = line.bytes.trim_ascii().is_empty();
            has_content |= !is_blank;
            after_blank = is_blank && (line.begins || after_blank);
            let content = if line.begins { unquoted(&line.bytes) } else { &line.bytes };
            bytes += content.len() as u64;
            if bytes <= limit {
                message.extend_from_slice(content);
            }
        }
        let found = if bytes <= limit { Message::Whole(message) } else { Message::TooLong(bytes) };
        Ok(has_content.then_some(found))
    }

    /// Whether a line stands before a message: `From `, a sender and a date, and a field in the line after it.
    ///
    /// Programs write an empty line before it, and `>` before a line of a text that begins so. Those that do not are told by
    /// the date, which has to be whole where there is no empty line. Archives of news write a number and no date.
    fn separates(&mut self, line: &[u8], after_blank: bool) -> io::Result<bool> {
        let Some(rest) = line.strip_prefix(b"From ") else { return Ok(false) };
        let separates = is_dated(rest, if after_blank { 1 } else { 3 }) || (after_blank && is_numbered(rest));
        if !separates {
            return Ok(false);
        }
        self.next = self.read_line()?;
        Ok(self
            .next
            .as_ref()
            .is_some_and(|next| begins_field(&next.bytes) || next.bytes.starts_with(b">From ")))
    }

    fn read(&mut self) -> VecDeque<Item> {
        let number = self.number + 1;
        let name = self.name.line(number);
        let item = match self.next_message() {
            Ok(Some(Message::Whole(message))) => {
                self.number = number;
                return message::items(&message, &name, &self.context);
            }
            Ok(Some(Message::TooLong(bytes))) => {
                self.number = number;
                name.unread(too_large(bytes, self.context.format.max_document))
            }
            Ok(None) => {
                self.ended = true;
                return VecDeque::new();
            }
            Err(error) => {
                self.ended = true;
                name.unread(reason(&error))
            }
        };
        VecDeque::from([Item::Unread(item)])
    }
}

impl Reader for Messages {
    fn next_item(&mut self) -> Option<Item> {
        while self.ready.is_empty() && !self.ended {
            self.ready = self.read();
        }
        self.ready.pop_front()
    }

    fn whole(&self) -> bool {
        self.ended
    }
}

/// Whether a line has the marks of a date: a time, and at least so many of a time, a month and a year.
fn is_dated(line: &[u8], marks: usize) -> bool {
    const MONTHS: [&[u8]; 12] =
        [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];
    let words = || line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
    let is_time = |word: &[u8]| {
        let mut numbers = word.split(|&byte| byte == b':');
        let are_numbers = numbers
            .clone()
            .all(|number| (1..=2).contains(&number.len()) && number.iter().all(u8::is_ascii_digit));
        are_numbers && numbers.by_ref().count() >= 2
    };
    let is_year = |word: &[u8]| word.len() == 4 && word.iter().all(u8::is_ascii_digit);
    let has_time = words().any(is_time);
    let found = [has_time, words().any(|word| MONTHS.contains(&word)), words().any(is_year)];
    has_time && found.iter().filter(|found| **found).count() >= marks
}

/// A line without the `>` that was put before it so that it begins no message (mboxrd, of which mboxo is the part that
/// can be told).
fn unquoted(line: &[u8]) -> &[u8] {
    let quotes = line.iter().take_while(|&&byte| byte == b'>').count();
    if quotes > 0 && line[quotes..].starts_with(b"From ") { &line[1..] } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_separator_has_a_date() {
        for (line, marks) in [
            ("a@b.example Tue Mar  5 09:10:11 2024", 3),
            ("1684738472@xxx Mon May 22 10:12:11 +0000 2023", 3),
            ("- Mon May 22 10:12:11 2023", 3),
            ("MAILER-DAEMON 9:10", 1),
            ("here on it is easy", 0),
            ("10:00 on we wait", 1),
            ("the 5 May 2024", 0),
            ("x 1:2:333", 0),
            ("", 0),
        ] {
            for asked in 1..=3 {
                assert_eq!(is_dated(line.as_bytes(), asked), asked <= marks, "of {line}, {asked}");
            }
        }
    }

    #[test]
    fn quotes_are_taken_away_once() {
        for (line, expected) in [
            (">From a", "From a"),
            (">>From a", ">From a"),
            ("> From a", "> From a"),
            (">Fromage", ">Fromage"),
            ("From a", "From a"),
        ] {
            assert_eq!(unquoted(line.as_bytes()), expected.as_bytes());
        }
    }
}
