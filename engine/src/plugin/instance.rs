//! An instance of a plugin, and the calls to it.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use textmill_corpus::StopHandle;
use textmill_wit::host::Analyzer;
use textmill_wit::host::textmill::analyzer::types as wit;
use wasmtime::Store;

use super::answer;
use super::answer::Breach;
use super::load::{Compiled, set_fuel};
use super::sandbox::guest::Guest;
use super::sandbox::stopped::{Stopped, stopped};
use super::{Answer, CallRequest, Plugin};
use crate::batch::{Batch, Strings};
use crate::layer::Layer;
use crate::layer::columns::bytes_of;
use crate::report::FaultKind;

/// Why a call gave nothing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Failure {
    pub(crate) kind: FaultKind,
    pub(crate) message: String,
    /// The guest's functions that were at work, the innermost first.
    pub(crate) backtrace: Vec<String>,
    /// Whether it was the first call of its instance, so that nothing before it can be to blame.
    pub(crate) on_fresh_instance: bool,
    /// Whether the machine is to blame, which had no more to give, and neither the plugin nor a document.
    pub(crate) by_machine: bool,
}

/// A plugin in a sandbox of its own, configured.
pub(crate) struct Instance {
    store: Store<Guest>,
    analyzer: Analyzer,
    calls: u64,
    /// Documents that it was given.
    documents: u64,
    /// What the present call may use.
    allowance: Allowance,
    /// Set after a failure that may have left the guest in an unlawful state.
    broken: bool,
    cost: CallCost,
}

/// What a call came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct CallCost {
    /// Bytes that were handed over: texts, ids, metadata and layers.
    pub(crate) bytes_in: u64,
    /// Bytes that came back and were lawful: outputs, states and layers.
    pub(crate) bytes_out: u64,
    /// Fuel, where it is counted.
    pub(crate) fuel: u64,
}

/// What ends a call before its own limits do: the same for all calls of whoever asked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bounds {
    pub(crate) deadline: Option<Instant>,
    pub(crate) stop: Option<StopHandle>,
    /// Whether what is asked for has been given up.
    given_up: Arc<AtomicBool>,
}

/// What a call may use, in the units of [`super::Limits`].
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Allowance {
    pub(super) memory: usize,
    pub(super) table_elements: u64,
    pub(super) stack: u64,
    pub(super) time: Duration,
    pub(super) output: usize,
    pub(super) fuel: Option<u64>,
}

impl Instance {
    /// Instantiates and configures.
    ///
    /// # Errors
    /// What the guest did instead, or its message about the settings.
    pub(crate) fn new(compiled: &Compiled) -> Result<Self, Failure> {
        let mut instance = Self::unconfigured(compiled)?;
        let bounds = Bounds::default();
        let resources: Vec<wit::ResourceFile<'_>> = compiled
            .resources
            .iter()
            .map(|(name, resource)| wit::ResourceFile { name, content: resource.bytes() })
            .collect();
        // A lexicon takes time and memory as a text of its size does.
        let bytes = compiled.resources.values().map(|resource| resource.bytes().len()).sum();
        instance.begin_call(compiled, bytes, None, &bounds);
        let _ticking = compiled.tick();
        let configured = instance.analyzer.textmill_analyzer_plugin().call_configure(
            &mut instance.store,
            &compiled.settings.to_string(),
            &resources,
        );
        match configured {
            Ok(Ok(())) => Ok(instance),
            Ok(Err(message)) => Err(Stopped::error(&message).into()),
            Err(error) => Err(instance.stopped(&error).into()),
        }
    }

    /// What a component says of itself.
    ///
    /// # Errors
    /// What the guest did instead.
    pub(super) fn describe(compiled: &Compiled) -> Result<wit::Manifest, Failure> {
        let mut instance = Self::unconfigured(compiled)?;
        instance.begin_call(compiled, 0, None, &Bounds::default());
        let _ticking = compiled.tick();
        let described = instance.analyzer.textmill_analyzer_plugin().call_describe(&mut instance.store);
        described.map_err(|error| instance.stopped(&error).into())
    }

    fn unconfigured(compiled: &Compiled) -> Result<Self, Failure> {
        let _ticking = compiled.tick();
        let (mut store, analyzer) = compiled.instantiate();
        let allowance = Allowance::of(compiled, 0, None);
        let analyzer =
            analyzer.map_err(|error| Failure::from(stopped(store.data_mut(), &allowance, &error)))?;
        let cost = CallCost::default();
        Ok(Self { store, analyzer, calls: 0, documents: 0, allowance, broken: false, cost })
    }

    /// Lets the guest set up what it sets up on its first call, with fuel that is not counted, so that the next call is
    /// charged for its documents alone.
    ///
    /// # Errors
    /// What the guest did instead.
    pub(crate) fn warm_up(
        &mut self,
        plugin: &Plugin,
        layers: &[&Layer],
        want: &CallRequest,
    ) -> Result<(), Failure> {
        let warmed = self.analyze(plugin, &Batch::default(), layers, want, None, &Bounds::default());
        self.calls = 0;
        warmed.map(drop)
    }

    /// Whether the instance may be called again: it did not fail, and has not become too large or seen so many documents.
    pub(crate) fn may_stay(&self, plugin: &Plugin, documents: u64) -> bool {
        let limits = &plugin.compiled.limits;
        !self.broken
            && self.documents < limits.documents_per_instance.min(documents)
            && self.memory() as u64 <= limits.memory_kept
    }

    /// Counts the guest's messages in `written`, which those of a run share.
    pub(crate) fn count_messages_in(&mut self, written: &Arc<AtomicU64>) {
        self.store.data_mut().count_messages_in(Arc::clone(written));
    }

    /// Whether no call was made to it yet.
    pub(crate) fn is_fresh(&self) -> bool {
        self.calls == 0
    }

    /// Bytes of its linear memory.
    pub(crate) fn memory(&self) -> usize {
        self.store.data().memory()
    }

    /// What the last call came to.
    pub(crate) fn cost(&self) -> CallCost {
        self.cost
    }

    /// Analyzes a batch with the layers that the plugin reads, with `fuel` where it is counted, within `bounds`.
    ///
    /// # Errors
    /// Why the call gave nothing, or what in its answer breaks the contract.
    pub(crate) fn analyze(
        &mut self,
        plugin: &Plugin,
        batch: &Batch,
        layers: &[&Layer],
        want: &CallRequest,
        fuel: Option<u64>,
        bounds: &Bounds,
    ) -> Result<Answer, Failure> {
        let fresh = self.is_fresh();
        self.calls += 1;
        self.documents += batch.len() as u64;
        self.begin_call(&plugin.compiled, batch.texts.text().len(), fuel, bounds);
        let answer = self.call(plugin, batch, layers, want);
        self.store
            .data_mut()
            .write_messages(|document| batch.heads().get(document).map(|head| head.id.as_str()));
        if let Some(budget) = plugin.compiled.limits.fuel.and(Some(fuel.unwrap_or(u64::MAX))) {
            self.cost.fuel = budget - self.store.get_fuel().unwrap_or_default().min(budget);
        }
        let answer = answer
            .and_then(|answer| answer::check(plugin, batch, layers, want, answer).map_err(Stopped::from));
        match answer {
            Ok(analysis) => {
                self.cost.bytes_out = analysis.bytes();
                Ok(analysis)
            }
            Err(stopped) => {
                // An error value is the guest's considered word and leaves it as it was. Anything else says that it
                // may not be well.
                let considered = stopped.kind == FaultKind::Error;
                self.broken = !considered;
                Err(Failure { on_fresh_instance: fresh || considered, ..stopped.into() })
            }
        }
    }

    fn call(
        &mut self,
        plugin: &Plugin,
        batch: &Batch,
        layers: &[&Layer],
        want: &CallRequest,
    ) -> Result<wit::Analysis, Stopped> {
        let metadata = batch.metadata_columns(&plugin.manifest.metadata);
        let texts = [&*batch.texts, &batch.ids].into_iter().chain(metadata.iter().map(|(_, values)| values));
        let bytes_in: usize = texts.map(Strings::bytes).sum::<usize>()
            + layers.iter().map(|layer| layer.column_bytes()).sum::<usize>();
        self.cost = CallCost { bytes_in: bytes_in as u64, ..CallCost::default() };
        let metadata: Vec<(&str, StringsBytes<'_>)> =
            metadata.iter().map(|(name, values)| (*name, StringsBytes::of(values))).collect();
        let columns: Vec<wit::MetadataColumn<'_>> = metadata
            .iter()
            .map(|(name, values)| wit::MetadataColumn { name, values: values.param() })
            .collect();
        let layers: Vec<_> = layers.iter().map(|layer| layer.over(batch.len())).collect();
        let bytes = layers
            .iter()
            .map(|layer| layer.column_views(|attribute| plugin.manifest.reads(layer.name(), attribute)));
        let bytes: Vec<_> = bytes.collect();
        let attributes: Vec<_> = bytes.iter().map(|layer| layer.attribute_params()).collect();
        let layers: Vec<wit::LayerParam<'_>> =
            bytes.iter().zip(&attributes).map(|(layer, attributes)| layer.param(attributes)).collect();
        let wanted: Vec<Vec<&str>> =
            want.layers.iter().map(|wanted| wanted.attributes.iter().map(String::as_str).collect()).collect();
        let wanted = want
            .layers
            .iter()
            .zip(&wanted)
            .map(|(wanted, attributes)| wit::WantedLayer { layer: &wanted.layer, attributes });
        let wanted: Vec<wit::WantedLayer<'_>> = wanted.collect();
        let (texts, ids) = (StringsBytes::of(&batch.texts), StringsBytes::of(&batch.ids));
        let groups = batch.groups.column();
        let groups = bytes_of(&groups);
        let batch =
            wit::Batch { texts: texts.param(), ids: ids.param(), groups: &groups, metadata: &columns };
        let want =
            wit::Want { outputs: want.outputs, partials: want.partials, layers: &wanted, extensions: &[] };
        let _ticking = plugin.compiled.tick();
        let called =
            self.analyzer.textmill_analyzer_plugin().call_analyze(&mut self.store, batch, &layers, want);
        match called {
            Ok(Ok(analysis)) => Ok(analysis),
            Ok(Err(message)) => Err(Stopped::error(&message)),
            Err(error) => Err(self.stopped(&error)),
        }
    }

    fn begin_call(&mut self, compiled: &Compiled, text_bytes: usize, fuel: Option<u64>, bounds: &Bounds) {
        let allowance = Allowance::of(compiled, text_bytes, fuel);
        self.store.data_mut().begin_call(allowance.memory, allowance.time, bounds);
        self.store.set_hostcall_fuel(allowance.output);
        set_fuel(&mut self.store, &compiled.limits, fuel);
        self.allowance = allowance;
    }

    fn stopped(&mut self, error: &wasmtime::Error) -> Stopped {
        stopped(self.store.data_mut(), &self.allowance, error)
    }
}

impl Bounds {
    pub(crate) fn new(deadline: Option<Instant>, stop: Option<StopHandle>) -> Self {
        Self { deadline, stop, given_up: Arc::default() }
    }

    /// Breaks off all calls within these bounds.
    pub(crate) fn give_up(&self) {
        self.given_up.store(true, Ordering::Relaxed);
    }

    /// Whether nobody waits any longer.
    pub(crate) fn are_passed(&self) -> bool {
        self.given_up.load(Ordering::Relaxed)
            || self.stop.as_ref().is_some_and(StopHandle::is_stopped)
            || self.deadline.is_some_and(|deadline| Instant::now() >= deadline)
    }
}

impl Allowance {
    fn of(compiled: &Compiled, text_bytes: usize, fuel: Option<u64>) -> Self {
        let limits = &compiled.limits;
        Self {
            memory: limits.memory_for(text_bytes),
            table_elements: limits.table_elements,
            stack: limits.stack,
            time: limits.time_for(text_bytes),
            output: limits.output_for(text_bytes),
            fuel,
        }
    }
}

impl Failure {
    /// Of a call that was not made, since nobody waits for it any longer.
    pub(crate) fn broken_off() -> Self {
        let message = "it was broken off".to_owned();
        Self {
            kind: FaultKind::Timeout,
            message,
            backtrace: Vec::new(),
            on_fresh_instance: true,
            by_machine: false,
        }
    }
}

impl From<Stopped> for Failure {
    fn from(stopped: Stopped) -> Self {
        let Stopped { kind, message, backtrace, by_machine } = stopped;
        Self { kind, message, backtrace, on_fresh_instance: true, by_machine }
    }
}

impl From<Breach> for Stopped {
    fn from(breach: Breach) -> Self {
        Self { kind: breach.kind, message: breach.message, backtrace: Vec::new(), by_machine: false }
    }
}

/// Strings with their ends as bytes.
struct StringsBytes<'a> {
    text: &'a str,
    ends: Cow<'a, [u8]>,
}

impl<'a> StringsBytes<'a> {
    fn of(texts: &'a Strings) -> Self {
        Self { text: texts.text(), ends: bytes_of(texts.ends()) }
    }

    fn param(&self) -> wit::StringsParam<'_> {
        wit::StringsParam { text: self.text, ends: &self.ends }
    }
}
