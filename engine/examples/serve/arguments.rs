//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use super::service::Settings;

pub(super) const HELP: &str = "\
Serves the built-in analyzers, and others beside them, by HTTP.

  --listen ADDRESS    where to listen [127.0.0.1:8080]
  --plugin FILE       another analyzer; may be given again
  --body-bytes N      bytes of a body, and of a line of a stream, at the most [1048576]
  --time-limit-ms N   how long a request may take, and a stream may wait [10000]
  --at-work N         calls at once [one for each core]
  --waiting N         requests that may wait for one of them to end [64 for each core]
  --streams N         streams at once [one for each core]
";

/// What was asked for.
#[derive(Debug)]
pub(super) struct Arguments {
    pub(super) listen: SocketAddr,
    pub(super) plugins: Vec<PathBuf>,
    pub(super) settings: Settings,
}

impl Arguments {
    /// # Errors
    /// What is wrong with an argument.
    pub(super) fn parse(mut given: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut arguments = Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            plugins: Vec::new(),
            settings: Settings::default(),
        };
        let settings = &mut arguments.settings;
        while let Some(name) = given.next() {
            let value = given.next().ok_or_else(|| format!("`{name}` needs a value"));
            match name.as_str() {
                "--listen" => arguments.listen = parsed(&name, &value?)?,
                "--plugin" => arguments.plugins.push(value?.into()),
                "--body-bytes" => settings.body_bytes = parsed(&name, &value?)?,
                "--time-limit-ms" => settings.time_limit = Duration::from_millis(parsed(&name, &value?)?),
                "--at-work" => settings.at_work = parsed(&name, &value?)?,
                "--waiting" => settings.waiting = parsed(&name, &value?)?,
                "--streams" => settings.streams = parsed(&name, &value?)?,
                _ => return Err(format!("there is no argument `{name}`")),
            }
        }
        Ok(arguments)
    }
}

fn parsed<T: FromStr>(name: &str, value: &str) -> Result<T, String> {
    value.parse().map_err(|_| format!("`{value}` is no value of `{name}`"))
}
