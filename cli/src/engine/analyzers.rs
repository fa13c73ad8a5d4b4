//! Which analyzers a run has: as arguments say, or as the provenance of a report does.

use std::path::{Path, PathBuf};

use textmill::EngineBuilder;

use super::config::Config;
use super::recorded::RecordedAnalyzers;
use super::{builder, of_sources};
use crate::args::AnalyzerArguments;
use crate::error::Error;
use crate::terminal::Console;
use crate::values::Component;

/// The analyzers of a run.
#[derive(Clone, Debug)]
pub(crate) enum Analyzers {
    /// Those of a command line.
    Given(AnalyzerArguments),
    /// Those of a report whose command does not tell.
    Recorded(RecordedAnalyzers),
}

impl Analyzers {
    /// What an engine is made from.
    ///
    /// # Errors
    /// A file that cannot be read, an analyzer or a setting that there is none of.
    pub(crate) fn builder(&self, threads: Option<u16>, console: &Console) -> Result<EngineBuilder, Error> {
        match self {
            Self::Given(arguments) => builder(arguments, threads, console),
            Self::Recorded(recorded) => {
                Ok(of_sources(recorded.sources()?, recorded.provider_limits(), threads, console))
            }
        }
    }

    /// The configuration, where there is one.
    pub(crate) fn config(&self) -> Option<&Path> {
        match self {
            Self::Given(arguments) => arguments.config.as_deref(),
            Self::Recorded(_) => None,
        }
    }

    /// The files that they are made from.
    ///
    /// # Errors
    /// A configuration that cannot be read.
    pub(crate) fn files(&self) -> Result<Vec<PathBuf>, Error> {
        let mut files = Vec::new();
        match self {
            Self::Given(arguments) => {
                let named = arguments.plugins.iter().chain(&arguments.with);
                files.extend(named.filter_map(|named| file_of(Component::parse(&named.plugin))));
                if let Some(config) = &arguments.config {
                    files.push(config.clone());
                    for plugin in Config::read(config)?.plugins.into_values() {
                        files.extend(file_of(plugin.component));
                        files.extend(plugin.resources.into_values().map(|resource| resource.path));
                    }
                }
            }
            Self::Recorded(recorded) => files.extend(recorded.files()),
        }
        Ok(files)
    }

    /// These, with settings and limits added; other analyzers and another configuration stand in place of these.
    ///
    /// # Errors
    /// Settings where no command names the analyzers.
    pub(crate) fn with(self, added: AnalyzerArguments) -> Result<Self, Error> {
        let own = match self {
            Self::Given(own) => own,
            Self::Recorded(_) if added.names_analyzers() => AnalyzerArguments::default(),
            Self::Recorded(own) if added.set.is_empty() => {
                return Ok(Self::Recorded(own.with_limits(&added.limits())));
            }
            Self::Recorded(_) => {
                return Err(unnamed("the report has no command to whose settings --set could be added"));
            }
        };
        Ok(Self::Given(AnalyzerArguments {
            // Of two for one thing the last counts.
            limit: [own.limits(), added.limits()].concat(),
            fuel: None,
            set: [own.set, added.set].concat(),
            plugins: if added.plugins.is_empty() { own.plugins } else { added.plugins },
            with: [own.with, added.with].concat(),
            config: added.config.or(own.config),
        }))
    }

    /// These, with what is given in place of their own, each kind of option as a whole.
    ///
    /// # Errors
    /// Settings or limits where no command names the analyzers.
    pub(crate) fn replaced_by(self, given: AnalyzerArguments) -> Result<Self, Error> {
        let sets_them = !given.set.is_empty() || !given.limits().is_empty();
        let own = match self {
            Self::Given(own) => own,
            Self::Recorded(_) if given.names_analyzers() => AnalyzerArguments::default(),
            Self::Recorded(_) if sets_them => {
                return Err(unnamed(
                    "the report has no command whose --set, --limit or --fuel could be replaced",
                ));
            }
            recorded @ Self::Recorded(_) => return Ok(recorded),
        };
        Ok(Self::Given(AnalyzerArguments {
            plugins: if given.plugins.is_empty() { own.plugins } else { given.plugins },
            with: if given.with.is_empty() { own.with } else { given.with },
            set: if given.set.is_empty() { own.set } else { given.set },
            config: given.config.or(own.config),
            limit: if given.limit.is_empty() { own.limit } else { given.limit },
            fuel: given.fuel.or(own.fuel),
        }))
    }
}

fn file_of(component: Component) -> Option<PathBuf> {
    match component {
        Component::File(path) => Some(path),
        Component::Builtin(_) => None,
    }
}

fn unnamed(message: &str) -> Error {
    Error::usage(message).with_hint("name the analyzers too, with -p or --config")
}
