//! An analyzer that requires `tokens` and does nothing with them: what a run of it takes, the host takes.

use textmill_sdk::prelude::*;
use textmill_sdk::serde;

#[derive(Serialize, Output)]
#[serde(crate = "serde")]
struct Nothing {}

struct Listening;

impl Analyzer for Listening {
    type Settings = NoSettings;
    type Output = Nothing;

    fn manifest() -> Manifest {
        Manifest::new("listening", env!("CARGO_PKG_VERSION"), "Does nothing with tokens").requires("tokens")
    }

    fn new(_: NoSettings, _: &Resources) -> Result<Self, String> {
        Ok(Self)
    }

    fn analyze(&self, _: &Document<'_>, _: &mut Layers) -> Result<Nothing, Fault> {
        Ok(Nothing {})
    }
}

textmill_sdk::export!(Listening);
