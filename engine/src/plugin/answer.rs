//! An answer of a guest, checked against what was asked: what breaks the contract goes no further.

use textmill_wit::host::textmill::analyzer::types as wit;

use super::call::{DocumentFault, RequestedLayer};
use super::manifest::check_name;
use super::sandbox::guest::printable;
use super::shape::{Misshapen, Shape};
use super::{Answer, CallRequest, Plugin};
use crate::batch::{Batch, DocumentIndex, Texts};
use crate::layer::Layer;
use crate::report::FaultKind;

/// What in an answer breaks the contract.
#[derive(Debug)]
pub(super) struct Breach {
    pub(super) kind: FaultKind,
    pub(super) message: String,
}

impl Breach {
    fn new(kind: FaultKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }
}

/// Checks an answer against what was asked.
///
/// # Errors
/// The first thing that breaks the contract.
pub(super) fn check(
    plugin: &Plugin,
    batch: &Batch,
    inputs: &[&Layer],
    want: &CallRequest,
    mut answer: wit::Analysis,
) -> Result<Answer, Breach> {
    let output = |message: String| Breach::new(FaultKind::Output, message);
    let texts = &batch.texts;
    let documents = texts.len();
    if let Some(unknown) = answer.extensions.iter().find(|extension| extension.critical) {
        let name = printable(&unknown.name);
        return Err(output(format!("it depends on `{name}`, which this engine does not know")));
    }
    let faults = check_faults(&answer.faults, documents).map_err(output)?;
    if want.outputs && answer.outputs.len() != documents {
        return Err(output(format!("{} outputs for {documents} documents", answer.outputs.len())));
    }
    let groups = batch.groups.states();
    if !answer.partials.is_empty() && answer.partials.len() != groups {
        return Err(output(format!("{} partials for {groups} groups", answer.partials.len())));
    }
    let outputs = if want.outputs { answer.outputs } else { Vec::new() };
    let partials = if want.partials { answer.partials } else { Vec::new() };
    let outputs = check_outputs(plugin, texts, outputs, &faults)?;
    for (group, partial) in partials.iter().enumerate().filter(|(_, partial)| !is_binary(partial)) {
        let json = str::from_utf8(partial);
        let json =
            json.map_err(|error| output(format!("its state of group {group} is not UTF-8: {error}")))?;
        check_json(plugin, texts, "its state", std::iter::once(json))?;
    }
    let mut layers: Vec<Layer> = Vec::with_capacity(want.layers.len());
    for wanted in &want.layers {
        layers.push(check_layer(plugin, texts, inputs, wanted, &mut answer.layers)?);
    }
    check_references(plugin, texts, inputs, want, &layers)?;
    for layer in &layers {
        plugin.widths.hold(layer).map_err(|problem| {
            Breach::new(FaultKind::Layer, format!("layer `{}`: {problem}", layer.name()))
        })?;
    }
    let named = layers.into_iter().map(|layer: Layer| {
        let name = plugin.layer_in_run(layer.name()).to_string();
        layer.named(&name)
    });
    Ok(Answer { outputs, partials, layers: named.collect(), faults })
}

/// Whether a state comes in its binary form, of which the version is the first byte. JSON does not begin so.
pub(crate) fn is_binary(partial: &[u8]) -> bool {
    partial.first().is_some_and(|&version| version == 1)
}

/// References are looked at where all layers of the answer are there, in which they may point at each other.
fn check_references(
    plugin: &Plugin,
    texts: &Texts,
    inputs: &[&Layer],
    want: &CallRequest,
    layers: &[Layer],
) -> Result<(), Breach> {
    let others = |name: &str| {
        layers
            .iter()
            .find(|layer| layer.name() == name)
            .or_else(|| inputs.iter().copied().find(|layer| layer.name() == name))
    };
    for (wanted, layer) in want.layers.iter().zip(layers) {
        let Some(provision) = plugin.provision(&wanted.layer) else { continue };
        layer.check_references(provision, texts, others).map_err(|problem| {
            Breach::new(FaultKind::Layer, format!("layer `{}`: {problem}", wanted.layer))
        })?;
    }
    Ok(())
}

fn check_faults(faults: &[wit::Fault], documents: usize) -> Result<Vec<DocumentFault>, String> {
    let mut checked: Vec<DocumentFault> = Vec::with_capacity(faults.len());
    for fault in faults {
        let document = DocumentIndex::new(fault.document as usize);
        if document.get() >= documents || checked.last().is_some_and(|before| before.document >= document) {
            return Err(format!("its faults are not ascending documents under {documents}"));
        }
        if !fault.code.is_empty() {
            check_name("fault's code", &fault.code)?;
        }
        let message = printable(&fault.message);
        checked.push(DocumentFault { document, code: fault.code.clone(), message });
    }
    Ok(checked)
}

/// Outputs that are JSON objects; those of documents at fault become empty.
fn check_outputs(
    plugin: &Plugin,
    texts: &Texts,
    mut outputs: Vec<String>,
    faults: &[DocumentFault],
) -> Result<Vec<String>, Breach> {
    for fault in faults {
        if let Some(output) = outputs.get_mut(fault.document.get()) {
            output.clear();
        }
    }
    let at_fault =
        |document: DocumentIndex| faults.binary_search_by_key(&document, |fault| fault.document).is_ok();
    let given = texts.documents().zip(outputs.iter()).filter(|(document, _)| !at_fault(*document));
    let given = given.map(|(_, output)| output.as_str());
    if given.clone().any(|output| !output.trim_start().starts_with('{')) {
        return Err(Breach::new(FaultKind::Output, "its output is not a JSON object"));
    }
    check_json(plugin, texts, "its output", given)?;
    Ok(outputs)
}

fn check_json<'a>(
    plugin: &Plugin,
    texts: &Texts,
    what: &str,
    given: impl Iterator<Item = &'a str>,
) -> Result<(), Breach> {
    let limits = &plugin.compiled.limits;
    let mut shape = Shape::new(limits.json_depth, limits.json_keys_for(texts.text().len()));
    for json in given {
        shape.check(json).map_err(|misshapen| match misshapen {
            Misshapen::Unlawful(problem) => {
                Breach::new(FaultKind::Output, format!("{what} is not lawful JSON: {problem}"))
            }
            Misshapen::TooMuch(problem) => Breach::new(FaultKind::Oversize, format!("{what} has {problem}")),
        })?;
    }
    Ok(())
}

/// A wanted layer of an answer, by its name in the manifest.
fn check_layer(
    plugin: &Plugin,
    texts: &Texts,
    inputs: &[&Layer],
    wanted: &RequestedLayer,
    answered: &mut Vec<wit::LayerResult>,
) -> Result<Layer, Breach> {
    let name = &wanted.layer;
    let breach = |kind, problem: &str| Breach::new(kind, format!("layer `{name}`: {problem}"));
    let position = answered.iter().position(|layer| layer.name == *name);
    let position = position.ok_or_else(|| breach(FaultKind::Layer, "it is wanted and missing"))?;
    let columns = answered.swap_remove(position);
    let most = plugin.compiled.limits.spans_for(texts.text().len());
    let spans = columns.starts.len() / size_of::<u32>();
    if spans > most {
        return Err(breach(FaultKind::Oversize, &format!("{spans} spans, over the limit of {most}")));
    }
    let provision = plugin.provision(name);
    let provision = provision.ok_or_else(|| breach(FaultKind::Layer, "the manifest does not provide it"))?;
    let enriched = inputs.iter().copied().find(|layer| layer.name() == name);
    let layer = Layer::check(columns, provision, &wanted.attributes, texts, enriched);
    layer.map_err(|problem| breach(FaultKind::Layer, &problem))
}
