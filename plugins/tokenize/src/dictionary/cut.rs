//! The cheapest words of a run.

use super::characters::{Script, clings, continues_syllable, is_katakana, joins_katakana};
use super::hash::WordHash;
use super::lexicon::{Lexicon, cost};
use super::{Language, characters};

/// Syllables of the longest word that is taken to be one though the lexicon lacks it.
const LONGEST_UNKNOWN: usize = 6;

/// Characters of a run that are looked at together. What is longer is cut in pieces, each of which begins where the last word
/// of the one before did.
const WINDOW: usize = 1 << 10;

/// What a run of Katakana costs, which is nearly always one foreign word.
const KATAKANA: u32 = 90;

/// What a word costs that the lexicon lacks, by its syllables. Of Chinese and Japanese each character stands alone.
fn cost_of_unknown(language: Language, syllables: usize) -> Option<u32> {
    match (language, syllables) {
        (Language::Chinese | Language::Japanese, 1) => Some(180),
        (Language::Chinese | Language::Japanese, _) => None,
        (_, 1..=LONGEST_UNKNOWN) => Some(140 + 40 * (syllables as u32 - 1)),
        _ => None,
    }
}

/// Cuts runs into words, in memory that is used again.
#[derive(Debug, Default)]
pub struct Cutter {
    places: Vec<Place>,
    /// The language of Chinese characters in the text at hand, once that was asked.
    east_asian: Option<Language>,
    words: Vec<usize>,
}

/// A character of a run and the place before it; the last place is the end.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// Its first byte, from the start of the text.
    start: usize,
    /// What is hashed for it.
    code: u32,
    /// Whether a word may begin here.
    opens: bool,
    katakana: bool,
    /// The cost of the words before.
    cost: u32,
    /// Where the last of these begins, as a place.
    last: u32,
}

const NOT_REACHED: u32 = u32::MAX;

impl Cutter {
    /// Begins a text, whose language is `given` where that is known.
    pub(crate) fn begin(&mut self, given: Option<&str>) {
        let is = |tag: &str, language: &str| {
            tag.strip_prefix(language).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        self.east_asian = match given {
            Some(tag) if is(tag, "ja") => Some(Language::Japanese),
            Some(tag) if is(tag, "zh") => Some(Language::Chinese),
            _ => None,
        };
    }

    /// The ends of the words of the run that begins at `start`, or of a part of it: they are at least one, and the last is
    /// where to go on. `None` where no character of such a language stands there.
    pub(crate) fn words(&mut self, text: &str, start: usize) -> Option<&[usize]> {
        let lexicon = Lexicon::shipped()?;
        let script = Script::of(text[start..].chars().next()?)?;
        let language = match script {
            Script::Of(language) => language,
            Script::EastAsian => {
                *self.east_asian.get_or_insert_with(|| characters::east_asian_language(text))
            }
        };
        let is_whole = self.read(text, start, script, language, &lexicon);
        self.find(language, &lexicon);
        self.trace();
        if !is_whole && self.words.len() > 1 || is_whole && self.is_joined(text) {
            self.words.pop();
        }
        (!self.words.is_empty()).then_some(&self.words)
    }

    /// Whether the run ends with Katakana that an underscore after it joins to more.
    fn is_joined(&self, text: &str) -> bool {
        let [.., last, end] = self.places.as_slice() else { return false };
        last.katakana && text[end.start..].chars().next().is_some_and(joins_katakana)
    }

    /// Reads the characters of the run; whether all of them.
    fn read(
        &mut self,
        text: &str,
        start: usize,
        script: Script,
        language: Language,
        lexicon: &Lexicon<'_>,
    ) -> bool {
        self.places.clear();
        let mut characters = text[start..].char_indices().peekable();
        let (mut end, mut last, mut katakana) = (start, None, false);
        while let Some((offset, character)) = characters.next() {
            let clings = last.is_some() && clings(character);
            if !clings && Script::of(character) != Some(script) {
                break;
            }
            if self.places.len() == WINDOW {
                self.places.push(Place::at(start + offset));
                return false;
            }
            let is_katakana = if clings { katakana } else { is_katakana(character) };
            let next = characters.peek().map(|&(_, next)| next);
            let opens = last.is_none_or(|last| {
                !(clings || katakana && is_katakana || continues_syllable(last, character, next))
            });
            let code = u32::from(character);
            let code = if language == Language::Chinese { lexicon.simplified(code) } else { code };
            self.places.push(Place { code, opens, katakana: is_katakana, ..Place::at(start + offset) });
            end = start + offset + character.len_utf8();
            (last, katakana) = (Some(character), is_katakana);
        }
        self.places.push(Place::at(end));
        true
    }

    /// Finds the cost of each place, and the word before it.
    fn find(&mut self, language: Language, lexicon: &Lexicon<'_>) {
        self.places[0].cost = 0;
        for from in 0..self.places.len() - 1 {
            let Place { opens, katakana, cost: before, .. } = self.places[from];
            if !opens || before == NOT_REACHED {
                continue;
            }
            if katakana {
                let run = self.places[from + 1..].iter().position(|place| place.opens);
                self.reach(from, from + 1 + run.unwrap_or(0), before + KATAKANA);
                continue;
            }
            let furthest = self.places.len().min(from + 1 + language.longest());
            let mut hash = WordHash::new(language);
            for to in from + 1..furthest {
                hash = hash.with(self.places[to - 1].code);
                if self.places[to].opens
                    && let Some(level) = lexicon.level(hash)
                {
                    self.reach(from, to, before + cost(level));
                }
            }
            let mut syllables = 0;
            for to in from + 1..self.places.len() {
                if self.places[to].opens {
                    syllables += 1;
                    let Some(cost) = cost_of_unknown(language, syllables) else { break };
                    self.reach(from, to, before + cost);
                }
            }
        }
    }

    /// Notes the way to a place by the word from another, where it is the cheapest so far.
    #[inline]
    fn reach(&mut self, from: usize, to: usize, cost: u32) {
        let place = &mut self.places[to];
        if cost < place.cost {
            (place.cost, place.last) = (cost, from as u32);
        }
    }

    /// Collects the ends of the words on the cheapest way.
    fn trace(&mut self) {
        self.words.clear();
        let mut place = self.places.len() - 1;
        while place > 0 {
            self.words.push(self.places[place].start);
            place = self.places[place].last as usize;
        }
        self.words.reverse();
    }
}

impl Place {
    /// The end of a run, which is open, before any way to it is known.
    fn at(start: usize) -> Self {
        Place { start, code: 0, opens: true, katakana: false, cost: NOT_REACHED, last: 0 }
    }
}
