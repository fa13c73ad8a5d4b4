//! Which encoding a text is in, by its bytes alone.

use encoding_rs::{BIG5, Encoding, GBK, SHIFT_JIS, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1256};

use super::charset::{Charset, UTF_8};
use super::{arabic, scripts, western};

/// How many bytes are looked at, from the first on that is not ASCII: more do not make a guess better.
pub(super) const SAMPLE: usize = 64 * 1024;

/// The sample around the first byte that is not valid UTF-8.
pub(super) fn around(bytes: &[u8], first_invalid: usize) -> &[u8] {
    let end = bytes.len().min(first_invalid.saturating_add(SAMPLE));
    &bytes[first_invalid.saturating_sub(SAMPLE / 4)..end]
}

/// The encoding of a sample of a text that has bytes beyond ASCII and is not valid UTF-8.
pub(super) fn guess(sample: &[u8]) -> Charset {
    let evidence = Evidence::of(sample);
    if evidence.is_utf8() {
        return UTF_8;
    }
    if let Some(encoding) = by_punctuation(sample) {
        return western::corrected(Charset::Standard(encoding), sample);
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let guessed = detector.guess(None, chardetng::Utf8Detection::Deny);
    let guessed = if is_east_asian_by_chance(guessed, sample) { WINDOWS_1252 } else { guessed };
    let guessed = arabic::corrected(guessed, sample);
    // What UTF-8 looks like in windows-1252 is no word of any language.
    match guessed == Charset::Standard(WINDOWS_1252) && evidence.is_more_than_chance() {
        true => UTF_8,
        false => scripts::corrected(western::corrected(guessed, sample), sample),
    }
}

/// Whether a text was taken for Chinese or Japanese whose bytes beyond ASCII are few and stand alone, as those of a short text
/// in Latin of DOS do, whose next letters would be the second halves of characters. Those of Katakana are letters too, and stand
/// with one between.
fn is_east_asian_by_chance(guessed: &Encoding, sample: &[u8]) -> bool {
    const LETTERS_FOR_EACH: usize = 6;
    if ![SHIFT_JIS, GBK, BIG5].contains(&guessed) {
        return false;
    }
    let is_beyond = |byte: &u8| !byte.is_ascii();
    let stand_together =
        sample.windows(3).any(|three| is_beyond(&three[0]) && three[1..].iter().any(is_beyond));
    let all = sample.iter().filter(|byte| is_beyond(byte)).count();
    let letters = sample.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let beside_letters =
        sample.windows(2).filter(|pair| is_beyond(&pair[0]) && pair[1].is_ascii_alphabetic()).count();
    !stand_together && all * LETTERS_FOR_EACH <= letters && beside_letters * 2 >= all
}

/// The encoding of a text whose bytes beyond ASCII are punctuation marks and signs alone: there is no letter for a
/// detector to go by, and the curly quotes, dashes and pounds of English are in windows-1252.
///
/// An inverted mark of Spanish stands before a word; what stands in its place after one is Arabic.
fn by_punctuation(sample: &[u8]) -> Option<&'static Encoding> {
    let is_sign = |byte: &u8| matches!(byte, ..0x80 | 0x80 | 0x84..=0x87 | 0x89 | 0x8b | 0x91..=0x97 | 0x99 | 0x9b | 0xa0..=0xa9 | 0xab..=0xb1 | 0xb4 | 0xb6..=0xb7 | 0xba..=0xbf);
    let is_arabic = |around: &[u8]| matches!(around, [before, 0xa1 | 0xba | 0xbf, after] if before.is_ascii_alphanumeric() && after.is_ascii_whitespace());
    let arabic = || sample.windows(3).any(is_arabic);
    sample.iter().all(is_sign).then(|| if arabic() { WINDOWS_1256 } else { WINDOWS_1252 })
}

/// Whether at most one in three of the sequences beyond ASCII is not valid UTF-8.
pub(super) fn is_mostly_utf8(sample: &[u8]) -> bool {
    Evidence::of(sample).is_utf8()
}

/// Characters beyond ASCII that speak for UTF-8 in a line, and sequences that speak against it.
pub(super) fn for_and_against_utf8(line: &[u8]) -> (usize, usize) {
    let evidence = Evidence::of(line);
    (evidence.valid, evidence.invalid)
}

/// What speaks for UTF-8 in a sample, and what against it, in sequences beyond ASCII.
///
/// In other encodings a valid sequence comes about by chance: a letter with the right punctuation mark after it. In a
/// text of windows-1256 that is one in some forty, in Thai and Japanese, the worst, one in four. A character cut off at
/// either end of the sample is not counted against it, and neither is a character in CESU-8 or a NUL in modified UTF-8,
/// which are not valid and come of programs that meant UTF-8.
#[derive(Clone, Copy, Debug, Default)]
struct Evidence {
    valid: usize,
    invalid: usize,
    /// Halves of characters in CESU-8.
    surrogates: usize,
}

impl Evidence {
    fn of(sample: &[u8]) -> Self {
        let begin = sample.iter().position(|byte| !matches!(byte, 0x80..0xc0)).unwrap_or(sample.len()).min(3);
        let mut evidence = Self::default();
        let mut rest = &sample[begin..];
        while let Some((before, length)) = meant(rest) {
            evidence.count(&rest[..before]);
            evidence.surrogates += usize::from(length == 3);
            rest = &rest[before + length..];
        }
        let whole = rest.len() - cut(rest);
        evidence.count(&rest[..whole]);
        evidence
    }

    fn count(&mut self, bytes: &[u8]) {
        for chunk in bytes.utf8_chunks() {
            self.valid += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
            self.invalid += usize::from(!chunk.invalid().is_empty());
        }
    }

    fn is_utf8(self) -> bool {
        let valid = self.valid + self.surrogates;
        valid > 0 && valid >= 2 * self.invalid
    }

    fn is_more_than_chance(self) -> bool {
        self.valid > 0 && self.valid >= self.invalid
    }
}

/// Where the first half of a character in CESU-8 begins, or the NUL of modified UTF-8, and its length.
fn meant(bytes: &[u8]) -> Option<(usize, usize)> {
    memchr::memchr2_iter(0xc0, 0xed, bytes).find_map(|at| match bytes[at..] {
        [0xed, 0xa0..=0xbf, 0x80..=0xbf, ..] => Some((at, 3)),
        [0xc0, 0x80, ..] => Some((at, 2)),
        _ => None,
    })
}

/// The length of a character that `bytes` have the beginning of at their end.
fn cut(bytes: &[u8]) -> usize {
    let last = bytes.utf8_chunks().last().map_or(&[][..], |chunk| chunk.invalid());
    let is_cut = std::str::from_utf8(last).is_err_and(|error| error.error_len().is_none());
    if is_cut { last.len() } else { 0 }
}

/// The byte order of a text in UTF-16 without a mark; nothing for what may well be something else.
///
/// The high byte of a character below U+2000 (of all alphabets but those of East Asia) is below 0x20, which no text in another
/// encoding has at seven of ten second places; the others are punctuation and emoji. Low bytes are of any kind. Of Chinese,
/// Japanese and Korean the low bytes tell, one in nine of which is a control character ([`is_east_asian`]).
pub(super) fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let (pairs, _) = sample.as_chunks::<2>();
    // Most texts have none. That is seen many bytes at once, where the loop need not end early.
    if !pairs.as_flattened().iter().fold(false, |any, &byte| any | is_control(byte)) {
        return None;
    }
    let (mut big, mut little) = (are_high(pairs, 0), are_high(pairs, 1));
    if !big && !little {
        (big, little) = (is_east_asian(pairs, 0), is_east_asian(pairs, 1));
    }
    match (big, little) {
        (true, false) if is_text(pairs, u16::from_be_bytes) => Some(UTF_16BE),
        (false, true) if is_text(pairs, u16::from_le_bytes) => Some(UTF_16LE),
        _ => None,
    }
}

/// Whether the bytes at one place of the pairs are the high bytes of characters of an alphabet.
///
/// Those of the scripts of India are the bytes of tabs and ends of lines, which stand at any second place in a list of single
/// letters: spaces have to be among them, which have a NUL byte.
fn are_high(pairs: &[[u8; 2]], place: usize) -> bool {
    // Halves of surrogate pairs, as emoji have them, are of no alphabet.
    let others = || pairs.iter().filter(|pair| !matches!(pair[place], 0xd8..=0xdf));
    let count = |is: fn(u8) -> bool, place: usize| others().filter(|pair| is(pair[place])).count();
    let all = others().count();
    let is_most = |count: usize| all >= 2 && count * 10 >= all * 7;
    let low_are_any = count(|byte| byte < 0x20, 1 - place) * 10 <= all * 6;
    let are_spaced = || count(|byte| byte == 0, place) * 40 >= all;
    low_are_any
        && (is_most(count(is_control, place)) || (is_most(count(|byte| byte < 0x20, place)) && are_spaced()))
}

/// Whether pairs are characters of Chinese, Japanese or Korean, most of them, with their high bytes at a place.
///
/// Letters of ASCII, two by two, look so too, but for the control characters, which stand in no text of them, and for low bytes
/// beyond ASCII.
fn is_east_asian(pairs: &[[u8; 2]], high: usize) -> bool {
    /// Fewer characters are too few to tell.
    const SHORTEST: usize = 8;
    let (mut letters, mut ascii, mut controls, mut beyond, mut others) = (0, 0, 0, 0, 0);
    for pair in pairs {
        let (high, low) = (pair[high], pair[1 - high]);
        match high {
            0x30..=0x31 | 0x4e..=0x9f | 0xac..=0xd7 => {
                letters += 1;
                controls += usize::from(is_control(low));
                beyond += usize::from(!low.is_ascii());
            }
            0 if low.is_ascii() => ascii += 1,
            // Punctuation, and the wide forms of it and of ASCII.
            0xff => {}
            0x20 if (0x10..0x50).contains(&low) => {}
            _ => others += 1,
        }
    }
    let all = pairs.len();
    let enough = (letters + ascii) * 10 >= all * 7 && letters * 8 >= all;
    all >= SHORTEST && enough && others * 20 <= all && controls * 50 >= letters && beyond * 12 >= letters
}

/// Whether a text of ASCII is in ISO-2022-JP: it has an escape sequence that calls for characters of Japanese.
pub(super) fn is_iso_2022_jp(bytes: &[u8]) -> bool {
    const CALLS: [&[u8]; 2] = [b"$B", b"$@"];
    memchr::memchr_iter(0x1b, bytes).any(|at| CALLS.iter().any(|call| bytes[at + 1..].starts_with(call)))
}

/// A byte that no text in an encoding of bytes has: controls other than white space, form feed and escape.
fn is_control(byte: u8) -> bool {
    matches!(byte, 0..=8 | 0xe..=0x1a | 0x1c..=0x1f)
}

/// Whether the units are those of a text: no control characters, no noncharacters, and hardly any half of a surrogate pair.
fn is_text(pairs: &[[u8; 2]], unit: fn([u8; 2]) -> u16) -> bool {
    /// A text has at most one half of a pair among so many characters, and one that the sample cut.
    const MOST: usize = 50;
    let mut halves = 0;
    let mut decoded = char::decode_utf16(pairs.iter().map(|&pair| unit(pair)));
    let are_characters = decoded.all(|character| match character {
        Ok(character) => {
            !matches!(character, '\0'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}'..='\u{ffff}')
        }
        Err(_) => {
            halves += 1;
            true
        }
    });
    are_characters && halves <= 1 + pairs.len() / MOST
}
