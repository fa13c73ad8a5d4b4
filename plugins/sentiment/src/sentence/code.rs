//! Code in texts of Markdown, in which no word is a cue and no mark a face: `` `cargo xtask tidy` ``.

use crate::forms::class::Class;
use crate::forms::tokens::Tokens;

/// How many tokens code within a line has at most. What is longer stands between the backticks of two.
const LONGEST: usize = 40;

const FENCE: &str = "```";

/// A token of backticks.
#[derive(Clone, Copy)]
struct Ticks {
    /// Among those of the document.
    token: usize,
    /// In bytes of its text.
    start: usize,
}

/// Takes the effect of words and marks from the classes of a document's tokens that lie in code, where there are
/// backticks. `first` is the index of the first token, `base` where the document's text starts in the call's.
pub(crate) fn hide(text: &str, base: usize, tokens: &Tokens<'_>, first: usize, classes: &mut [u8]) {
    if !tokens.may_have_code() {
        return;
    }
    let of_code = classes.iter().enumerate().filter(|(_, class)| Class(**class).is_of_code());
    let ticks =
        of_code.map(|(token, _)| Ticks { token, start: tokens.start(first + token).saturating_sub(base) });
    let ticks: Vec<Ticks> = ticks.collect();
    let mut rest = ticks.as_slice();
    while let [opening, others @ ..] = rest {
        rest = others;
        if let Some(place) = closing(text, *opening, others) {
            let closing = others[place];
            silence(classes, opening.token + 1, closing.token);
            let end = closing.start + if is_fence(text, closing.start) { FENCE.len() } else { 1 };
            let of_closing = others[place..].iter().take_while(|ticks| ticks.start < end).count();
            rest = &others[place + of_closing..];
        }
    }
}

/// Which of the backticks after an opening one close the code.
fn closing(text: &str, opening: Ticks, others: &[Ticks]) -> Option<usize> {
    if is_fence(text, opening.start) {
        let inside = opening.start + FENCE.len();
        return others.iter().position(|ticks| ticks.start >= inside && is_fence(text, ticks.start));
    }
    let next = others.first()?;
    let is_near = next.token - opening.token <= LONGEST;
    (is_near && encloses_code(text, opening.start, next.start)).then_some(0)
}

fn is_fence(text: &str, start: usize) -> bool {
    text.get(start..).is_some_and(|rest| rest.starts_with(FENCE))
}

/// Whether code within a line stands between two backticks. Some write one for a quotation mark: `` `it is' ``.
fn encloses_code(text: &str, opening: usize, closing: usize) -> bool {
    let parts = (text.get(..opening), text.get(opening + 1..closing), text.get(closing + 1..));
    let (Some(before), Some(inside), Some(after)) = parts else { return false };
    !before.ends_with(char::is_alphanumeric)
        && !inside.starts_with(char::is_whitespace)
        && !inside.ends_with(char::is_whitespace)
        && !inside.contains("\n\n")
        && !after.starts_with(char::is_alphanumeric)
}

/// What stands in code counts as words and as ends of clauses alone.
fn silence(classes: &mut [u8], start: usize, end: usize) {
    for class in classes.get_mut(start..end).unwrap_or_default() {
        let is_word = *class & Class::WORD != 0;
        *class = if is_word { *class & (Class::WORD | Class::SMALL) } else { Class::BREAK };
    }
}

#[cfg(test)]
mod tests {
    use super::{Ticks, closing};

    /// The code that is found in a text.
    fn codes(text: &str) -> Vec<&str> {
        let marks = text.match_indices('`').enumerate();
        let ticks: Vec<Ticks> = marks.map(|(token, (start, _))| Ticks { token, start }).collect();
        let (mut codes, mut rest) = (Vec::new(), ticks.as_slice());
        while let [opening, others @ ..] = rest {
            rest = others;
            if let Some(place) = closing(text, *opening, others) {
                codes.push(text[opening.start..others[place].start].trim_matches('`'));
                rest = &others[place + 1..];
            }
        }
        codes.retain(|code| !code.is_empty());
        codes
    }

    #[test]
    fn code_stands_between_backticks_of_a_paragraph() {
        for (text, expected) in [
            ("run `cargo tidy` and `a`", vec!["cargo tidy", "a"]),
            ("```\nerror: bad\n```\nand `b`", vec!["\nerror: bad\n", "b"]),
            ("``What a good day,'' he said, ``and so on''", vec![]),
            ("`it is good' and `that is bad'", vec![]),
            ("a ` b ` c", vec![]),
            ("I don`t and won`t", vec![]),
            ("open `here\n\nand there`", vec![]),
        ] {
            assert_eq!(codes(text), expected, "in {text:?}");
        }
    }
}
