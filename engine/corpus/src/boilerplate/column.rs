//! Columns of short phrases, a line each: menus that lost their layout.

use std::cmp::Reverse;

use super::cues::{Role, Roles};
use super::kind::Kind;
use super::line::{Form, Line};

/// A run of lines that are entries, most of them known ones, from a known one to a known one.
#[derive(Debug, Default)]
pub(super) struct Column {
    entries: Vec<usize>,
    known: usize,
    /// How many entries may be of each kind.
    kinds: [usize; Kind::ALL.len()],
    home: bool,
}

impl Column {
    /// The lines that are its entries.
    pub(super) fn lines(&self) -> impl Iterator<Item = usize> {
        self.entries.iter().copied()
    }

    pub(super) fn known(&self) -> usize {
        self.known
    }

    /// Whether it has the entry that menus begin with.
    pub(super) fn has_home(&self) -> bool {
        self.home
    }

    /// The kind of an entry: of those that it may be, and of all for one that is not known, the one that most entries
    /// may be.
    pub(super) fn kind_of(&self, entry: &Line) -> Kind {
        let may_be = |kind: &Kind| kinds(entry.whole).any(|own| own == *kind);
        let most = |kinds: &mut dyn Iterator<Item = Kind>| {
            // The first of those that are as many.
            kinds.min_by_key(|&kind| Reverse(self.kinds[kind as usize]))
        };
        let own = most(&mut Kind::ALL.into_iter().filter(may_be));
        own.or_else(|| most(&mut Kind::ALL.into_iter())).unwrap_or(Kind::Navigation)
    }

    /// Whether so many of its entries are known that it is a menu: three of five.
    fn is_menu(&self) -> bool {
        let enough = self.known >= 4 || self.known == 3 && self.home;
        enough && self.known * 5 >= self.entries.len() * 3
    }
}

/// The columns of a text, in order.
pub(super) fn columns(lines: &[Line]) -> impl Iterator<Item = Column> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < lines.len() {
            let column = column(lines, at);
            at = column.entries.last().map_or(at + 1, |last| last + 1);
            if column.is_menu() {
                return Some(column);
            }
        }
        None
    })
}

/// The column that begins with a line; it has no entries if none does. Two unknown entries in a row end it, and two
/// blank lines in a row.
fn column(lines: &[Line], from: usize) -> Column {
    let mut column = Column::default();
    let (mut unknown, mut blank) = (Vec::new(), 0);
    for (at, line) in lines.iter().enumerate().skip(from) {
        if line.form == Form::Blank {
            blank += 1;
        } else if line.is_entry() && kinds(line.whole).next().is_some() {
            column.entries.append(&mut unknown);
            column.entries.push(at);
            column.known += 1;
            for kind in kinds(line.whole) {
                column.kinds[kind as usize] += 1;
            }
            column.home |= line.whole.has(Kind::Navigation, Role::Head);
            blank = 0;
        } else if line.is_entry() && !column.entries.is_empty() && unknown.is_empty() {
            unknown.push(at);
            blank = 0;
        } else {
            break;
        }
        if blank > 1 || column.entries.is_empty() {
            break;
        }
    }
    column
}

/// The kinds of menu of which a phrase is an entry.
fn kinds(roles: Roles) -> impl Iterator<Item = Kind> {
    let kinds = Kind::ALL.into_iter();
    kinds.filter(move |&kind| roles.has(kind, Role::Item) || roles.has(kind, Role::Line))
}
