//! The lock file, for all commands that load analyzers to run them.

use std::path::PathBuf;

use clap::Args;

/// Whether analyzers are held to a lock file.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Analyzers")]
pub(crate) struct LockArguments {
    /// Run only if the analyzers are those of the lock file, to the last setting
    ///
    /// The file is written by `textmill plugin lock`. A difference is shown, and nothing is run.
    #[arg(long)]
    pub(crate) locked: bool,

    /// The lock file [default: textmill.lock beside the configuration, or in the current folder]
    #[arg(long, value_name = "FILE", requires = "locked")]
    pub(crate) lock_file: Option<PathBuf>,
}
