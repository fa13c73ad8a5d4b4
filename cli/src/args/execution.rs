//! How analyzers are loaded and run, for all commands that do: of this call alone, and no part of what a run is.

use clap::Args;

use super::LockArguments;

/// How a run is carried out.
#[derive(Args, Clone, Debug)]
pub(crate) struct ExecutionArguments {
    #[command(flatten)]
    pub(crate) lock: LockArguments,

    // First under its heading, before what `analyze` alone has there.
    /// Worker threads [default: one for each core]
    ///
    /// Memory grows with their number, and the report does not depend on it.
    #[arg(
        long,
        value_name = "N",
        value_parser = clap::value_parser!(u16).range(1..=1024),
        help_heading = "Running",
        display_order = 0
    )]
    pub(crate) threads: Option<u16>,

    #[command(flatten)]
    pub(crate) compiled: CompiledArguments,

    /// Say nothing on standard error but what went wrong
    #[arg(short, long, help_heading = "Running")]
    pub(crate) quiet: bool,

    /// Show all messages of analyzers, not warnings and errors alone
    #[arg(short, long, conflicts_with = "quiet", help_heading = "Running")]
    pub(crate) verbose: bool,
}

/// How analyzers are loaded.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct CompiledArguments {
    /// Compile analyzers again, and keep nothing of it
    ///
    /// Otherwise what was compiled is kept for the next start in the user's folder for caches, `textmill/compiled` in
    /// XDG_CACHE_HOME or ~/.cache. TEXTMILL_NO_COMPILED_CACHE, set to anything, does the same as this option.
    #[arg(long, help_heading = "Running")]
    pub(crate) no_compiled_cache: bool,
}
