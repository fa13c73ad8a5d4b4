//! Which analyzers run, and with what, for all commands that load some.

use std::path::PathBuf;

use clap::Args;

use crate::values::{Count, LimitSetting, Named, Setting};

/// Which analyzers run, and with what.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Analyzers")]
pub(crate) struct AnalyzerArguments {
    /// An analyzer: a built-in's name, or a file (may be repeated)
    ///
    /// It is a file where it has a slash or ends in .wasm; `textmill plugin list` shows what is built in. NAME=PLUGIN
    /// gives the analyzer a name of its own in the report, so that one can run twice with two settings. A name of the
    /// configuration runs what stands there. Without -p, all of the configuration run, or the built-in ones that
    /// run by default where it names none. Analyzers whose layers these require run with them, and are not reported.
    #[arg(short, long = "plugin", value_name = "PLUGIN")]
    pub(crate) plugins: Vec<Named>,

    /// An analyzer beside those that run anyway, as in --with collocations (may be repeated)
    ///
    /// Named as for -p, which says which run in place of the usual ones.
    #[arg(long, value_name = "PLUGIN")]
    pub(crate) with: Vec<Named>,

    /// A setting of an analyzer, as in keywords.min_length=3 (may be repeated)
    ///
    /// The value is JSON; a word that is not JSON is taken as a string. Dots lead into objects. For a file given with
    /// -p the analyzer is called by -p's NAME, or by the file's name without folder and ending.
    /// `textmill plugin inspect PLUGIN` shows an analyzer's settings.
    #[arg(long, value_name = "PLUGIN.KEY=JSON")]
    pub(crate) set: Vec<Setting>,

    /// A configuration of analyzers (TOML)
    ///
    /// No file is read unless it is named here. --set and --threads stand over it.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// A limit of what analyzers may use, as in time_ms=2000 or keywords.memory=64M (may be repeated)
    ///
    /// KEY=VALUE holds for all analyzers, PLUGIN.KEY=VALUE for one. `docs/cli.md` has all limits with their units. A document
    /// that an analyzer needs more for is a fault.
    #[arg(long, value_name = "[PLUGIN.]KEY=VALUE")]
    pub(crate) limit: Vec<LimitSetting>,

    /// Count fuel, and let analyzers use so much for each document, such as 50M
    ///
    /// Fuel is about one unit for each instruction, so that a document is a fault or not on every machine alike, where time
    /// depends on the machine. Counting takes time. The same as --limit fuel=N; a document may use 1000 units more for each
    /// of its bytes (fuel_per_byte).
    #[arg(long, value_name = "N")]
    pub(crate) fuel: Option<Count>,
}

impl AnalyzerArguments {
    /// Whether they say which analyzers run, and not only with what.
    pub(crate) fn names_analyzers(&self) -> bool {
        !self.plugins.is_empty() || !self.with.is_empty() || self.config.is_some()
    }

    /// The limits of the command line; of two for one thing the last counts.
    pub(crate) fn limits(&self) -> Vec<LimitSetting> {
        self.fuel.map(LimitSetting::fuel).into_iter().chain(self.limit.iter().cloned()).collect()
    }
}
