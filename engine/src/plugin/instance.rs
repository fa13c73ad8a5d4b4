//! An instance of a plugin, and the calls to it.

use textmill_wit::host::Analyzer;
use textmill_wit::host::textmill::analyzer::types as wit;
use wasmtime::{Store, Trap};

use super::guest::Guest;
use super::load::Compiled;
use super::{Analysis, Layer, Limits, Plugin, Runtime, Want};
use crate::report::FaultKind;
use crate::run::{Batch, Texts};

/// Why a call gave nothing.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Failure {
    pub(crate) kind: FaultKind,
    pub(crate) message: String,
    /// Whether it was the first call of its instance, so that nothing before it can be to blame.
    pub(crate) on_fresh_instance: bool,
}

/// A plugin in a sandbox of its own, configured.
pub(crate) struct Instance {
    store: Store<Guest>,
    analyzer: Analyzer,
    calls: u64,
    /// Set after a failure that may have left the guest in an unlawful state.
    broken: bool,
}

/// Why a guest's function did not return.
struct Stopped {
    kind: FaultKind,
    message: String,
}

impl Instance {
    /// Instantiates and configures.
    ///
    /// # Errors
    /// What the guest did instead, or its message about the settings.
    pub(crate) fn new(compiled: &Compiled) -> Result<Self, Failure> {
        let mut instance = Self::unconfigured(compiled)?;
        let resources: Vec<wit::ResourceFile<'_>> = compiled
            .resources
            .iter()
            .map(|(name, content)| wit::ResourceFile { name, content: content.as_slice() })
            .collect();
        // A lexicon takes time and memory as a text of its size does.
        let bytes = compiled.resources.values().map(Vec::len).sum();
        instance.begin_call(&compiled.limits, bytes);
        let configured = instance.analyzer.textmill_analyzer_plugin().call_configure(
            &mut instance.store,
            &compiled.settings.to_string(),
            &resources,
        );
        match configured {
            Ok(Ok(())) => Ok(instance),
            Ok(Err(message)) => Err(failure(FaultKind::Error, message)),
            Err(error) => Err(stopped(&mut instance.store, &error).into()),
        }
    }

    /// What a component says of itself.
    ///
    /// # Errors
    /// What the guest did instead.
    pub(super) fn describe(compiled: &Compiled) -> Result<wit::Manifest, Failure> {
        let mut instance = Self::unconfigured(compiled)?;
        instance.begin_call(&compiled.limits, 0);
        let described = instance.analyzer.textmill_analyzer_plugin().call_describe(&mut instance.store);
        described.map_err(|error| stopped(&mut instance.store, &error).into())
    }

    fn unconfigured(compiled: &Compiled) -> Result<Self, Failure> {
        let (mut store, analyzer) = compiled.instantiate();
        let analyzer = analyzer.map_err(|error| Failure::from(stopped(&mut store, &error)))?;
        Ok(Self { store, analyzer, calls: 0, broken: false })
    }

    /// Whether the instance may be called again.
    pub(crate) fn is_sound(&self) -> bool {
        !self.broken
    }

    /// Analyzes a batch with the layers that the plugin reads.
    ///
    /// # Errors
    /// Why the call gave nothing, or what in its answer breaks the contract.
    pub(crate) fn analyze(
        &mut self,
        plugin: &Plugin,
        batch: &Batch,
        layers: &[&Layer],
        want: &Want,
    ) -> Result<Analysis, Failure> {
        let fresh = self.calls == 0;
        self.calls += 1;
        self.begin_call(&plugin.compiled.limits, batch.texts.text().len());
        let answer = self.call(plugin, batch, layers, want).and_then(|answer| {
            checked(plugin, batch, want, answer).map_err(|(kind, message)| Stopped { kind, message })
        });
        answer.map_err(|stopped| {
            // An error value is the guest's considered word and leaves it as it was. Anything else says that it may
            // not be well.
            let considered = stopped.kind == FaultKind::Error;
            self.broken = !considered;
            Failure { kind: stopped.kind, message: stopped.message, on_fresh_instance: fresh || considered }
        })
    }

    fn call(
        &mut self,
        plugin: &Plugin,
        batch: &Batch,
        layers: &[&Layer],
        want: &Want,
    ) -> Result<wit::Analysis, Stopped> {
        let metadata = batch.metadata_columns(&plugin.manifest.metadata);
        let columns: Vec<wit::MetadataColumn<'_>> = metadata
            .iter()
            .map(|(name, values)| wit::MetadataColumn { name, values: strings(values) })
            .collect();
        let borrowed: Vec<_> = layers.iter().map(|layer| layer.borrowed()).collect();
        let layers: Vec<wit::LayerParam<'_>> = borrowed.iter().map(|layer| layer.param()).collect();
        let wanted: Vec<&str> = want.layers.iter().map(String::as_str).collect();
        let batch = wit::Batch {
            texts: strings(&batch.texts),
            ids: strings(&batch.ids),
            groups: &batch.groups,
            metadata: &columns,
        };
        let want = wit::Want { outputs: want.outputs, partials: want.partials, layers: &wanted };
        let called =
            self.analyzer.textmill_analyzer_plugin().call_analyze(&mut self.store, batch, &layers, want);
        match called {
            Ok(Ok(analysis)) => Ok(analysis),
            Ok(Err(message)) => Err(Stopped { kind: FaultKind::Error, message }),
            Err(error) => Err(stopped(&mut self.store, &error)),
        }
    }

    fn begin_call(&mut self, limits: &Limits, text_bytes: usize) {
        self.store.data_mut().begin_call(limits.memory_for(text_bytes));
        self.store.set_hostcall_fuel(limits.output_for(text_bytes));
        self.store.set_epoch_deadline(Runtime::epochs(limits.time_for(text_bytes)));
    }
}

/// Tells what stopped a guest from what wasmtime and the limiter saw.
fn stopped(store: &mut Store<Guest>, error: &wasmtime::Error) -> Stopped {
    let guest = store.data_mut();
    let refused_memory = guest.refused_memory();
    let said = guest.take_last_error();
    let trap = error.downcast_ref::<Trap>();
    let (kind, message) = match trap {
        Some(Trap::Interrupt) => (FaultKind::Timeout, "it took longer than its limit of time".to_string()),
        Some(_) if refused_memory => (FaultKind::Memory, "it needs more memory than its limit".to_string()),
        Some(trap) => (FaultKind::Trap, said.unwrap_or_else(|| trap.to_string())),
        None if is_output_limit(error) => {
            (FaultKind::Output, "it gives back more bytes than its limit of output".to_string())
        }
        None if refused_memory => (FaultKind::Memory, "it needs more memory than its limit".to_string()),
        None => (FaultKind::Trap, said.unwrap_or_else(|| error.root_cause().to_string())),
    };
    Stopped { kind, message }
}

/// wasmtime's error for it is private; its message is what there is to tell it by.
fn is_output_limit(error: &wasmtime::Error) -> bool {
    error.root_cause().to_string().contains("fuel allocated for hostcalls has been exhausted")
}

fn failure(kind: FaultKind, message: String) -> Failure {
    Failure { kind, message, on_fresh_instance: true }
}

impl From<Stopped> for Failure {
    fn from(stopped: Stopped) -> Self {
        failure(stopped.kind, stopped.message)
    }
}

fn strings(texts: &Texts) -> wit::StringsParam<'_> {
    wit::StringsParam { text: texts.text(), ends: texts.ends() }
}

/// Checks an answer against what was asked.
fn checked(
    plugin: &Plugin,
    batch: &Batch,
    want: &Want,
    mut answer: wit::Analysis,
) -> Result<Analysis, (FaultKind, String)> {
    let output = |message: String| (FaultKind::Output, message);
    let texts = &batch.texts;
    let documents = texts.len();
    let faults = checked_faults(&answer.faults, documents).map_err(output)?;
    if want.outputs && answer.outputs.len() != documents {
        return Err(output(format!("{} outputs for {documents} documents", answer.outputs.len())));
    }
    let groups = batch.group_names.len().max(1);
    if !answer.partials.is_empty() && answer.partials.len() != groups {
        return Err(output(format!("{} partials for {groups} groups", answer.partials.len())));
    }
    let mut layers = Vec::with_capacity(want.layers.len());
    for name in &want.layers {
        let layer = checked_layer(plugin, texts, name, &mut answer.layers);
        layers.push(layer.map_err(|problem| (FaultKind::Layer, format!("layer `{name}`: {problem}")))?);
    }
    Ok(Analysis {
        outputs: if want.outputs { answer.outputs } else { Vec::new() },
        partials: if want.partials { answer.partials } else { Vec::new() },
        layers,
        faults,
    })
}

fn checked_layer(
    plugin: &Plugin,
    texts: &Texts,
    name: &str,
    answered: &mut Vec<wit::LayerResult>,
) -> Result<Layer, String> {
    let position = answered.iter().position(|layer| layer.name == name);
    let columns = answered.swap_remove(position.ok_or("it is wanted and missing")?);
    let provision = plugin.provision(name).ok_or("the manifest does not provide it")?;
    let most_spans = plugin.compiled.limits.spans_for(texts.text().len());
    let layer = Layer::check(columns, provision, texts, most_spans)?;
    Ok(layer.named(plugin.layer_in_run(name)))
}

fn checked_faults(faults: &[wit::Fault], documents: usize) -> Result<Vec<(usize, String)>, String> {
    let mut checked: Vec<(usize, String)> = Vec::with_capacity(faults.len());
    for fault in faults {
        let document = fault.document as usize;
        if document >= documents || checked.last().is_some_and(|(before, _)| *before >= document) {
            return Err(format!("its faults are not ascending documents under {documents}"));
        }
        checked.push((document, fault.message.clone()));
    }
    Ok(checked)
}
