//! Amounts of money.

use super::Value;
use super::national::of_nation;
use super::number::{Amount, amount, is_minus, number, range_link, shared_power};
use crate::forms::class::Class;
use crate::page::Page;
use crate::text::decimal::Decimal;
use crate::text::line::Line;
use crate::text::piece::Form;

/// An amount of money that begins at the word: `$1.2 million`, `EUR 20`, `20 دولارا`; canonical as `USD 1200000`.
pub(super) fn money(page: &Page<'_>, at: usize) -> Option<Value> {
    let first = at + usize::from(is_minus(page, at));
    let found = before_number(page, first).or_else(|| after_number(page, first))?;
    Some(with_parts(page, found).value(if first > at { "-" } else { "" }))
}

/// An amount and its currency.
struct Money {
    end: usize,
    currency: &'static str,
    amount: Amount,
}

impl Money {
    fn value(self, sign: &str) -> Value {
        let line = Line::new().text(self.currency).text(" ").text(sign).with(|out| self.amount.write(out));
        Value { end: self.end, canonical: line.done() }
    }
}

/// A sign or code before the number.
fn before_number(page: &Page<'_>, at: usize) -> Option<Money> {
    let (length, currency) = page.entry(at, Class::CurrencySign).or_else(|| {
        let (length, currency) = page.entry(at, Class::Currency)?;
        page.form(at).eq(&Form::Upper).then_some((length, currency))
    })?;
    let first = at + length;
    let is_whole = (at + 1..first).all(|at| page.touches(at));
    if !is_whole || !page.joins(first) || page.form(first) != Form::Digits {
        return None;
    }
    let amount = abbreviated(page, own_amount(page, first)?, true);
    let mut money = Money { end: amount.end, currency, amount };
    if let Some(high) = signed_high(page, &money, first) {
        money = high;
    }
    Some(money)
}

/// The amount of the currency before it: `30` of `EUR 20 or 30€` is of another.
fn own_amount(page: &Page<'_>, first: usize) -> Option<Amount> {
    let whole = amount(page, first)?;
    if whole.high.is_none() {
        return Some(whole);
    }
    let (end, low) = number(page, first)?;
    // `£500 or two years`: what another word than `to` links to it may be of anything.
    let is_range = page.form(end).is_mark() || matches!(page.key(end), "to" | "الى");
    let currencies = Class::Currency.set().or(Class::CurrencySign.set());
    let is_of_other =
        || currency_place(page, whole.end).is_some_and(|word| page.longest(word, currencies).is_some());
    Some(if is_range && !is_of_other() { whole } else { Amount { end, low, high: None } })
}

/// `ISO-2022-KR`: a number that hangs on a word.
fn is_of_code(page: &Page<'_>, at: usize) -> bool {
    at > 1
        && page.form(at) == Form::Digits
        && page.touches(at)
        && page.is_mark(at - 1, '-')
        && page.touches(at - 1)
        && page.form(at - 2).is_word()
}

/// The upper end of a range that repeats the sign, `$10-$20`, `between $5 and $10 million`, or only the power of ten:
/// `$10m-20m`. Behind a word the two are amounts of their own, unless the lower has its power from the upper.
fn signed_high(page: &Page<'_>, low: &Money, first: usize) -> Option<Money> {
    let second = range_link(page, low.end)?;
    let is_dashed = page.form(low.end).is_mark();
    let sign = page.entry(second, Class::CurrencySign).filter(|&(_, currency)| currency == low.currency);
    let number = second + sign.map_or(0, |(length, _)| length);
    if page.form(number) != Form::Digits || !page.joins(number) || sign.is_none() && !is_dashed {
        return None;
    }
    let plain = amount(page, number)?;
    let high = abbreviated(page, plain, sign.is_some());
    if sign.is_none() && high.end == plain.end {
        return None;
    }
    let power = match abbreviation(page, plain.end) {
        Some(power) if high.end > plain.end && low.end == first + 1 && low.amount.low.is_less(plain.low) => {
            power
        }
        _ => shared_power(page, first..low.end, number),
    };
    if !is_dashed && power == 0 {
        return None;
    }
    let amount = Amount { end: high.end, low: low.amount.low.scaled(power), high: Some(high.low) };
    Some(Money { end: high.end, currency: low.currency, amount })
}

/// A currency after the number.
fn after_number(page: &Page<'_>, at: usize) -> Option<Money> {
    if is_of_code(page, at) {
        return None;
    }
    let amount = abbreviated(page, amount(page, at)?, true);
    let word = currency_place(page, amount.end)?;
    let (length, class, mut currency) = page
        .longest(word, Class::Currency.set().or(Class::CurrencySign.set()).or(Class::CurrencyPart.set()))?;
    let is_sign_of_next = class == Class::CurrencySign && page.form(at) != Form::Digits;
    if page.has_conjunction(word)
        || is_weight(page, word, length)
        || is_sign_of_next
        || length == 1 && !is_currency_here(page, word, &amount)
    {
        return None;
    }
    let mut amount = amount;
    if class == Class::CurrencyPart {
        amount.low = amount.low.hundredth();
        amount.high = amount.high.map(Decimal::hundredth);
    }
    let mut end = word + length;
    if let Some(nation) = page.entry(word - usize::from(word > amount.end), Class::Demonym) {
        currency = of_nation(currency, nation.1).unwrap_or(currency);
    }
    // دينار كويتي is an entry; a nationality that is none belongs to the currency all the same.
    if page.form(end) == Form::Arabic
        && page.joins(end)
        && let Some((length, nation)) = page.entry(end, Class::Demonym)
    {
        currency = of_nation(currency, nation).unwrap_or(currency);
        end += length;
    }
    Some(Money { end, currency: dotted(page, word).unwrap_or(currency), amount })
}

/// Whether a word that is more than a currency is one after this number: Koreans pay in thousands of `won`, `5 c` is a
/// size, and رس is no ر.س.
fn is_currency_here(page: &Page<'_>, word: usize, amount: &Amount) -> bool {
    let is_large = amount.low.thousands() > 0 || amount.low.is_at_least(100);
    match page.key(word) {
        "won" | "marks" | "crowns" | "sen" | "lei" | "real" | "rand" | "dong" => is_large,
        "c" | "p" if page.form(word) != Form::Lower => false,
        "c" | "p" => page.touches(word) || word + 1 == page.len(),
        key if page.form(word) == Form::Arabic && key.chars().nth(2).is_none() => {
            key == "ين" || page.written(word).contains('.')
        }
        _ => true,
    }
}

/// The currencies whose Arabic signs have one key, since hamza tells them apart: د.إ and د.أ.
fn dotted(page: &Page<'_>, word: usize) -> Option<&'static str> {
    let written = page.written(word);
    match page.key(word) {
        "دا" if written.contains('أ') => Some("JOD"),
        "دا" if written.contains('.') => Some("AED"),
        _ => None,
    }
}

/// Where the currency of a number may stand: after it, a hyphen, or a nationality (`42 Qatari riyals`).
fn currency_place(page: &Page<'_>, at: usize) -> Option<usize> {
    let mut word = at;
    if page.is_mark(word, '-') && page.touches(word) {
        word += 1;
    }
    if page.is(word, Class::Demonym) && page.is(word + 1, Class::Currency) && page.joins(word) {
        let begins_entry = page.entry(word, Class::Currency).is_some();
        word += usize::from(!begins_entry);
    }
    page.joins(word).then_some(word)
}

/// `10 pounds of meat` are a weight.
fn is_weight(page: &Page<'_>, word: usize, length: usize) -> bool {
    let is_of = page.key(word + length) == "of" && page.joins(word + length);
    // ج.م are Egyptian pounds, جم grams.
    let is_gram = page.key(word) == "جم" && !page.written(word).contains('.');
    page.is(word, Class::Unit) && (is_of || is_gram)
}

/// `k`, `m`, `bn` and their kin after the number; apart from it only where the currency says that a power of ten it is.
fn abbreviated(page: &Page<'_>, amount: Amount, has_currency: bool) -> Amount {
    let Some(exponent) = abbreviation(page, amount.end) else { return amount };
    let is_near = page.touches(amount.end) || has_currency && page.joins(amount.end);
    // `$3 M. Smith`: a capital with a stop is an initial.
    let is_initial = page.form(amount.end) == Form::Title
        && page.written_len(amount.end) == 1
        && page.is_mark(amount.end + 1, '.')
        && page.form(amount.end + 2).is_capital()
        && page.joins(amount.end + 2);
    if !is_near || is_initial && !page.touches(amount.end) {
        return amount;
    }
    Amount {
        end: amount.end + 1,
        low: amount.low.scaled(exponent),
        high: amount.high.map(|high| high.scaled(exponent)),
    }
}

/// The power of ten that a word is short for.
fn abbreviation(page: &Page<'_>, at: usize) -> Option<u32> {
    match page.key(at) {
        "k" => Some(3),
        "m" | "mm" | "mn" | "mln" | "mil" | "mio" => Some(6),
        "b" | "bn" | "bln" | "mrd" | "mld" => Some(9),
        "tn" | "trn" | "tln" => Some(12),
        _ => None,
    }
}

/// `20 dollars and 43 cents`.
fn with_parts(page: &Page<'_>, money: Money) -> Money {
    let mut at = money.end;
    if matches!(page.key(at), "and" | "و") {
        at += 1;
    }
    let Some((end, parts)) = number(page, at).filter(|_| page.joins(at)) else {
        return money;
    };
    let Some((length, _)) = page.entry(end, Class::CurrencyPart).filter(|_| page.joins(end)) else {
        return money;
    };
    Money {
        end: end + length,
        amount: Amount { low: money.amount.low.plus(parts.hundredth()), ..money.amount },
        ..money
    }
}

#[cfg(test)]
mod tests {
    use crate::values::tests::check;

    #[test]
    fn signs_and_codes_stand_on_either_side() {
        check("It cost $1.2 million.", &["money: $1.2 million = USD 1200000"]);
        check("EUR 20 or 30€", &["money: EUR 20 = EUR 20", "money: 30€ = EUR 30"]);
        check("A $10K prize", &["money: $10K = USD 10000"]);
        check("$10-$20 each", &["money: $10-$20 = USD 10-20"]);
        check("a loss of -$5 million", &["money: -$5 million = USD -5000000"]);
        check(
            "QR500 or Dh1,200 or SAR1.5bn",
            &["money: QR500 = QAR 500", "money: Dh1,200 = AED 1200", "money: SAR1.5bn = SAR 1500000000"],
        );
        check("1 000 000 euros", &["money: 1 000 000 euros = EUR 1000000"]);
        check("$1 000 000.50 there", &["money: $1 000 000.50 = USD 1000000.5"]);
        check("several million dollars", &[]);
        check("a fine of RM500 or two years", &["money: RM500 = MYR 500"]);
        check("R$ 1.5 bilhão", &["money: R$ 1.5 bilhão = BRL 1500000000"]);
    }

    #[test]
    fn the_lower_end_has_its_power_from_the_upper() {
        for (text, expected) in [
            ("between $5 and $10 million", "money: $5 and $10 million = USD 5000000-10000000"),
            ("from $20 to $30 billion", "money: $20 to $30 billion = USD 20000000000-30000000000"),
            ("$5 or $6 million", "money: $5 or $6 million = USD 5000000-6000000"),
            ("between US$5 and US$10 bn", "money: US$5 and US$10 bn = USD 5000000000-10000000000"),
            ("€2-€3m a year", "money: €2-€3m = EUR 2000000-3000000"),
            ("between 3 and 5 billion euros", "money: 3 and 5 billion euros = EUR 3000000000-5000000000"),
            ("بين 3 و5 مليارات دولار", "money: 3 و5 مليارات دولار = USD 3000000000-5000000000"),
            ("بين ثلاثة وخمسة ملايين ريال", "money: ثلاثة وخمسة ملايين ريال = riyal 3000000-5000000"),
        ] {
            check(text, &[expected]);
        }
        check("from $3m to $4m", &["money: $3m = USD 3000000", "money: $4m = USD 4000000"]);
        check("from $500 to $1 million", &["money: $500 = USD 500", "money: $1 million = USD 1000000"]);
        check("ISO-2022-KR is an encoding", &[]);
    }

    #[test]
    fn words_are_currencies() {
        check("two hundred dollars", &["money: two hundred dollars = USD 200"]);
        check("20 dollars and 43 cents", &["money: 20 dollars and 43 cents = USD 20.43"]);
        check("5 to 10 million euros", &["money: 5 to 10 million euros = EUR 5000000-10000000"]);
        check("10 pounds of meat", &["quantity: 10 pounds = 10 lb"]);
        check("They won 3 won games.", &[]);
        check("about 5,000 won", &["money: 5,000 won = KRW 5000"]);
    }

    #[test]
    fn powers_of_ten_are_abbreviated() {
        check("US$ 3.2 bn", &["money: US$ 3.2 bn = USD 3200000000"]);
        check("$ 2.4 bln", &["money: $ 2.4 bln = USD 2400000000"]);
        check("$310 mil then", &["money: $310 mil = USD 310000000"]);
        check("$3 M", &["money: $3 M = USD 3000000"]);
        check("EUR 2.5 m", &["money: EUR 2.5 m = EUR 2500000"]);
        check("£ 4 k", &["money: £ 4 k = GBP 4000"]);
        check("CHF 3 Mio", &["money: CHF 3 Mio = CHF 3000000"]);
        check("SEK 30 mn", &["money: SEK 30 mn = SEK 30000000"]);
        check("$40MM", &["money: $40MM = USD 40000000"]);
        check("2.5 bn euros", &["money: 2.5 bn euros = EUR 2500000000"]);
        check("$10m-20m", &["money: $10m-20m = USD 10000000-20000000"]);
    }

    #[test]
    fn sums_are_one_amount() {
        check("مليار و200 مليون دينار", &["money: مليار و200 مليون دينار = dinar 1200000000"]);
        check("1 billion 200 million dollars", &["money: 1 billion 200 million dollars = USD 1200000000"]);
        check("two and a half million euros", &["money: two and a half million euros = EUR 2500000"]);
        check("3 million and 500 thousand euros", &["money: 3 million and 500 thousand euros = EUR 3500000"]);
    }

    #[test]
    fn nations_name_their_currencies() {
        check("42 Mexican pesos", &["money: 42 Mexican pesos = MXN 42"]);
        check("500 Kenyan shillings", &["money: 500 Kenyan shillings = KES 500"]);
        check("٥٠ مليون دولار كندي", &["money: ٥٠ مليون دولار كندي = CAD 50000000"]);
        check("300 جنيه سوداني", &["money: 300 جنيه سوداني = SDG 300"]);
    }

    #[test]
    fn arabic_signs() {
        check("السعر ١٠٠ ر.س فقط", &["money: ١٠٠ ر.س = SAR 100"]);
        check(
            "20 د.إ و 30 د.أ. و 5 د.ك",
            &["money: 20 د.إ = AED 20", "money: 30 د.أ. = JOD 30", "money: 5 د.ك = KWD 5"],
        );
        check("Dhs 500 or SR 100", &["money: Dhs 500 = AED 500", "money: SR 100 = SAR 100"]);
    }

    #[test]
    fn arabic_amounts() {
        check("بلغت 60 مليون دولار أمريكي", &["money: 60 مليون دولار أمريكي = USD 60000000"]);
        check("مليوني دولار", &["money: مليوني دولار = USD 2000000"]);
        check("خمسة وعشرون دينارا كويتيا", &["money: خمسة وعشرون دينارا كويتيا = KWD 25"]);
        check("وصل إلى ٥٠٠ جنيه", &["money: ٥٠٠ جنيه = EGP 500"]);
    }
}
