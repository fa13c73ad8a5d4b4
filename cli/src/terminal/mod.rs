//! The terminal: what the streams are, what is said on them while a command works, Ctrl-C and other signals.

mod closed;
mod console;
mod interrupt;
pub(crate) mod number;
mod progress;
mod signals;
mod stream;
pub(crate) mod text;

pub(crate) use self::closed::stdout_is_closed;
pub(crate) use self::console::{Console, Verbosity};
pub(crate) use self::interrupt::{INTERRUPTED, Interrupt};
pub(crate) use self::progress::Watch;
pub(crate) use self::signals::hold_back;
pub(crate) use self::stream::{Paint, Style, Terminal};
