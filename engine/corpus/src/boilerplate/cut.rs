//! What is taken out of a text.

use std::borrow::Cow;
use std::ops::Range;

use super::kind::Kind;
use super::labels::Labels;
use super::line::{Form, Line};

/// A passage that is taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    pub(super) kind: Kind,
    /// Byte offsets; never empty.
    pub(super) range: Range<usize>,
}

/// The passages of the labelled lines, in order. Neighbours of one kind are one.
pub(super) fn cuts(lines: &[Line], mut labels: Labels) -> Vec<Cut> {
    label_blanks(lines, &mut labels);
    let labelled = lines.iter().zip(labels).filter_map(|(line, kind)| Some((line, kind?)));
    joined(labelled.map(|(line, kind)| Cut { kind, range: line.range.clone() }))
}

/// Labels blank lines that go along: those between labelled lines, those at both ends of the text, and those below a
/// passage that has some above it, so that paragraphs stay as far apart as they were.
fn label_blanks(lines: &[Line], labels: &mut Labels) {
    let mut before: Option<usize> = None;
    // The blank lines between what is kept and the passage below it; nothing where that is the first.
    let mut above = None;
    let filled = (0..lines.len()).filter(|&at| lines[at].form != Form::Blank);
    for at in filled.chain([lines.len()]) {
        let gap = before.map_or(0, |before| before + 1)..at;
        let last = before.and_then(|before| labels[before]);
        let next = labels.get(at).copied().flatten();
        match (last, next) {
            (None, Some(kind)) if before.is_none() => labels[gap].fill(Some(kind)),
            (None, Some(_)) => above = Some(gap),
            (Some(kind), Some(_)) => labels[gap].fill(Some(kind)),
            (Some(kind), None) if at == lines.len() => {
                labels[gap].fill(Some(kind));
                if let Some(above) = above.take() {
                    let first = labels[above.end];
                    labels[above].fill(first);
                }
            }
            (Some(kind), None) if above.as_ref().is_none_or(|above| !above.is_empty()) => {
                labels[gap].fill(Some(kind));
            }
            _ => {}
        }
        before = Some(at);
    }
}

/// Cuts as few as can be: what touches and is of one kind is one.
fn joined(cuts: impl Iterator<Item = Cut>) -> Vec<Cut> {
    let mut joined: Vec<Cut> = Vec::new();
    for cut in cuts {
        match joined.last_mut() {
            Some(last) if last.kind == cut.kind && last.range.end == cut.range.start => {
                last.range.end = cut.range.end;
            }
            _ => joined.push(cut),
        }
    }
    joined
}

/// What is left of a text.
pub(super) fn left<'t>(text: &'t str, cuts: &[Cut]) -> Cow<'t, str> {
    if cuts.is_empty() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(kept(text.len(), cuts).map(|range| &text[range]).collect())
}

/// The ranges between cuts, in order.
fn kept(length: usize, cuts: &[Cut]) -> impl Iterator<Item = Range<usize>> {
    let starts = std::iter::once(0).chain(cuts.iter().map(|cut| cut.range.end));
    let ends = cuts.iter().map(|cut| cut.range.start).chain([length]);
    starts.zip(ends).map(|(start, end)| start..end)
}

/// The cuts of a text of a length together with those that were found in what they leave.
pub(super) fn with_later(length: usize, cuts: Vec<Cut>, later: &[Cut]) -> Vec<Cut> {
    let mut all = Vec::with_capacity(cuts.len() + later.len());
    let (mut at, mut later) = (0, later.iter().peekable());
    for (number, range) in kept(length, &cuts).enumerate() {
        let end = at + range.len();
        while let Some(cut) = later.peek().filter(|cut| cut.range.start < end) {
            let here = at.max(cut.range.start)..end.min(cut.range.end);
            // Nothing is kept between two cuts that touch.
            if !here.is_empty() {
                let range = range.start + here.start - at..range.start + here.end - at;
                all.push(Cut { kind: cut.kind, range });
            }
            if cut.range.end > end {
                break;
            }
            later.next();
        }
        at = end;
        all.extend(cuts.get(number).cloned());
    }
    joined(all.into_iter())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boilerplate::key::Key;

    const FOOTER: Kind = Kind::Footer;

    fn cut(kind: Kind, range: Range<usize>) -> Cut {
        Cut { kind, range }
    }

    /// `-` marks a line that goes. Gives what is left.
    #[track_caller]
    fn check(marked: &str, expected: &str) {
        let text: String = marked.lines().map(|line| format!("{}\n", line.trim_start_matches('-'))).collect();
        let labels = marked.lines().map(|line| line.starts_with('-').then_some(FOOTER)).collect();
        let mut start = 0;
        let lines = text.split_inclusive('\n').map(|line| {
            start += line.len();
            Line::read(&text, start - line.len()..start, &mut Key::default())
        });
        assert_eq!(left(&text, &cuts(&lines.collect::<Vec<_>>(), labels)), expected);
    }

    #[test]
    fn blank_lines_go_along() {
        check("-a\n\n-b\n\nc\n", "c\n");
        check("a\n\n-b\n\n-c\n\n", "a\n");
        check("a\n\n-b\n\nc\n", "a\n\nc\n");
        check("a\n-b\n\nc\n", "a\n\nc\n");
        check("a\n\n-b\nc\n", "a\n\nc\n");
        check("-a\n", "");
        check("\n\n", "\n\n");
    }

    #[test]
    fn later_cuts_are_given_in_the_text_as_it_was() {
        let first = vec![cut(FOOTER, 2..4), cut(FOOTER, 6..8)];
        let found = with_later(10, first.clone(), &[cut(Kind::Tags, 1..5)]);
        let tags = |range| cut(Kind::Tags, range);
        assert_eq!(found, [tags(1..2), cut(FOOTER, 2..4), tags(4..6), cut(FOOTER, 6..8), tags(8..9)]);
        assert_eq!(with_later(10, first, &[cut(FOOTER, 1..5)]), [cut(FOOTER, 1..9)]);
        let touching = vec![cut(FOOTER, 2..4), cut(Kind::Related, 4..6)];
        let found = with_later(8, touching, &[tags(1..3)]);
        assert_eq!(found, [tags(1..2), cut(FOOTER, 2..4), cut(Kind::Related, 4..6), tags(6..7)]);
    }
}
