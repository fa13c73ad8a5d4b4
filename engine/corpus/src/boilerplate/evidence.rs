//! Whether a text is a page at all.

use super::cues::Role;
use super::kind::Kind;
use super::line::Line;

/// From so much on a text is one that was scraped from a page.
///
/// What the form for a comment says counts three, as no author writes it; a row of a menu, or of buttons to share, two; a
/// heading of related links or of comments, a call to subscribe and a claim of rights one; each kind once. So a letter with a claim of rights, a book with a list of
/// related works or a chat about a newsletter are none.
const ENOUGH: u32 = 3;

/// Entries in a column that make it a menu.
const COLUMN: usize = 4;

/// Whether a text has what only pages have, and of different kinds.
pub(super) fn is_page(lines: &[Line]) -> bool {
    let mut weights = [0; Kind::ALL.len()];
    let mut rights = 0;
    for line in lines {
        if line.rights || line.signed {
            rights = 1;
        }
        if line.rights {
            continue;
        }
        if let Some((kind, weight)) = of_line(line) {
            weights[kind as usize] = weight.max(weights[kind as usize]);
        }
    }
    let frame = weights.iter().any(|&weight| weight > 0);
    let found = rights + weights.iter().sum::<u32>();
    frame && (found >= ENOUGH || found + columns(lines) >= ENOUGH)
}

/// What a line by itself tells.
fn of_line(line: &Line) -> Option<(Kind, u32)> {
    if line.certain.has(Kind::Comments, Role::Certain) {
        return Some((Kind::Comments, ENOUGH));
    }
    if let Some(menu) = line.menu {
        let weight = match menu.kind {
            Kind::Navigation | Kind::Sharing | Kind::Cookies | Kind::Footer => 2,
            _ => 1,
        };
        return Some((menu.kind, weight));
    }
    let kind = line.cue().or_else(|| line.heads())?;
    match kind {
        Kind::Metadata => None,
        Kind::Cookies => Some((kind, 2)),
        _ => Some((kind, 1)),
    }
}

/// What menus in columns tell: two, if there is one.
fn columns(lines: &[Line]) -> u32 {
    let found = super::column::columns(lines).any(|column| {
        let listed = column.lines().any(|at| lines[at].bullet);
        column.known() >= COLUMN && (!listed || column.has_home())
    });
    if found { 2 } else { 0 }
}
