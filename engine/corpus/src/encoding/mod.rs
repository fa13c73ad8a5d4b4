//! Which encoding a text is in, and how its bytes become a `String`.
//!
//! The encodings, their names and labels are those of the WHATWG Encoding Standard
//! (<https://encoding.spec.whatwg.org>). What an encoding is known by, the strongest first: a byte-order mark, what
//! the user says, bytes that are UTF-8 (which no other encoding has by chance, so that it is believed against all that
//! is declared), what the page or its server says, and what the bytes look like (`detect.rs`). A stream is decoded as it
//! is read, line by line where it has lines (`transcoding.rs`).

#[cfg(test)]
mod accuracy;
mod arabic;
mod charset;
mod detect;
mod evidence;
mod label;
#[cfg(feature = "archives")]
mod names;
mod old;
mod scripts;
mod transcoding;
mod undecoded;
mod western;

use std::borrow::Cow;

use charset::{Charset, UTF_8};
pub use evidence::EncodingEvidence;
pub use label::{Encoding, UnknownEncoding};
#[cfg(feature = "archives")]
pub(super) use names::NamesEncoding;
pub(super) use transcoding::{Transcoding, Unit};

/// A text that was bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    pub(super) text: String,
    /// The encoding's name in the WHATWG Encoding Standard.
    pub(super) encoding: &'static str,
    /// By what it is known.
    pub(super) evidence: EncodingEvidence,
    /// Where the first byte stands that is not valid and became U+FFFD, counted from 0 in the bytes with their
    /// mark; nothing where all are valid.
    pub(super) first_invalid: Option<u64>,
    /// The encoding that the text is in and that is not read here, so that the text is none.
    pub(super) undecoded: Option<String>,
}

impl Decoded {
    /// Whether something that is not valid was replaced by U+FFFD.
    pub(super) fn replaced(&self) -> bool {
        self.first_invalid.is_some()
    }
}

/// The message for a text with a byte that is not valid, counted from 0.
pub(super) fn not_valid(byte: u64, encoding: &str) -> String {
    format!("not valid {encoding}, first at byte {byte}")
}

/// Decodes a text that is whole; its byte-order mark is no part of it.
///
/// `given` is the user's word; `declared` are labels from the page or its server, the most trusted first, which may be
/// none of the standard.
pub(super) fn decode(bytes: Vec<u8>, given: Option<Encoding>, declared: &[&str]) -> Decoded {
    use EncodingEvidence::{Given, Mark};
    let (encoding, mark, evidence) = encoding_of(&bytes, given, declared);
    let is_told = matches!(evidence, Mark | Given);
    let undecoded = if is_told { None } else { undecoded::name(&bytes, encoding, declared) };
    let decoded = if encoding == UTF_8 {
        decode_utf8(bytes, mark, evidence)
    } else {
        decode_with(encoding, &bytes, mark, evidence)
    };
    Decoded { undecoded, ..decoded }
}

/// The message for a text that is in an encoding which is not read here, or which nobody knows here.
pub(super) fn in_doubt(decoded: &Decoded) -> Option<String> {
    match &decoded.undecoded {
        Some(name) => Some(undecoded::message(name)),
        None => western::in_doubt(decoded),
    }
}

/// The message for what begins with `head` and declares an encoding, where it is in that and it is one that is not read.
#[cfg(feature = "xml")]
pub(super) fn undecoded(head: &[u8], given: Option<Encoding>, declared: &str) -> Option<String> {
    decode(head.to_vec(), given, &[declared]).undecoded.map(|name| undecoded::message(&name))
}

/// The text of bytes in UTF-8, with U+FFFD in place of what is not valid: what [`String::from_utf8_lossy`] gives, which looks
/// at one byte after the other.
pub(super) fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    match simdutf8::basic::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(bytes),
    }
}

/// The first byte that is not valid UTF-8, counted from 0; nothing where all are.
pub(super) fn first_invalid(bytes: &[u8]) -> Option<usize> {
    simdutf8::compat::from_utf8(bytes).err().map(|error| error.valid_up_to())
}

/// Whether a text may be cut in the middle of its last character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tail {
    Whole,
    Cut,
}

impl Tail {
    fn of(cut: bool) -> Self {
        if cut { Self::Cut } else { Self::Whole }
    }
}

/// Whether bytes are valid UTF-8; ASCII is.
fn is_utf8(bytes: &[u8], tail: Tail) -> bool {
    match simdutf8::compat::from_utf8(bytes) {
        Ok(_) => true,
        Err(error) => tail == Tail::Cut && error.error_len().is_none(),
    }
}

/// The encoding of a text, the length of its byte-order mark, and by what it is known.
fn encoding_of(
    bytes: &[u8],
    given: Option<Encoding>,
    declared: &[&str],
) -> (Charset, usize, EncodingEvidence) {
    if let Some((encoding, marks)) = marked(bytes) {
        return (encoding, marks, EncodingEvidence::Mark);
    }
    let given = given.map(|given| (given.inner(), EncodingEvidence::Given));
    let utf16 = || Some((Charset::Standard(detect::utf16(bytes)?), EncodingEvidence::Detected));
    let (encoding, evidence) = given.or_else(utf16).unwrap_or_else(|| by_evidence(bytes, declared));
    (encoding, 0, evidence)
}

/// The encoding that a byte-order mark tells, and the length of all marks at the beginning.
fn marked(bytes: &[u8]) -> Option<(Charset, usize)> {
    let (encoding, length) = encoding_rs::Encoding::for_bom(bytes)?;
    let (mark, mut rest) = bytes.split_at(length);
    while let Some(after) = rest.strip_prefix(mark) {
        rest = after;
    }
    Some((Charset::Standard(encoding), bytes.len() - rest.len()))
}

/// The encoding of a text that has no mark and of which the user says nothing.
fn by_evidence(bytes: &[u8], declared: &[&str]) -> (Charset, EncodingEvidence) {
    use EncodingEvidence::{Declared, Detected, Valid};
    let mut believable = declared.iter().filter_map(|label| believable(label));
    let Some(invalid) = first_invalid(bytes) else {
        let is_other = |encoding: &Charset| *encoding != UTF_8;
        return match bytes.is_ascii() {
            true if detect::is_iso_2022_jp(bytes) => (Charset::Standard(encoding_rs::ISO_2022_JP), Detected),
            // So it is in the encoding that is declared.
            true => {
                believable.next().filter(is_other).map_or((UTF_8, Valid), |encoding| (encoding, Declared))
            }
            false => (UTF_8, Valid),
        };
    };
    let sample = detect::around(bytes, invalid);
    let utf8_is_declared = believable.clone().any(|encoding| encoding == UTF_8);
    if detect::is_mostly_utf8(sample) || (utf8_is_declared && is_utf8(bytes, Tail::Cut)) {
        return (UTF_8, Detected);
    }
    // What declares UTF-8 and is not has said nothing.
    let other = believable.find(|encoding| *encoding != UTF_8);
    other.map_or_else(|| (detect::guess(sample), Detected), |encoding| (encoding, Declared))
}

/// The encoding that a page or its server declares.
///
/// A page that says UTF-16 in letters of ASCII is none, and `x-user-defined` is a way to ship binary data: both are
/// left to detection.
fn believable(label: &str) -> Option<Charset> {
    let encoding = Charset::for_label(label)?;
    let is_data = encoding == Charset::Standard(encoding_rs::X_USER_DEFINED);
    (encoding.is_ascii_compatible() && !is_data).then_some(encoding)
}

/// Whether a text that begins with `head`, without a byte-order mark, is in UTF-16: NUL bytes are then no sign of
/// binary data.
pub(super) fn is_utf16_without_mark(head: &[u8]) -> bool {
    detect::utf16(head).is_some()
}

/// Costs no copy where all is valid and there is no mark.
fn decode_utf8(mut bytes: Vec<u8>, mark: usize, evidence: EncodingEvidence) -> Decoded {
    bytes.drain(..mark);
    let (text, first_invalid) = match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let first = mark + error.utf8_error().valid_up_to();
            (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(first as u64))
        }
    };
    Decoded { text, encoding: UTF_8.name(), evidence, first_invalid, undecoded: None }
}

fn decode_with(encoding: Charset, bytes: &[u8], mark: usize, evidence: EncodingEvidence) -> Decoded {
    let (text, first_invalid) = encoding.decoder().decode(&bytes[mark..]);
    let first_invalid = first_invalid.map(|first| (mark + first) as u64);
    Decoded { text, encoding: encoding.name(), evidence, first_invalid, undecoded: None }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn given(label: &str) -> Option<Encoding> {
        (!label.is_empty()).then(|| Encoding::parse(label).unwrap())
    }

    #[track_caller]
    fn check(bytes: &[u8], told: (&str, &str), encoding: &str, text: &str, first_invalid: Option<u64>) {
        let declared: Vec<_> = Some(told.1).into_iter().filter(|label| !label.is_empty()).collect();
        let decoded = decode(bytes.to_vec(), given(told.0), &declared);
        let expected = (text, encoding, first_invalid);
        let shown = bytes.escape_ascii().to_string();
        assert_eq!((&*decoded.text, decoded.encoding, decoded.first_invalid), expected, "in {shown}");
    }

    /// With nothing told but by the bytes.
    #[track_caller]
    fn check_found(bytes: &[u8], encoding: &str, text: &str, first_invalid: Option<u64>) {
        check(bytes, ("", ""), encoding, text, first_invalid);
    }

    #[test]
    fn utf8_loses_its_mark_alone() {
        check_found(b"", "UTF-8", "", None);
        check_found("plain سلام".as_bytes(), "UTF-8", "plain سلام", None);
        check_found(b"\xef\xbb\xbfmarked", "UTF-8", "marked", None);
        check_found(b"\xef\xbb\xbf", "UTF-8", "", None);
        check_found("in\u{feff}side".as_bytes(), "UTF-8", "in\u{feff}side", None);
        // Programs that join files, or write a mark in front of one, leave several.
        check_found(b"\xef\xbb\xbf\xef\xbb\xbftwo", "UTF-8", "two", None);
        check_found(b"\xef\xbb\xbf\xef\xbb\xbf\xef\xbb\xbf", "UTF-8", "", None);
    }

    #[test]
    fn utf16_is_known_by_its_mark() {
        check_found(b"\xff\xfes\0\x33\x06", "UTF-16LE", "sس", None);
        check_found(b"\xfe\xff\0s\x06\x33", "UTF-16BE", "sس", None);
        check_found(b"\xff\xfe\x3d\xd8\x00\xde", "UTF-16LE", "😀", None);
        check_found(b"\xff\xfe", "UTF-16LE", "", None);
        check_found(b"\xff\xfe\xff\xfea\0", "UTF-16LE", "a", None);
    }

    #[test]
    fn utf16_without_a_mark_is_known_by_its_control_bytes() {
        check_found(b"a\0b\0", "UTF-16LE", "ab", None);
        check_found(b"\0a\0b\0\n", "UTF-16BE", "ab\n", None);
        check_found(b"\x33\x06\x44\x06\x27\x06\x45\x06", "UTF-16LE", "سلام", None);
        check_found(b"\x06\x33\x06\x44\0 \x06\x45", "UTF-16BE", "سل م", None);
        check_found(b"abc\0defg", "UTF-8", "abc\0defg", None);
        check_found(b"\0\0\0\0", "UTF-8", "\0\0\0\0", None);
        check_found(b"a\0", "UTF-8", "a\0", None);
        check_found(b"a\nb\nc\nd\ne\n\x01\n", "UTF-8", "a\nb\nc\nd\ne\n\x01\n", None);
        let joined = "a\0b harbour reopened\0this morning\0and prices rose\0".repeat(5);
        check_found(joined.as_bytes(), "UTF-8", &joined, None);
    }

    #[test]
    fn utf16_of_any_script_is_known_without_a_mark() {
        for text in [
            "The harbour reopened; it\u{2019}s open \u{2014} \u{201c}at last\u{201d}.",
            "Порт вновь открылся. Александр, Иван и Лев: АБВГД.",
            "هل أعيد فتح الميناء؟ نعم — اليوم.",
            "B\u{1ebf}n c\u{1ea3}ng \u{111}\u{e3} m\u{1edf} c\u{1eed}a tr\u{1edf} l\u{1ea1}i v\u{e0}o s\u{e1}ng nay, \u{111}\u{103}ng \u{103}n.",
            "बंदरगाह आज सुबह फिर खुल गया। अब कीमतें बढ़ीं।",
            "துறைமுகம் இன்று காலை மீண்டும் திறக்கப்பட்டது.",
            "বন্দরটি আজ সকালে আবার খুলেছে। দাম বেড়েছে।",
            "ఓడరేవు ఈ ఉదయం తిరిగి తెరవబడింది.",
            "ወደቡ ዛሬ ጠዋት እንደገና ተከፈተ። ዋጋዎች ጨመሩ።",
            "ท่าเรือเปิดอีกครั้งเช้านี้ ราคาสูงขึ้น",
            "Great news \u{1f600}\u{1f389} for the harbour today",
            "\u{1f600} \u{1f603} great",
        ] {
            let units = || text.encode_utf16();
            let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
            check_found(&little, "UTF-16LE", text, None);
            check_found(&big, "UTF-16BE", text, None);
        }
        // One half of a pair among many characters is a flaw.
        let mut units: Vec<u16> = "The harbour reopened this morning. ".repeat(3).encode_utf16().collect();
        units[40] = 0xd83d;
        let bytes: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        assert_eq!(decode(bytes, None, &[]).encoding, "UTF-16LE");
    }

    #[test]
    fn utf16_of_east_asia_is_known_without_a_mark() {
        for text in [
            "港口今天早上重新开放，第一批船只已经离开。“市场价格”下降了百分之三。",
            "港は今朝、再び開かれました。最初の船はもう出ています。市場の値段は３％下がりました。",
            "항구가 오늘 아침 다시 열렸습니다. 첫 배들은 이미 떠났고, 시장의 가격은 내렸습니다.",
            "UTF-16 (16-bit Unicode Transformation Format) は、符号化方式のひとつである。\n== 歴史 ==\n",
        ] {
            let units = || text.encode_utf16();
            let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
            check_found(&little, "UTF-16LE", text, None);
            check_found(&big, "UTF-16BE", text, None);
        }
        // Letters of Latin, two by two, are no characters of Chinese, even with a control character among them.
        for letters in ["un café noir et un thé vert", "cafés\u{3} and words that go on and on, as they do"]
        {
            let bytes = encoding_rs::WINDOWS_1252.encode(letters).0;
            assert_eq!(decode(bytes.into_owned(), None, &[]).text, letters);
        }
    }

    #[test]
    fn iso_2022_jp_is_known_by_its_escape_sequences() {
        let text = "港は今朝、再び開かれました。";
        let bytes = encoding_rs::ISO_2022_JP.encode(text).0;
        assert!(bytes.is_ascii());
        check_found(&bytes, "ISO-2022-JP", text, None);
        check(&bytes, ("", "iso-2022-jp"), "ISO-2022-JP", text, None);
        // What a terminal is told is none of it.
        check_found(b"\x1b[1mbold\x1b(B", "UTF-8", "\x1b[1mbold\x1b(B", None);
    }

    #[test]
    fn what_is_not_valid_is_replaced_and_placed() {
        let mostly = "سلام عليكم".as_bytes();
        let bad = [mostly, b"\xff", mostly].concat();
        check_found(&bad, "UTF-8", "سلام عليكم\u{fffd}سلام عليكم", Some(mostly.len() as u64));
        check_found(&[b"\xef\xbb\xbf", &bad[..]].concat(), "UTF-8", "سلام عليكم\u{fffd}سلام عليكم", Some(22));
        check_found("سلام".as_bytes()[..7].as_ref(), "UTF-8", "سلا\u{fffd}", Some(6));
        check_found(b"\xff\xfes\0\x3d\xd8s\0", "UTF-16LE", "s\u{fffd}s", Some(4));
        check_found(b"\xff\xfes\0s", "UTF-16LE", "s\u{fffd}", Some(4));
        check(b"ab\xff", ("iso-8859-6", ""), "ISO-8859-6", "ab\u{fffd}", Some(2));
        check(b"\x81", ("shift_jis", ""), "Shift_JIS", "\u{fffd}", Some(0));
    }

    #[test]
    fn it_is_told_by_what_an_encoding_is_known() {
        use EncodingEvidence::{Declared, Detected, Given, Mark, Valid};
        let cases: [(&[u8], &str, &str, EncodingEvidence); 9] = [
            (b"\xef\xbb\xbftext", "", "", Mark),
            (b"\xff\xfet\0", "latin1", "", Mark),
            (b"\xd3\xe1\xc7\xe3", "cp1256", "", Given),
            ("سلام".as_bytes(), "", "windows-1256", Valid),
            (b"text", "", "", Valid),
            (b"text", "", "windows-1256", Declared),
            (b"\xd3\xe1\xc7\xe3", "", "windows-1256", Declared),
            (b"\xd3\xe1\xc7\xe3 \xda\xe1\xed\xdf\xe3", "", "utf-8", Detected),
            (b"a\0b\0", "", "", Detected),
        ];
        for (bytes, user, page, evidence) in cases {
            let declared: Vec<_> = Some(page).into_iter().filter(|label| !label.is_empty()).collect();
            let decoded = decode(bytes.to_vec(), given(user), &declared);
            assert_eq!(decoded.evidence, evidence, "in {}", bytes.escape_ascii());
        }
    }

    #[test]
    fn a_legacy_encoding_is_given_or_declared() {
        check(b"\xd3\xe1\xc7\xe3", ("cp1256", ""), "windows-1256", "سلام", None);
        check(b"\xd3\xe4\xc7\xe5", ("", "ISO-8859-6"), "ISO-8859-6", "سلام", None);
        check(b"caf\xe9", ("latin1", "utf-8"), "windows-1252", "café", None);
        check("é".as_bytes(), ("windows-1252", ""), "windows-1252", "Ã©", None);
        check("\u{feff}é".as_bytes(), ("windows-1252", ""), "UTF-8", "é", None);
        check("é".as_bytes(), ("", "no such thing"), "UTF-8", "é", None);
        check("é".as_bytes(), ("", "utf-16"), "UTF-8", "é", None);
        check("é".as_bytes(), ("", "iso-2022-kr"), "UTF-8", "é", None);
        check(b"a\0b\0", ("", "utf-8"), "UTF-16LE", "ab", None);
        check(b"a\0b\0", ("utf-16le", ""), "UTF-16LE", "ab", None);
    }

    #[test]
    fn utf8_is_believed_against_what_is_declared() {
        for label in ["iso-8859-1", "gb2312", "windows-1256", "shift_jis", "utf-8"] {
            check("أسواق المدينة".as_bytes(), ("", label), "UTF-8", "أسواق المدينة", None);
            check("中文新闻 and words".as_bytes(), ("", label), "UTF-8", "中文新闻 and words", None);
        }
        // A flaw does not make it another.
        let bad = ["أسواق المدينة القديمة".as_bytes(), b"\xff"].concat();
        check(&bad, ("", "windows-1256"), "UTF-8", "أسواق المدينة القديمة\u{fffd}", Some(40));
        // What is not UTF-8 is what is declared, and ASCII is too.
        check(b"caf\xe9", ("", "windows-1250"), "windows-1250", "café", None);
        check(b"cafe", ("", "windows-1250"), "windows-1250", "cafe", None);
    }

    #[test]
    fn what_declares_utf8_and_is_not_is_found_out() {
        let bytes = encoding_rs::WINDOWS_1256.encode("ذهب الولد إلى المدرسة في الصباح").0;
        check(&bytes, ("", "utf-8"), "windows-1256", "ذهب الولد إلى المدرسة في الصباح", None);
        let declared = ["utf-8", "iso-8859-6"];
        assert_eq!(decode(b"\xd3\xe4\xc7\xe5".to_vec(), None, &declared).text, "سلام");
        // One that was cut in the middle of a character is UTF-8.
        check("a café".as_bytes()[..6].as_ref(), ("", "utf-8"), "UTF-8", "a caf\u{fffd}", Some(5));
    }

    #[test]
    fn cesu8_is_replaced_and_changes_nothing_else() {
        let replaced = "\u{fffd}".repeat(6);
        let emoji = b"\xed\xa0\xbd\xed\xb8\x80";
        for (before, after) in [("مرحبا ", " بكم"), ("hello ", " there"), ("", "")] {
            let bytes = [before.as_bytes(), emoji, after.as_bytes()].concat();
            let text = format!("{before}{replaced}{after}");
            check_found(&bytes, "UTF-8", &text, Some(before.len() as u64));
        }
        check_found(b"a \xed\xa0\xbd b", "UTF-8", "a \u{fffd}\u{fffd}\u{fffd} b", Some(2));
        check_found(b"a\xc0\x80 \xc3\xa9", "UTF-8", "a\u{fffd}\u{fffd} é", Some(1));
        check_found(b"caf\xc3\xa9 \xff", "UTF-8", "café \u{fffd}", Some(6));
    }

    #[test]
    fn persian_and_urdu_are_known_in_windows_1256() {
        for text in [
            "گزارش روزنامه درباره پروژه جديد ژاپن",
            "دانشجويان ايراني در تهران گفتند كه اين پروژه چند سال طول مي‌كشد",
            "پليس گفت چهار نفر در اين حادثه زخمي شدند",
            "قيمت نفت در بازارهاي جهاني كاهش پيدا كرد",
            "ژنرال پيشين چچن",
            "وه گھر ميں بيٹھا ہے اور کتاب پڑھ رہا ہے",
        ] {
            let (bytes, _, lossy) = encoding_rs::WINDOWS_1256.encode(text);
            assert!(!lossy, "{text} is in windows-1256");
            check_found(&bytes, "windows-1256", text, None);
        }
    }

    proptest! {
        #[test]
        fn utf8_is_never_taken_for_another(text in "[^\0-\u{8}\u{e}-\u{1f}]*") {
            let decoded = decode(text.clone().into_bytes(), None, &[]);
            prop_assert_eq!(decoded.encoding, "UTF-8");
            prop_assert_eq!(decoded.first_invalid, None);
            prop_assert_eq!(&decoded.text, text.strip_prefix('\u{feff}').unwrap_or(&text));
        }

        #[test]
        fn what_is_declared_never_changes_utf8(
            text in "[a-z \u{e9}\u{633}\u{4e2d}\u{1f600}]{20,60}",
            label in prop::sample::select(vec!["iso-8859-1", "gb2312", "windows-1256", "shift_jis", "utf-8", "x"]),
        ) {
            let decoded = decode(text.clone().into_bytes(), None, &[label]);
            prop_assert_eq!(decoded.text, text);
        }

        #[test]
        fn what_is_valid_is_told_as_the_standard_library_tells_it(
            bytes in proptest::collection::vec(prop::sample::select(&b"ab\xd8\xb3\xf0\x9f\x98\x80\xed\xa0\xc0\xff"[..]), 0..200),
        ) {
            prop_assert_eq!(lossy(&bytes), String::from_utf8_lossy(&bytes));
            let expected = std::str::from_utf8(&bytes).err().map(|error| error.valid_up_to());
            prop_assert_eq!(first_invalid(&bytes), expected);
        }

        #[test]
        fn any_bytes_are_some_text(
            bytes in proptest::collection::vec(any::<u8>(), 0..64),
            label in prop::sample::select(vec!["", "utf-8", "utf-16be", "gb18030", "iso-2022-jp", "euc-jp", "koi8-r"]),
        ) {
            let length = bytes.len() as u64;
            let decoded = decode(bytes, given(label), &[label]);
            prop_assert!(decoded.first_invalid.is_none_or(|byte| byte < length));
            prop_assert!(!decoded.replaced() || decoded.text.contains(char::REPLACEMENT_CHARACTER));
        }
    }
}
