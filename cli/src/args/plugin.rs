//! `textmill plugin`.

use clap::{Args, Subcommand};

use super::CompiledArguments;
use crate::select::Named;

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
