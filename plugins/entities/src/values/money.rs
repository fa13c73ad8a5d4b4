//! Amounts of money.

use super::Value;
use super::number::{Amount, amount, range_mark};
use crate::forms::class::Class;
use crate::page::Page;
use crate::text::decimal::Decimal;
use crate::text::line::Line;
use crate::text::piece::Form;

/// An amount of money that begins at the word: `$1.2 million`, `EUR 20`, `20 دولارا`; canonical as `USD 1200000`.
pub(super) fn money(page: &Page<'_>, at: usize) -> Option<Value> {
    let found = before_number(page, at).or_else(|| after_number(page, at))?;
    Some(with_parts(page, found).value())
}

/// An amount and its currency.
struct Money {
    end: usize,
    currency: &'static str,
    amount: Amount,
}

impl Money {
    fn value(self) -> Value {
        let line = Line::new().text(self.currency).text(" ").with(|out| self.amount.write(out));
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
    let amount = abbreviated(page, amount(page, first)?);
    let mut money = Money { end: amount.end, currency, amount };
    if let Some(high) = signed_high(page, &money) {
        money = high;
    }
    Some(money)
}

/// The upper end of a range that repeats the sign: `$10-$20`.
fn signed_high(page: &Page<'_>, low: &Money) -> Option<Money> {
    let second = range_mark(page, low.end).filter(|_| page.form(low.end).is_mark())?;
    let (length, currency) = page.entry(second, Class::CurrencySign)?;
    let first = second + length;
    if currency != low.currency || page.form(first) != Form::Digits {
        return None;
    }
    let high = abbreviated(page, amount(page, first)?);
    Some(Money {
        end: high.end,
        currency,
        amount: Amount { end: high.end, low: low.amount.low, high: Some(high.low) },
    })
}

/// A currency after the number.
fn after_number(page: &Page<'_>, at: usize) -> Option<Money> {
    let amount = abbreviated(page, amount(page, at)?);
    let word = currency_place(page, amount.end)?;
    let (length, class, currency) = page
        .longest(word, Class::Currency.set().or(Class::CurrencySign.set()).or(Class::CurrencyPart.set()))?;
    let is_sign_of_next = class == Class::CurrencySign && page.form(at) != Form::Digits;
    if page.has_conjunction(word) || is_weight(page, word, length) || is_sign_of_next {
        return None;
    }
    let mut amount = amount;
    if class == Class::CurrencyPart {
        amount.low = amount.low.hundredth();
        amount.high = amount.high.map(Decimal::hundredth);
    }
    let mut end = word + length;
    // دينار كويتي is an entry; a nationality that is none belongs to the currency all the same.
    if page.form(end) == Form::Arabic && page.joins(end) && page.is(end, Class::Demonym) {
        end += 1;
    }
    Some(Money { end, currency, amount })
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

/// `k`, `m`, `bn` that touch the number.
fn abbreviated(page: &Page<'_>, amount: Amount) -> Amount {
    let exponent = match page.key(amount.end) {
        "k" => 3,
        "m" | "mn" | "mln" => 6,
        "b" | "bn" | "bln" => 9,
        "tn" | "trn" => 12,
        _ => return amount,
    };
    if !page.touches(amount.end) {
        return amount;
    }
    Amount {
        end: amount.end + 1,
        low: amount.low.scaled(exponent),
        high: amount.high.map(|high| high.scaled(exponent)),
    }
}

/// `20 dollars and 43 cents`.
fn with_parts(page: &Page<'_>, money: Money) -> Money {
    let mut at = money.end;
    if matches!(page.key(at), "and" | "و") {
        at += 1;
    }
    let Some((end, parts)) = super::number::number(page, at).filter(|_| page.joins(at)) else {
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
    }

    #[test]
    fn words_are_currencies() {
        check("two hundred dollars", &["money: two hundred dollars = USD 200"]);
        check("20 dollars and 43 cents", &["money: 20 dollars and 43 cents = USD 20.43"]);
        check("5 to 10 million euros", &["money: 5 to 10 million euros = EUR 5000000-10000000"]);
        check("10 pounds of meat", &["quantity: 10 pounds = 10 lb"]);
    }

    #[test]
    fn arabic_amounts() {
        check("بلغت 60 مليون دولار أمريكي", &["money: 60 مليون دولار أمريكي = USD 60000000"]);
        check("مليوني دولار", &["money: مليوني دولار = USD 2000000"]);
        check("خمسة وعشرون دينارا كويتيا", &["money: خمسة وعشرون دينارا كويتيا = KWD 25"]);
        check("وصل إلى ٥٠٠ جنيه", &["money: ٥٠٠ جنيه = EGP 500"]);
    }
}
