//! The other half of [`export!`](crate::export!): what makes an analyzer a component.

use std::cell::RefCell;

use textmill_wit::guest::textmill::analyzer::types as wit;

use crate::call::Instance;
use crate::{Analyzer, Output, Resources};

/// The bindings that the macro fills in.
#[doc(hidden)]
pub use textmill_wit::guest as bindings;

/// Exports an analyzer as the component's plugin: `textmill_sdk::export!(MyAnalyzer);`, once in a crate.
///
/// Outside of WebAssembly it exports nothing, so that the same crate is tested and benched natively.
#[macro_export]
macro_rules! export {
    ($analyzer:ty) => {
        // Natively too the type has to be an analyzer, and counts as used.
        #[cfg(not(target_arch = "wasm32"))]
        const _: $crate::export::Describe = $crate::export::describe::<$analyzer>;

        #[cfg(target_arch = "wasm32")]
        #[allow(unsafe_code, reason = "the exports of a component are symbols")]
        const _: () = {
            ::std::thread_local! {
                static PLUGIN: $crate::export::Plugin<$analyzer> = const { $crate::export::Plugin::new() };
            }

            struct Component;

            impl $crate::export::bindings::exports::textmill::analyzer::plugin::Guest for Component {
                fn describe() -> $crate::export::bindings::textmill::analyzer::types::Manifest {
                    $crate::export::describe::<$analyzer>()
                }

                fn configure(
                    settings: ::std::string::String,
                    resources: ::std::vec::Vec<
                        $crate::export::bindings::textmill::analyzer::types::ResourceFile,
                    >,
                ) -> ::std::result::Result<(), ::std::string::String> {
                    PLUGIN.with(|plugin| plugin.configure(&settings, resources))
                }

                fn analyze(
                    batch: $crate::export::bindings::textmill::analyzer::types::Batch,
                    layers: ::std::vec::Vec<$crate::export::bindings::textmill::analyzer::types::Layer>,
                    want: $crate::export::bindings::textmill::analyzer::types::Want,
                ) -> ::std::result::Result<
                    $crate::export::bindings::textmill::analyzer::types::Analysis,
                    ::std::string::String,
                > {
                    PLUGIN.with(|plugin| plugin.analyze(&batch, &layers, &want))
                }
            }

    $crate::export::bindings::export!(Component with_types_in $crate::export::bindings);
        };
    };
}

/// The one instance that a component holds.
#[doc(hidden)]
pub struct Plugin<A> {
    instance: RefCell<Option<Instance<A>>>,
}

impl<A: Analyzer> Plugin<A> {
    /// An instance yet to be configured.
    #[must_use]
    pub const fn new() -> Self {
        Self { instance: RefCell::new(None) }
    }

    /// The contract's `configure`.
    ///
    /// # Errors
    /// The message for the user.
    pub fn configure(&self, settings: &str, resources: Vec<wit::ResourceFile>) -> Result<(), String> {
        log_panics();
        let resources: Resources = resources.into_iter().map(|file| (file.name, file.content)).collect();
        let configured = Instance::configure(settings, resources);
        let (instance, result) = match configured {
            Ok(instance) => (Some(instance), Ok(())),
            Err(message) => (None, Err(message)),
        };
        *self.instance.borrow_mut() = instance;
        result
    }

    /// The contract's `analyze`.
    ///
    /// # Errors
    /// Where the host does not keep the contract.
    pub fn analyze(
        &self,
        batch: &wit::Batch,
        layers: &[wit::Layer],
        want: &wit::Want,
    ) -> Result<wit::Analysis, String> {
        let instance = self.instance.borrow();
        instance.as_ref().ok_or("analyze was called before configure")?.analyze(batch, layers, want)
    }
}

impl<A: Analyzer> Default for Plugin<A> {
    fn default() -> Self {
        Self::new()
    }
}

impl<A> std::fmt::Debug for Plugin<A> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Plugin").finish_non_exhaustive()
    }
}

/// The type of [`describe`].
#[doc(hidden)]
pub type Describe = fn() -> wit::Manifest;

/// The contract's `describe`.
#[doc(hidden)]
#[must_use]
pub fn describe<A: Analyzer>() -> wit::Manifest {
    log_panics();
    A::manifest().into_wit::<A::Settings>(&A::Output::schema())
}

/// Sends the message and place of a panic to the host, which puts it into the fault: a trap alone says `unreachable`.
fn log_panics() {
    #[cfg(target_arch = "wasm32")]
    std::panic::set_hook(Box::new(|panic| {
        crate::log::write(crate::log::Level::Error, &panic.to_string().replace('\n', " "));
    }));
}

#[cfg(test)]
mod tests {
    use super::{Plugin, describe, wit};
    use crate::prelude::*;

    struct Louder;

    #[derive(Deserialize, JsonSchema)]
    #[serde(default)]
    struct Settings {
        /// How loud.
        volume: u8,
    }

    impl Default for Settings {
        fn default() -> Self {
            Self { volume: 11 }
        }
    }

    #[derive(Serialize)]
    struct Nothing {}

    impl Output for Nothing {
        fn schema() -> textmill_merge::Schema {
            textmill_merge::Schema::Record { fields: std::collections::BTreeMap::new() }
        }
    }

    impl Analyzer for Louder {
        type Settings = Settings;
        type Output = Nothing;

        fn manifest() -> Manifest {
            Manifest::new("louder", "0.1.0", "Louder")
                .requires("tokens")
                .with_number("stress")
                .optional("language")
                .provides(
                    Provision::new("shouts", "what is loud").labels(["loud"]).text("word").reference("echo"),
                )
                .metadata("language")
                .resource("lexicon")
        }

        fn new(settings: Settings, resources: &Resources) -> Result<Self, String> {
            let lexicon = resources.text("lexicon")?.unwrap_or_default();
            if settings.volume as usize > lexicon.len() { Err("`volume`: too loud".into()) } else { Ok(Self) }
        }

        fn analyze(&self, _: &Document<'_>, _: &mut Layers) -> Result<Nothing, Fault> {
            Ok(Nothing {})
        }
    }

    fn attribute(name: &str, values: wit::ValueType) -> wit::AttributeType {
        wit::AttributeType { name: name.to_string(), values, target: String::new() }
    }

    #[track_caller]
    fn check_analyze(plugin: &Plugin<Louder>, expected: Result<usize, &str>) {
        let strings = wit::Strings { text: "a".to_string(), ends: crate::number_column([1]) };
        let batch = wit::Batch { texts: strings.clone(), ids: strings, groups: vec![], metadata: vec![] };
        let want = wit::Want { outputs: true, partials: false, layers: vec![], extensions: vec![] };
        let outputs = plugin.analyze(&batch, &[], &want).map(|analysis| analysis.outputs.len());
        assert_eq!(outputs, expected.map_err(str::to_string));
    }

    #[test]
    fn a_plugin_is_configured_before_it_analyzes() {
        let plugin = Plugin::<Louder>::new();
        let lexicon =
            |content: &[u8]| vec![wit::ResourceFile { name: "lexicon".into(), content: content.into() }];
        let unconfigured = Err("analyze was called before configure");
        check_analyze(&plugin, unconfigured);
        assert_eq!(plugin.configure(r#"{"volume": 3}"#, lexicon(b"abc")), Ok(()));
        check_analyze(&plugin, Ok(1));
        assert_eq!(plugin.configure("{}", lexicon(b"abc")), Err("`volume`: too loud".into()));
        check_analyze(&plugin, unconfigured);
        let unreadable = Err("resource `lexicon` is not UTF-8 at byte 1".to_string());
        assert_eq!(plugin.configure("{}", lexicon(b"a\xff")), unreadable);
    }

    #[test]
    fn the_manifest_is_complete() {
        let manifest = describe::<Louder>();
        let stress = attribute("stress", wit::ValueType::Number);
        let stress = wit::AttributeRequirement { attribute: stress, optional: false };
        let requirement = |layer: &str, optional, attributes| wit::Requirement {
            layer: layer.into(),
            optional,
            attributes,
            labels: vec![],
            extensions: vec![],
        };
        assert_eq!(
            manifest.requires,
            [requirement("tokens", false, vec![stress]), requirement("language", true, vec![])]
        );
        assert_eq!(manifest.provides[0].labels, ["loud"]);
        assert_eq!(
            manifest.provides[0].attributes,
            [attribute("word", wit::ValueType::Text), attribute("echo", wit::ValueType::Reference)]
        );
        assert_eq!(manifest.output_schema, r#"{"kind":"record","fields":{}}"#);
        let settings: serde_json::Value =
            serde_json::from_str(&manifest.settings_schema).expect("it is JSON");
        assert_eq!(settings["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert_eq!(settings["properties"]["volume"]["description"], "How loud.");
        assert_eq!(settings["properties"]["volume"]["default"], 11);
    }
}
