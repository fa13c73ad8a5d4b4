//! Messages for the user.
//!
//! In a sandbox they go to the host, which bounds their number and length; elsewhere (tests, benches) to the
//! standard error.

use crate::Document;

/// How much a message matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Something is wrong with the analyzer.
    Error,
    /// Something is odd, and results may suffer.
    Warn,
    /// A fact of interest, such as the size of a lexicon.
    Info,
    /// For the analyzer's author.
    Debug,
}

/// Notes a message for the user.
pub fn write(level: Level, message: &str) {
    send(level, None, message);
}

/// Notes a message about a document. The user sees it with the document's id.
pub fn write_about(document: &Document<'_>, level: Level, message: &str) {
    // A batch is indexed with 32 bits, its documents too.
    send(level, Some(document.index() as u32), message);
}

fn send(level: Level, document: Option<u32>, message: &str) {
    #[cfg(target_arch = "wasm32")]
    {
        use textmill_wit::guest::textmill::analyzer::log;
        let level = match level {
            Level::Error => log::Level::Error,
            Level::Warn => log::Level::Warn,
            Level::Info => log::Level::Info,
            Level::Debug => log::Level::Debug,
        };
        log::write(level, document, message);
    }
    #[cfg(not(target_arch = "wasm32"))]
    match document {
        Some(document) => eprintln!("{level:?}: document {document}: {message}"),
        None => eprintln!("{level:?}: {message}"),
    }
}
