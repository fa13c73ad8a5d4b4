//! Packs the Unicode character properties that the segmenter reads into tables of three stages.

use std::collections::HashMap;
use std::fmt::{Display, Write as _};
use std::hash::Hash;

use icu_properties::props::{
    BinaryProperty, EmojiPresentation, ExtendedPictographic, GeneralCategory, LineBreak, Script,
    SentenceBreak, WordBreak,
};
use icu_properties::{CodePointMapData, CodePointSetData, PropertyNamesLong};

#[path = "../src/unicode/properties.rs"]
#[allow(dead_code, unreachable_pub)]
mod character;
#[path = "../src/unicode/classes.rs"]
#[allow(dead_code, unreachable_pub)]
mod classes;
#[path = "scan.rs"]
mod scan;
use classes::layout;

const CODE_POINTS: usize = 0x11_0000;

/// Source text of the tables that `src/unicode/mod.rs` includes.
pub(crate) fn tables() -> String {
    let mut source = String::new();
    let packed = packed_properties();
    let classes = scan_classes(&packed);
    write_short_classes(&mut source, &classes);
    write_characters(&mut source, &packed, &classes);
    let (scripts, names) = scripts();
    three_stage(&mut source, "SCRIPT", "u8", &scripts);
    writeln!(source, "pub(super) static SCRIPT_NAMES: [&str; {}] = {names:?};", names.len()).expect("memory");
    for (constant, name) in NAMED_SCRIPTS {
        let number = names.iter().position(|&known| known == name).expect("a script of Unicode");
        writeln!(source, "pub(super) const {constant}: u8 = {number};").expect("memory");
    }
    source
}

/// The scripts that the code asks for by name.
const NAMED_SCRIPTS: [(&str, &str); 9] = [
    ("ARABIC", "Arabic"),
    ("COMMON", "Common"),
    ("HAN", "Han"),
    ("HANGUL", "Hangul"),
    ("HIRAGANA", "Hiragana"),
    ("INHERITED", "Inherited"),
    ("KATAKANA", "Katakana"),
    ("LATIN", "Latin"),
    ("UNKNOWN", "Unknown"),
];

/// One entry per code point, as [`layout`] has it.
fn packed_properties() -> Vec<u16> {
    let mut packed = vec![0u16; CODE_POINTS];
    for range in CodePointMapData::<WordBreak>::new().iter_ranges() {
        set(&mut packed, range.range, (word_break(range.value) as u16) << layout::WORD_BREAK);
    }
    for range in CodePointMapData::<SentenceBreak>::new().iter_ranges() {
        set(&mut packed, range.range, (sentence_break(range.value) as u16) << layout::SENTENCE_BREAK);
    }
    for range in CodePointMapData::<GeneralCategory>::new().iter_ranges() {
        set(&mut packed, range.range, (category(range.value) as u16) << layout::CATEGORY);
    }
    // Cc holds both; for text, a tab or a line feed is a space.
    for control in [0x09..=0x0D, 0x85..=0x85] {
        set(&mut packed, control, (classes::Category::Space as u16) << layout::CATEGORY);
    }
    set_flag::<ExtendedPictographic>(&mut packed, layout::PICTOGRAPHIC);
    set_flag::<EmojiPresentation>(&mut packed, layout::EMOJI);
    for range in CodePointMapData::<LineBreak>::new().iter_ranges_for_value(LineBreak::ComplexContext) {
        set(&mut packed, range, 1 << layout::COMPLEX_CONTEXT);
    }
    packed
}

/// The scan's class of each code point.
fn scan_classes(packed: &[u16]) -> Vec<u8> {
    let class = |(code, &bits): (usize, &u16)| {
        let character = char::from_u32(code as u32);
        character.map_or(0, |character| scan::class(character, character::Properties::from_bits(bits)))
    };
    packed.iter().enumerate().map(class).collect()
}

/// Writes properties and classes: of the many that there might be together there are some hundred, so a character has a
/// byte, by which both are found.
fn write_characters(source: &mut String, packed: &[u16], classes: &[u8]) {
    let both: Vec<(u16, u8)> = packed.iter().copied().zip(classes.iter().copied()).collect();
    let (numbers, different) = numbered(&both, 1);
    let numbers: Vec<u8> =
        numbers.into_iter().map(|number| u8::try_from(number).expect("a byte for each")).collect();
    three_stage(source, "CHARACTER", "u8", &numbers);
    // As many as a byte can number, so that none is out of bounds.
    let mut different: Vec<(u16, u8)> = different.concat();
    different.resize(1 << u8::BITS, (0, 0));
    let (properties, classes): (Vec<u16>, Vec<u8>) = different.into_iter().unzip();
    writeln!(source, "pub(super) static PROPERTIES: [u16; 256] = {properties:?};").expect("memory");
    writeln!(source, "pub(super) static CLASSES: [u8; 256] = {classes:?};").expect("memory");
}

/// Writes the classes of what one or two bytes of UTF-8 encode, which most text is.
fn write_short_classes(source: &mut String, classes: &[u8]) {
    writeln!(source, "pub(super) static ONE_BYTE: [u8; 0x80] = {:?};", &classes[..0x80]).expect("memory");
    writeln!(source, "pub(super) static TWO_BYTES: [u8; 0x800] = {:?};", &classes[..0x800]).expect("memory");
}

fn set(packed: &mut [u16], range: std::ops::RangeInclusive<u32>, bits: u16) {
    for entry in &mut packed[*range.start() as usize..=*range.end() as usize] {
        *entry |= bits;
    }
}

fn set_flag<P: BinaryProperty>(packed: &mut [u16], bit: u32) {
    for range in CodePointSetData::new::<P>().iter_ranges() {
        set(packed, range, 1 << bit);
    }
}

fn word_break(value: WordBreak) -> classes::WordBreak {
    use classes::WordBreak as Class;
    match value {
        WordBreak::CR => Class::Cr,
        WordBreak::LF => Class::Lf,
        WordBreak::Newline => Class::Newline,
        WordBreak::Extend => Class::Extend,
        WordBreak::ZWJ => Class::Zwj,
        WordBreak::Format => Class::Format,
        WordBreak::Katakana => Class::Katakana,
        WordBreak::HebrewLetter => Class::HebrewLetter,
        WordBreak::ALetter => Class::ALetter,
        WordBreak::SingleQuote => Class::SingleQuote,
        WordBreak::DoubleQuote => Class::DoubleQuote,
        WordBreak::MidNumLet => Class::MidNumLet,
        WordBreak::MidLetter => Class::MidLetter,
        WordBreak::MidNum => Class::MidNum,
        WordBreak::Numeric => Class::Numeric,
        WordBreak::ExtendNumLet => Class::ExtendNumLet,
        WordBreak::RegionalIndicator => Class::RegionalIndicator,
        WordBreak::WSegSpace => Class::WSegSpace,
        _ => Class::Other,
    }
}

fn sentence_break(value: SentenceBreak) -> classes::SentenceBreak {
    use classes::SentenceBreak as Class;
    match value {
        SentenceBreak::CR => Class::Cr,
        SentenceBreak::LF => Class::Lf,
        SentenceBreak::Extend => Class::Extend,
        SentenceBreak::Sep => Class::Sep,
        SentenceBreak::Format => Class::Format,
        SentenceBreak::Sp => Class::Sp,
        SentenceBreak::Lower => Class::Lower,
        SentenceBreak::Upper => Class::Upper,
        SentenceBreak::OLetter => Class::OLetter,
        SentenceBreak::Numeric => Class::Numeric,
        SentenceBreak::ATerm => Class::ATerm,
        SentenceBreak::SContinue => Class::SContinue,
        SentenceBreak::STerm => Class::STerm,
        SentenceBreak::Close => Class::Close,
        _ => Class::Other,
    }
}

fn category(value: GeneralCategory) -> classes::Category {
    use GeneralCategory as General;
    use classes::Category as Class;
    match value {
        General::UppercaseLetter
        | General::LowercaseLetter
        | General::TitlecaseLetter
        | General::ModifierLetter
        | General::OtherLetter => Class::Letter,
        General::NonspacingMark | General::SpacingMark | General::EnclosingMark => Class::Mark,
        General::DecimalNumber | General::LetterNumber | General::OtherNumber => Class::Number,
        General::DashPunctuation
        | General::OpenPunctuation
        | General::ClosePunctuation
        | General::ConnectorPunctuation
        | General::InitialPunctuation
        | General::FinalPunctuation
        | General::OtherPunctuation => Class::Punctuation,
        General::MathSymbol | General::CurrencySymbol | General::ModifierSymbol | General::OtherSymbol => {
            Class::Symbol
        }
        General::SpaceSeparator | General::LineSeparator | General::ParagraphSeparator => Class::Space,
        _ => Class::Other,
    }
}

/// The number of each code point's script, and the scripts' names by number, in order of first appearance.
fn scripts() -> (Vec<u8>, Vec<&'static str>) {
    let long_names = PropertyNamesLong::<Script>::new();
    let mut numbers = vec![0u8; CODE_POINTS];
    let mut names: Vec<&'static str> = Vec::new();
    for range in CodePointMapData::<Script>::new().iter_ranges() {
        let name = long_names.get(range.value).unwrap_or("Unknown");
        let number = names.iter().position(|&known| known == name).unwrap_or_else(|| {
            names.push(name);
            names.len() - 1
        });
        let number = u8::try_from(number).expect("Unicode has fewer than 256 scripts");
        numbers[*range.range.start() as usize..=*range.range.end() as usize].fill(number);
    }
    (numbers, names)
}

/// Writes `values` as an index of planes, the different planes of blocks, and the different blocks, in order of first
/// appearance.
fn three_stage<T: Copy + Eq + Hash + Display>(source: &mut String, name: &str, element: &str, values: &[T]) {
    let (numbers, blocks) = numbered(values, layout::BLOCK);
    let (index, planes) = numbered(&numbers, layout::PLANE);
    writeln!(source, "pub(super) static {name}_INDEX: [u16; {}] = {index:?};", index.len()).expect("memory");
    write_rows(source, &format!("{name}_PLANES"), "u16", &planes);
    write_rows(source, &format!("{name}_BLOCKS"), element, &blocks);
}

/// The number of each row of `values`, and the different rows by number.
fn numbered<T: Copy + Eq + Hash>(values: &[T], length: usize) -> (Vec<u16>, Vec<&[T]>) {
    let mut rows: Vec<&[T]> = Vec::new();
    let mut seen: HashMap<&[T], usize> = HashMap::new();
    let number = |row| {
        let number = *seen.entry(row).or_insert_with(|| {
            rows.push(row);
            rows.len() - 1
        });
        u16::try_from(number).expect("fewer different rows")
    };
    (values.chunks(length).map(number).collect(), rows)
}

fn write_rows<T: Display>(source: &mut String, name: &str, element: &str, rows: &[&[T]]) {
    let length = rows.first().map_or(0, |row| row.len());
    write!(source, "pub(super) static {name}: [[{element}; {length}]; {}] = [", rows.len()).expect("memory");
    for row in rows {
        source.push('[');
        for value in *row {
            write!(source, "{value},").expect("memory");
        }
        source.push_str("],\n");
    }
    source.push_str("];\n");
}
