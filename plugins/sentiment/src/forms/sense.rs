//! What a form is, whatever stands around it: found once for each, and kept.

use std::cell::OnceCell;
use std::ops::Range;

use crate::forms::class::{Class, Kind};
use crate::forms::marks::{self, Mark};
use crate::lexicon::{Entry, Lexicon, RegisterCue, WordId};
use crate::words::reading::{Form, Reader, Reading, Scripts};
use crate::words::spelling::Spelling;

/// What is known of a form. It is small, since most forms say nothing, and of those nobody asks for more than their classes.
#[derive(Debug)]
pub(crate) struct Known {
    /// The class of each kind, at [`Kind::shift`].
    pub(crate) classes: u32,
    sense: OnceCell<Box<Sense>>,
}

/// What a form says as a word, and as a mark, and as a hashtag: the kind is the token's.
#[derive(Debug)]
pub(crate) struct Sense {
    pub(crate) word: Word,
    pub(crate) mark: Mark,
    hashtag: OnceCell<Box<[Part]>>,
}

/// A word, or a part of a hashtag, with all the words of the lexicon that it may be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    pub(crate) reading: Reading,
    /// The index of the entry that it is alone, or [`Word::NO_ENTRY`].
    entry: u32,
    /// Whether it turns the meaning of that round.
    pub(crate) turned: bool,
    tie: Tie,
    /// Whether any longer entry begins with it.
    leads: bool,
    pub(crate) emphasis: Emphasis,
}

/// The word of the vocabulary that a form is: what tells whether an entry may begin with it and the form after it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tie(u32);

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
    /// It is an English comparative by its ending: `happier`. No emphasis by itself.
    pub(crate) const COMPARATIVE: u8 = 1 << 3;
}

/// A part of a hashtag.
#[derive(Debug)]
pub(crate) struct Part {
    /// In bytes of the hashtag.
    pub(crate) range: Range<usize>,
    pub(crate) word: Word,
}

impl Known {
    pub(crate) fn of(lexicon: &Lexicon, scripts: Scripts, reader: &mut Reader, form: &str) -> Self {
        let (reading, spelling) = reader.read(lexicon, scripts, form);
        let small = spelling != Spelling::PLAIN_ARABIC && form.bytes().any(|byte| byte.is_ascii_lowercase());
        let small = if small { Class::SMALL } else { 0 };
        if reading == Reading::default() && spelling.is_plain {
            let classes = classes(small, Mark::of_letters(form));
            return Self { classes, sense: OnceCell::new() };
        }
        let sense = Sense::of(lexicon, (reading, spelling), form);
        let figure = if is_figure(form) { Class::REPORTS } else { 0 };
        let classes = classes(small | figure | sense.word.bits(lexicon), sense.mark);
        Self { classes, sense: OnceCell::from(Box::new(sense)) }
    }

    /// That of the word.
    pub(crate) fn tie(&self) -> Tie {
        // What is not there yet says nothing as a word.
        self.sense.get().map_or_else(Tie::default, |sense| sense.word.tie)
    }

    /// What it says, given its text.
    #[inline]
    pub(crate) fn sense<'f>(
        &self,
        lexicon: &Lexicon,
        scripts: Scripts,
        form: impl Fn() -> &'f str,
    ) -> &Sense {
        self.sense.get_or_init(|| {
            let reading = Reader::default().read(lexicon, scripts, form());
            Box::new(Sense::of(lexicon, reading, form()))
        })
    }
}

/// The class of each kind, at [`Kind::shift`], of a form that has these bits as a word.
fn classes(word: u8, mark: Mark) -> u32 {
    let class = |kind| match kind {
        Kind::Word => Class::WORD | word,
        Kind::Hashtag => Class::WORD | Class::SPECIAL | Class::FOLLOWS,
        Kind::Mark => mark.bits(),
        Kind::Other => 0,
    };
    Kind::ALL.into_iter().fold(0, |classes, kind| classes | u32::from(class(kind)) << kind.shift())
}

impl Sense {
    fn of(lexicon: &Lexicon, (reading, spelling): (Reading, Spelling), form: &str) -> Self {
        let mark = if spelling.is_plain { Mark::of_letters(form) } else { Mark::of(lexicon, form) };
        let mut word = Word::of(lexicon, reading, spelling);
        if is_comparative(form)
            && word.entry(lexicon).is_some_and(|entry| !is_comparative(lexicon.term(&entry)))
        {
            word.emphasis.0 |= Emphasis::COMPARATIVE;
        }
        Self { word, mark, hashtag: OnceCell::new() }
    }

    /// The parts of a form that is a hashtag, found when it first comes as one.
    pub(crate) fn parts(&self, lexicon: &Lexicon, scripts: Scripts, form: &str) -> &[Part] {
        self.hashtag.get_or_init(|| {
            let mut reader = Reader::default();
            let parts = marks::hashtag_parts(form).map(|range| {
                let (reading, spelling) = reader.read(lexicon, scripts, &form[range.clone()]);
                let mut word = Word::of(lexicon, reading, spelling);
                word.emphasis.0 |= Emphasis::IN_HASHTAG;
                Part { range, word }
            });
            parts.collect()
        })
    }
}

impl Word {
    const NO_ENTRY: u32 = u32::MAX;

    fn of(lexicon: &Lexicon, reading: Reading, spelling: Spelling) -> Self {
        let places = || reading.forms().filter_map(|form| Some((form, lexicon.first(form.word())?)));
        let alone = places().find_map(|(form, node)| Some((form.turned(), lexicon.entry_at(node)?)));
        let (turned, entry) = alone.unwrap_or((false, Self::NO_ENTRY));
        let capitals = if spelling.capitals { Emphasis::CAPITALS } else { 0 };
        let lengthened = if spelling.lengthened { Emphasis::LENGTHENED } else { 0 };
        let leads = places().any(|(_, node)| lexicon.leads_on(node));
        let emphasis = Emphasis(capitals | lengthened);
        Self { reading, entry, turned, tie: Tie::of(reading), leads, emphasis }
    }

    /// Whether an entry may begin with it and continue with `next`. Where not, none does.
    pub(crate) fn may_lead_to(&self, lexicon: &Lexicon, next: &Self) -> bool {
        let may_pair =
            |first: Form| next.reading.forms().any(|second| lexicon.may_pair(first.word(), second.word()));
        self.leads && self.reading.forms().any(may_pair)
    }

    /// The entry that it is alone.
    pub(crate) fn entry(&self, lexicon: &Lexicon) -> Option<Entry> {
        lexicon.entry(self.entry)
    }

    fn bits(&self, lexicon: &Lexicon) -> u8 {
        let bit = |is_set: bool, bit: u8| if is_set { bit } else { 0 };
        let registers = self.reading.forms().map(|form| lexicon.register(form.word()));
        let register = match registers.into_iter().find(|&register| register != RegisterCue::Open) {
            None | Some(RegisterCue::Open) => 0,
            Some(RegisterCue::Report) => Class::REPORTS,
            Some(RegisterCue::Reporting) => Class::REPORTS | Class::SPEAKS,
            Some(RegisterCue::Personal) => Class::SPEAKS,
        };
        register
            | bit(self.entry(lexicon).is_some_and(|entry| entry.is_telling()), Class::CUE)
            | bit(self.leads, Class::LEADS)
            | bit(self.reading.forms().any(|form| lexicon.comes_second(form.word())), Class::FOLLOWS)
    }
}

impl Tie {
    /// That of a form which may be several words.
    const SEVERAL: Self = Self(u32::MAX);

    fn of(reading: Reading) -> Self {
        let mut forms = reading.forms();
        match (forms.next(), forms.next()) {
            (Some(form), None) => Self(form.word().0),
            _ => Self::SEVERAL,
        }
    }

    /// Whether an entry may begin with a form of this and one of `next`, where such entries there are. Where not, none does.
    #[inline]
    pub(crate) fn may_lead_to(self, lexicon: &Lexicon, next: Self) -> bool {
        self == Self::SEVERAL || next == Self::SEVERAL || lexicon.may_pair(WordId(self.0), WordId(next.0))
    }
}

/// Whether a form may be an English comparative.
fn is_comparative(form: &str) -> bool {
    form.is_ascii() && form.len() > 4 && form.as_bytes().ends_with(b"er")
}

/// Whether a form is a year or another number of as many digits, as reports give them.
fn is_figure(form: &str) -> bool {
    const FEWEST: usize = 4;
    form.starts_with(char::is_numeric)
        && form.ends_with(char::is_numeric)
        && form.chars().filter(|digit| digit.is_numeric()).count() >= FEWEST
}
