//! Which of the documents that say the same stands for them all.

use std::cmp::{Ordering, Reverse};

use textmill_corpus::Document;

use crate::select::Unique;

/// The order in which documents stand for others, whatever the order in which they came: the one with most letters and digits
/// first, and of as many the one with the least id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Standing {
    letters: Reverse<usize>,
    pub(super) id: Id,
    pub(super) position: u128,
}

impl Standing {
    pub(super) fn of(document: &Document) -> Self {
        Self {
            letters: Reverse(document.text.chars().filter(|character| character.is_alphanumeric()).count()),
            id: Id(document.id.as_str().into()),
            position: Unique::position(document),
        }
    }
}

/// The id of a document. The numbers in ids are in the order of numbers, so that `a#9` comes before `a#10`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Id(pub(super) Box<str>);

impl Ord for Id {
    fn cmp(&self, other: &Self) -> Ordering {
        natural(self.0.as_bytes(), other.0.as_bytes()).then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for Id {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn natural(mut ours: &[u8], mut theirs: &[u8]) -> Ordering {
    loop {
        let (our_number, their_number) = (leading_digits(ours), leading_digits(theirs));
        if our_number > 0 && their_number > 0 {
            let (our_digits, our_rest) = ours.split_at(our_number);
            let (their_digits, their_rest) = theirs.split_at(their_number);
            match number(our_digits).cmp(&number(their_digits)) {
                Ordering::Equal => (ours, theirs) = (our_rest, their_rest),
                different => return different,
            }
            continue;
        }
        match (ours.split_first(), theirs.split_first()) {
            (Some((our, our_rest)), Some((their, their_rest))) if our == their => {
                (ours, theirs) = (our_rest, their_rest);
            }
            (our, their) => return our.map(|(byte, _)| byte).cmp(&their.map(|(byte, _)| byte)),
        }
    }
}

fn leading_digits(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// Numbers of any length compare as their lengths and then their digits do, without zeros before them.
fn number(digits: &[u8]) -> (usize, &[u8]) {
    let zeros = digits.iter().take_while(|digit| **digit == b'0').count();
    (digits.len() - zeros, &digits[zeros..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_in_the_order_of_their_numbers() {
        let ordered = ["", "a", "a#9", "a#009b", "a#10", "a#100000000000000000000001", "aa", "b#1", "ب#1"];
        let ids = ordered.map(|id| Id(id.into()));
        assert!(ids.is_sorted(), "{ids:?}");
        assert_eq!(Id("a1".into()).cmp(&Id("a01".into())), Ordering::Greater);
    }

    #[test]
    fn the_longest_stands_for_all_and_then_the_least_id() {
        let mut standing = [("a#10", "one two"), ("b", "one two three"), ("a#9", "ONE — two!")]
            .map(|(id, text)| Standing::of(&Document::new(id, text)));
        standing.sort();
        assert_eq!(standing.map(|standing| standing.id.0.to_string()), ["b", "a#9", "a#10"]);
    }
}
