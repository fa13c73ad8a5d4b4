//! What an output stream is: a terminal or not, how wide, with colour or without.

use std::env;
use std::io::IsTerminal;

use terminal_size::{Width, terminal_size_of};

/// What is known of an output stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Terminal {
    /// Whether somebody is looking, as far as can be known.
    pub(crate) is_terminal: bool,
    /// Columns; [`Terminal::COLUMNS`] where it is no terminal.
    pub(crate) columns: usize,
    pub(crate) paint: Paint,
}

impl Terminal {
    /// The width of a page that goes to a file or a pipe.
    pub(crate) const COLUMNS: usize = 80;

    pub(crate) fn stdout() -> Self {
        let stream = std::io::stdout();
        Self::new(stream.is_terminal(), terminal_size_of(&stream).map(|(width, _)| width))
    }

    pub(crate) fn stderr() -> Self {
        let stream = std::io::stderr();
        Self::new(stream.is_terminal(), terminal_size_of(&stream).map(|(width, _)| width))
    }

    /// A page that goes to a file.
    pub(crate) fn file() -> Self {
        Self::new(false, None)
    }

    fn new(is_terminal: bool, width: Option<Width>) -> Self {
        let columns = width.filter(|_| is_terminal).map_or(Self::COLUMNS, |Width(columns)| columns.into());
        Self { is_terminal, columns, paint: Paint { colour: is_terminal && !colour_is_unwanted() } }
    }
}

/// `NO_COLOR` with any value but an empty one (no-color.org), or a terminal that has no colours.
fn colour_is_unwanted() -> bool {
    env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
        || env::var_os("TERM").is_some_and(|value| value == "dumb")
}

/// Puts colour on text, or leaves it as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Paint {
    pub(crate) colour: bool,
}

/// What a piece of text is, which says how it looks.
///
/// The eight colours that every terminal has, in its own palette: what is readable on a dark and on a light ground is
/// the user's choice and not ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    Heading,
    Faint,
    Bar,
    Good,
    Bad,
    Odd,
}

impl Paint {
    pub(crate) fn style(self, style: Style, text: &str) -> String {
        if !self.colour || text.is_empty() {
            return text.to_owned();
        }
        let code = match style {
            Style::Heading => "1",
            Style::Faint => "2",
            Style::Bar => "36",
            Style::Good => "32",
            Style::Bad => "31",
            Style::Odd => "33",
        };
        format!("\x1b[{code}m{text}\x1b[0m")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_is_put_on_only_where_it_is_wanted() {
        assert_eq!(Paint { colour: true }.style(Style::Bad, "no"), "\x1b[31mno\x1b[0m");
        assert_eq!(Paint { colour: true }.style(Style::Bad, ""), "");
        assert_eq!(Paint { colour: false }.style(Style::Bad, "no"), "no");
    }

    #[test]
    fn what_is_no_terminal_has_eighty_columns() {
        assert_eq!(Terminal::new(false, Some(Width(200))).columns, 80);
        assert_eq!(Terminal::new(true, Some(Width(200))).columns, 200);
        assert_eq!(Terminal::new(true, None).columns, 80);
    }
}
