//! `textmill plugin`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{AnalyzerArguments, CompiledArguments};
use crate::values::{LimitSetting, Named, Setting};

/// Show analyzers: what they find, what they need, how they are set.
#[derive(Args, Debug)]
#[command(arg_required_else_help = true, disable_help_subcommand = true)]
pub(crate) struct PluginArguments {
    #[command(subcommand)]
    pub(crate) command: PluginCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PluginCommand {
    /// List the built-in analyzers
    List(ListArguments),
    /// Show one analyzer: layers, output, settings
    ///
    /// What an analyzer says of itself: the layers it requires and provides, the fields of its output and how each is
    /// merged, its settings with their defaults.
    Inspect(InspectArguments),
    /// Find out whether an analyzer's output depends on the document alone
    ///
    /// Documents are run each alone in an instance of its own, and then in other orders, batches and company, by other
    /// ids, and merged by the host instead of the analyzer. Where anything differs, it is said for which document and where
    /// in its output. Caches, retries and reports that are the same for any number of threads need an analyzer that passes.
    /// The exit code is 4 where it does not.
    Test(TestArguments),
    /// Pin the analyzers of a run in a lock file
    ///
    /// The file holds each analyzer's version and SHA-256, the interface, its settings and limits, the names of its layers,
    /// and the SHA-256 of its resources. With --locked a run refuses any other. Analyzers whose layers these require are in
    /// it too.
    Lock(LockFileArguments),
}

#[derive(Args, Debug)]
pub(crate) struct ListArguments {
    #[command(flatten)]
    pub(crate) compiled: CompiledArguments,
}

#[derive(Args, Debug)]
pub(crate) struct InspectArguments {
    /// A built-in's name, or a file: where it has a slash or ends in .wasm
    #[arg(value_name = "PLUGIN")]
    pub(crate) plugin: Named,

    /// Print it as JSON
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) compiled: CompiledArguments,
}

#[derive(Args, Debug)]
pub(crate) struct TestArguments {
    /// A built-in's name, or a file: where it has a slash or ends in .wasm
    #[arg(value_name = "PLUGIN")]
    pub(crate) plugin: Named,

    /// Files or folders of documents to test with [default: samples of many scripts]
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// The field or column that holds the text, in JSON Lines, CSV and Parquet
    #[arg(long, value_name = "FIELD", default_value = "text")]
    pub(crate) text_field: String,

    /// A setting of the analyzer, as in keywords.min_length=3 (may be repeated)
    #[arg(long, value_name = "PLUGIN.KEY=JSON")]
    pub(crate) set: Vec<Setting>,

    /// A limit of what the analyzer may use, as in time_ms=2000 (may be repeated)
    #[arg(long, value_name = "[PLUGIN.]KEY=VALUE")]
    pub(crate) limit: Vec<LimitSetting>,

    /// A configuration of analyzers (TOML), in which PLUGIN is a name
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// Print it as JSON
    #[arg(long)]
    pub(crate) json: bool,

    #[command(flatten)]
    pub(crate) compiled: CompiledArguments,
}

#[derive(Args, Debug)]
pub(crate) struct LockFileArguments {
    #[command(flatten)]
    pub(crate) analyzers: AnalyzerArguments,

    /// The file to write [default: textmill.lock beside the configuration, or in the current folder]
    ///
    /// `-` is standard output.
    #[arg(long, value_name = "FILE", help_heading = "Results")]
    pub(crate) lock_file: Option<PathBuf>,

    /// Say nothing on standard error but what went wrong
    #[arg(short, long, help_heading = "Running")]
    pub(crate) quiet: bool,

    #[command(flatten)]
    pub(crate) compiled: CompiledArguments,
}
