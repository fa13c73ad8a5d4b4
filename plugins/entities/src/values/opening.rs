//! Which rules can begin with a word: by its text and by the next word's, so that most words begin none, and a number only
//! those that the word after it can continue with. What is a matter of text is found out once for each form.

use crate::forms::class::{Class, Classes};
use crate::page::Page;
use crate::text::piece::Form;
use crate::values::relative::is_definite_number;

/// A set of the rules of values, by their places in their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rules(u16);

impl Rules {
    const NONE: Self = Self(0);
    const MONEY: Self = Self(1);
    const PERCENT: Self = Self(1 << 1);
    const TIME: Self = Self(1 << 2);
    const DAY_TIME: Self = Self(1 << 3);
    const EDGE: Self = Self(1 << 4);
    const DATE: Self = Self(1 << 5);
    const NUMERIC_DATE: Self = Self(1 << 6);
    const RELATIVE_DATE: Self = Self(1 << 7);
    const QUANTITY: Self = Self(1 << 8);
    const YEAR: Self = Self(1 << 9);
    /// No rule: a date can begin with the word where a number or ordinal is after it, or, of the next word, it is one.
    const NUMBERED: Self = Self(1 << 10);
    /// No rule: a stretch of time can begin with the word where a number is after it, or, of the next word, it is one.
    const COUNTED: Self = Self(1 << 11);
    /// No rule: a part of a stretch can begin with the word where another word of it is after it, or, of the next word, it
    /// is one.
    const STRETCHED: Self = Self(1 << 12);
    /// No rule: a day told from today can begin with the word where one that points at it, or is pointed at, is after it,
    /// or, of the next word, it is one.
    const POINTED: Self = Self(1 << 13);
    /// No rule: a day can begin with the word, يوم, where one that names it is after it, or, of the next word, it is one.
    const NAMED: Self = Self(1 << 14);

    /// Rules that begin with a number.
    const OF_NUMBERS: Self =
        Self::MONEY.or(Self::PERCENT).or(Self::TIME).or(Self::RELATIVE_DATE).or(Self::QUANTITY);

    /// Rules that begin with a minus.
    const OF_SIGNS: Self = Self::MONEY.or(Self::PERCENT).or(Self::QUANTITY);

    /// Rules that begin with digits.
    const OF_DIGITS: Self =
        Self::OF_NUMBERS.or(Self::EDGE).or(Self::DATE).or(Self::NUMERIC_DATE).or(Self::YEAR);

    /// Rules that begin with يوم.
    const OF_DAYS: Self = Self::DATE.or(Self::NUMERIC_DATE).or(Self::RELATIVE_DATE);

    /// Whether no rule is in the set.
    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The places of the rules, ascending.
    pub(super) fn iter(self) -> impl Iterator<Item = usize> {
        let mut rest = self.and(Self(Self::NUMBERED.0 - 1)).0;
        std::iter::from_fn(move || {
            let first = rest.trailing_zeros() as usize;
            rest &= rest.checked_sub(1)?;
            Some(first)
        })
    }

    const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The set with what its bits that are no rules stand for.
    fn whole(self) -> Self {
        self.or(Self::DATE.only_if(self.meets(Self::NUMBERED)))
            .or(Self::RELATIVE_DATE.only_if(self.meets(Self::COUNTED.or(Self::POINTED))))
            .or(Self::EDGE.only_if(self.meets(Self::STRETCHED)))
            .or(Self::OF_DAYS.only_if(self.meets(Self::NAMED)))
    }

    /// The set, where `is_so`.
    const fn only_if(self, is_so: bool) -> Self {
        if is_so { self } else { Self::NONE }
    }
}

/// Classes of entries that a value can begin with, and the rules that begin with them. A word that begins no such entry
/// begins no value, even where a rule knows it by its key.
const OPENERS: [(Class, Rules); 19] = [
    (Class::Number, Rules::OF_NUMBERS),
    (Class::Scale, Rules::OF_NUMBERS),
    (Class::Ordinal, Rules::TIME.or(Rules::EDGE).or(Rules::DATE).or(Rules::YEAR)),
    (Class::Currency, Rules::MONEY),
    (Class::CurrencySign, Rules::MONEY),
    (Class::Percent, Rules::PERCENT),
    (Class::Month, Rules::DATE.or(Rules::RELATIVE_DATE)),
    (Class::HijriMonth, Rules::DATE),
    (Class::Weekday, Rules::DATE.or(Rules::RELATIVE_DATE)),
    (Class::RelativeDay, Rules::RELATIVE_DATE),
    (Class::Season, Rules::RELATIVE_DATE),
    (Class::DateEdge, Rules::EDGE),
    (Class::DayTime, Rules::DAY_TIME),
    (Class::Holiday, Rules::RELATIVE_DATE),
    (Class::Deictic, Rules::EDGE.or(Rules::RELATIVE_DATE)),
    (Class::YearCue, Rules::YEAR),
    (Class::Clock, Rules::TIME),
    (Class::Decade, Rules::YEAR),
    (Class::Quarter, Rules::EDGE),
];

/// What begins with Arabic words of some classes and with no others: الثلاثاء الأول من أيلول, الشهر الماضي. English has the
/// other word first.
const ARABIC_OPENERS: [(Class, Rules); 2] =
    [(Class::Weekday, Rules::EDGE), (Class::Period, Rules::EDGE.or(Rules::RELATIVE_DATE))];

/// Classes of which a word by itself, in Arabic script or not, begins some values only where the next word continues with
/// them.
const LINKED: [(Class, bool, Alone); 6] = [
    (
        Class::Ordinal,
        false,
        Alone::before(Rules::TIME.or(Rules::EDGE).or(Rules::DATE).or(Rules::YEAR).or(Rules::STRETCHED)),
    ),
    // An Arabic hour is followed by much.
    (Class::Ordinal, true, Alone { always: Rules::TIME, before: Rules::DATE.or(Rules::STRETCHED) }),
    (Class::Weekday, true, Alone { always: Rules::DATE.or(Rules::RELATIVE_DATE), before: Rules::STRETCHED }),
    (Class::Period, true, Alone::before(Rules::POINTED.or(Rules::STRETCHED))),
    (Class::Deictic, false, Alone::before(Rules::EDGE.or(Rules::POINTED).or(Rules::STRETCHED))),
    (Class::Deictic, true, Alone::before(Rules::STRETCHED)),
];

/// The classes of [`OPENERS`] and [`ARABIC_OPENERS`].
const OPENING: Classes = ENGLISH_OPENING.or(ARABIC_OPENERS[0].0.set()).or(ARABIC_OPENERS[1].0.set());

/// The classes of [`OPENERS`].
const ENGLISH_OPENING: Classes = {
    let mut classes = Classes::NONE;
    let mut index = 0;
    while index < OPENERS.len() {
        classes = classes.or(OPENERS[index].0.set());
        index += 1;
    }
    classes
};

/// The rules that begin with each class, by its number.
const BY_CLASS: [Rules; 64] = by_number(&OPENERS);

/// The rules that begin with each class in Arabic script besides.
const BY_ARABIC_CLASS: [Rules; 64] = by_number(&ARABIC_OPENERS);

/// The rules that continue with each class, by its number.
const FOLLOWING: [Rules; 64] = by_number(&FOLLOWERS);

const fn by_number(table: &[(Class, Rules)]) -> [Rules; 64] {
    let mut rules = [Rules::NONE; 64];
    let mut index = 0;
    while index < table.len() {
        rules[table[index].0 as usize] = table[index].1;
        index += 1;
    }
    rules
}

/// Classes of numbers in words.
const NUMBERS: Classes = Class::Number.set().or(Class::Scale.set());

/// Classes of entries that a number can continue with, and the rules that do.
const FOLLOWERS: [(Class, Rules); 17] = [
    (Class::Number, Rules::OF_NUMBERS.or(Rules::COUNTED).or(Rules::STRETCHED)),
    (Class::Scale, Rules::OF_NUMBERS.or(Rules::COUNTED).or(Rules::STRETCHED)),
    (Class::Percent, Rules::PERCENT),
    (Class::Currency, Rules::MONEY),
    (Class::CurrencySign, Rules::MONEY),
    (Class::CurrencyPart, Rules::MONEY),
    (Class::Demonym, Rules::MONEY),
    (Class::Unit, Rules::QUANTITY),
    (Class::DayPart, Rules::TIME),
    (Class::Month, Rules::DATE.or(Rules::POINTED).or(Rules::NAMED)),
    (Class::HijriMonth, Rules::DATE),
    (Class::Weekday, Rules::STRETCHED.or(Rules::POINTED).or(Rules::NAMED)),
    (Class::Period, Rules::RELATIVE_DATE.or(Rules::POINTED).or(Rules::NAMED)),
    (Class::Season, Rules::POINTED.or(Rules::NAMED)),
    (Class::Deictic, Rules::POINTED.or(Rules::NAMED)),
    (Class::Era, Rules::YEAR),
    (Class::Ordinal, Rules::NUMBERED.or(Rules::STRETCHED)),
];

/// Whether a value can begin with a word.
pub(crate) fn may_begin(form: Form, begins: Classes) -> bool {
    let opening = if form == Form::Arabic { OPENING } else { ENGLISH_OPENING };
    matches!(form, Form::Digits | Form::Mark('-')) || begins.meets(opening)
}

/// The rules that can begin with a word whatever is after it, because they know it by its key; of digits, those that
/// need no more.
pub(crate) fn by_key(form: Form, key: &str, stem_key: &str, written: &str) -> Rules {
    if form == Form::Digits {
        let is_year = written.chars().count() == 4;
        return Rules::YEAR.only_if(is_year).or(Rules::NUMERIC_DATE.only_if(written.contains('.')));
    }
    known_by_key(key, stem_key)
}

fn known_by_key(key: &str, stem_key: &str) -> Rules {
    let by_key = match key {
        "the" => Rules::NUMBERED,
        "in" | "within" | "after" | "بعد" | "خلال" | "غضون" => {
            Rules::COUNTED.or(Rules::RELATIVE_DATE)
        }
        "شهر" => Rules::DATE.or(Rules::RELATIVE_DATE),
        "يوم" => Rules::OF_DAYS.or(Rules::NAMED),
        "a" => Rules::TIME.or(Rules::COUNTED).or(Rules::RELATIVE_DATE),
        "several" | "few" => Rules::RELATIVE_DATE,
        "half" | "quarter" => Rules::TIME,
        "بتاريخ" | "تاريخ" => Rules::NUMERIC_DATE,
        "هذا" | "هذه" | "قبل" | "منذ" => Rules::RELATIVE_DATE,
        "النصف" | "الثلث" => Rules::EDGE,
        _ => Rules::NONE,
    };
    match stem_key {
        "الساعه" => by_key.or(Rules::TIME),
        "القرن" => by_key.or(Rules::YEAR),
        _ => by_key,
    }
}

/// The rules that can continue with a word after a number of one piece. Where none can, digits are at most a year.
pub(crate) fn rules_after(form: Form, key: &str, stem_key: &str, begins: Classes) -> Rules {
    let by_form = match form {
        // Groups of three digits, and the upper half of a fraction, continue with a number.
        Form::Digits => Rules::NUMBERED
            .or(Rules::COUNTED)
            .or(Rules::STRETCHED)
            .or(Rules::NAMED)
            .or(Rules::OF_NUMBERS.only_if(!matches!(key.len(), 2 | 4))),
        Form::Mark('½' | '¼' | '¾') => Rules::OF_NUMBERS,
        Form::Mark('-' | '–' | '—' | '~' | '/') => Rules::OF_DIGITS,
        Form::Mark(':') => Rules::TIME.or(Rules::NAMED),
        Form::Mark('(') => Rules::NAMED,
        Form::Mark('.' | '\\') => Rules::NUMERIC_DATE,
        _ => Rules::NONE,
    };
    let by_key = if form == Form::Arabic { after_arabic(key, stem_key) } else { after_by_key(key) };
    begins.iter().fold(by_form.or(by_key), |rules, class| rules.or(FOLLOWING[class]))
}

/// As [`after_by_key`] of a word in Arabic script.
fn after_arabic(key: &str, stem_key: &str) -> Rules {
    let is_part = matches!(stem_key, "نصف" | "نص" | "ربع");
    // خمسة عشر, and the minutes of an hour.
    let is_of_number = is_part
        || key.starts_with("عشر")
        || matches!(
            key,
            "الا" | "والنصف"
                | "النصف"
                | "والربع"
                | "ربعا"
                | "الربع"
                | "وثلث"
                | "والثلث"
                | "ثلث"
                | "ثلثا"
                | "الثلث"
                | "ونصف"
                | "وربع"
        );
    after_by_key(key)
        .or(Rules::OF_NUMBERS.only_if(is_of_number))
        .or(Rules::POINTED.only_if(is_definite_number(key)))
}

/// The bytes of the longest key of [`after_by_key`].
const LONGEST_KEY: usize = "لغايه".len();

fn after_by_key(key: &str) -> Rules {
    // Most words are told by their length from all of these.
    if key.len() > LONGEST_KEY {
        return Rules::NONE;
    }
    match key {
        "to" | "and" | "الى" | "لغايه" | "و" => Rules::OF_NUMBERS.or(Rules::DATE),
        "or" | "او" | "حتي" | "حتى" => Rules::OF_NUMBERS,
        "st" | "nd" | "rd" | "th" => Rules::DATE.or(Rules::YEAR).or(Rules::EDGE),
        "few" | "several" | "couple" => Rules::COUNTED.or(Rules::STRETCHED),
        "week" | "day" | "month" | "decade" | "weekend" => Rules::STRETCHED,
        "century" | "centuries" => Rules::YEAR,
        "half" | "quarter" => Rules::TIME.or(Rules::STRETCHED),
        "of" | "من" | "شهر" => Rules::DATE,
        "minutes" | "minute" | "past" | "after" | "before" | "o'clock" | "oclock" => Rules::TIME,
        "k" | "m" | "mm" | "mn" | "mln" | "mil" | "mio" | "b" | "bn" | "bln" | "mrd" | "mld" | "tn"
        | "trn" | "tln" => Rules::MONEY,
        "s" => Rules::YEAR,
        _ => Rules::NONE,
    }
}

/// What can begin with a word that no entry of the lexicon continues from.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Alone {
    /// The rules that can whatever is after it; of a dash, those that can before a number.
    always: Rules,
    /// The rules that can where the next word continues with them.
    before: Rules,
}

impl Alone {
    /// Given are the rules that know the word by its key, and what the lexicon says of it.
    pub(crate) fn of(form: Form, known: Rules, classes: Classes) -> Self {
        let matched = classes.and(OPENING);
        let is_said = !known.is_empty() || !matched.is_empty();
        if !is_said && !matches!(form, Form::Mark('-') | Form::Digits) {
            return Self::default();
        }
        let Self { always, before } = Self::of_classes(form, matched.without(NUMBERS));
        let is_number = matched.meets(NUMBERS);
        let linked = Rules::NUMBERED.or(Rules::COUNTED).or(Rules::NAMED);
        // What only a number after it opens is not open whatever is after it.
        let counted = known.meets(Rules::COUNTED);
        let of_number = Rules::OF_NUMBERS.only_if(is_number);
        match form {
            Form::Mark('-') => Self { always: Rules::OF_SIGNS, before: Rules::NONE },
            Form::Digits => {
                let always = Rules::OF_DIGITS.and(known).or(of_classes(form, matched));
                Self { always, before: Rules::OF_DIGITS }
            }
            Form::Arabic => {
                let is_open = !counted && !known.meets(Rules::NAMED);
                let linked = if counted { linked.or(Rules::RELATIVE_DATE) } else { linked };
                Self {
                    always: always.or(known.only_if(is_open)),
                    before: before.or(of_number).or(known.and(linked)),
                }
            }
            // `A quarter to`, `half past`: what is after them says whether it is a time.
            _ => Self { always, before: before.or(of_number).or(known) },
        }
    }

    /// What can begin with a word of these classes.
    fn of_classes(form: Form, classes: Classes) -> Self {
        let mut alone = Self { always: of_classes(form, classes), before: Rules::NONE };
        let is_linked = |class: Class, is_arabic| classes.has(class) && is_arabic == (form == Form::Arabic);
        let linked = || LINKED.iter().filter(|&&(class, is_arabic, _)| is_linked(class, is_arabic));
        if linked().next().is_some() {
            let others = linked().fold(classes, |others, (class, ..)| others.without(class.set()));
            alone.always = of_classes(form, others);
            for (_, _, of_class) in linked() {
                alone.always = alone.always.or(of_class.always);
                alone.before = alone.before.or(of_class.before);
            }
        }
        alone
    }

    /// What can begin where the next word continues with it.
    const fn before(rules: Rules) -> Self {
        Self { always: Rules::NONE, before: rules }
    }

    /// Whether any rule can begin with it whatever is after it; of a dash, whether one can before a number.
    pub(crate) fn is_always(self) -> bool {
        !self.always.is_empty()
    }

    /// The rules that can begin with it before a word that can continue with these.
    #[inline]
    fn opened(self, after: Rules) -> Rules {
        self.always.or(self.before.and(after))
    }
}

/// The rules that can begin with the word where it stands.
#[inline]
pub(super) fn opened(page: &Page<'_>, at: usize) -> Rules {
    if page.leads_on(at) {
        return opened_among(page, at);
    }
    page.alone_rules(at).opened(page.rules_after(at + 1)).whole()
}

/// As [`opened`], where an entry may continue after the word.
#[inline(never)]
fn opened_among(page: &Page<'_>, at: usize) -> Rules {
    let (known, after) = (page.rules(at), page.rules_after(at + 1));
    match page.form(at) {
        Form::Mark('-') => Rules::OF_SIGNS,
        Form::Digits => {
            Rules::OF_DIGITS.and(after.or(known)).or(of_classes(Form::Digits, page.matched(at, OPENING)))
        }
        form => {
            let matched = page.matched(at, OPENING);
            let number = if matched.meets(NUMBERS) { of_number(page, at, after) } else { Rules::NONE };
            let is_open = form == Form::Arabic && !known.meets(Rules::COUNTED);
            let known = if is_open { known } else { known.and(after) };
            of_classes(form, matched.without(NUMBERS)).or(number).or(known.and(after).whole()).or(known)
        }
    }
}

/// The rules that begin with a number in words.
fn of_number(page: &Page<'_>, at: usize, after: Rules) -> Rules {
    let is_one_word = page.longest(at, NUMBERS).is_some_and(|(length, ..)| length == 1);
    if is_one_word && page.form(at) != Form::Arabic {
        Rules::OF_NUMBERS.and(after)
    } else {
        Rules::OF_NUMBERS
    }
}

/// The rules that can begin with a word of these classes.
fn of_classes(form: Form, classes: Classes) -> Rules {
    let rules = classes.iter().fold(Rules::NONE, |rules, class| rules.or(BY_CLASS[class]));
    if form != Form::Arabic {
        return rules;
    }
    classes.iter().fold(rules, |rules, class| rules.or(BY_ARABIC_CLASS[class]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::RULES;

    #[test]
    fn rules_have_their_places() {
        let all = Rules(u16::MAX);
        assert_eq!(all.iter().collect::<Vec<_>>(), (0..RULES.len()).collect::<Vec<_>>());
        assert_eq!(Rules::YEAR.iter().collect::<Vec<_>>(), [RULES.len() - 1]);
        assert_eq!(Rules::NONE.iter().count(), 0);
    }
}
