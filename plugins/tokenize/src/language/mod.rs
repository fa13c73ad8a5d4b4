//! Finds the language of a text: by its script, and among the languages of one script by a model of frequent words
//! and character sequences.

mod features;
mod layout;
mod model;
mod scripts;
mod votes;

pub(crate) use scripts::{ScriptCounts, letters};
pub(crate) use votes::{VoteTable, Votes};

use textmill_text::fold::{Case, Folder, Folding};

use crate::forms::Forms;
use crate::token::{Kind, Token};
use crate::unicode::Script;

/// The tag of a text in a language that is not known.
pub const UNDETERMINED: &str = "und";

/// The BCP 47 tag of the language of a text: [`UNDETERMINED`] where it cannot be told, `None` where the text has no
/// letter.
///
/// `tokens` are those of the text, `scripts` the counts over them, and `forms` has the forms of both. A text of several
/// languages gets that of its most written script, and within it the one with the most evidence.
pub(crate) fn detect(
    tokens: &[Token],
    scripts: &ScriptCounts,
    forms: &mut Forms,
    votes: &mut VoteTable,
) -> Option<&'static str> {
    let script = scripts.dominant()?;
    if let Some(tag) = scripts::only_language(script, scripts) {
        return Some(tag);
    }
    let candidates = model::Candidates::of(script.name());
    let likeliest =
        candidates.and_then(|candidates| Sample { tokens, script, forms, votes }.most_likely(candidates));
    let Some(likeliest) = likeliest else { return Some(UNDETERMINED) };
    let Likeliest { tag, lead, .. } = likeliest;
    let is_doubtful = match script {
        Script::ARABIC => tag != ARABIC && lead < CLEAR_LEAD,
        Script::LATIN => tag != ENGLISH && !likeliest.is_certain(),
        _ => false,
    };
    match script {
        Script::ARABIC if is_doubtful && is_plain_arabic(tokens, forms) => Some(ARABIC),
        Script::LATIN if is_doubtful => Some(UNDETERMINED),
        _ => Some(tag),
    }
}

/// What the words of a text say.
#[derive(Clone, Copy, Debug)]
struct Likeliest {
    tag: &'static str,
    /// How far it is ahead of the next.
    lead: i32,
    /// How far it is ahead of the most written language of the script.
    lead_over_first: i32,
    /// Whether it is one of the widely written languages.
    is_wide: bool,
    asked: Asked,
}

/// How many words were asked.
#[derive(Clone, Copy, Debug, Default)]
struct Asked {
    words: u32,
    /// Those that were not, for being names, of files too.
    names: u32,
}

impl Asked {
    /// Whether there is more to go by than names.
    fn is_enough(self) -> bool {
        self.words >= FEWEST_WORDS || self.names == 0
    }
}

impl Likeliest {
    /// Whether it is certain enough that a text in Latin letters is in another language than English, the one in which most
    /// are: a word or two are words of several languages, and names are written alike in all.
    fn is_certain(&self) -> bool {
        match self.asked {
            Asked { names: 3..=MANY_NAMES, .. } if !self.asked.is_enough() => false,
            Asked { words: ..=2, .. } if !self.is_wide => self.lead >= CLEAR_LEAD,
            Asked { words: ..=3, names: 1.. } => self.lead_over_first >= CLEAR_LEAD,
            Asked { words: words @ ..=5, names } if names >= words => self.lead >= CLEAR_LEAD,
            Asked { words: ..=1, .. } => self.lead_over_first >= LEAD_OF_A_WORD,
            Asked { words: 2, .. } => self.lead_over_first >= LEAD_OF_TWO_WORDS,
            Asked { words: ..=5, .. } => self.lead_over_first >= LEAD_OF_WORDS,
            _ => true,
        }
    }
}

const ENGLISH: &str = "en";

const ARABIC: &str = "ar";

/// Whether a text is a few words of letters that Arabic has: `خبر عاجل` is Persian as well, but each of the other
/// languages of the script has letters of its own that come in nearly any sentence, and Arabic is written the most.
fn is_plain_arabic(tokens: &[Token], forms: &Forms) -> bool {
    let mut words = tokens.iter().filter(|token| token.kind == Kind::Word);
    let mut bare = String::new();
    tokens.len() <= FEW_TOKENS
        && words.all(|word| is_bare_arabic(folded(forms.text(word.form), Script::ARABIC, &mut bare)))
}

/// Tokens of a text that is too short to be of another language of its script where that has no clear lead.
const FEW_TOKENS: usize = 4;

/// Texts with at most this many tokens are read from the start; of longer ones, tokens all over the text.
const SHORT: usize = 64;
/// Tokens that are looked at, at most.
const SAMPLE: usize = 1024;
/// Words after which a clear lead is enough.
const FEW_WORDS: u32 = 8;
/// A lead that is clear: e^16 times likelier.
const CLEAR_LEAD: i32 = (12.0 * layout::SCALE) as i32;
/// A lead that is clear where whole words alone were looked at: four or five that the next language lacks.
const CLEAR_LEAD_OF_WORDS: i32 = (16.0 * layout::SCALE) as i32;

/// Words beside names that tell a language.
const FEWEST_WORDS: u32 = 2;
/// How far another language has to be ahead of English after one word, two, and a few more.
const LEAD_OF_A_WORD: i32 = (10.0 * layout::SCALE) as i32;
const LEAD_OF_TWO_WORDS: i32 = (2.0 * layout::SCALE) as i32;
const LEAD_OF_WORDS: i32 = (4.0 * layout::SCALE) as i32;
/// Names that are as much of a language as a text.
const MANY_NAMES: u32 = 16;

/// The words of one script in a text.
struct Sample<'a> {
    tokens: &'a [Token],
    script: Script,
    forms: &'a mut Forms,
    votes: &'a mut VoteTable,
}

impl Sample<'_> {
    /// The likeliest language. Frequent words settle most texts at a small part of the cost, so they are asked first.
    fn most_likely(&mut self, candidates: model::Candidates) -> Option<Likeliest> {
        let lead_of_words = |scores: &model::Scores| scores.lead_of_weights() >= CLEAR_LEAD_OF_WORDS;
        let mut whole_words = model::Scores::new(candidates);
        let asked = self.read(&mut whole_words, false, VoteTable::add_whole, lead_of_words);
        if lead_of_words(&whole_words) {
            let lead = whole_words.lead_of_weights();
            let tag = whole_words.first_by_weights();
            return Some(Likeliest { tag, lead, lead_over_first: lead, is_wide: true, asked });
        }
        let is_clear = |scores: &model::Scores| scores.lead() >= CLEAR_LEAD;
        let mut scores = model::Scores::new(candidates);
        let asked = self.read(&mut scores, false, VoteTable::add_full, is_clear);
        if !asked.is_enough() {
            scores = model::Scores::new(candidates);
            self.read(&mut scores, true, VoteTable::add_full, is_clear);
        }
        let (lead, lead_over_first) = (scores.lead(), scores.lead_over_first());
        let is_wide = scores.best_is_wide();
        scores.best().map(|tag| Likeliest { tag, lead, lead_over_first, is_wide, asked })
    }

    /// Adds word after word, names only where that is said, until the scores are clear.
    fn read(
        &mut self,
        scores: &mut model::Scores,
        with_names: bool,
        add: impl Fn(&mut VoteTable, &mut model::Scores, &mut Forms, u32),
        is_clear: impl Fn(&model::Scores) -> bool,
    ) -> Asked {
        let mut asked = Asked::default();
        for visit in 0..self.tokens.len().min(SAMPLE) {
            let index = place(visit, self.tokens.len());
            let token = &self.tokens[index];
            if token.kind != Kind::Word {
                continue;
            }
            let known = self.forms.known(token.form);
            let looks = known.looks;
            // `1e9` and `B2B` are of no language.
            if looks.digits() || known.script != Some(self.script) {
                continue;
            }
            // So are `node.js` and `my_file`.
            let is_left_out = looks.joined() || looks.capital() && self.is_name(index);
            if is_left_out && self.script == Script::LATIN && !with_names {
                asked.names += 1;
                continue;
            }
            add(self.votes, scores, self.forms, token.form);
            asked.words += 1;
            if asked.words >= FEW_WORDS && asked.words.is_multiple_of(4) && is_clear(scores) {
                break;
            }
        }
        asked
    }

    /// Whether the word at `index`, which has a capital, is written as a name: inside of a sentence, or at its start before
    /// another one with a capital.
    fn is_name(&self, index: usize) -> bool {
        let next = self.tokens.get(index + 1).filter(|next| next.kind == Kind::Word);
        self.is_inside(index) || next.is_some_and(|next| self.forms.known(next.form).looks.capital())
    }

    /// Whether what stands before a token is of the same sentence for certain: a word or a comma.
    fn is_inside(&self, index: usize) -> bool {
        let Some(before) = index.checked_sub(1).map(|before| &self.tokens[before]) else { return false };
        match before.kind {
            Kind::Word => true,
            Kind::Punctuation => matches!(self.forms.text(before.form), "," | "-"),
            _ => false,
        }
    }
}

/// A word without what spelling leaves open: itself where that is so already, or what [`fold`] writes to `folded`.
pub(crate) fn folded<'a>(word: &'a str, script: Script, folded: &'a mut String) -> &'a str {
    if script == Script::ARABIC && is_bare_arabic(word) {
        return word;
    }
    fold(word, folded);
    folded
}

/// Writes `word` to `folded` without what spelling leaves open: in lower case, each letter as one character, without vowel
/// signs and tatweel.
pub(crate) fn fold(word: &str, folded: &mut String) {
    folded.clear();
    FOLDER.fold(word, folded);
    // The hyphen and line break that divide a word are no part of it.
    if word.contains('\n') {
        folded.retain(|character| !matches!(character, '-' | '\r' | '\n'));
    }
}

/// The zero width non-joiner is spelling in Persian: it stays.
static FOLDER: Folder = Folder::new(Folding { case: Case::Lower, ..Folding::BARE });

/// Whether a word is of the basic Arabic letters alone, of which folding keeps all.
fn is_bare_arabic(word: &str) -> bool {
    let (characters, rest) = word.as_bytes().as_chunks::<2>();
    // U+0620 to U+063F, and U+0641 to U+064A: between the two stands the tatweel.
    let is_letter = |character: &[u8; 2]| matches!(character, [0xD8, 0xA0..=0xBF] | [0xD9, 0x81..=0x8A]);
    rest.is_empty() && characters.iter().all(is_letter)
}

/// The token to look at on a `visit`: in a long text, multiples of the golden ratio, which spread evenly however
/// early the visits end.
fn place(visit: usize, tokens: usize) -> usize {
    if tokens <= SHORT {
        return visit;
    }
    let turn = (visit as u32).wrapping_mul(0x9E37_79B9);
    ((u64::from(turn) * tokens as u64) >> 32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Found, Tokenizer};

    fn detected(text: &str) -> Option<&'static str> {
        let (mut forms, mut found) = (Forms::new(), Found::default());
        forms.begin_call();
        Tokenizer::new(true).find(text, None, &mut forms, &mut found);
        detect(&found.tokens, &found.scripts, &mut forms, &mut VoteTable::default())
    }

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(detected(text), expected, "in {text:?}");
    }

    #[test]
    fn a_script_of_one_language_decides() {
        check("Καλημέρα κόσμε", Some("el"));
        check("สวัสดีชาวโลก", Some("th"));
        check("안녕하세요 세계", Some("ko"));
        check("שלום עולם", Some("he"));
    }

    #[test]
    fn kana_tell_japanese_from_chinese() {
        check("東京都は日本の首都です", Some("ja"));
        check("北京是中国的首都", Some("zh"));
    }

    #[test]
    fn languages_of_the_arabic_script() {
        check("مرحبا", Some("ar"));
        check("خبر عاجل", Some("ar"));
        check("#رمضان_كريم رَمَضان", Some("ar"));
        check("وقال الوزير إن الحكومة سوف تعلن عن المشروع الجديد خلال هذا الأسبوع", Some("ar"));
        check("قَالَ الوَزِيرُ إِنَّ الحُكُومَةَ", Some("ar"));
        check("رئیس جمهوری گفت که این طرح در هفته آینده اجرا می‌شود", Some("fa"));
        check("وزیراعظم نے کہا ہے کہ حکومت نے یہ فیصلہ کیا ہے", Some("ur"));
    }

    #[test]
    fn languages_of_the_latin_script() {
        check("hello", Some("en"));
        check("The government said on Tuesday that it would announce the new plan", Some("en"));
        check("Le gouvernement a annoncé mardi que le nouveau projet serait présenté", Some("fr"));
        check("Die Regierung hat am Dienstag angekündigt, dass sie den Plan vorstellen wird", Some("de"));
        check("El gobierno anunció el martes que presentará el nuevo plan", Some("es"));
        check("Hükümet yeni planı salı günü açıklayacağını söyledi", Some("tr"));
    }

    #[test]
    fn a_few_words_are_of_no_other_language_for_certain() {
        for text in [
            "hotel",
            "Excellent",
            "5 stars",
            "Error 404",
            "Super hotel",
            "I like Marseille",
            "Open main.rs or index.html first",
            "Ana Petrović met Jonas Lindqvist in Split. Luca Ferrari met Inês Carvalho in Faro.",
            "Mirko Horvat, Giulia Ferrari, Pedro Almeida",
        ] {
            let language = detected(text);
            assert!(matches!(language, Some(ENGLISH | UNDETERMINED)), "{language:?} in {text:?}");
        }
        check("I like Marseille", Some(ENGLISH));
        check("bonjour", Some("fr"));
        check("buenos días", Some("es"));
        check("Der Minister fuhr nach Berlin und sprach mit dem Kanzler über die Steuern", Some("de"));
        check("LE GOUVERNEMENT A ANNONCÉ MARDI UN NOUVEAU PROJET", Some("fr"));
    }

    #[test]
    fn names_in_another_script_do_not_decide() {
        check("قال بيل غيتس مؤسس Microsoft Corporation إن الشركة سوف تستثمر في مصر", Some("ar"));
    }

    #[test]
    fn without_letters_there_is_no_language() {
        check("", None);
        check("12:30 — 100 % 😀", None);
    }

    #[test]
    fn an_unknown_script_is_undetermined() {
        check("ᚠᚢᚦᚨᚱᚲ", Some(UNDETERMINED));
    }
}
