//! With what a report was made, and when.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use textmill_merge::KeyOrder;

use super::{Cost, Limits};
use textmill_corpus::{Input, LeftOut};

/// With what a report was made: the same for all runs that give the same report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// The version of the engine.
    pub engine: String,
    /// The plugin interface, with its version.
    pub interface: String,
    /// How documents were read and chosen.
    pub selection: SelectionRecord,
    /// The plugins, by the analyzer's name in the run; also those that ran for their layers alone.
    pub plugins: BTreeMap<String, PluginRecord>,
}

/// What decides on the documents of a report beside the inputs, and on its groups.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SelectionRecord {
    /// What the source was told of how to read ([`Source::settings`](crate::Source::settings)); null where it has
    /// nothing to be told.
    pub reading: Value,
    /// The conditions that documents had to meet.
    pub filter: Vec<String>,
    /// The size of the sample; nothing where all documents were taken.
    pub sample: Option<usize>,
    /// What was taken for the same where each text was analyzed once: `same`, or `near=` with the least similarity; nothing
    /// where all were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unique: Option<String>,
    /// Whether lines that stand in many documents of a source were taken out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub without_repeated_lines: bool,
    /// By what documents were grouped; nothing where they were not.
    pub group_by: Option<String>,
    /// In what order the report shows the keys of `counts`, and so which of them.
    #[serde(skip_serializing_if = "is_default")]
    pub rank: KeyOrder,
}

fn is_default(order: &KeyOrder) -> bool {
    *order == KeyOrder::default()
}

/// A plugin of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PluginRecord {
    /// The plugin's own name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The SHA-256 of its component, in hexadecimal digits.
    pub sha256: String,
    /// Whether its output is in the report; otherwise it ran for the layers that others require.
    pub reported: bool,
    /// Its settings, as given.
    pub settings: Value,
    /// What it could use.
    pub limits: Limits,
    /// The names in the run of those of its layers that have another there.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub layers: BTreeMap<String, String>,
    /// The SHA-256 of each resource that it was given.
    pub resources: BTreeMap<String, String>,
}

/// What belongs to one run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunRecord {
    /// When the run began, in UTC (RFC 3339).
    pub started: String,
    /// Wall time in seconds.
    pub seconds: f64,
    /// The number of workers.
    pub threads: usize,
    /// Text bytes of a batch.
    pub batch_bytes: usize,
    /// Operating system and processor of the host.
    pub host: String,
    /// What each analyzer cost, by its name in the run.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub cost: BTreeMap<String, Cost>,
    /// What was asked for on a command line; nothing where a program made the run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<CommandRecord>,
    /// Where the plugins and their resources came from, by the analyzer's name in the run. Nothing in a merged report.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub origins: BTreeMap<String, Origin>,
    /// What was tried again, by the analyzer's name, where an earlier report was mended. Times and costs are then those of
    /// trying again alone.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub retried: BTreeMap<String, Again>,
    /// What the cache did, where there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cache: Option<CacheRecord>,
    /// The lines of documents that the command line wrote into a file (`--documents`), by which that file is known again;
    /// nothing where there are none, and where a program made the run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documents: Option<OutputRecord>,
    /// Files of folders that were seen and left out, by the reason.
    #[serde(default, skip_serializing_if = "LeftOut::is_empty")]
    pub left_out: LeftOut,
    /// The inputs that were read, sorted by path.
    pub sources: Vec<Input>,
}

/// What was asked for on a command line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandRecord {
    /// The arguments after the program's name, as they were given.
    pub arguments: Vec<String>,
    /// The folder in which the command ran, as an absolute path: paths of the arguments are relative to it.
    pub folder: String,
    /// Whether an argument or the folder is no UTF-8, and stands here with U+FFFD in place of what is none: the
    /// command can be read, and not be given again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lossy: bool,
}

impl CommandRecord {
    /// Of arguments, without the program's name, and of the folder in which they were given.
    #[must_use]
    pub fn new(arguments: &[OsString], folder: &Path) -> Self {
        let all = || arguments.iter().map(OsString::as_os_str).chain([folder.as_os_str()]);
        Self {
            arguments: arguments.iter().map(|argument| argument.to_string_lossy().into_owned()).collect(),
            folder: folder.to_string_lossy().into_owned(),
            lossy: all().any(|given| given.to_str().is_none()),
        }
    }
}

/// Where a plugin and its resources came from. Paths are those of one machine, and no part of what a report is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The path of the component as it was given, `built-in`, or what a program called it.
    pub component: String,
    /// The paths of resources that came from files, by the manifest's names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub resources: BTreeMap<String, String>,
}

/// A file that was written beside a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutputRecord {
    /// Its size in bytes.
    pub bytes: u64,
    /// The SHA-256 of its content, in lower-case hexadecimal digits.
    pub sha256: String,
}

/// What an analyzer does again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Again {
    /// It runs on the documents that it lost, so many.
    Lost(u64),
    /// It runs over everything.
    Everything {
        /// Why, as a clause: `its version was "0.1.0", and is "0.2.0"`.
        because: String,
    },
}

/// What a cache of outputs did for a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CacheRecord {
    /// Outputs that were found in it, one for each document and analyzer.
    pub hits: u64,
    /// Outputs that were not.
    pub misses: u64,
    /// Outputs that it holds now.
    pub entries: u64,
    /// Bytes that it takes on disk.
    pub bytes: u64,
    /// Outputs that went to make room in this run. Many say that it is smaller than the run needs.
    pub evicted: u64,
    /// Outputs that were damaged, and are gone.
    pub damaged: u64,
    /// What its user should know, such as that another run was writing to it.
    pub warnings: Vec<String>,
}

impl RunRecord {
    /// Operating system and processor of this host.
    pub(crate) fn this_host() -> String {
        format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(arguments: &[&str], folder: &str, json: &str) {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        let record = CommandRecord::new(&arguments, Path::new(folder));
        assert_eq!(serde_json::to_string(&record).unwrap_or_default(), json);
    }

    #[test]
    fn a_command_is_recorded_as_it_was_given() {
        check(
            &["analyze", "a b", "-p", "مزاج=x"],
            "/home/a",
            r#"{"arguments":["analyze","a b","-p","مزاج=x"],"folder":"/home/a"}"#,
        );
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_utf_8_is_marked() {
        use std::os::unix::ffi::OsStringExt as _;

        let odd = OsString::from_vec(b"caf\xe9".to_vec());
        let record = CommandRecord::new(std::slice::from_ref(&odd), Path::new("/"));
        assert_eq!((record.arguments, record.lossy), (vec!["caf\u{fffd}".to_string()], true));
        assert!(CommandRecord::new(&[], Path::new(&odd)).lossy);
    }
}
