//! An answer of a guest, checked against what was asked: what breaks the contract goes no further.

use textmill_wit::host::textmill::analyzer::types as wit;

use super::guest::printable;
use super::shape::{Misshapen, Shape};
use super::{Analysis, Layer, Plugin, Want};
use crate::report::FaultKind;
use crate::run::{Batch, Texts};

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
    want: &Want,
    mut answer: wit::Analysis,
) -> Result<Analysis, Breach> {
    let output = |message: String| Breach::new(FaultKind::Output, message);
    let texts = &batch.texts;
    let documents = texts.len();
    let faults = check_faults(&answer.faults, documents).map_err(output)?;
    if want.outputs && answer.outputs.len() != documents {
        return Err(output(format!("{} outputs for {documents} documents", answer.outputs.len())));
    }
    let groups = batch.group_names.len().max(1);
    if !answer.partials.is_empty() && answer.partials.len() != groups {
        return Err(output(format!("{} partials for {groups} groups", answer.partials.len())));
    }
    let outputs = if want.outputs { answer.outputs } else { Vec::new() };
    let partials = if want.partials { answer.partials } else { Vec::new() };
    let outputs = check_outputs(plugin, texts, outputs, &faults)?;
    check_json(plugin, texts, "its state", partials.iter())?;
    let mut layers = Vec::with_capacity(want.layers.len());
    for name in &want.layers {
        layers.push(check_layer(plugin, texts, name, &mut answer.layers)?);
    }
    Ok(Analysis { outputs, partials, layers, faults })
}

fn check_faults(faults: &[wit::Fault], documents: usize) -> Result<Vec<(usize, String)>, String> {
    let mut checked: Vec<(usize, String)> = Vec::with_capacity(faults.len());
    for fault in faults {
        let document = fault.document as usize;
        if document >= documents || checked.last().is_some_and(|(before, _)| *before >= document) {
            return Err(format!("its faults are not ascending documents under {documents}"));
        }
        checked.push((document, printable(&fault.message)));
    }
    Ok(checked)
}

/// Outputs that are JSON objects; those of documents at fault become empty.
fn check_outputs(
    plugin: &Plugin,
    texts: &Texts,
    mut outputs: Vec<String>,
    faults: &[(usize, String)],
) -> Result<Vec<String>, Breach> {
    for (document, _) in faults {
        if let Some(output) = outputs.get_mut(*document) {
            output.clear();
        }
    }
    let at_fault = |document: usize| faults.binary_search_by_key(&document, |(at, _)| *at).is_ok();
    let given = outputs.iter().enumerate().filter(|(document, _)| !at_fault(*document));
    let given = given.map(|(_, output)| output);
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
    given: impl Iterator<Item = &'a String>,
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

fn check_layer(
    plugin: &Plugin,
    texts: &Texts,
    name: &str,
    answered: &mut Vec<wit::LayerResult>,
) -> Result<Layer, Breach> {
    let breach = |kind, problem: &str| Breach::new(kind, format!("layer `{name}`: {problem}"));
    let position = answered.iter().position(|layer| layer.name == name);
    let position = position.ok_or_else(|| breach(FaultKind::Layer, "it is wanted and missing"))?;
    let columns = answered.swap_remove(position);
    let most = plugin.compiled.limits.spans_for(texts.text().len());
    if columns.starts.len() > most {
        let problem = format!("{} spans, over the limit of {most}", columns.starts.len());
        return Err(breach(FaultKind::Oversize, &problem));
    }
    let provision = plugin.provision(name);
    let provision = provision.ok_or_else(|| breach(FaultKind::Layer, "the manifest does not provide it"))?;
    let layer = Layer::check(columns, provision, texts);
    let layer = layer.map_err(|problem| breach(FaultKind::Layer, &problem))?;
    Ok(layer.named(plugin.layer_in_run(name)))
}
