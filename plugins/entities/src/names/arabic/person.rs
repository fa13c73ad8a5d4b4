//! Arabic names of persons: given names, titles and speech verbs before names, and the parts that names are built of.

mod particle;

use std::ops::Range;

use super::{kind_of, vocabulary};
use crate::forms::class::{Class, Classes};
use crate::page::Page;
use crate::text::piece::Form;
use particle::particle_part;

/// The most parts of a name.
const MAX_PARTS: usize = 6;

/// The most parts that no list knows.
const MAX_UNKNOWN: usize = 2;

/// The most titles and adjectives before a name. Without a bound a text of titles alone would be read to its end from each
/// of them.
const MAX_TITLES: usize = 16;

/// What speaks for a name before its first word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Herald {
    /// A title.
    Title,
    /// A nationality: البرازيلي كاكا.
    Nation,
    /// A verb of speech, whose subject may be any noun.
    Speech,
    /// Nothing.
    None,
}

impl Herald {
    /// How much the first word of a name has to look like one, where no list knows it.
    fn least_likeness(self) -> f64 {
        match self {
            Self::Title => 0.0,
            Self::Nation => 2.0,
            Self::Speech => 1.5,
            // No word is one by its looks alone.
            Self::None => f64::INFINITY,
        }
    }
}

/// The person whose name, title or verb begins at the word; the name alone.
pub(super) fn person(
    page: &Page<'_>,
    at: usize,
    listed: Option<(usize, Class, &'static str)>,
) -> Option<Range<usize>> {
    if listed.is_some_and(|(length, class, _)| length > 1 && kind_of(class).is_some()) {
        return None;
    }
    let (first, herald) = announced(page, at)?.unwrap_or((at, Herald::None));
    let begins_name = Classes::PERSON.or(Class::Particle.set());
    if herald == Herald::None && !page.begins(first).meets(begins_name) {
        return None;
    }
    let words = name(page, first, herald)?;
    if herald == Herald::None && is_of_tribe_or_kin(page, first) {
        return None;
    }
    let start = if first == at { with_son(page, words.start) } else { words.start };
    Some(start..words.end)
}

/// بني تميم is a tribe; ابن عمك is a cousin, ابن آوى a jackal.
fn is_of_tribe_or_kin(page: &Page<'_>, first: usize) -> bool {
    let before =
        first.checked_sub(1).filter(|_| page.joins(first)).map_or("", |before| page.stem_key(before));
    if matches!(before, "بني" | "بنو" | "قبيله" | "قبائل") {
        return true;
    }
    let is_son = matches!(page.stem_key(first), "ابن" | "ابنه" | "بنت" | "ابو" | "ام");
    let kin = page.key(first + 1);
    let is_kin = ["عم", "عمت", "خال", "خالت", "اخ", "اخي", "اخت"].iter().any(|stem| {
        kin.strip_prefix(stem).is_some_and(|pronoun| {
            matches!(pronoun, "" | "ي" | "ك" | "كم" | "ه" | "ها" | "هم" | "هن" | "نا" | "هما")
        })
    });
    is_son
        && page.joins(first + 1)
        && (is_kin || matches!(kin, "اوي" | "اوى" | "عرس" | "البلد" | "الوطن" | "السبيل"))
}

/// سهل before بن حنيف: whose son has a name, is a name, though it is a word. Families such as بن لادن stand by themselves.
fn with_son(page: &Page<'_>, at: usize) -> usize {
    let Some(before) = at.checked_sub(1).filter(|_| page.joins(at) && page.key(at) == "بن") else {
        return at;
    };
    let is_family = page.longest(at, Classes::PERSON).is_some_and(|(length, ..)| length > 1);
    let other = Class::Speech.set().or(Class::Title.set()).or(Class::Demonym.set());
    let is_name = page.form(before) == Form::Arabic
        && page.is_free(before)
        && page.stem_key(before).chars().nth(2).is_some()
        && !page.classes(before).meets(other);
    if is_name && !is_family { before } else { at }
}

/// The place of the name that a title, a nationality or a verb announces; within, nothing where none does.
fn announced(page: &Page<'_>, at: usize) -> Option<Option<(usize, Herald)>> {
    if let Some((length, _)) = page.entry(at, Class::Title) {
        return Some(Some((after_titles(page, at + length)?, Herald::Title)));
    }
    // العربي is a family of Arabs, but hardly ever the first word of its member.
    if page.is(at, Class::Demonym) {
        let is_one = is_nisba(page.stem_key(at)) || page.stem_key(at).ends_with("يه");
        let next = at + 1;
        let is_name = page.joins(next) && page.form(next) == Form::Arabic && !page.is(next, Class::Demonym);
        return (is_one && is_name && page.proclitic(next) == 0).then_some(Some((next, Herald::Nation)));
    }
    let Some((length, _)) = page.entry(at, Class::Speech) else { return Some(None) };
    let next = at + length;
    if !page.joins(next) || page.form(next) != Form::Arabic {
        return None;
    }
    let first = after_titles(page, next)?;
    Some(Some((first, if first > next { Herald::Title } else { Herald::Speech })))
}

/// The place after further titles, nationalities and adjectives of an office, where a name can begin.
fn after_titles(page: &Page<'_>, start: usize) -> Option<usize> {
    let mut at = start;
    for _ in 0..MAX_TITLES {
        if !page.joins(at) || page.form(at) != Form::Arabic {
            break;
        }
        let is_adjective_only =
            page.is(at, Class::Demonym) && page.joins(at + 1) && is_name_word(page, at + 1);
        if is_name_word(page, at) && !is_adjective_only {
            return Some(at);
        }
        if let Some((length, _)) = page.entry(at, Class::Title) {
            at += length;
        } else if page.is(at, Class::Demonym) || is_adjective(page, at) && at < start + 3 {
            at += 1;
        } else {
            break;
        }
    }
    (page.joins(at) && page.form(at) == Form::Arabic).then_some(at)
}

fn is_name_word(page: &Page<'_>, at: usize) -> bool {
    page.classes(at).meets(Classes::PERSON.or(Class::Particle.set()))
}

/// An adjective or noun with the article that belongs to a title: السابق, وزير الخارجية.
fn is_adjective(page: &Page<'_>, at: usize) -> bool {
    page.key(at).starts_with("ال") && (vocabulary::is_word(page, at) || page.key(at).ends_with('ه'))
}

/// The end of the name of the person that a body or place is named after: of several parts, of one before an adjective of the
/// body, or with the title of a ruler.
pub(super) fn namesake(
    page: &Page<'_>,
    first: usize,
    is_adjective: impl Fn(&Page<'_>, usize) -> bool,
) -> Option<usize> {
    if !page.joins(first) || page.proclitic(first) > 0 || matches!(page.key(first), "بن" | "بنت") {
        return None;
    }
    if is_ruler(page.key(first)) {
        let name = first + 1;
        let is_name = page.joins(name) && page.proclitic(name) == 0;
        return is_name.then(|| self::name(page, name, Herald::Title)).flatten().map(|words| words.end);
    }
    if !page.classes(first).meets(Classes::PERSON.or(Class::Particle.set())) {
        return None;
    }
    // حمد is praise too, but not before الطبية.
    let words = name(page, first, Herald::Title).unwrap_or(first..first + 1);
    // محمد الدولي is no name: the adjective is of what has the name.
    let ends = |at: usize| is_adjective(page, at) || page.is(at, Class::Demonym);
    let end = (first + 1..words.end).find(|&at| ends(at)).unwrap_or(words.end);
    let is_whole = end > first + 1 || page.joins(end) && is_adjective(page, end);
    is_whole.then_some(end)
}

/// Titles of those after whom much is named.
pub(super) fn is_ruler(key: &str) -> bool {
    matches!(
        key,
        "الملك"
            | "الملكه"
            | "الامير"
            | "الاميره"
            | "الامام"
            | "الشيخ"
            | "الشيخه"
            | "السلطان"
            | "الرئيس"
            | "الشهيد"
            | "البابا"
            | "الخليفه"
    )
}

/// A name that begins at the word. Announced, its first part may be unknown.
fn name(page: &Page<'_>, first: usize, herald: Herald) -> Option<Range<usize>> {
    let (mut end, mut unknown) = first_part(page, first, herald)?;
    let mut parts = 1;
    while parts < MAX_PARTS && page.joins(end) && page.is_free(end) {
        if parts > 1 && is_ended(page, end) {
            break;
        }
        let Some((next, is_unknown)) = next_part(page, end, parts)
            .or_else(|| (herald != Herald::None && parts == 1).then(|| announced_part(page, end))?)
        else {
            break;
        };
        unknown += usize::from(is_unknown);
        if unknown > MAX_UNKNOWN {
            break;
        }
        parts += 1;
        end = next;
    }
    // أحمد الله is thanks, and دنيا الله a world.
    if herald != Herald::Title && page.joins(end) && page.key(end) == "الله" {
        return None;
    }
    // حلمي أن: my dream.
    let has_pronoun = end == first + 1 && page.key(first).ends_with('ي') && page.key(end) == "ان";
    if herald == Herald::None && has_pronoun && page.joins(end) {
        return None;
    }
    let known = parts - unknown;
    let is_word = page.key(first) == "علي" && herald != Herald::Title
        || !matches!(herald, Herald::Title | Herald::Speech)
            && page.classes(first).meets(Class::Common.set().or(Classes::PLACE))
        || has_preposition(page, first)
        // العودة أمام: a family that is a word begins no name.
        || herald == Herald::None
            && page.is(first, Class::Family)
            && !page.is(first, Class::Given)
            && page.has_stem(first);
    if is_word && known < 2 && !is_compound(page, first, end) {
        return None;
    }
    // بسمة أمل are a smile and hope: of several words one at least is nothing but a name.
    let is_name = |at: usize| is_name_word(page, at) && !page.is(at, Class::Common);
    let is_listed_pair = page.is(first, Class::Given) && page.is(end - 1, Class::Family);
    if is_word
        && herald != Herald::Title
        && !is_listed_pair
        && !(first..end).any(is_name)
        && !is_compound(page, first, end)
    {
        return None;
    }
    let is_enough = match herald {
        Herald::Title => {
            let is_common = parts == 1 && end == first + 1 && page.is(first, Class::Common);
            // الشاعرة أمسية: abstract nouns end so, and names of women that do are listed.
            let is_abstract = unknown == 1 && parts == 1 && page.key(first).ends_with("يه");
            (unknown == 0 || parts > 1 || is_sure_title(page, first))
                && !is_abstract
                && (!is_common || is_address(page, first) || is_family_of_office(page, first))
        }
        Herald::Nation => parts > 1 || is_sure_alone(page, first, end, herald) && is_name_word(page, first),
        Herald::Speech | Herald::None => parts > 1 || is_sure_alone(page, first, end, herald),
    };
    is_enough.then_some(first..end)
}

/// Whether a name of several parts is whole: behind محمد السادس only a father's or a family's goes on, behind فان دايك nothing.
fn is_ended(page: &Page<'_>, end: usize) -> bool {
    let last = page.classes(end - 1);
    if last.meets(Classes::PERSON) {
        return false;
    }
    if last.meets(Class::Ordinal.set().or(Class::Number.set())) {
        return page.key(end) != "بن" && (!page.is(end, Class::Family) || page.is(end, Class::Common));
    }
    matches!(page.key(end - 2), "فان" | "فون" | "دير")
}

/// ب, ل or ك before a short name make a word oftener than they are a preposition: لدينا, بكيت.
fn has_preposition(page: &Page<'_>, at: usize) -> bool {
    let cut = page.key(at).get(..page.proclitic(at)).unwrap_or_default();
    cut.contains(['ب', 'ل', 'ك']) && page.stem_key(at).chars().nth(3).is_none()
}

/// عبد الله, أبو بكر, نصر الله: a name of several words is no common one.
fn is_compound(page: &Page<'_>, first: usize, end: usize) -> bool {
    let is_listed = page.longest(first, Classes::PERSON).is_some_and(|(length, ..)| length > 1);
    end > first + 1 && (page.is(first, Class::Particle) || is_listed)
}

/// Whether the word before a name is a form of address, behind which a word of the language is a name: الشيخ صالح, but not
/// المؤلف صادق.
fn is_address(page: &Page<'_>, first: usize) -> bool {
    matches!(
        first.checked_sub(1).map_or("", |before| page.stem_key(before)),
        "الشيخ"
            | "السيد"
            | "السيده"
            | "الدكتور"
            | "الدكتوره"
            | "الاستاذ"
            | "الاستاذه"
            | "الملك"
            | "الملكه"
            | "الامير"
            | "الاميره"
            | "الامام"
            | "الحاج"
            | "الحاجه"
            | "البابا"
            | "السلطان"
            | "الخليفه"
            | "المهندس"
            | "اللواء"
            | "العميد"
            | "العقيد"
            | "الرائد"
            | "القس"
            | "د"
    )
}

/// الرئيس مبارك: a family's name behind an office, though it is a word.
fn is_family_of_office(page: &Page<'_>, first: usize) -> bool {
    let office = first.checked_sub(1).map_or("", |before| page.stem_key(before));
    page.is(first, Class::Family)
        && matches!(
            office,
            "الرئيس"
                | "الوزير"
                | "النائب"
                | "السفير"
                | "الزعيم"
                | "الجنرال"
                | "القائد"
                | "المرشح"
                | "السناتور"
        )
}

/// Whether the title before a name of one unknown word is one that only names follow: a word without the article, as in
/// رئيس جمهورية, takes nouns too.
fn is_sure_title(page: &Page<'_>, first: usize) -> bool {
    let title = first.checked_sub(1).map_or("", |before| page.stem_key(before));
    title.starts_with("ال") || page.likeness(first) > 3.0
}

/// A name of one part that is nothing else.
fn is_sure_alone(page: &Page<'_>, first: usize, end: usize, herald: Herald) -> bool {
    if herald == Herald::Speech && page.classes(first).is_empty() {
        return true;
    }
    if end > first + 1 {
        return is_compound(page, first, end) || !page.is(first, Class::Common);
    }
    if herald == Herald::Speech && page.is(first, Class::Given) && page.proclitic(first) == 0 {
        return page.key(first) != "علي" && is_followed_by_speech(page, first + 1);
    }
    // The preposition على is written علي in Egypt.
    let is_other = Class::Common.set().or(Classes::PLACE).or(Class::Demonym.set());
    !page.classes(first).meets(is_other)
        && page.key(first) != "علي"
        && (page.is(first, Class::Given) || !page.has_stem(first))
}

fn first_part(page: &Page<'_>, at: usize, herald: Herald) -> Option<(usize, usize)> {
    if page.form(at) != Form::Arabic || !page.is_free(at) {
        return None;
    }
    // Hamza tells اليأس, despair, from إلياس.
    if page.key(at) == "الياس" && page.written(at).contains('أ') {
        return None;
    }
    if let Some((length, ..)) = page.longest(at, Classes::PERSON) {
        return Some((after_compound(page, at + length), 0));
    }
    // دي is `this` in Egypt, and ال the article by itself: only within a name are they parts of it.
    let is_within_only = || matches!(page.key(at), "دي" | "دى" | "دا" | "دو" | "ال");
    if let Some(end) = particle_part(page, at).filter(|_| !is_within_only()) {
        return Some((end, 0));
    }
    if herald == Herald::None {
        return None;
    }
    let is_other = page.longest(at, super::NAMES).is_some();
    let least = herald.least_likeness().max(least_likeness(page, at));
    let is_name =
        !is_other && may_be_name(page, at) && page.likeness(at) > least && !is_adjective_here(page, at);
    let is_quoted =
        herald != Herald::Speech || !page.key(at).starts_with("ال") && is_followed_by_speech(page, at + 1);
    (is_name && is_quoted).then_some((at + 1, 1))
}

/// A word with the article after a title is its adjective, unless the title is a form of address.
fn is_adjective_here(page: &Page<'_>, at: usize) -> bool {
    page.key(at).starts_with("ال")
        && !matches!(
            at.checked_sub(1).map_or("", |before| page.stem_key(before)),
            "السيد"
                | "السيده"
                | "الشيخ"
                | "الدكتور"
                | "الدكتوره"
                | "الامام"
                | "الحاج"
                | "الاستاذ"
                | "المهندس"
                | "القاضي"
                | "اللواء"
                | "العميد"
                | "العقيد"
        )
}

/// What is said begins with أن, a colon or a preposition; after another noun the verb has another subject.
fn is_followed_by_speech(page: &Page<'_>, at: usize) -> bool {
    let next = if page.form(at) == Form::Arabic && !page.is(at, Class::Common) { at + 1 } else { at };
    !page.joins(next)
        || matches!(page.form(next), Form::Mark(_))
        || matches!(
            page.key(next),
            "ان" | "انه"
                | "انها"
                | "بان"
                | "في"
                | "فى"
                | "عن"
                | "خلال"
                | "امس"
                | "اليوم"
                | "امام"
                | "عقب"
                | "بعد"
                | "ل"
                | "علي"
                | "على"
                | "الي"
                | "الى"
                | "للصحفيين"
                | "للصحافيين"
        )
}

/// The end of the next part of a name, and whether no list knows it.
fn next_part(page: &Page<'_>, at: usize, parts: usize) -> Option<(usize, bool)> {
    let mut at = at;
    while page.is_mark(at, '-') && page.touches(at) && page.touches(at + 1) {
        at += 1;
    }
    if page.form(at) != Form::Arabic || page.proclitic(at) > 0 {
        return None;
    }
    if let Some(end) = particle_part(page, at) {
        return Some((end, false));
    }
    let listed = page.longest(at, super::NAMES);
    if let Some((length, ..)) = page.longest(at, Classes::PERSON) {
        let longer = listed.is_some_and(|(other, class, _)| other > length && kind_of(class).is_some());
        return (!longer).then(|| (after_compound(page, at + length), false));
    }
    // محمد المصري is a family, محمد الخامس a king.
    let is_family = page.is(at, Class::Demonym) && is_nisba(page.key(at));
    let of_king = || page.is(at - 1, Class::Given) || at > 1 && is_ruler(page.stem_key(at - 2));
    if parts == 1
        && let Some((length, _)) = page.entry(at, Class::Ordinal).filter(|_| of_king())
    {
        return Some((at + length, true));
    }
    if parts == 1 && page.is(at - 1, Class::Given) && is_family {
        return Some((at + 1, true));
    }
    // Behind a family name the name has ended: فرويد تلميذا.
    let is_ended = page.is(at - 1, Class::Family) && !page.is(at - 1, Class::Given);
    let is_name = !is_ended
        && listed.is_none()
        && may_be_name(page, at)
        && page.likeness(at) > least_likeness(page, at);
    is_name.then_some((at + 1, true))
}

/// A family behind a given name that a title or a verb announces, though it looks less like a name: nothing else stands
/// between the two and what is said.
fn announced_part(page: &Page<'_>, at: usize) -> Option<(usize, bool)> {
    /// How much the word has to look like a name.
    const LEAST: f64 = -6.0;
    if !page.is(at - 1, Class::Given) || page.form(at) != Form::Arabic || page.proclitic(at) > 0 {
        return None;
    }
    // Verbs in the imperfect and unknown words behind a particle begin so: الطالبة سلمى تريد, الأستاذ فؤاد بقاموس.
    let is_verb = page.key(at).starts_with(['ي', 'ت', 'ن', 'س']);
    let has_particle = page.key(at).starts_with(['و', 'ف', 'ب', 'ل', 'ك']);
    let is_unknown = may_be_name(page, at) && !is_verb && !has_particle && page.likeness(at) > LEAST;
    let of_time =
        Class::Weekday.set().or(Class::Period.set()).or(Class::RelativeDay.set()).or(Class::DayPart.set());
    let is_quoted = !is_verb
        && page.joins(at + 1)
        && page.written(at + 1).starts_with("إن")
        && page.key(at + 1) == "ان"
        && page.key(at).chars().nth(2).is_some()
        && !page.classes(at).meets(of_time.or(Class::Speech.set()).or(Classes::PLACE));
    (is_unknown || is_quoted).then_some((at + 1, true))
}

/// How much a word after a part of a name has to look like a name.
fn least_likeness(page: &Page<'_>, at: usize) -> f64 {
    if page.key(at).starts_with("ال") {
        return -2.0;
    }
    // What may begin with a proclitic may be the next word of the sentence: بإزالة, وغيرهم.
    if page.key(at).starts_with('و') {
        6.0
    } else if page.key(at).starts_with(['ب', 'ل', 'ك', 'ف', 'س', 'ي', 'ت']) {
        3.0
    } else {
        0.5
    }
}

/// صلاح الدين, نصر الله.
fn after_compound(page: &Page<'_>, at: usize) -> usize {
    let before = page.stem_key(at - 1);
    let is_servant = matches!(
        before,
        "عبد"
            | "نصر"
            | "جار"
            | "جاد"
            | "فضل"
            | "خير"
            | "سعد"
            | "حسب"
            | "عطا"
            | "هبه"
            | "رزق"
            | "فتح"
            | "ضيف"
            | "لطف"
            | "نعمه"
            | "شكر"
            | "خلف"
            | "خليل"
            | "عون"
            | "حرز"
            | "عنايه"
            | "ولي"
            | "روح"
            | "ايه"
    );
    let goes_on = match page.key(at) {
        "الدين" => true,
        "الله" => is_servant,
        _ => false,
    };
    at + usize::from(goes_on && page.joins(at))
}

/// Whether a word that no list knows can be part of a name.
fn may_be_name(page: &Page<'_>, at: usize) -> bool {
    let key = page.key(at);
    key.chars().nth(2).is_some()
        && page.classes(at).is_empty()
        && !vocabulary::is_word(page, at)
        && !is_inflected(page, at)
        && !["وال", "بال", "لل", "فال"].iter().any(|attached| key.starts_with(attached))
}

/// Shapes of verbs and of words with a pronoun, which names from abroad do not have: أحرز, استقبل, ناديه.
fn is_inflected(page: &Page<'_>, at: usize) -> bool {
    let key = page.key(at);
    let is_causative = key
        .strip_prefix('ا')
        .is_some_and(|rest| rest.chars().count() == 3 && !rest.contains(['ا', 'و', 'ي', 'ى']));
    is_causative || key.starts_with("است") || page.written(at).ends_with('ه')
}

fn is_nisba(key: &str) -> bool {
    key.starts_with("ال") && key.ends_with(['ي', 'ى'])
}
