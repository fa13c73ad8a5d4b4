//! Analyzers in a sandbox: compiled, instantiated and called as the engine does, without what it does around a call.

use std::fmt;

use textmill_wit::guest::textmill::analyzer::types as columns;
use textmill_wit::host::textmill::analyzer::{log, types as wit};
use textmill_wit::host::{Analyzer, AnalyzerPre};
use wasmtime::component::{Component, HasSelf, Linker};
use wasmtime::{Config, Engine, ProfilingStrategy, Store};

use crate::Call;

/// A compiled built-in plugin.
pub struct Sandbox {
    component: AnalyzerPre<Host>,
}

/// A plugin in a sandbox of its own, configured.
pub struct Instance {
    store: Store<Host>,
    analyzer: Analyzer,
}

/// What a plugin may use of its host: nothing but to log, which is not listened to.
struct Host;

impl wit::Host for Host {}

impl log::Host for Host {
    fn write(&mut self, _: log::Level, _: String) {}
}

impl Sandbox {
    /// Compiles the built-in plugin of a name.
    ///
    /// # Panics
    /// Where there is none.
    #[must_use]
    pub fn compile(name: &str) -> Self {
        Self::compiled(name, &config())
    }

    /// The same, with a map by which `perf` knows the plugin's functions.
    ///
    /// # Panics
    /// Where there is no built-in plugin of this name.
    #[must_use]
    pub fn profiled(name: &str) -> Self {
        let mut config = config();
        config.profiler(ProfilingStrategy::PerfMap);
        Self::compiled(name, &config)
    }

    fn compiled(name: &str, config: &Config) -> Self {
        let builtin = textmill_plugins::ALL.iter().find(|builtin| builtin.name == name);
        let builtin = builtin.unwrap_or_else(|| panic!("no built-in analyzer is called {name}"));
        let engine = Engine::new(config).expect("the configuration is of one piece");
        let mut linker = Linker::new(&engine);
        wit::add_to_linker::<_, HasSelf<Host>>(&mut linker, |host| host).expect("an empty linker");
        log::add_to_linker::<_, HasSelf<Host>>(&mut linker, |host| host).expect("a name that is free");
        let component = Component::new(&engine, builtin.component).expect("a built-in plugin compiles");
        let linked = linker.instantiate_pre(&component).and_then(AnalyzerPre::new);
        Self { component: linked.expect("a built-in plugin keeps the contract") }
    }

    /// A new instance, with the default settings.
    ///
    /// # Panics
    /// Where the plugin does not do as it should.
    #[must_use]
    pub fn instance(&self) -> Instance {
        let mut instance = self.unconfigured();
        let plugin = instance.analyzer.textmill_analyzer_plugin();
        let configured = plugin.call_configure(&mut instance.store, "{}", &[]);
        configured.expect("a built-in plugin does not trap").expect("the default settings are good");
        instance
    }

    /// What the plugin says of itself.
    ///
    /// # Panics
    /// Where the plugin does not do as it should.
    #[must_use]
    pub fn describe(&self) -> wit::Manifest {
        let mut instance = self.unconfigured();
        let plugin = instance.analyzer.textmill_analyzer_plugin();
        plugin.call_describe(&mut instance.store).expect("a built-in plugin does not trap")
    }

    fn unconfigured(&self) -> Instance {
        let mut store = Store::new(self.component.engine(), Host);
        // Checked at every loop and never reached: nobody counts epochs here.
        store.set_epoch_deadline(u64::MAX / 2);
        store.set_hostcall_fuel(usize::MAX);
        let analyzer = self.component.instantiate(&mut store).expect("a built-in plugin can be instantiated");
        Instance { store, analyzer }
    }
}

impl Instance {
    /// Makes a call.
    ///
    /// # Panics
    /// Where the plugin does not do as it should.
    pub fn analyze(&mut self, call: &Call) -> wit::Analysis {
        let batch = &call.batch;
        let metadata: Vec<wit::MetadataColumn<'_>> = batch
            .metadata
            .iter()
            .map(|column| wit::MetadataColumn { name: &column.name, values: strings(&column.values) })
            .collect();
        let label_names: Vec<Vec<&str>> = call.layers.iter().map(|layer| strs(&layer.label_names)).collect();
        let layers: Vec<wit::LayerParam<'_>> =
            call.layers.iter().zip(&label_names).map(|(layer, names)| param(layer, names)).collect();
        let batch = wit::Batch {
            texts: strings(&batch.texts),
            ids: strings(&batch.ids),
            groups: &batch.groups,
            metadata: &metadata,
        };
        let wanted = strs(&call.want.layers);
        let want = wit::Want { outputs: call.want.outputs, partials: call.want.partials, layers: &wanted };
        let plugin = self.analyzer.textmill_analyzer_plugin();
        let called = plugin.call_analyze(&mut self.store, batch, &layers, want);
        called.expect("a built-in plugin does not trap").expect("a call keeps the contract")
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Sandbox").finish_non_exhaustive()
    }
}

impl fmt::Debug for Instance {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Instance").finish_non_exhaustive()
    }
}

/// The engine's own configuration (`engine/src/plugin/runtime.rs`).
fn config() -> Config {
    let mut config = Config::new();
    config.wasm_component_model(true);
    config.concurrency_support(false);
    config.epoch_interruption(true);
    config.max_wasm_stack(1 << 20);
    config.cranelift_nan_canonicalization(true);
    config.relaxed_simd_deterministic(true);
    config
}

/// The layers of built-in plugins that others read have no attributes.
fn param<'a>(layer: &'a columns::Layer, label_names: &'a [&'a str]) -> wit::LayerParam<'a> {
    wit::LayerParam {
        name: &layer.name,
        starts: &layer.starts,
        ends: &layer.ends,
        label_names,
        labels: &layer.labels,
        attributes: &[],
    }
}

fn strings(column: &columns::Strings) -> wit::StringsParam<'_> {
    wit::StringsParam { text: &column.text, ends: &column.ends }
}

fn strs(strings: &[String]) -> Vec<&str> {
    strings.iter().map(String::as_str).collect()
}
