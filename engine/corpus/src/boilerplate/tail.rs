//! What a site system puts below an article, at the end of a text that has nothing else of a page: related links, the
//! form for a comment, buttons to share, the way back to the top, a claim of rights.
//!
//! Copied along with the article, it is all that tells that the text is one of a page. So it goes only where it is the end of
//! the text, stands below prose, and says enough.

use super::cues::Role;
use super::kind::Kind;
use super::labels::{self, Labels};
use super::line::{Form, Line, has_year};

/// From so much on the lines at the end of a text are a tail.
///
/// A phrase of several words counts two, as a heading with links below it; a single word (`Share`, `Related`, which are
/// headings of texts too), an entry of a menu, tags and a claim of rights that is no more count one, and so does a rule
/// above all of them.
const ENOUGH: u32 = 2;

/// The labels of the lines of a tail, where the text ends with one.
pub(super) fn labels(text: &str, lines: &[Line]) -> Option<Labels> {
    if !lines.iter().any(says_anything) {
        return None;
    }
    let mut labels = labels::labels(lines);
    let begin = begin(lines, &labels);
    let stands_below_prose = || lines[..begin].iter().any(|line| line.form == Form::Prose);
    if weight(text, lines, &labels, begin) < ENOUGH || !stands_below_prose() {
        return None;
    }
    labels[..begin].fill(None);
    Some(labels)
}

/// Whether a line is a cue of any kind.
fn says_anything(line: &Line) -> bool {
    line.cue().or_else(|| line.heads()).is_some() || !line.certain.is_empty()
}

/// The first of the lines at the end of a text that all have a label.
fn begin(lines: &[Line], labels: &Labels) -> usize {
    let filled = (0..lines.len()).rev().filter(|&at| lines[at].form != Form::Blank);
    filled.take_while(|&at| labels[at].is_some()).last().unwrap_or(lines.len())
}

/// What the lines from one on tell together, each kind once.
fn weight(text: &str, lines: &[Line], labels: &Labels, begin: usize) -> u32 {
    let mut weights = [0; Kind::ALL.len()];
    for at in begin..lines.len() {
        if let Some(kind) = labels[at].filter(|_| lines[at].form != Form::Blank) {
            let goes_on = labels[at + 1..].iter().flatten().next() == Some(&kind);
            let weight = of_line(text, &lines[at], kind, goes_on);
            weights[kind as usize] = weight.max(weights[kind as usize]);
        }
    }
    let found: u32 = weights.iter().sum();
    let below_rule =
        lines[..begin].iter().rev().take_while(|line| line.form == Form::Blank).any(|line| line.rule);
    if found > 0 { found + u32::from(below_rule) } else { 0 }
}

/// What a line tells that has a label; `goes_on` where the next has the same.
fn of_line(text: &str, line: &Line, kind: Kind, goes_on: bool) -> u32 {
    let several = line.words > 1;
    let strong = match kind {
        Kind::Related if line.heads().is_some() => goes_on && several,
        Kind::Related => line.begun().is_some() && several,
        Kind::Navigation => line.whole.has(kind, Role::Line) && several,
        Kind::Comments | Kind::Sharing => {
            let whole = line.whole.has(kind, Role::Line) || line.whole.has(kind, Role::Head);
            line.menu.is_some() || several && (whole || line.begun() == Some(kind))
        }
        Kind::Cookies => true,
        Kind::Footer => {
            let content = &text[line.range.clone()];
            let claims = line.rights && line.form == Form::Short;
            line.menu.is_some() || claims && (content.contains('©') || has_year(content))
        }
        Kind::Tags | Kind::Subscription | Kind::Advertisement | Kind::Metadata => false,
    };
    match strong || !line.certain.is_empty() {
        true => ENOUGH,
        false => u32::from(says_anything(line) || line.signed),
    }
}

#[cfg(test)]
mod tests;
