//! Streams in every encoding, whole and line by line, in pieces of any size.

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
fn a_line_that_is_valid_by_chance_settles_no_other() {
    let korean: &[u8] = &encoding_rs::EUC_KR.encode("항구가 오늘 아침 다시 열렸습니다\n").0;
    // The second byte of each character is one that continues one in UTF-8.
    let chance: &[u8] = b"\xc4\xab\xc6\xae\n";
    let (text, shown) = ("항구가 오늘 아침 다시 열렸습니다\n".as_bytes(), chance);
    for lines in [[chance, korean, korean], [korean, chance, korean], [korean, korean, chance]] {
        let expected: Vec<_> = lines
            .iter()
            .map(|line| if *line == chance { ("UTF-8", shown) } else { ("EUC-KR", text) })
            .collect();
        check_lines(&lines, &expected);
    }
    check_lines(
        &["a é\n".as_bytes(), b"the caf\xe9\n"],
        &[("UTF-8", "a é\n".as_bytes()), ("windows-1252", "the café\n".as_bytes())],
    );
    // Many such characters do, wherever they stand.
    let french = "l'été à l'école\n".as_bytes();
    check_lines(
        &["é\n".as_bytes(), b"the caf\xe9\n", french],
        &[("UTF-8", "é\n".as_bytes()), ("UTF-8", b"the caf\xe9\n"), ("UTF-8", french)],
    );
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
    let expected: Vec<_> = expected.iter().map(|(at, name, line)| (*at, *name, (*line).to_owned())).collect();
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
