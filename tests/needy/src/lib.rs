//! An analyzer that requires a layer which no built-in plugin provides.

use textmill_sdk::prelude::*;
use textmill_sdk::serde;

#[derive(Serialize, Output)]
#[serde(crate = "serde")]
struct Needs {
    #[merge(sum)]
    lemmas: usize,
}

struct Needy;

impl Analyzer for Needy {
    type Settings = NoSettings;
    type Output = Needs;

    fn manifest() -> Manifest {
        Manifest::new("needy", env!("CARGO_PKG_VERSION"), "Counts lemmas")
            .requires("lemmas")
            .with_text("root")
            .provides(Provision::new("needs", "nothing").text("root"))
    }

    fn new(_: NoSettings, _: &Resources) -> Result<Self, String> {
        Ok(Self)
    }

    fn analyze(&self, document: &Document<'_>, _: &mut Layers) -> Result<Needs, Fault> {
        Ok(Needs { lemmas: document.layer("lemmas").len() })
    }
}

textmill_sdk::export!(Needy);
