//! Which plugin: its name in the run, and where its component is.

use std::path::PathBuf;
use std::str::FromStr;

use textmill::PluginSource;

/// A plugin of the command line: `PLUGIN` or `NAME=PLUGIN`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) name: Option<String>,
    pub(crate) plugin: String,
}

/// Where a plugin's component is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Component {
    Builtin(String),
    File(PathBuf),
}

impl FromStr for Named {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, plugin) = match text.split_once('=') {
            // `./a=b.wasm` is a path.
            Some((name, plugin)) if !name.contains(is_separator) => (Some(name.to_owned()), plugin),
            _ => (None, text),
        };
        name.as_deref().map_or(Ok(()), check_name)?;
        if plugin.is_empty() {
            return Err("expected a built-in's name or a file".to_owned());
        }
        Ok(Self { name, plugin: plugin.to_owned() })
    }
}

impl Component {
    /// A file where the text has a slash or ends in `.wasm`, a built-in's name otherwise.
    pub(crate) fn parse(text: &str) -> Self {
        if text.contains(is_separator) || text.ends_with(".wasm") {
            Self::File(text.into())
        } else {
            Self::Builtin(text.to_owned())
        }
    }

    /// # Errors
    /// A built-in that there is none of, a file that cannot be read.
    pub(crate) fn source(&self) -> Result<PluginSource, textmill::Error> {
        match self {
            Self::Builtin(name) => PluginSource::builtin(name),
            Self::File(path) => PluginSource::file(path),
        }
    }
}

/// Names of analyzers go into files, messages and settings.
pub(crate) fn check_name(name: &str) -> Result<(), String> {
    let lawful = name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if lawful {
        return Ok(());
    }
    Err(format!("`{name}` is not a name: lower-case letters, digits and `-`, first a letter"))
}

fn is_separator(c: char) -> bool {
    c == '/' || (cfg!(windows) && c == '\\')
}
