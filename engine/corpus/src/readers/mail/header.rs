//! The header of a message, or of a part of one.

use std::borrow::Cow;
use std::sync::LazyLock;

use mail_parser::{ContentType, HeaderName, HeaderValue, Message, MessageParser};
use memchr::memchr;
use serde_json::{Map, Value};

use super::date::date;
use crate::encoding::{Encoding, decode, first_invalid};
use crate::options::Format;

/// Bytes of a header, at most. Real ones have some kilobytes.
const MAX_BYTES: usize = 256 * 1024;

/// The longest value that is kept as metadata, in bytes: longer ones are no subject and no name.
const LONGEST: usize = 4096;

/// The fields that are read; all others are passed over.
static PARSER: LazyLock<MessageParser> = LazyLock::new(|| {
    MessageParser::new()
        .header_content_type(HeaderName::ContentType)
        .header_content_type(HeaderName::ContentDisposition)
        .header_text(HeaderName::ContentTransferEncoding)
        .header_text(HeaderName::ContentId)
        .header_text(HeaderName::ContentLocation)
        .header_text(HeaderName::ContentLanguage)
        .header_text(HeaderName::Subject)
        .header_text(HeaderName::From)
        .header_text(HeaderName::MessageId)
        .header_text(HeaderName::Date)
        .header_text("Snapshot-Content-Location")
        .default_header_ignore()
});

/// A header that was parsed.
#[derive(Clone)]
pub(super) struct Header(Option<Message<'static>>);

/// Takes the header of a message apart from its body.
///
/// The header ends with an empty line, or with the first line that is no field: some programs forget the empty line.
/// Others put lines into a header that are none of it, after which it continues.
///
/// # Errors
/// The message of a header that is too long.
pub(super) fn split(raw: &[u8]) -> Result<(&[u8], &[u8]), String> {
    let mut end = 0;
    loop {
        let rest = &raw[end..];
        let length = memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
        let line = rest[..length].trim_ascii_end();
        let is_empty = matches!(rest[..length], [] | [b'\n'] | [b'\r', b'\n']);
        if is_empty || (line.is_empty() && !continues(&rest[length..])) {
            return Ok((&raw[..end], &rest[length..]));
        }
        if !line.is_empty() && !is_of_header(line, end == 0) && !continues(&rest[length..]) {
            return Ok((&raw[..end], rest));
        }
        end += length;
        if end > MAX_BYTES {
            return Err(format!("a header of more than {MAX_BYTES} bytes"));
        }
    }
}

/// Whether what is after a line that is no field has one that only a header has, before an empty line.
fn continues(rest: &[u8]) -> bool {
    const FIELDS: [&str; 11] = [
        "from",
        "to",
        "subject",
        "date",
        "message-id",
        "mime-version",
        "content-type",
        "received",
        "return-path",
        "delivered-to",
        "content-transfer-encoding",
    ];
    /// How far is looked.
    const LINES: usize = 20;
    const BYTES: usize = 4096;
    let lines = rest[..rest.len().min(BYTES)].split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii_end);
    let mut lines = lines.take(LINES).take_while(|line| !line.is_empty());
    lines.any(|line| {
        let name = line.split(|&byte| byte == b':').next().unwrap_or_default();
        name.len() < line.len() && FIELDS.iter().any(|field| name.eq_ignore_ascii_case(field.as_bytes()))
    })
}

/// Whether a line is a field or continues one. The first may be what a mail box has before a message.
fn is_of_header(line: &[u8], first: bool) -> bool {
    let separates = |begin: &[u8]| first && line.starts_with(begin);
    matches!(line[0], b' ' | b'\t') || begins_field(line) || separates(b"From ") || separates(b">From ")
}

/// Whether a line begins a field: a name of printable ASCII, and a colon (RFC 5322, section 2.2).
pub(super) fn begins_field(line: &[u8]) -> bool {
    let Some(colon) = memchr(b':', line) else { return false };
    let name = line[..colon].trim_ascii_end();
    !name.is_empty() && name.iter().all(u8::is_ascii_graphic)
}

impl Header {
    /// Parses a header, each field of which is in UTF-8 or in an encoding that is found out.
    pub(super) fn parse(raw: &[u8], format: &Format) -> Self {
        let text = match first_invalid(raw) {
            None => Cow::Borrowed(raw),
            Some(_) => Cow::Owned(decoded(raw, format)),
        };
        let mut joined = joined_words(&text);
        joined.extend_from_slice(b"\n\n");
        Self(PARSER.parse_headers(&joined).map(Message::into_owned))
    }

    /// Whether there is any field that a message has.
    pub(super) fn is_empty(&self) -> bool {
        self.0.as_ref().is_none_or(|message| message.headers().is_empty())
    }

    fn value(&self, name: HeaderName<'_>) -> Option<&HeaderValue<'_>> {
        let headers = self.0.as_ref()?.headers();
        headers.iter().find(|header| header.name == name).map(|header| &header.value)
    }

    /// The text of a field, on one line.
    pub(super) fn text(&self, name: HeaderName<'_>) -> Option<String> {
        let text = self.value(name)?.as_text()?;
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(text).filter(|text| !text.is_empty() && text.len() <= LONGEST)
    }

    /// What the part is, where the header says it.
    pub(super) fn content_type(&self) -> Option<&ContentType<'_>> {
        self.value(HeaderName::ContentType)?.as_content_type()
    }

    /// Whether the part is to be saved and not shown.
    pub(super) fn is_attachment(&self) -> bool {
        let disposition = self.value(HeaderName::ContentDisposition).and_then(HeaderValue::as_content_type);
        disposition.is_some_and(|disposition| disposition.ctype().eq_ignore_ascii_case("attachment"))
    }

    /// What the header says of the message: `title`, `author`, `date`, `message_id`, `language`.
    pub(super) fn metadata(&self, format: &Format) -> Map<String, Value> {
        let fields = [
            ("title", self.text(HeaderName::Subject)),
            ("author", self.text(HeaderName::From)),
            ("date", self.text(HeaderName::Date).as_deref().and_then(date)),
            ("message_id", self.text(HeaderName::MessageId)),
            ("language", self.text(HeaderName::ContentLanguage)),
        ];
        let wanted =
            |field: &str| format.metadata_fields.as_ref().is_none_or(|fields| fields.contains(field));
        let fields = fields.into_iter().filter(|(field, _)| wanted(field));
        fields.filter_map(|(field, value)| Some((field.to_owned(), value?.into()))).collect()
    }
}

/// A header in UTF-8. Its fields may be of several programs: those that are UTF-8 stay so, and the others are in one encoding,
/// of which all of them together tell the most.
fn decoded(raw: &[u8], format: &Format) -> Vec<u8> {
    let mut fields: Vec<&[u8]> = Vec::new();
    let (mut begin, mut end) = (0, 0);
    for line in raw.split_inclusive(|&byte| byte == b'\n') {
        if !matches!(line[0], b' ' | b'\t') && end > begin {
            fields.push(&raw[begin..end]);
            begin = end;
        }
        end += line.len();
    }
    fields.push(&raw[begin..end]);
    let others =
        fields.iter().filter(|field| first_invalid(field).is_some()).copied().collect::<Vec<_>>().concat();
    let found = decode(others, format.encoding, &[]).encoding;
    let given = format.encoding.or_else(|| Encoding::parse(found).ok());
    let decoded = |field: &&[u8]| match first_invalid(field) {
        None => field.to_vec(),
        Some(_) => decode(field.to_vec(), given, &[]).text.into_bytes(),
    };
    fields.iter().flat_map(decoded).collect()
}

/// A header in which encoded words that stand side by side, of one charset and one encoding, are one word: many programs
/// cut a character in two where they begin another word (RFC 2047, section 5, forbids it).
fn joined_words(header: &[u8]) -> Vec<u8> {
    let mut joined = Vec::with_capacity(header.len() + 2);
    let mut rest = header;
    // The beginning, `=?charset?B?`, of the word that was copied last and ends where the copy ends.
    let mut open: Option<&[u8]> = None;
    while let Some(at) = memchr::memmem::find(rest, b"=?") {
        let Some((begin, length)) = word(&rest[at..]) else {
            joined.extend_from_slice(&rest[..at + 2]);
            (rest, open) = (&rest[at + 2..], None);
            continue;
        };
        let between = &rest[..at];
        let continues = open.is_some_and(|before| before.eq_ignore_ascii_case(begin))
            && !between.is_empty()
            && between.iter().all(u8::is_ascii_whitespace);
        if continues {
            // The `?=` of the word before.
            joined.truncate(joined.len() - 2);
            joined.extend_from_slice(&rest[at + begin.len()..at + length]);
        } else {
            joined.extend_from_slice(&rest[..at + length]);
        }
        (rest, open) = (&rest[at + length..], Some(begin));
    }
    joined.extend_from_slice(rest);
    joined
}

/// The beginning of an encoded word, with its charset and encoding, and the length of all of it.
fn word(text: &[u8]) -> Option<(&[u8], usize)> {
    /// RFC 2047 allows 75 bytes; some programs write a whole subject as one word.
    const LONGEST_WORD: usize = 16 * 1024;
    let text = &text[..text.len().min(LONGEST_WORD)];
    let charset = 2 + memchr(b'?', text.get(2..)?)?;
    let is_encoding = matches!(text.get(charset + 1)?, b'B' | b'b' | b'Q' | b'q');
    let begin = charset + 3;
    if charset > 64 || !is_encoding || text.get(charset + 2) != Some(&b'?') {
        return None;
    }
    let end = begin + memchr(b'?', &text[begin..])?;
    let is_word = text.get(end + 1) == Some(&b'=') && !text[..end].contains(&b'\n');
    is_word.then(|| (&text[..begin], end + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(header: &[u8], expected: Value) {
        let header = Header::parse(header, &Format::default());
        assert_eq!(Value::Object(header.metadata(&Format::default())), expected);
    }

    #[test]
    fn a_header_says_what_the_message_is() {
        check(
            b"Subject: =?UTF-8?B?2LPZhNin2YU=?=\r\nFrom: =?windows-1256?Q?=D3=E1=C7=E3?= <a@b.example>\r\n\
              Date: Tue, 5 Mar 2024 09:10:11 +0300 (AST)\r\nMessage-ID: <1@b.example>\r\nContent-Language: ar",
            serde_json::json!({
                "title": "سلام", "author": "سلام <a@b.example>", "date": "2024-03-05T09:10:11+03:00",
                "message_id": "<1@b.example>", "language": "ar",
            }),
        );
        check(b"subject : a\n  folded\n\tline", serde_json::json!({"title": "a folded line"}));
        check(b"Subject: \xd3\xe1\xc7\xe3 \xda\xe1\xed\xdf\xe3", serde_json::json!({"title": "سلام عليكم"}));
        check("Subject: سلام".as_bytes(), serde_json::json!({"title": "سلام"}));
        let mixed = [
            "From: \"علي\"\n <a@b.example>\nSubject: ".as_bytes(),
            b"\xd3\xe1\xc7\xe3 \xda\xe1\xed\xdf\xe3\n",
        ];
        check(&mixed.concat(), serde_json::json!({"author": "\"علي\" <a@b.example>", "title": "سلام عليكم"}));
        check(b"Date: yesterday\nSubject:", serde_json::json!({}));
    }

    #[test]
    fn characters_that_are_cut_between_words_are_whole() {
        check(
            b"Subject: =?UTF-8?B?2LPZhNg=?=\r\n =?utf-8?B?p9mF?= =?utf-8?Q?_=D8?= =?utf-8?Q?=B3?=",
            serde_json::json!({"title": "سلام س"}),
        );
        check(b"Subject: =?utf-8?Q?a?= b =?utf-8?Q?c?=", serde_json::json!({"title": "a b c"}));
        check(b"Subject: =?utf-8?Q?a =?= =?x", serde_json::json!({"title": "a =?x"}));
    }

    #[test]
    fn a_header_ends_where_no_field_is() {
        for (raw, header, body) in [
            ("A: b\n\nbody", "A: b\n", "body"),
            ("A: b\r\n\tc\r\n \r\nbody", "A: b\r\n\tc\r\n", "body"),
            ("A: b\n \nDate: x\n\nbody", "A: b\n \nDate: x\n", "body"),
            ("To: b\n}\nDate: x\n\nbody", "To: b\n}\nDate: x\n", "body"),
            ("From a@b Mon\nA: b\nbody\n\nmore", "From a@b Mon\nA: b\n", "body\n\nmore"),
            ("no header: at all", "", "no header: at all"),
            ("\nbody", "", "body"),
            ("A: b", "A: b", ""),
            ("", "", ""),
        ] {
            let found = split(raw.as_bytes()).unwrap();
            assert_eq!(found, (header.as_bytes(), body.as_bytes()), "of {raw:?}");
        }
        let long = "A: b\n".repeat(60_000);
        assert_eq!(split(long.as_bytes()).unwrap_err(), "a header of more than 262144 bytes");
    }
}
