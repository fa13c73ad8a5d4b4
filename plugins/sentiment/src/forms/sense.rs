//! What a form is, whatever stands around it: found once for each, and kept.

use std::cell::OnceCell;
use std::ops::Range;

use crate::forms::class::{Class, Kind};
use crate::forms::marks::{self, Mark};
use crate::lexicon::hash::parts_of_pair;
use crate::lexicon::packed::Packed;
use crate::lexicon::{Entry, Lexicon, RegisterCue, WordId, built_in};
use crate::sentence::heads::Head;
use crate::sentence::homographs;
use crate::words::reading::{Form, Reader, Reading, Scripts};
use crate::words::spelling::{Spelling, level};

/// What is known of a form. It is small, since most forms say nothing, and of those nobody asks for more than their classes.
#[derive(Debug)]
pub(crate) struct Known {
    /// The class of each kind, at [`Kind::shift`].
    pub(crate) classes: u32,
    /// Whether a mark can be an emoticon only before one that begins with a low line.
    needs_low_line: bool,
    /// Whether it announces a name, once that was asked.
    head: OnceCell<Option<Head>>,
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
    /// The entry that it is alone.
    pub(crate) entry: Option<Entry>,
    /// Whether it turns the meaning of that round.
    pub(crate) turned: bool,
    tie: Tie,
    /// Whether any longer entry begins with it.
    leads: bool,
    /// Whether it has the article, so that it may be a [name](crate::sentence::heads) after what announces that.
    pub(crate) with_article: bool,
    /// Whether it may be [something else](crate::sentence::homographs) beside certain words.
    pub(crate) is_homograph: bool,
    pub(crate) emphasis: Emphasis,
}

/// What tells whether an entry may begin with a form and the form after it: what its word brings to such a pair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tie {
    as_first: u32,
    as_second: u32,
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
    /// It is a comparative by its form, `happier`, أنظف, or a phrase with what makes one: `so bored`. No emphasis by itself.
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
            return Self { classes, needs_low_line: false, head: OnceCell::new(), sense: OnceCell::new() };
        }
        let sense = Sense::of(lexicon, (reading, spelling), form);
        let figure = if is_figure(form) { Class::REPORTS } else { 0 };
        let classes = classes(small | figure | sense.word.bits(lexicon), sense.mark);
        let needs_low_line = sense.mark.may_be_emoticon && built_in::goes_on_with_low_line(form);
        Self { classes, needs_low_line, head: OnceCell::new(), sense: OnceCell::from(Box::new(sense)) }
    }

    /// The classes where no form of the call begins with a low line.
    pub(crate) fn without_low_line(&self) -> u32 {
        let special = if self.needs_low_line { u32::from(Class::SPECIAL) << Kind::Mark.shift() } else { 0 };
        self.classes & !special
    }

    /// That of the word.
    pub(crate) fn tie(&self) -> Tie {
        // What is not there yet says nothing as a word.
        self.sense.get().map_or_else(Tie::default, |sense| sense.word.tie)
    }

    /// Whether it announces a name, given its text.
    pub(crate) fn head<'f>(&self, form: impl Fn() -> &'f str) -> Option<Head> {
        *self.head.get_or_init(|| Head::of(&in_one_spelling(form())))
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
        let levelled = in_one_spelling(form);
        word.with_article = levelled.starts_with("ال");
        word.is_homograph = homographs::is_among(&levelled);
        if is_elative(&levelled)
            || is_comparative(form) && word.entry.is_some_and(|entry| !is_comparative(lexicon.term(&entry)))
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

/// A form as tables have it.
pub(crate) fn in_one_spelling(form: &str) -> String {
    if let Some(word) = Packed::level(form) {
        return word.chars().collect();
    }
    let mut levelled = String::new();
    level(form, &mut levelled);
    levelled
}

impl Word {
    fn of(lexicon: &Lexicon, reading: Reading, spelling: Spelling) -> Self {
        let places = || reading.forms().filter_map(|form| Some((form, lexicon.first(form.word())?)));
        let alone = places().find_map(|(form, node)| Some((form.turned(), lexicon.entry_at(node)?)));
        let turned = alone.is_some_and(|(turned, _)| turned);
        let entry = alone.and_then(|(_, entry)| lexicon.entry(entry));
        let capitals = if spelling.capitals { Emphasis::CAPITALS } else { 0 };
        let lengthened = if spelling.lengthened { Emphasis::LENGTHENED } else { 0 };
        let leads = places().any(|(_, node)| lexicon.leads_on(node));
        let emphasis = Emphasis(capitals | lengthened);
        let (with_article, is_homograph) = (false, false);
        Self { reading, entry, turned, tie: Tie::of(reading), leads, with_article, is_homograph, emphasis }
    }

    /// Whether an entry may begin with it and continue with `next`. Where not, none does.
    pub(crate) fn may_lead_to(&self, lexicon: &Lexicon, next: &Self) -> bool {
        let may_pair = |first: Form| {
            let first = Tie::of_word(first.word());
            next.reading.forms().any(|second| first.may_lead_to(Tie::of_word(second.word())))
        };
        self.leads && (lexicon.has_own_phrases() || self.reading.forms().any(may_pair))
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
            | bit(self.entry.is_some_and(|entry| entry.is_telling()), Class::CUE)
            | bit(self.leads, Class::LEADS)
            | bit(self.reading.forms().any(|form| lexicon.comes_second(form.word())), Class::FOLLOWS)
    }
}

impl Tie {
    /// The lowest bit is of those that no pair is told by: a form that may be several words has it.
    const SEVERAL: u32 = 1;

    fn of(reading: Reading) -> Self {
        let mut forms = reading.forms();
        match (forms.next(), forms.next()) {
            (Some(form), None) => Self::of_word(form.word()),
            _ => Self { as_first: Self::SEVERAL, as_second: Self::SEVERAL },
        }
    }

    fn of_word(word: WordId) -> Self {
        let [as_first, as_second] = parts_of_pair(word.0).map(|part| part & !Self::SEVERAL);
        Self { as_first, as_second }
    }

    /// Whether a built-in entry may begin with a form of this and one of `next`. Where not, none does.
    #[inline]
    pub(crate) fn may_lead_to(self, next: Self) -> bool {
        (self.as_first | next.as_second) & Self::SEVERAL != 0
            || built_in::may_pair(self.as_first, next.as_second)
    }
}

/// Whether a form may be an English comparative.
fn is_comparative(form: &str) -> bool {
    form.is_ascii() && form.len() > 4 && form.as_bytes().ends_with(b"er")
}

/// Whether a levelled form may be an Arabic elative: أنظف.
fn is_elative(levelled: &str) -> bool {
    const LETTERS: usize = 4;
    levelled.starts_with('ا') && !levelled.starts_with("ال") && levelled.chars().count() == LETTERS
}

/// Whether a form is a year or another number of as many digits, as reports give them.
fn is_figure(form: &str) -> bool {
    const FEWEST: usize = 4;
    form.starts_with(char::is_numeric)
        && form.ends_with(char::is_numeric)
        && form.chars().filter(|digit| digit.is_numeric()).count() >= FEWEST
}
