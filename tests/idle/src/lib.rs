//! An analyzer that does nothing: what a run of it takes, the host takes. It provides `tokens`, and there are none.

use textmill_sdk::prelude::*;
use textmill_sdk::serde;

#[derive(Serialize, Output)]
#[serde(crate = "serde")]
struct Nothing {}

struct Idle;

impl Analyzer for Idle {
    type Settings = NoSettings;
    type Output = Nothing;

    fn manifest() -> Manifest {
        Manifest::new("idle", env!("CARGO_PKG_VERSION"), "Does nothing")
            .provides(Provision::new("tokens", "none"))
    }

    fn new(_: NoSettings, _: &Resources) -> Result<Self, String> {
        Ok(Self)
    }

    fn analyze(&self, _: &Document<'_>, _: &mut Layers) -> Result<Nothing, Fault> {
        Ok(Nothing {})
    }
}

textmill_sdk::export!(Idle);
