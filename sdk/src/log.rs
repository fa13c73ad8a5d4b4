//! Messages for the user.
//!
//! In a sandbox they go to the host, which bounds their number and length; elsewhere (tests, benches) to the
//! standard error.

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

/// Notes a message for the user, about a document where it is about one.
pub fn write(level: Level, document: Option<&crate::Document<'_>>, message: &str) {
    #[cfg(target_arch = "wasm32")]
    {
        use textmill_wit::guest::textmill::analyzer::log;
        let level = match level {
            Level::Error => log::Level::Error,
            Level::Warn => log::Level::Warn,
            Level::Info => log::Level::Info,
            Level::Debug => log::Level::Debug,
        };
        // A batch is indexed with 32 bits, its documents too.
        log::write(level, document.map(|document| document.index() as u32), message);
    }
    #[cfg(not(target_arch = "wasm32"))]
    match document {
        Some(document) => eprintln!("{level:?}: document {}: {message}", document.index()),
        None => eprintln!("{level:?}: {message}"),
    }
}
