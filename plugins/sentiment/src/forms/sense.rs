//! What a form is, whatever stands around it: found once for each, and kept.

use std::cell::OnceCell;
use std::ops::Range;

use crate::forms::class::{Class, Kind};
use crate::forms::marks::{self, Mark};
use crate::lexicon::{Entry, Lexicon, WordId};
use crate::words::reading::{Reader, Reading, Scripts};
use crate::words::spelling::Spelling;

/// What a form says as a word, and as a mark, and as a hashtag: the kind is the token's.
#[derive(Debug)]
pub(crate) struct Sense {
    pub(crate) word: Word,
    pub(crate) mark: Mark,
    hashtag: OnceCell<Box<[Part]>>,
    /// The class of each kind, at [`Kind::shift`].
    pub(crate) classes: u32,
}

/// A word, or a part of a hashtag, with all the words of the lexicon that it may be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    pub(crate) reading: Reading,
    /// The index of the entry that it is alone, or [`Word::NO_ENTRY`].
    entry: u32,
    /// Whether it turns the meaning of that round.
    pub(crate) turned: bool,
    /// The words with which the longer entries continue that begin with it, and those that it may be itself: each a bit of
    /// its number's last six.
    goes_on: u64,
    words: u64,
    pub(crate) emphasis: Emphasis,
}

/// What strengthens or weakens a word, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Emphasis(pub(crate) u8);

impl Emphasis {
    /// All letters are capitals.
    pub(crate) const CAPITALS: u8 = 1;
    /// A letter stands three times or more in a row.
    pub(crate) const LENGTHENED: u8 = 1 << 1;
    /// It stands in a hashtag.
    pub(crate) const IN_HASHTAG: u8 = 1 << 2;
}

/// A part of a hashtag.
#[derive(Debug)]
pub(crate) struct Part {
    /// In bytes of the hashtag.
    pub(crate) range: Range<usize>,
    pub(crate) word: Word,
}

impl Sense {
    pub(crate) fn of(lexicon: &Lexicon, scripts: Scripts, reader: &mut Reader, form: &str) -> Self {
        let (word, spelling) = Word::of(lexicon, scripts, reader, form);
        let mark = if spelling.is_plain { Mark::of_letters(form) } else { Mark::of(lexicon, form) };
        let small = spelling != Spelling::PLAIN_ARABIC && form.bytes().any(|byte| byte.is_ascii_lowercase());
        let class = |kind| match kind {
            Kind::Word => Class::WORD | word.bits(lexicon) | if small { Class::SMALL } else { 0 },
            Kind::Hashtag => Class::WORD | Class::SPECIAL | Class::FOLLOWS,
            Kind::Mark => mark.bits(),
            Kind::Other => 0,
        };
        let classes = Kind::ALL.into_iter().map(|kind| u32::from(class(kind)) << kind.shift());
        Self { word, mark, hashtag: OnceCell::new(), classes: classes.fold(0, |all, class| all | class) }
    }

    /// The parts of a form that is a hashtag, found when it first comes as one.
    pub(crate) fn parts(&self, lexicon: &Lexicon, scripts: Scripts, form: &str) -> &[Part] {
        self.hashtag.get_or_init(|| {
            let mut reader = Reader::default();
            let parts = marks::hashtag_parts(form).map(|range| {
                let (mut word, _) = Word::of(lexicon, scripts, &mut reader, &form[range.clone()]);
                word.emphasis.0 |= Emphasis::IN_HASHTAG;
                Part { range, word }
            });
            parts.collect()
        })
    }
}

impl Word {
    const NO_ENTRY: u32 = u32::MAX;

    fn of(lexicon: &Lexicon, scripts: Scripts, reader: &mut Reader, form: &str) -> (Self, Spelling) {
        let (reading, spelling) = reader.read(lexicon, scripts, form);
        let places = || reading.forms().filter_map(|form| Some((form, lexicon.first(form.word())?)));
        let alone = places().find_map(|(form, node)| Some((form.turned(), lexicon.entry_at(node)?)));
        let (turned, entry) = alone.unwrap_or((false, Self::NO_ENTRY));
        let capitals = if spelling.capitals { Emphasis::CAPITALS } else { 0 };
        let lengthened = if spelling.lengthened { Emphasis::LENGTHENED } else { 0 };
        let mut goes_on = 0;
        for (_, node) in places() {
            lexicon.each_next(node, |word| goes_on |= bit_of(word));
        }
        let words = reading.forms().fold(0, |words, form| words | bit_of(form.word()));
        let emphasis = Emphasis(capitals | lengthened);
        (Self { reading, entry, turned, goes_on, words, emphasis }, spelling)
    }

    /// Whether any longer entry begins with it.
    pub(crate) fn leads(&self) -> bool {
        self.goes_on != 0
    }

    /// Whether an entry may begin with it and continue with `next`. Where not, none does.
    pub(crate) fn may_lead_to(&self, next: &Self) -> bool {
        self.goes_on & next.words != 0
    }

    /// The entry that it is alone.
    pub(crate) fn entry<'l>(&self, lexicon: &'l Lexicon) -> Option<&'l Entry> {
        lexicon.entry(self.entry)
    }

    fn bits(&self, lexicon: &Lexicon) -> u8 {
        let bit = |is_set: bool, bit: u8| if is_set { bit } else { 0 };
        bit(self.entry(lexicon).is_some_and(Entry::is_telling), Class::CUE)
            | bit(self.leads(), Class::LEADS)
            | bit(self.reading.forms().any(|form| lexicon.comes_second(form.word())), Class::FOLLOWS)
    }
}

fn bit_of(word: WordId) -> u64 {
    1 << (word.0 % u64::BITS)
}
