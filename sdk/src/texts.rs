//! Attributes of strings, read by many spans.

use crate::columns::StringColumn;
use crate::numbers::Numbers;

/// The values of an attribute of strings over all documents of a call: what a loop over many spans reads.
///
/// Values are few where there are many spans, and each has a code, so that what follows from a value is found once for
/// each.
#[derive(Clone, Copy, Debug, Default)]
pub struct Texts<'a> {
    table: Option<StringColumn<'a>>,
    /// The codes of the spans; without them each span has its own.
    codes: Option<Numbers<'a>>,
    absent: Numbers<'a>,
    /// How many of `absent` come before the span that was asked for last.
    passed: usize,
}

impl<'a> Texts<'a> {
    pub(crate) fn new(table: StringColumn<'a>, codes: Option<Numbers<'a>>, absent: Numbers<'a>) -> Self {
        Self { table: Some(table), codes, absent, passed: 0 }
    }

    /// How many codes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.table.map_or(0, StringColumn::len)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The code of a span's value; nothing where it has none. The cost is least where spans are asked for in order.
    #[must_use]
    pub fn code(&mut self, span: usize) -> Option<usize> {
        if self.is_absent(u32::try_from(span).ok()?) {
            return None;
        }
        let code = self.codes.map_or(span, |codes| codes.get(span) as usize);
        (code < self.len() && self.codes.is_none_or(|codes| span < codes.len())).then_some(code)
    }

    /// The value of a code, empty for one that there is not.
    #[must_use]
    pub fn text(&self, code: usize) -> &'a str {
        self.table.map_or("", |table| table.get(code))
    }

    fn is_absent(&mut self, span: u32) -> bool {
        if self.passed > 0 && self.absent.get(self.passed - 1) >= span {
            self.passed = self.absent.partition_point(|absent| absent < span);
        }
        while self.passed < self.absent.len() && self.absent.get(self.passed) < span {
            self.passed += 1;
        }
        self.passed < self.absent.len() && self.absent.get(self.passed) == span
    }
}

#[cfg(test)]
mod tests {
    use super::Texts;
    use crate::columns::StringColumn;
    use crate::number_column;
    use crate::numbers::Numbers;
    use textmill_wit::guest::textmill::analyzer::types as wit;

    #[test]
    fn spans_have_the_values_of_their_codes() {
        let strings = wit::Strings { text: "ab".to_string(), ends: number_column([1, 2]) };
        let (codes, absent) = (number_column([1, 0, 0, 1]), number_column([0, 2]));
        let numbers = |bytes| Numbers::read("", bytes).expect("four bytes for each");
        let table = StringColumn::read("", &strings).expect("sound strings");
        let mut texts = Texts::new(table, Some(numbers(&codes)), numbers(&absent));
        for spans in [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [3, 0, 3, 2, 1]] {
            for span in spans {
                let expected = [None, Some("a"), None, Some("b"), None][span];
                assert_eq!(texts.code(span).map(|code| texts.text(code)), expected, "span {span}");
            }
        }
        let mut own = Texts::new(table, None, numbers(&absent));
        assert_eq!([0, 1, 2].map(|span| own.code(span)), [None, Some(1), None]);
        assert!(Texts::default().is_empty() && Texts::default().code(0).is_none());
    }
}
