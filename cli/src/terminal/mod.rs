//! The terminal: what the streams are, what is said on them while a command works, and Ctrl-C.

mod console;
mod interrupt;
pub(crate) mod number;
mod progress;
mod stream;
pub(crate) mod text;

pub(crate) use self::console::{Console, Verbosity};
pub(crate) use self::interrupt::{INTERRUPTED, Interrupt};
pub(crate) use self::progress::Watch;
pub(crate) use self::stream::{Paint, Style, Terminal};
