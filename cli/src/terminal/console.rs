//! What goes to standard error while a command works: messages of plugins, and one line that shows how far it is.

use std::io::{self, Write};

use indicatif::{ProgressBar, ProgressDrawTarget};
use textmill::LogLevel;

use super::text::escaped;
use super::{Style, Terminal};

/// How much is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verbosity {
    /// What went wrong alone.
    Quiet,
    /// Progress, and what plugins warn of.
    Normal,
    /// All that plugins say.
    Verbose,
}

impl Verbosity {
    pub(crate) fn new(quiet: bool, verbose: bool) -> Self {
        match (quiet, verbose) {
            (true, _) => Self::Quiet,
            (false, false) => Self::Normal,
            (false, true) => Self::Verbose,
        }
    }

    /// Whether a plugin's message is shown.
    fn shows(self, level: LogLevel) -> bool {
        match self {
            Self::Quiet => false,
            Self::Normal => level <= LogLevel::Warn,
            Self::Verbose => true,
        }
    }
}

/// Standard error, shared by the threads of a run.
#[derive(Clone, Debug)]
pub(crate) struct Console {
    pub(crate) verbosity: Verbosity,
    pub(crate) terminal: Terminal,
    /// Without a target until [`Watch`](super::Watch) gives it one.
    pub(crate) bar: ProgressBar,
}

impl Console {
    pub(crate) fn new(verbosity: Verbosity) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        Self { verbosity, terminal: Terminal::stderr(), bar }
    }

    /// Prints a line above the progress bar, unless all is to be quiet.
    pub(crate) fn say(&self, message: &str) {
        self.tell("", message);
    }

    /// Prints a plugin's message, if it is of a level that is shown.
    pub(crate) fn relay(&self, plugin: &str, level: LogLevel, message: &str) {
        if self.verbosity.shows(level) {
            let style = match level {
                LogLevel::Error => Style::Bad,
                LogLevel::Warn => Style::Odd,
                LogLevel::Info | LogLevel::Debug => Style::Faint,
            };
            let level = self.terminal.paint.style(style, &format!("{level}:"));
            self.tell(&format!("plugin {}: {level} ", escaped(plugin)), message);
        }
    }

    /// Prints a warning of our own.
    pub(crate) fn warn(&self, message: &str) {
        let level = self.terminal.paint.style(Style::Odd, "warn:");
        self.tell(&format!("{level} "), message);
    }

    /// Prints a line, and no second one: what it names, or quotes of a plugin, may have been chosen by anybody.
    fn tell(&self, before: &str, message: &str) {
        if self.verbosity > Verbosity::Quiet {
            let name = self.terminal.paint.style(Style::Heading, "textmill:");
            self.bar.suspend(|| {
                // Where stderr is closed there is nobody left to tell.
                let _ = writeln!(io::stderr(), "{name} {before}{}", escaped(message));
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_shown_by_their_level() {
        for (quiet, verbose, shown) in [
            (true, false, [false, false, false, false]),
            (false, false, [true, true, false, false]),
            (false, true, [true, true, true, true]),
        ] {
            let verbosity = Verbosity::new(quiet, verbose);
            let levels = [LogLevel::Error, LogLevel::Warn, LogLevel::Info, LogLevel::Debug];
            assert_eq!(levels.map(|level| verbosity.shows(level)), shown, "{verbosity:?}");
        }
    }
}
