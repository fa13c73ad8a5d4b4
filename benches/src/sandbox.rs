//! Analyzers in a sandbox: compiled, instantiated and called as the engine does, without what it does around a call.

use std::fmt;

use textmill_wit::guest::textmill::analyzer::types as columns;
use textmill_wit::host::textmill::analyzer::{log, types as wit};
use textmill_wit::host::{Analyzer, AnalyzerPre};
use wasmtime::component::{Component, HasSelf, Linker};
use wasmtime::{Config, Engine, ProfilingStrategy, Store};

use crate::Call;
use crate::border::{answered, borrowed};
use crate::settings::SandboxKind;

/// A compiled built-in plugin.
pub struct Sandbox {
    component: AnalyzerPre<Host>,
    counts_fuel: bool,
}

/// A plugin in a sandbox of its own, configured.
pub struct Instance {
    store: Store<Host>,
    analyzer: Analyzer,
    counts_fuel: bool,
}

/// What a plugin may use of its host: nothing but to log, which is not listened to.
struct Host;

impl wit::Host for Host {}

impl log::Host for Host {
    fn write(&mut self, _: log::Level, _: Option<u32>, _: String) {}
}

impl Sandbox {
    /// Compiles the built-in plugin of a name.
    ///
    /// # Panics
    /// Where there is none.
    #[must_use]
    pub fn compile(name: &str) -> Self {
        Self::compiled(name, &kind(false).native(), false)
    }

    /// The same, with a map by which `perf` knows the plugin's functions.
    ///
    /// # Panics
    /// Where there is no built-in plugin of this name.
    #[must_use]
    pub fn profiled(name: &str) -> Self {
        let mut config = kind(false).native();
        config.profiler(ProfilingStrategy::PerfMap);
        Self::compiled(name, &config, false)
    }

    /// The same, with what it executes counted.
    ///
    /// # Panics
    /// Where there is no built-in plugin of this name.
    #[must_use]
    pub fn metered(name: &str) -> Self {
        Self::compiled(name, &kind(true).native(), true)
    }

    /// The same as [`Sandbox::metered`], compiled for the least of the processors of this kind, so that nothing in it
    /// depends on what this machine's has beside that.
    ///
    /// # Panics
    /// Where there is no built-in plugin of this name.
    #[must_use]
    pub fn metered_for_any_processor(name: &str) -> Self {
        // With a target named, wasmtime asks the processor nothing.
        let target = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
        let config = kind(true).portable(&target).expect("a target of wasmtime's");
        Self::compiled(name, &config, true)
    }

    fn compiled(name: &str, config: &Config, counts_fuel: bool) -> Self {
        let builtin = textmill_plugins::ALL.iter().find(|builtin| builtin.name == name);
        let builtin = builtin.unwrap_or_else(|| panic!("no built-in analyzer is called {name}"));
        let engine = Engine::new(config).expect("the configuration is of one piece");
        let mut linker = Linker::new(&engine);
        wit::add_to_linker::<_, HasSelf<Host>>(&mut linker, |host| host).expect("an empty linker");
        log::add_to_linker::<_, HasSelf<Host>>(&mut linker, |host| host).expect("a name that is free");
        let component = Component::new(&engine, builtin.component).expect("a built-in plugin compiles");
        let linked = linker.instantiate_pre(&component).and_then(AnalyzerPre::new);
        Self { component: linked.expect("a built-in plugin keeps the contract"), counts_fuel }
    }

    /// A new instance, with the default settings.
    ///
    /// # Panics
    /// Where the plugin does not do as it should.
    #[must_use]
    pub fn instance(&self) -> Instance {
        let mut store = Store::new(self.component.engine(), Host);
        // Checked at every loop and never reached: nobody counts epochs here.
        store.set_epoch_deadline(u64::MAX / 2);
        store.set_hostcall_fuel(usize::MAX);
        if self.counts_fuel {
            store.set_fuel(u64::MAX).expect("fuel is counted");
        }
        let analyzer = self.component.instantiate(&mut store).expect("a built-in plugin can be instantiated");
        let plugin = analyzer.textmill_analyzer_plugin();
        let configured = plugin.call_configure(&mut store, "{}", &[]);
        configured.expect("a built-in plugin does not trap").expect("the default settings are good");
        Instance { store, analyzer, counts_fuel: self.counts_fuel }
    }
}

impl Instance {
    /// Makes a call.
    ///
    /// # Panics
    /// Where the plugin does not do as it should.
    pub fn analyze(&mut self, call: &Call) -> columns::Analysis {
        let plugin = self.analyzer.textmill_analyzer_plugin();
        let called =
            borrowed(call, |batch, layers, want| plugin.call_analyze(&mut self.store, batch, layers, want));
        answered(called.expect("a built-in plugin does not trap").expect("a call keeps the contract"))
    }

    /// WebAssembly instructions that it executed so far; 0 where they are not counted.
    pub fn fuel(&self) -> u64 {
        if self.counts_fuel { u64::MAX - self.store.get_fuel().expect("fuel is counted") } else { 0 }
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

/// What plugins run in by default, or with their fuel counted.
fn kind(counts_fuel: bool) -> SandboxKind {
    SandboxKind { stack: 1 << 20, counts_fuel }
}
