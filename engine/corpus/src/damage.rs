//! What is wrong with data, as an error of reading.

use std::fmt;
use std::io;

/// Data that cannot be decoded. It travels as an [`io::Error`], as decoders are readers, and is told from what the
/// system says, which is not about the data.
#[derive(Debug)]
struct Damage {
    message: String,
    /// How many bytes of the data were given before it was found damaged, where that is known.
    given: Option<u64>,
    after: After,
}

/// What is after the data that is damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
    Nothing,
    /// Data that can be read.
    Data,
}

impl fmt::Display for Damage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Damage {}

/// An error that says `message` of the data.
pub(super) fn damage(message: impl Into<String>) -> io::Error {
    io::Error::other(Damage { message: message.into(), given: None, after: After::Nothing })
}

/// An error that says `message` of a piece of the data, of which `given` bytes were given. Whoever reads on is given what
/// is after it.
pub(super) fn damaged_piece(message: String, given: u64, after: After) -> io::Error {
    io::Error::other(Damage { message, given: Some(given), after })
}

/// How many bytes were given of the piece of data that an error is about, where that is known.
pub(super) fn given_of(error: &io::Error) -> Option<u64> {
    error.get_ref().and_then(|inner| inner.downcast_ref::<Damage>())?.given
}

/// Whether there is something to read after what an error is about.
pub(super) fn passes(error: &io::Error) -> bool {
    let damage = error.get_ref().and_then(|inner| inner.downcast_ref::<Damage>());
    damage.is_some_and(|damage| damage.after == After::Data)
}

/// Whether an error is about the data.
pub(super) fn is_damage(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<Damage>())
}

/// Whether an error is neither the data's nor the file's, but of a machine that has no more to give: files, memory,
/// threads, room on its disk.
pub(super) fn is_of_machine(error: &io::Error) -> bool {
    #[cfg(unix)]
    if let Some(error) = rustix::io::Errno::from_io_error(error) {
        use rustix::io::Errno;
        return [
            Errno::AGAIN,
            Errno::DQUOT,
            Errno::MFILE,
            Errno::NFILE,
            Errno::NOBUFS,
            Errno::NOMEM,
            Errno::NOSPC,
        ]
        .contains(&error);
    }
    matches!(error.kind(), io::ErrorKind::OutOfMemory | io::ErrorKind::StorageFull)
}

/// Why something cannot be read: what is wrong with its data, or what the system says, in the same words on every
/// system where it has some.
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        _ if is_damage(error) => error.to_string(),
        io::ErrorKind::NotFound => "no longer there".to_owned(),
        io::ErrorKind::PermissionDenied => "no permission to read it".to_owned(),
        _ => format!("cannot be read: {error}"),
    }
}

/// Why what seems to be `format` is not read, with the cargo feature that reads it.
#[cfg(not(all(
    feature = "archives",
    feature = "compression",
    feature = "html",
    feature = "mail",
    feature = "markdown",
    feature = "parquet",
    feature = "xml"
)))]
pub(super) fn unbuilt(format: &str, feature: &str) -> io::Error {
    damage(format!(
        "seems to be {format}, which this build does not read: its cargo feature `{feature}` is off"
    ))
}
