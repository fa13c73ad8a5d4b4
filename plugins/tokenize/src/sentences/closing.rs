//! What closes a sentence after its mark: further marks, quotes and brackets, footnotes, emoji.

use super::mark::{Mark, is_closing, is_neutral_quote};
use super::rules::{Behind, Context};
use crate::token::Kind;

/// The way from a mark over what closes its sentence, and what stands after.
///
/// Marks on the way of another share the rest of it, so the last way is kept: of ten thousand full stops in a row that
/// end nothing each would otherwise go to the last of them.
#[derive(Debug, Default)]
pub(super) struct Closings {
    /// The mark that the way begins with.
    first: usize,
    /// The last token of the way.
    last: usize,
    /// The last tokens of three that were taken at once, a footnote: the middle one is not on the way.
    footnotes: Vec<usize>,
    /// The last mark on the way after its first, and the last of the two that count more.
    mark: Option<usize>,
    ellipsis: Option<usize>,
    strong: Option<usize>,
    after: Option<Behind>,
}

impl Closings {
    /// The last token of what closes the sentence whose mark stands at `index`, the mark that counts, and what stands
    /// after.
    pub(super) fn close(&mut self, context: &Context<'_>, index: usize, mark: Mark) -> (usize, Mark, Behind) {
        if !self.passes(index) {
            self.walk(context, index);
        }
        let after = |mark: Option<usize>| mark.is_some_and(|mark| mark > index);
        let counts = if mark == Mark::Strong || after(self.strong) {
            Mark::Strong
        } else if mark == Mark::Ellipsis || after(self.ellipsis) {
            Mark::Ellipsis
        } else if after(self.mark) {
            Mark::Stop
        } else {
            mark
        };
        let last = self.last;
        (last, counts, *self.after.get_or_insert_with(|| context.after(last)))
    }

    /// Whether the kept way goes over the token at `index`.
    fn passes(&self, index: usize) -> bool {
        let jumped = || {
            let next = self.footnotes.partition_point(|&close| close <= index);
            self.footnotes.get(next).is_some_and(|&close| close - index < 3)
        };
        self.reaches(index) && !jumped()
    }

    fn reaches(&self, index: usize) -> bool {
        (self.first..=self.last).contains(&index) && self.last > 0
    }

    /// Goes from the mark at `index` until nothing closes any more, or until the kept way is met.
    fn walk(&mut self, context: &Context<'_>, index: usize) {
        let mut way = Closings { first: index, last: index, ..Closings::default() };
        while way.step(context) {
            if way.last > index && self.passes(way.last) {
                way.join(self);
                break;
            }
        }
        *self = way;
    }

    /// Goes on with a way that meets this one.
    fn join(&mut self, kept: &mut Closings) {
        let met = self.last;
        let later = |own: Option<usize>, kept: Option<usize>| kept.filter(|&mark| mark > met).or(own);
        self.mark = later(self.mark, kept.mark);
        self.ellipsis = later(self.ellipsis, kept.ellipsis);
        self.strong = later(self.strong, kept.strong);
        self.footnotes.extend(kept.footnotes.iter().filter(|&&close| close > met));
        self.last = kept.last;
        self.after = kept.after;
    }

    /// Takes the next token, if it closes; whether it does.
    fn step(&mut self, context: &Context<'_>) -> bool {
        let last = self.last;
        let Some(next) = context.tokens.get(last + 1) else { return false };
        let gap = next.start() - context.tokens[last].end();
        let further =
            Mark::of(next, context.text).filter(|further| !matches!(further, Mark::Abbreviation(_)));
        match further {
            Some(further) if gap == 0 || gap == 1 && context.same_as(last, last + 1) => {
                self.take_mark(further);
            }
            _ if gap == 0 && context.closes(last + 1) => self.last += 1,
            _ if gap <= 1 && context.is_footnote(last + 1) => {
                self.last += 3;
                self.footnotes.push(self.last);
            }
            _ if next.kind == Kind::Emoji && gap <= 1 && !context.breaks_line(last) => self.last += 1,
            _ => return false,
        }
        true
    }

    fn take_mark(&mut self, mark: Mark) {
        self.last += 1;
        self.mark = Some(self.last);
        match mark {
            Mark::Strong => self.strong = Some(self.last),
            Mark::Ellipsis => self.ellipsis = Some(self.last),
            Mark::Stop | Mark::Abbreviation(_) => {}
        }
    }
}

impl Context<'_> {
    /// `. . .`: a full stop after a full stop and one space.
    fn same_as(&self, one: usize, other: usize) -> bool {
        let stop = |index: usize| self.tokens[index].text(self.text).trim_matches('.').is_empty();
        !self.breaks_line(one) && stop(one) && stop(other)
    }

    /// Whether the token at `index`, which touches the one before, closes a quotation or bracket.
    fn closes(&self, index: usize) -> bool {
        let token = &self.tokens[index];
        let text = token.text(self.text);
        if text.chars().all(is_closing) {
            return true;
        }
        let touched = self.tokens.get(index + 1).is_some_and(|next| {
            next.start() == token.end() && matches!(next.kind, Kind::Word | Kind::Number)
        });
        text.chars().all(is_neutral_quote) && !touched
    }

    /// `[12]` or `[...]` at `index`.
    fn is_footnote(&self, index: usize) -> bool {
        let Some([open, inner, close]) = self.tokens.get(index..index + 3) else { return false };
        let omission = || matches!(inner.text(self.text), "..." | "…");
        open.text(self.text) == "["
            && (inner.kind == Kind::Number || omission())
            && close.text(self.text) == "]"
            && !self.breaks_line(index - 1)
    }
}
