//! The encodings that texts are read in: those of the WHATWG Encoding Standard, two of Arabic that it does not have,
//! and those of DOS and the Macintosh (`old.rs`).

use std::borrow::Cow;

use encoding_rs::{self as rs, DecoderResult};

use super::old;

/// An encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Charset {
    /// One of the standard.
    Standard(&'static rs::Encoding),
    /// One of a byte for each character.
    Table(&'static Table),
}

/// The characters of an encoding of a byte each, which is ASCII below 0x80.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Table {
    /// How it is called in reports.
    pub(super) name: &'static str,
    /// What else it is called, in lower case.
    pub(super) labels: &'static [&'static str],
    /// Those from 0x80 on, U+FFFD for a byte that has no meaning.
    pub(super) high: [char; 128],
}

pub(crate) const UTF_8: Charset = Charset::Standard(rs::UTF_8);

/// What DOS and the consoles of Windows write in Arabic.
pub(super) static CP720: Table = Table {
    name: "cp720",
    labels: &["cp720", "dos-720", "dos720", "ibm720", "ibm-720", "720"],
    high: [
        '\u{FFFD}', '\u{FFFD}', 'é', 'â', '\u{FFFD}', 'à', '\u{FFFD}', 'ç', 'ê', 'ë', 'è', 'ï', 'î',
        '\u{FFFD}', '\u{FFFD}', '\u{FFFD}', '\u{FFFD}', '\u{651}', '\u{652}', 'ô', '¤', 'ـ', 'û', 'ù', 'ء',
        'آ', 'أ', 'ؤ', '£', 'إ', 'ئ', 'ا', 'ب', 'ة', 'ت', 'ث', 'ج', 'ح', 'خ', 'د', 'ذ', 'ر', 'ز', 'س', 'ش',
        'ص', '«', '»', '░', '▒', '▓', '│', '┤', '╡', '╢', '╖', '╕', '╣', '║', '╗', '╝', '╜', '╛', '┐', '└',
        '┴', '┬', '├', '─', '┼', '╞', '╟', '╚', '╔', '╩', '╦', '╠', '═', '╬', '╧', '╨', '╤', '╥', '╙', '╘',
        '╒', '╓', '╫', '╪', '┘', '┌', '█', '▄', '▌', '▐', '▀', 'ض', 'ط', 'ظ', 'ع', 'غ', 'ف', 'µ', 'ق', 'ك',
        'ل', 'م', 'ن', 'ه', 'و', 'ى', 'ي', '≡', '\u{64B}', '\u{64C}', '\u{64D}', '\u{64E}', '\u{64F}',
        '\u{650}', '≈', '°', '∙', '·', '√', 'ⁿ', '²', '■', '\u{A0}',
    ],
};

/// What the Macintosh wrote in Arabic and Persian before it wrote Unicode. Its letters stand where those of ISO-8859-6 do;
/// blanks and punctuation marks stand twice, once for each direction, and are here what they look like.
pub(super) static MAC_ARABIC: Table = Table {
    name: "x-mac-arabic",
    labels: &["x-mac-arabic", "macarabic", "mac-arabic", "mac_arabic", "x-macarabic"],
    high: [
        'Ä', '\u{A0}', 'Ç', 'É', 'Ñ', 'Ö', 'Ü', 'á', 'à', 'â', 'ä', 'ں', '«', 'ç', 'é', 'è', 'ê', 'ë', 'í',
        '…', 'î', 'ï', 'ñ', 'ó', '»', 'ô', 'ö', '÷', 'ú', 'ù', 'û', 'ü', ' ', '!', '"', '#', '$', '٪', '&',
        '\'', '(', ')', '*', '+', '،', '-', '.', '/', '٠', '١', '٢', '٣', '٤', '٥', '٦', '٧', '٨', '٩', ':',
        '؛', '<', '=', '>', '؟', '❊', 'ء', 'آ', 'أ', 'ؤ', 'إ', 'ئ', 'ا', 'ب', 'ة', 'ت', 'ث', 'ج', 'ح', 'خ',
        'د', 'ذ', 'ر', 'ز', 'س', 'ش', 'ص', 'ض', 'ط', 'ظ', 'ع', 'غ', '[', '\\', ']', '^', '_', 'ـ', 'ف', 'ق',
        'ك', 'ل', 'م', 'ن', 'ه', 'و', 'ى', 'ي', '\u{64B}', '\u{64C}', '\u{64D}', '\u{64E}', '\u{64F}',
        '\u{650}', '\u{651}', '\u{652}', 'پ', 'ٹ', 'چ', 'ە', 'ڤ', 'گ', 'ڈ', 'ڑ', '{', '|', '}', 'ژ', 'ے',
    ],
};

/// What DOS wrote in America.
pub(super) static CP437: Table = Table {
    name: "cp437",
    labels: &["cp437", "ibm437", "437", "cspc8codepage437"],
    high: [
        'Ç', 'ü', 'é', 'â', 'ä', 'à', 'å', 'ç', 'ê', 'ë', 'è', 'ï', 'î', 'ì', 'Ä', 'Å', 'É', 'æ', 'Æ', 'ô',
        'ö', 'ò', 'û', 'ù', 'ÿ', 'Ö', 'Ü', '¢', '£', '¥', '₧', 'ƒ', 'á', 'í', 'ó', 'ú', 'ñ', 'Ñ', 'ª', 'º',
        '¿', '⌐', '¬', '½', '¼', '¡', '«', '»', '░', '▒', '▓', '│', '┤', '╡', '╢', '╖', '╕', '╣', '║', '╗',
        '╝', '╜', '╛', '┐', '└', '┴', '┬', '├', '─', '┼', '╞', '╟', '╚', '╔', '╩', '╦', '╠', '═', '╬', '╧',
        '╨', '╤', '╥', '╙', '╘', '╒', '╓', '╫', '╪', '┘', '┌', '█', '▄', '▌', '▐', '▀', 'α', 'ß', 'Γ', 'π',
        'Σ', 'σ', 'µ', 'τ', 'Φ', 'Θ', 'Ω', 'δ', '∞', 'φ', 'ε', '∩', '≡', '±', '≥', '≤', '⌠', '⌡', '÷', '≈',
        '°', '∙', '·', '√', 'ⁿ', '²', '■', '\u{A0}',
    ],
};

/// What DOS and the consoles of Windows write in the west of Europe.
pub(super) static CP850: Table = Table {
    name: "cp850",
    labels: &["cp850", "ibm850", "850", "cspc850multilingual"],
    high: [
        'Ç', 'ü', 'é', 'â', 'ä', 'à', 'å', 'ç', 'ê', 'ë', 'è', 'ï', 'î', 'ì', 'Ä', 'Å', 'É', 'æ', 'Æ', 'ô',
        'ö', 'ò', 'û', 'ù', 'ÿ', 'Ö', 'Ü', 'ø', '£', 'Ø', '×', 'ƒ', 'á', 'í', 'ó', 'ú', 'ñ', 'Ñ', 'ª', 'º',
        '¿', '®', '¬', '½', '¼', '¡', '«', '»', '░', '▒', '▓', '│', '┤', 'Á', 'Â', 'À', '©', '╣', '║', '╗',
        '╝', '¢', '¥', '┐', '└', '┴', '┬', '├', '─', '┼', 'ã', 'Ã', '╚', '╔', '╩', '╦', '╠', '═', '╬', '¤',
        'ð', 'Ð', 'Ê', 'Ë', 'È', 'ı', 'Í', 'Î', 'Ï', '┘', '┌', '█', '▄', '¦', 'Ì', '▀', 'Ó', 'ß', 'Ô', 'Ò',
        'õ', 'Õ', 'µ', 'þ', 'Þ', 'Ú', 'Û', 'Ù', 'ý', 'Ý', '¯', '´', '\u{AD}', '±', '‗', '¾', '¶', '§', '÷',
        '¸', '°', '¨', '·', '¹', '³', '²', '■', '\u{A0}',
    ],
};

/// The same in the middle of Europe.
pub(super) static CP852: Table = Table {
    name: "cp852",
    labels: &["cp852", "ibm852", "852", "cspcp852"],
    high: [
        'Ç', 'ü', 'é', 'â', 'ä', 'ů', 'ć', 'ç', 'ł', 'ë', 'Ő', 'ő', 'î', 'Ź', 'Ä', 'Ć', 'É', 'Ĺ', 'ĺ', 'ô',
        'ö', 'Ľ', 'ľ', 'Ś', 'ś', 'Ö', 'Ü', 'Ť', 'ť', 'Ł', '×', 'č', 'á', 'í', 'ó', 'ú', 'Ą', 'ą', 'Ž', 'ž',
        'Ę', 'ę', '¬', 'ź', 'Č', 'ş', '«', '»', '░', '▒', '▓', '│', '┤', 'Á', 'Â', 'Ě', 'Ş', '╣', '║', '╗',
        '╝', 'Ż', 'ż', '┐', '└', '┴', '┬', '├', '─', '┼', 'Ă', 'ă', '╚', '╔', '╩', '╦', '╠', '═', '╬', '¤',
        'đ', 'Đ', 'Ď', 'Ë', 'ď', 'Ň', 'Í', 'Î', 'ě', '┘', '┌', '█', '▄', 'Ţ', 'Ů', '▀', 'Ó', 'ß', 'Ô', 'Ń',
        'ń', 'ň', 'Š', 'š', 'Ŕ', 'Ú', 'ŕ', 'Ű', 'ý', 'Ý', 'ţ', '´', '\u{AD}', '˝', '˛', 'ˇ', '˘', '§', '÷',
        '¸', '°', '¨', '˙', 'ű', 'Ř', 'ř', '■', '\u{A0}',
    ],
};

impl Charset {
    /// The encoding that has a label, in any case.
    pub(super) fn for_label(label: &str) -> Option<Self> {
        if let Some(encoding) = rs::Encoding::for_label_no_replacement(label.as_bytes()) {
            return Some(Self::Standard(encoding));
        }
        let label =
            label.trim_matches(|character: char| character.is_ascii_whitespace()).to_ascii_lowercase();
        let table = [&CP720, &MAC_ARABIC, &CP437, &CP850, &CP852]
            .into_iter()
            .chain(old::ALL)
            .find(|table| table.labels.contains(&&*label));
        table.map(Self::Table).or_else(|| Self::of_code_page(code_page(&label)?))
    }

    /// The encoding of a code page of Windows that the standard calls by another name.
    fn of_code_page(number: u32) -> Option<Self> {
        let label = match number {
            874 | 1250..=1258 => return Self::for_label(&format!("windows-{number}")),
            28591..=28606 => return Self::for_label(&format!("iso-8859-{}", number - 28590)),
            932 => "shift_jis",
            936 => "gbk",
            949 | 51949 => "euc-kr",
            950 => "big5",
            1200 => "utf-16le",
            1201 => "utf-16be",
            10000 => "macintosh",
            10004 => "x-mac-arabic",
            10006 => "x-mac-greek",
            10007 => "x-mac-cyrillic",
            10029 => "x-mac-ce",
            10081 => "x-mac-turkish",
            20127 => "us-ascii",
            20866 => "koi8-r",
            20932 | 51932 => "euc-jp",
            21866 => "koi8-u",
            50220..=50222 => "iso-2022-jp",
            54936 => "gb18030",
            65001 => "utf-8",
            _ => return None,
        };
        Self::for_label(label)
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Standard(encoding) => encoding.name(),
            Self::Table(table) => table.name,
        }
    }

    /// Whether bytes below 0x80 are ASCII.
    pub(super) fn is_ascii_compatible(self) -> bool {
        match self {
            Self::Standard(encoding) => encoding.is_ascii_compatible(),
            Self::Table(_) => true,
        }
    }

    /// The text of bytes all of which are valid.
    pub(super) fn decode_valid(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        match self {
            Self::Standard(encoding) => encoding.decode_without_bom_handling_and_without_replacement(bytes),
            Self::Table(table) => {
                let text: String = bytes.iter().map(|&byte| table.character(byte)).collect();
                (!text.contains(char::REPLACEMENT_CHARACTER)).then_some(Cow::Owned(text))
            }
        }
    }

    pub(super) fn decoder(self) -> Decoder {
        match self {
            Self::Standard(encoding) => {
                Decoder::Standard(Box::new(encoding.new_decoder_without_bom_handling()))
            }
            Self::Table(table) => Decoder::Table(table),
        }
    }
}

/// The number of a code page, as programs write it: `cp932`, `ms936`, `windows-65001`, `ibm-1047`.
pub(super) fn code_page(label: &str) -> Option<u32> {
    const BEFORE: [&str; 6] = ["cp", "ms", "windows", "ibm", "dos", "ccsid"];
    let label = label.strip_prefix("x-").unwrap_or(label);
    let rest = BEFORE.iter().find_map(|before| label.strip_prefix(before))?;
    let digits = rest.trim_start_matches(['-', '_']);
    // A number of four digits may begin with a zero, as IBM writes it.
    (digits.len() <= 5 && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.parse().ok())?
}

/// The characters of a table that are written one after the other.
pub(super) const fn high(text: &str) -> [char; 128] {
    let (bytes, mut characters, mut at, mut place) = (text.as_bytes(), ['\0'; 128], 0, 0);
    while place < characters.len() {
        let lead = bytes[at] as u32;
        let (mut code, length) = match lead {
            0..0x80 => (lead, 1),
            0x80..0xe0 => (lead & 0x1f, 2),
            _ => (lead & 0xf, 3),
        };
        let mut next = 1;
        while next < length {
            code = code << 6 | (bytes[at + next] & 0x3f) as u32;
            next += 1;
        }
        characters[place] = char::from_u32(code).expect("text is valid UTF-8, and of three bytes at most");
        at += length;
        place += 1;
    }
    assert!(at == bytes.len(), "a table has 128 characters");
    characters
}

#[cfg(test)]
impl Charset {
    /// The bytes of a text, where it can be written in the encoding.
    pub(super) fn encode(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Standard(encoding) => {
                let (bytes, _, lossy) = encoding.encode(text);
                (!lossy).then(|| bytes.into_owned())
            }
            Self::Table(table) => {
                let byte = |character| (0..=u8::MAX).find(|&byte| table.character(byte) == character);
                text.chars().map(byte).collect()
            }
        }
    }
}

impl Table {
    fn character(&self, byte: u8) -> char {
        match byte {
            ..0x80 => char::from(byte),
            _ => self.high[usize::from(byte) - 0x80],
        }
    }
}

/// A text that is decoded piece by piece.
pub(super) enum Decoder {
    Standard(Box<rs::Decoder>),
    Table(&'static Table),
}

/// A byte that UTF-8 never has.
///
/// It stands for what was not valid in another encoding, so that whoever makes a string of a line sees that something
/// in this very line is not valid, whatever the encoding was.
pub(super) const INVALID: u8 = 0xff;

/// How many bytes are decoded at once.
pub(super) const BLOCK: usize = 16 * 1024;

impl Decoder {
    /// Appends `bytes` to `ready` as UTF-8, with [`INVALID`] for each sequence that is not valid.
    pub(super) fn transcode(&mut self, bytes: &[u8], last: bool, ready: &mut Vec<u8>) {
        match self {
            Self::Standard(decoder) => transcode(decoder, bytes, last, ready),
            Self::Table(table) => {
                for &byte in bytes {
                    match table.character(byte) {
                        char::REPLACEMENT_CHARACTER => ready.push(INVALID),
                        character => ready.extend(character.encode_utf8(&mut [0; 4]).as_bytes()),
                    }
                }
            }
        }
    }

    /// A text that is whole, with U+FFFD for each sequence that is not valid, and where the first of them begins.
    pub(super) fn decode(self, bytes: &[u8]) -> (String, Option<usize>) {
        match self {
            Self::Standard(decoder) => decode(*decoder, bytes),
            Self::Table(table) => {
                let text = bytes.iter().map(|&byte| table.character(byte)).collect();
                let is_invalid = |byte: &u8| table.character(*byte) == char::REPLACEMENT_CHARACTER;
                (text, bytes.iter().position(is_invalid))
            }
        }
    }
}

fn transcode(decoder: &mut rs::Decoder, mut bytes: &[u8], last: bool, ready: &mut Vec<u8>) {
    loop {
        let length = ready.len();
        let longest = decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(BLOCK).max(8);
        ready.resize(length + longest, 0);
        let (result, read, written) =
            decoder.decode_to_utf8_without_replacement(bytes, &mut ready[length..], last);
        ready.truncate(length + written);
        bytes = &bytes[read..];
        match result {
            DecoderResult::InputEmpty => return,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => ready.push(INVALID),
        }
    }
}

fn decode(mut decoder: rs::Decoder, bytes: &[u8]) -> (String, Option<usize>) {
    let (mut text, mut first_invalid, mut read) = (String::new(), None, 0);
    loop {
        let rest = &bytes[read..];
        text.reserve(
            decoder.max_utf8_buffer_length_without_replacement(rest.len()).unwrap_or(rest.len()).max(4),
        );
        let (result, consumed) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        read += consumed;
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(length, after) => {
                text.push(char::REPLACEMENT_CHARACTER);
                // Nothing may come before the first byte: a cut pair at the very end counts bytes that were held back.
                first_invalid.get_or_insert(read.saturating_sub(usize::from(length) + usize::from(after)));
            }
        }
    }
    text.shrink_to_fit();
    (text, first_invalid)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::{Encoding, decode};

    const ARABIC: &str = "ذهب الولد إلى المدرسة في الصباح، وعاد قبل الظهر.";

    #[test]
    fn arabic_of_dos_and_of_the_macintosh_is_told() {
        let dos = ARABIC.replace('،', "");
        let bytes = Charset::Table(&CP720).encode(&dos).unwrap();
        let decoded = decode(bytes, None, &[]);
        assert_eq!((&*decoded.text, decoded.encoding, decoded.first_invalid), (&*dos, "cp720", None));
        let ascii = Charset::Table(&MAC_ARABIC).encode(ARABIC).unwrap();
        // As most programs write it: blanks and marks from right to left.
        let marks = |byte: u8| if matches!(byte, b' '..b'0') { byte + 0x80 } else { byte };
        let from_right: Vec<u8> = ascii.iter().copied().map(marks).collect();
        let decoded = decode(from_right, None, &[]);
        assert_eq!((&*decoded.text, decoded.encoding, decoded.first_invalid), (ARABIC, "x-mac-arabic", None));
        // With those of ASCII it is the same in ISO-8859-6.
        assert_eq!(decode(ascii, None, &[]).text, ARABIC);
        let persian = "گزارش روزنامه درباره پروژه جديد ژاپن";
        let bytes = Charset::Table(&MAC_ARABIC).encode(persian).unwrap();
        assert_eq!(decode(bytes, None, &[]).text, persian);
    }

    #[test]
    fn tables_are_those_of_the_code_pages() {
        for (table, bytes, text) in [
            (&old::CP862, &b"\x80\x9a\xff"[..], "את\u{a0}"),
            (&old::CP737, b"\x80\x98\xe1", "Ααά"),
            (&old::CP855, b"\xa1\xe1\x80", "Арђ"),
            (&old::CP869, b"\xd6\x9b\x80", "αά\u{fffd}"),
            (&old::MAC_GREEK, b"\xe1\xc0\xff", "αά\u{ad}"),
            (&old::CP857, b"\x8d\xa7\xfa", "ığ·"),
        ] {
            let decoded: String = bytes.iter().map(|&byte| table.character(byte)).collect();
            assert_eq!(decoded, text, "in {}", table.name);
        }
    }

    #[test]
    fn they_may_be_named() {
        for (label, name) in [
            ("CP720", "cp720"),
            (" dos-720 ", "cp720"),
            ("x-mac-arabic", "x-mac-arabic"),
            ("MacArabic", "x-mac-arabic"),
            ("CP862", "cp862"),
            ("IBM855", "cp855"),
            ("x-mac-greek", "x-mac-greek"),
            ("cp932", "Shift_JIS"),
            ("cp936", "GBK"),
            ("ms949", "EUC-KR"),
            ("cp950", "Big5"),
            ("windows1256", "windows-1256"),
            ("CP-1252", "windows-1252"),
            ("cp65001", "UTF-8"),
            ("cp28596", "ISO-8859-6"),
        ] {
            assert_eq!(Encoding::parse(label).map(Encoding::name), Ok(name), "of {label:?}");
        }
        let given = Encoding::parse("cp720").ok();
        let decoded = decode(b"\x9f\xe9 \x80".to_vec(), given, &[]);
        assert_eq!((&*decoded.text, decoded.first_invalid), ("ال \u{fffd}", Some(3)));
    }
}
