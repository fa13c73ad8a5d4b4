//! Whether a document is a plain report.
//!
//! Reports of a fire, a treaty or a match are full of words that praise and blame elsewhere. What gives them away is
//! what they tell of and who speaks in them (`lexicon/*-register.tsv`), and that nobody speaks for himself.

use crate::forms::classes::RegisterCounts;

/// How much a document is a plain report.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Register {
    /// From 0, where nothing says so, to 1.
    report: f64,
    /// How sure that is: a short text has few words to tell it by.
    sure: f64,
}

/// What a word with which somebody speaks for himself takes away, and an exclamation mark or an emoji. It is no more than
/// a word of reports adds, for reports quote people.
const PERSONAL: f64 = 1.0;
const MARK: f64 = 1.5;

/// How many words of reports make one: a few that a short one has, and with its length.
const FEWEST: f64 = 8.0;
const SHARE: f64 = 0.02;

/// How many tokens a document has by which it is half sure what it is.
const HALF_SURE: f64 = 60.0;

/// How much a word that names a fact loses in a report, and from which part of one on: it is soon plain of such a word.
const LOST_BY_FACTS: f64 = 0.95;
const ALL_LOST: f64 = 0.3;

/// What a report adds to the balances that become a score of ±[`KNEE`](super::score::KNEE). A sentence of a newspaper's
/// opinion has as many words of reports as one of its news, and only a longer text tells which it is.
const ADDED_TO_KNEE: f64 = 0.6;

impl Register {
    /// That of a text of so many tokens with these words.
    pub(crate) fn of(counts: RegisterCounts, tokens: usize) -> Self {
        let RegisterCounts { words, reporting, personal, marks } = counts;
        let told = f64::from(reporting) - PERSONAL * f64::from(personal) - MARK * f64::from(marks);
        let tokens = tokens as f64;
        Self {
            report: (told / (FEWEST + SHARE * f64::from(words))).clamp(0.0, 1.0),
            sure: tokens / (tokens + HALF_SURE),
        }
    }

    /// Whether anything says that it is a report.
    pub(crate) fn is_report(self) -> bool {
        self.report > 0.0
    }

    /// By what the weight of a word that names a fact is multiplied. Never 0: nothing is silenced.
    pub(crate) fn of_facts(self) -> f64 {
        1.0 - LOST_BY_FACTS * (self.report / ALL_LOST).min(1.0)
    }

    /// What a balance has to be for a score of [`KNEE`](super::score::KNEE), where it is `knee` elsewhere.
    pub(crate) fn knee(self, knee: f64) -> f64 {
        knee + ADDED_TO_KNEE * self.report * self.sure
    }
}

#[cfg(test)]
mod tests {
    use super::{Register, RegisterCounts};

    fn report(words: u32, reporting: u32, personal: u32, marks: u32) -> f64 {
        Register::of(RegisterCounts { words, reporting, personal, marks }, words as usize).report
    }

    #[test]
    fn a_report_tells_and_nobody_speaks_for_himself() {
        assert_eq!(report(0, 0, 0, 0), 0.0);
        assert_eq!(report(20, 0, 0, 0), 0.0);
        assert!(report(20, 3, 0, 0) > report(20, 2, 0, 0));
        assert!(report(20, 3, 1, 0) < report(20, 3, 0, 0) && report(20, 3, 0, 1) < report(20, 3, 0, 0));
        assert_eq!(report(20, 2, 4, 0), 0.0);
        assert_eq!(report(300, 90, 5, 0), 1.0);
    }

    #[test]
    fn a_long_text_is_surer() {
        let of =
            |tokens| Register::of(RegisterCounts { words: 20, reporting: 4, ..Default::default() }, tokens);
        assert!(of(400).knee(0.1) > of(20).knee(0.1) && of(20).knee(0.1) > 0.1);
        assert_eq!(Register::default().knee(0.1), 0.1);
    }

    #[test]
    fn nothing_is_silenced() {
        let full = Register { report: 1.0, sure: 1.0 };
        assert!(full.of_facts() > 0.0 && full.knee(0.15) < 1.0 && full.knee(0.05) < 1.0);
    }
}
