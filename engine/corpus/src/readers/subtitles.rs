//! Subtitles: SubRip (`.srt`), and WebVTT (`.vtt`, the recommendation of the W3C).
//!
//! Both are lines: of a time span, and of text up to an empty line. What stands before a time span is the cue's number
//! or name. The text of all cues is one document, a line for a line.

use std::borrow::Cow;
use std::io;

use serde::de::IgnoredAny;
use serde_json::{Map, Value};

use super::page::Page;
use super::whole::{Kind, Whole};
use crate::encoding::{Decoded, decode};
use crate::name::Name;
use crate::options::Format;
use crate::reader::{Context, Data, Reader};

/// Begins with subtitles.
pub(super) fn open(data: Data, name: Name, context: &Context) -> io::Result<Box<dyn Reader>> {
    Ok(Whole::open(Kind::Subtitles, data, name, context))
}

/// Whether `head` begins subtitles: WebVTT's first line, or the number and the time of a cue.
pub(super) fn begins_subtitles(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    if let Some(rest) = head.strip_prefix(b"WEBVTT") {
        return rest.first().is_none_or(u8::is_ascii_whitespace);
    }
    let lines = head.split(|byte| matches!(byte, b'\r' | b'\n'));
    let mut lines = lines.filter(|line| !line.trim_ascii().is_empty());
    let number = lines.next().unwrap_or_default().trim_ascii();
    let time = lines.next().and_then(|line| str::from_utf8(line).ok()).unwrap_or_default();
    is_number(number) && is_time_span(time)
}

fn is_number(line: &[u8]) -> bool {
    !line.is_empty() && line.iter().all(u8::is_ascii_digit)
}

/// Whether a line is that of a time span: `00:00:01,000 --> 00:00:02.000`, and settings after it; in the ways, too, in which
/// programs and people get it wrong: `->`, `00:00:01;000`, `00: 00: 01,000`, a time below nought, an end that is missing.
fn is_time_span(line: &str) -> bool {
    let Some((begin, end)) = line.split_once("-->").or_else(|| line.split_once("->")) else { return false };
    // Times have no more marks than that, and a line may be long.
    const LONGEST: usize = 64;
    if begin.len() > LONGEST {
        return false;
    }
    let begin = begin.trim().replace(": ", ":");
    let end = end.get(..end.floor_char_boundary(LONGEST)).unwrap_or_default().replace(": ", ":");
    let is_whole = |begin: &str| begin.matches(':').count() == 2;
    match end.split_whitespace().next() {
        Some(end) => is_time(&begin) && is_time(end),
        None => is_time(&begin) && is_whole(&begin),
    }
}

/// Whether a word is a time: digits, and at least one colon.
fn is_time(word: &str) -> bool {
    let word = word.strip_prefix(['-', '\u{2212}']).unwrap_or(word);
    let are_marks =
        word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b';' | b',' | b'.'));
    are_marks && word.contains(':') && word.starts_with(|first: char| first.is_ascii_digit())
}

/// Which of the two subtitles are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    SubRip,
    WebVtt,
}

/// Reads subtitles.
///
/// # Errors
/// The message of a text that has no cue.
pub(super) fn read(bytes: Vec<u8>, format: &Format) -> Result<Page, String> {
    let decoded = decode(bytes, format.encoding, &[]);
    let mut metadata = Map::new();
    let lines: Vec<&str> = lines(&decoded.text);
    let is_web = lines.first().is_some_and(|line| line.starts_with("WEBVTT"));
    let form = if is_web { Form::WebVtt } else { Form::SubRip };
    if form == Form::WebVtt
        && format.metadata_fields.as_ref().is_none_or(|fields| fields.contains("language"))
    {
        metadata.extend(language(&lines).map(|language| ("language".to_owned(), Value::from(language))));
    }
    let text = match text(&lines, form) {
        Err(message) if !decoded.text.trim().is_empty() => return Err(message.to_owned()),
        text => text.unwrap_or_default(),
    };
    let decoded = Decoded { text, ..decoded };
    Ok(Page { decoded, metadata, removed: Vec::new() })
}

/// Lines that end with a line feed, a carriage return, or both. A mark at the beginning of one is that of a file to which it was
/// joined.
fn lines(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    for line in text.split('\n') {
        let several = line.strip_suffix('\r').unwrap_or(line).split('\r');
        lines.extend(several.map(|line| line.trim_start_matches('\u{feff}')));
    }
    lines
}

/// Whether a cue of WebVTT is data and no text: where a picture stands in a larger one, or JSON.
fn is_data(cue: &[&str]) -> bool {
    let is_place = |line: &str| line.contains("#xywh=") && !line.trim().contains(char::is_whitespace);
    let content = || cue.join("\n");
    let is_json = || {
        content().trim_start().starts_with(['{', '['])
            && serde_json::from_str::<IgnoredAny>(&content()).is_ok()
    };
    matches!(cue, [line] if is_place(line)) || is_json()
}

/// The language that stands in the header of WebVTT, where some programs write it.
fn language(lines: &[&str]) -> Option<String> {
    let mut header = lines.iter().take_while(|line| !line.trim().is_empty());
    let language = header.find_map(|line| line.strip_prefix("Language:"))?.trim();
    (!language.is_empty() && language.len() <= 64).then(|| language.to_owned())
}

/// The text of all cues, or the message where there is none.
fn text(lines: &[&str], form: Form) -> Result<String, &'static str> {
    let spans: Vec<usize> = (0..lines.len()).filter(|&index| is_time_span(lines[index])).collect();
    if spans.is_empty() {
        return Err("no cue is found in it");
    }
    let rolls = form == Form::WebVtt && lines.iter().any(|line| has_time_tag(line));
    let (mut text, mut has_text) = (String::new(), false);
    let mut last = String::new();
    for (index, &span) in spans.iter().enumerate() {
        let next = spans.get(index + 1).copied();
        let cue = &lines[span + 1..next.unwrap_or(lines.len())];
        let cue = shown(cue, next.is_some(), form);
        if form == Form::WebVtt && is_data(cue) {
            continue;
        }
        has_text = true;
        for line in cue {
            let line = match form {
                Form::SubRip => without_known_tags(line),
                Form::WebVtt => without_tags(line),
            };
            let line = line.trim().replace(" \n", "\n").replace("\n ", "\n");
            let line = line.as_str();
            // Captions that roll show each line again while the next one is spoken.
            if line.is_empty() || (rolls && line == last) {
                continue;
            }
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(line);
            if rolls {
                last = line.to_owned();
            }
        }
    }
    if has_text {
        Ok(text)
    } else {
        Err("no cue has a text: all of them are data, such as names of pictures")
    }
}

/// The lines of a cue that are its text. `lines` is all from its time to that of the next one, if there is any.
fn shown<'lines, 'text>(lines: &'lines [&'text str], has_next: bool, form: Form) -> &'lines [&'text str] {
    let is_blank = |line: &str| line.trim().is_empty();
    if form == Form::WebVtt {
        // After an empty line stand notes, styles, and the name of the next cue.
        let end = lines.iter().position(|line| is_blank(line)).unwrap_or(lines.len());
        return &lines[..end];
    }
    // The text of SubRip may have empty lines: programs write them, and players show what follows.
    match lines.split_last() {
        Some((number, before)) if has_next && is_number(number.trim().as_bytes()) => before,
        _ => lines,
    }
}

/// Whether a line has a tag that is a time, as captions have that show one word after the other.
fn has_time_tag(line: &str) -> bool {
    line.split('<').skip(1).any(|rest| rest.split_once('>').is_some_and(|(tag, _)| is_time(tag)))
}

/// A line of WebVTT without its tags, and with the characters that stand for others.
fn without_tags(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('<') {
        plain.push_str(before);
        match after.split_once('>') {
            Some((_, after)) => rest = after,
            None => {
                plain.push('<');
                plain.push_str(after);
                rest = "";
            }
        }
    }
    plain.push_str(rest);
    if !plain.contains('&') {
        return plain;
    }
    with_characters(&plain)
}

/// A text with the characters that its references stand for: those of HTML, as WebVTT has it. What is no reference stays as it
/// is.
fn with_characters(text: &str) -> String {
    /// Names are short; without a bound, a line of ampersands would be looked through once for each.
    const LONGEST: usize = 32;
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let end = after.bytes().take(LONGEST).position(|byte| byte == b';');
        match end.and_then(|end| Some((character(&after[..end])?, end))) {
            Some((character, end)) => {
                plain.push_str(&character);
                rest = &after[end + 1..];
            }
            None => {
                plain.push('&');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// What a reference stands for, without its marks.
fn character(name: &str) -> Option<Cow<'static, str>> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        let character = char::from_u32(code.ok()?).filter(|character| !character.is_control())?;
        return Some(Cow::Owned(character.to_string()));
    }
    let known = match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        "nbsp" => "\u{a0}",
        "lrm" => "\u{200e}",
        "rlm" => "\u{200f}",
        #[cfg(feature = "xml")]
        _ => quick_xml::escape::resolve_html5_entity(name)?,
        #[cfg(not(feature = "xml"))]
        _ => return None,
    };
    Some(Cow::Borrowed(known))
}

/// A line of SubRip without the tags that players know: those of HTML for looks, and those of SubStation in braces.
/// What else stands between angle brackets is text. `\N` is the break of a line there, and `\h` a space that does not break.
fn without_known_tags(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut rest = line;
    // Where the last one stands that is text.
    let mut backslash: Option<usize> = None;
    while let Some(at) = rest.find(['<', '{', '\\']) {
        let (before, tag) = rest.split_at(at);
        plain.push_str(before);
        if tag.starts_with('\\') {
            // `C:\Notes\New` is a path.
            let is_path = plain.ends_with(':')
                || backslash.is_some_and(|at| !plain[at..].contains(char::is_whitespace));
            let space = if is_path { None } else { escaped(tag) };
            backslash = if space.is_none() { Some(plain.len()) } else { backslash };
            plain.push(space.unwrap_or('\\'));
            rest = &tag[if space.is_some() { 2 } else { 1 }..];
            continue;
        }
        let length = tag_length(tag).unwrap_or(0);
        plain.push_str(if length == 0 { &tag[..1] } else { "" });
        rest = &tag[length.max(1)..];
    }
    plain.push_str(rest);
    plain
}

/// What an escape of SubStation stands for, with which a text begins.
fn escaped(text: &str) -> Option<char> {
    match text.as_bytes().get(1)? {
        b'N' => Some('\n'),
        b'h' => Some('\u{a0}'),
        _ => None,
    }
}

/// The length of the tag that begins a text; nothing where none does.
fn tag_length(text: &str) -> Option<usize> {
    /// Tags are short; without a bound, a line of opening brackets would be looked through once for each.
    const LONGEST: usize = 256;
    let within = text.bytes().take(LONGEST);
    if let Some(inside) = text.strip_prefix('{') {
        let end = within.clone().position(|byte| byte == b'}')?;
        // `{\an8}`, and `{y:i}` of MicroDVD.
        let is_tag = inside.starts_with('\\') || inside.get(1..2) == Some(":");
        return is_tag.then_some(end + 1);
    }
    let end = within.clone().position(|byte| byte == b'>')?;
    let name = text[1..end].trim_start_matches('/');
    let name = name.split([' ', '=']).next().unwrap_or_default().to_ascii_lowercase();
    matches!(name.as_str(), "i" | "b" | "u" | "s" | "font" | "ruby" | "rt" | "br").then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(subtitles: &str, expected: Result<&str, &str>) {
        let found = read(subtitles.as_bytes().to_vec(), &Format::default());
        let found = found.map(|page| page.decoded.text);
        assert_eq!(found.as_deref().map_err(String::as_str), expected, "of {subtitles}");
    }

    #[test]
    fn the_text_of_cues_is_read() {
        check(
            "1\n00:00:01,000 --> 00:00:02,500\nThe harbour\nreopened.\n\n2\n00:00:03,000 --> 00:00:04,000 X1:1\n<i>Prices</i> rose.\n",
            Ok("The harbour\nreopened.\nPrices rose."),
        );
        check(
            "\u{feff}1\r\n0:0:1,0 --> 0:0:2,0\r\n{\\an8}سلام <font color=\"red\">عليكم</font>\r\n",
            Ok("سلام عليكم"),
        );
        check(
            "00:01 --> 00:02\nno number\n\nafter a gap\n\n2\n00:03 --> 00:04\n3\n\n3\n00:04 --> 00:05\nc",
            Ok("no number\nafter a gap\n3\nc"),
        );
        check("1\n00:01 --> 00:02\na < b <3 {x} <you>\n", Ok("a < b <3 {x} <you>"));
        check("1\r00:01 --> 00:02\ra\r", Ok("a"));
        check(
            "1\n00:01 --> 00:02\none\\Ntwo \\N three C:\\New\\Notes \\x\n",
            Ok("one\ntwo\nthree C:\\New\\Notes \\x"),
        );
        check("", Ok(""));
        check("1\n00:01 --> 00:02\n\n", Ok(""));
        check("no cue --> at all", Err("no cue is found in it"));
        check("\u{feff}1\n00:01 --> 00:02\na\n\n\u{feff}1\n00:03 --> 00:04\nb\n", Ok("a\nb"));
    }

    #[test]
    fn cues_of_data_are_no_text() {
        let data = "WEBVTT\n\n00:01.000 --> 00:02.000\na.jpg#xywh=0,0,160,90\n\n00:03.000 --> 00:04.000\n{\"a\":\n\"b\"}\n";
        check(data, Err("no cue has a text: all of them are data, such as names of pictures"));
        check(&format!("{data}\n00:05.000 --> 00:06.000\n[Music]"), Ok("[Music]"));
    }

    #[test]
    fn times_are_told_however_they_are_written() {
        check(
            "1\n00:00:01,000 -> 00:00:02,000\na -> b\n\n2\n00:00:03;000 --> 00:00:04;000\nc\n\n3\n-00:00:05,000 --> 00:00:06,000\nd\n\n\
             4\n00: 00: 07,000 --> 00: 00: 08,000\ne\n\n5\n00:00:09,000 -->\nf --> g\n",
            Ok("a -> b\nc\nd\ne\nf --> g"),
        );
    }

    #[test]
    fn webvtt_has_the_characters_of_html() {
        check(
            "WEBVTT\n\n00:01.000 --> 00:02.000\n&#233; &#xE9; &amp;lt; &lrm;&unknown; & &&; &#0; &#x110000;\n",
            Ok("é é &lt; \u{200e}&unknown; & &&; &#0; &#x110000;"),
        );
        #[cfg(feature = "xml")]
        check("WEBVTT\n\n00:01.000 --> 00:02.000\ncaf&eacute;&hellip;\n", Ok("café…"));
    }

    #[test]
    fn what_else_webvtt_has_is_left_out() {
        check(
            "WEBVTT - a title\nKind: captions\nLanguage: ar\n\nSTYLE\n::cue { color: red }\n\nNOTE\na note\n\nintro\n00:01.000 --> 00:02.000 \
             line:0 position:20%\n<v Leila>a &lt;b&gt; &amp;amp; <c.loud>c</c>\n- d\n\nNOTE more\n\n00:03.000 --> 00:04.000\ne < f",
            Ok("a <b> &amp; c\n- d\ne < f"),
        );
        let page =
            read(b"WEBVTT\nLanguage: ar\n\n00:01.000 --> 00:02.000\na".to_vec(), &Format::default()).unwrap();
        assert_eq!(Value::Object(page.metadata), serde_json::json!({"language": "ar"}));
    }

    #[test]
    fn lines_that_roll_are_read_once() {
        check(
            "WEBVTT\n\n00:01.000 --> 00:02.000\n \none<00:01.500><c> two</c>\n\n00:02.000 --> 00:02.010\none two\n \n\n\
             00:02.010 --> 00:03.000\none two\nthree<00:02.500><c> four</c>\n",
            Ok("one two\nthree four"),
        );
        check("WEBVTT\n\n00:01.000 --> 00:02.000\nNo.\n\n00:02.000 --> 00:03.000\nNo.\n", Ok("No.\nNo."));
    }

    #[test]
    fn subtitles_are_known_by_how_they_begin() {
        for (head, expected) in [
            ("WEBVTT\n\n00:01", true),
            ("\u{feff}WEBVTT", true),
            ("WEBVTTs", false),
            ("1\r\n00:00:01,000 --> 00:00:02,000\r\n", true),
            ("\u{feff}\n12\n0:00:01.00 --> 0:00:02.00\n", true),
            ("1\n2 --> 3", false),
            ("one\n00:01 --> 00:02", false),
            ("", false),
        ] {
            assert_eq!(begins_subtitles(head.as_bytes()), expected, "of {head}");
        }
    }

    proptest! {
        #[test]
        fn cues_come_back(cues in proptest::collection::vec("[a-zس.!&]{1,9}( [a-zس?-]{1,9}){0,3}", 0..9), web: bool, breaks in prop::sample::select(vec!["\n", "\r\n", "\r"])) {
            let mut written = if web { "WEBVTT\n\n".to_owned() } else { String::new() };
            for (number, cue) in cues.iter().enumerate() {
                let cue = if web { cue.replace('&', "&amp;") } else { cue.clone() };
                written += &format!("{number}\n00:00:0{number}.000 --> 00:00:0{number}.500\n<i>{cue}</i>\n\n");
            }
            let expected = if cues.is_empty() && web { Err("no cue is found in it") } else { Ok(cues.join("\n")) };
            let found = read(written.replace('\n', breaks).into_bytes(), &Format::default());
            prop_assert_eq!(found.map(|page| page.decoded.text), expected.map_err(str::to_owned));
        }

        #[test]
        fn any_text_ends(text in "(WEBVTT\n)?([-0-9:>< {}\\\\a\n]|-->){0,80}") {
            let _ = read(text.into_bytes(), &Format::default());
        }
    }
}
