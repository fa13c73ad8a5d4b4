//! Runs of the same documents in other ways, and the comparison of what they gave.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value, json};
use textmill_corpus::Document;
use textmill_merge::State;

use super::{Difference, Trial, first_difference};
use crate::engine::Engine;
use crate::error::{Error, ErrorKind};
use crate::report::{Fault, Report};
use crate::select::GroupBy;

/// What a run gave.
pub(super) struct Run {
    report: Report,
    /// What was found in each document that was given, in that order: output, layers and kind of fault, by analyzer.
    said: Vec<BTreeMap<String, Value>>,
}

/// A way to run documents.
pub(super) struct Way {
    name: &'static str,
    /// Places of the documents in the order in which they are given.
    order: Vec<usize>,
    batch_bytes: usize,
    documents_per_instance: u64,
    other_ids: bool,
    layers: bool,
    /// In how many groups; none for no groups. What is found in each document is then not asked for, so that an analyzer
    /// takes those of a group at once where it can.
    groups: usize,
}

impl Way {
    fn new(name: &'static str, order: Vec<usize>) -> Self {
        let (batch_bytes, documents_per_instance) = (1 << 30, u64::MAX);
        Self { name, order, batch_bytes, documents_per_instance, other_ids: false, layers: true, groups: 0 }
    }

    /// Runs the documents in this way.
    pub(super) fn run(&self, engine: &Engine, documents: &[Document]) -> Result<Run, Error> {
        // What a trial finds is its own instances' doing.
        engine.0.instances.clear();
        let mut given: Vec<Document> = self.order.iter().map(|&place| documents[place].clone()).collect();
        // Positions tell apart what is given twice.
        for (index, document) in given.iter_mut().enumerate() {
            document.position = match self.groups {
                0 => index.to_string(),
                groups => format!("{}/{index}", index % groups),
            };
            if self.other_ids {
                document.id = format!("another-{}", given_id(index));
            }
        }
        let layers: Vec<String> = match self.layers {
            true => engine.0.pipeline.layers().map(str::to_string).collect(),
            false => Vec::new(),
        };
        let mut lines = Vec::new();
        let mut analysis = engine.analysis().latency(Duration::MAX);
        analysis = match self.groups {
            0 => analysis.documents(&mut lines).layers(layers),
            _ => analysis.group_by(folders()?),
        };
        analysis.batch_bytes = self.batch_bytes;
        analysis.documents_per_instance = self.documents_per_instance;
        let report = analysis.run(&mut given.into_iter())?;
        let lines = lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        let said = lines.map(|line| said_by_analyzer(engine, line)).collect::<Result<_, Error>>()?;
        Ok(Run { report, said })
    }

    /// What of an analyzer's differs from the run in which each document stood alone.
    pub(super) fn compare(&self, alone: &Run, run: &Run, documents: &[Document], analyzer: &str) -> Trial {
        let mut trial = Trial { name: self.name.to_string(), differing: 0, differences: Vec::new() };
        for (&place, here) in self.order.iter().zip(&run.said) {
            let alone = &alone.said[place];
            let (alone, mut here) = (alone[analyzer].clone(), here[analyzer].clone());
            if !self.layers {
                here["layers"] = alone["layers"].clone();
            }
            trial.note(Some(documents[place].id.as_str()), &alone, &here);
        }
        if self.groups > 0 {
            trial.note(None, &alone.section(analyzer), &run.section(analyzer));
            return trial;
        }
        // Ids decide on samples, and what is given twice counts twice.
        let is_same_corpus = !self.other_ids && self.order.len() == alone.said.len();
        if is_same_corpus && trial.differing == 0 {
            trial.note(None, &alone.section(analyzer), &run.section(analyzer));
        }
        trial
    }
}

/// All ways but each document alone.
pub(super) fn all(documents: &[Document]) -> Vec<Way> {
    let count = documents.len();
    let forwards: Vec<usize> = (0..count).collect();
    let backwards: Vec<usize> = (0..count).rev().collect();
    let twice: Vec<usize> = (0..count).flat_map(|place| [place, place]).collect();
    // A step without a common divisor with the count goes to every place once.
    let step = (count / 3..).find(|step| greatest_common_divisor(*step, count) == 1).unwrap_or(1);
    let scattered: Vec<usize> = (0..count).map(|index| index * step % count.max(1)).collect();
    let few = documents.iter().map(|document| document.text.len()).sum::<usize>() / 5 + 1;
    vec![
        Way { batch_bytes: 1, documents_per_instance: 1, ..Way::new("the same again", forwards.clone()) },
        Way { batch_bytes: 1, ..Way::new("one after another in one instance", forwards.clone()) },
        Way { batch_bytes: 1, ..Way::new("backwards in one instance", backwards) },
        Way::new("all in one batch", forwards.clone()),
        Way { batch_bytes: few, ..Way::new("in batches of a few, in another order", scattered) },
        Way::new("each twice", twice),
        Way { other_ids: true, ..Way::new("by other ids", forwards.clone()) },
        Way { layers: false, ..Way::new("without layers being asked for", forwards.clone()) },
        Way { groups: 1, ..Way::new("without outputs being asked for", forwards.clone()) },
        Way { groups: 3, ..Way::new("in three groups", forwards) },
    ]
}

impl Run {
    /// Each document alone, in an instance of its own.
    pub(super) fn alone(engine: &Engine, documents: &[Document]) -> Result<Self, Error> {
        let forwards = (0..documents.len()).collect();
        let way = Way { batch_bytes: 1, documents_per_instance: 1, ..Way::new("alone", forwards) };
        way.run(engine, documents)
    }

    /// The reported analyzers.
    pub(super) fn analyzers(&self) -> impl Iterator<Item = &str> {
        self.report.analyzers.keys().map(String::as_str)
    }

    pub(super) fn faults_of(&self, analyzer: &str) -> Vec<Fault> {
        let faults = self.report.faults.first.iter();
        faults.filter(|fault| fault.analyzer.as_deref() == Some(analyzer)).cloned().collect()
    }

    fn section(&self, analyzer: &str) -> Value {
        json!({"merged": self.report.analyzers.get(analyzer).map(|section| &section.output)})
    }
}

/// Compares what the analyzer merges of its outputs with what the host does.
pub(super) fn compare_folding(
    engine: &Engine,
    alone: &Run,
    documents: &[Document],
    analyzer: &str,
) -> Result<Trial, Error> {
    let name = "merged by the host from its outputs".to_string();
    let mut trial = Trial { name, differing: 0, differences: Vec::new() };
    let folded = folded(engine, alone, documents, analyzer, |_| true)?;
    trial.note(None, &alone.section(analyzer), &json!({"merged": folded}));
    Ok(trial)
}

/// Adds to a trial in groups what differs between what the analyzer says of each group and what the host merges from the
/// outputs of its documents.
pub(super) fn compare_groups(
    engine: &Engine,
    (alone, run): (&Run, &Run),
    documents: &[Document],
    trial: &mut Trial,
    analyzer: &str,
) -> Result<(), Error> {
    let groups = run.report.groups.len();
    for (group, analyzers) in &run.report.groups {
        let folded =
            folded(engine, alone, documents, analyzer, |place| (place % groups).to_string() == *group)?;
        let said = analyzers.get(analyzer).map(|section| &section.output);
        trial.note(None, &json!({"groups": {group: folded}}), &json!({"groups": {group: said}}));
    }
    Ok(())
}

/// What the host merges from the outputs of the documents at some places.
fn folded(
    engine: &Engine,
    alone: &Run,
    documents: &[Document],
    analyzer: &str,
    is_of: impl Fn(usize) -> bool,
) -> Result<Value, Error> {
    let stage = engine.0.pipeline.stages().iter().find(|stage| stage.plugin.name == analyzer);
    let stage = stage.ok_or_else(|| lost("an analyzer of the report is not in the pipeline"))?;
    let mut state = State::new(Arc::clone(&stage.plugin.schema));
    let of_places = documents.iter().zip(&alone.said).enumerate().filter(|(place, _)| is_of(*place));
    for (_, (document, said)) in of_places {
        let output = &said[analyzer]["output"];
        if !output.is_null() {
            let folded = state.fold_json(&document.id, &output.to_string());
            folded.map_err(|error| lost(&format!("`{analyzer}`: its output was lawful before: {error}")))?;
        }
    }
    Ok(state.finish())
}

/// The groups of a trial: by the folder that a position names.
fn folders() -> Result<GroupBy, Error> {
    "folder".parse().map_err(|problem: String| lost(&problem))
}

impl Trial {
    fn note(&mut self, document: Option<&str>, alone: &Value, here: &Value) {
        let Some((path, alone, here)) = first_difference(alone, here) else { return };
        self.differing += 1;
        if self.differences.len() < Self::SHOWN {
            let document = document.map(str::to_string);
            self.differences.push(Difference { document, path, alone: shown(alone), here: shown(here) });
        }
    }
}

/// A value as a message shows it.
fn shown(value: Option<&Value>) -> String {
    const MAX_CHARACTERS: usize = 60;
    let json = value.map_or_else(|| "nothing".to_string(), Value::to_string);
    match json.char_indices().nth(MAX_CHARACTERS) {
        Some((end, _)) => format!("{}…", &json[..end]),
        None => json,
    }
}

fn given_id(index: usize) -> String {
    // Not in the order of the ids that they had.
    format!("{:04}", (index * 7_919) % 10_007)
}

fn greatest_common_divisor(a: usize, b: usize) -> usize {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

/// What a line says, by reported analyzer.
fn said_by_analyzer(engine: &Engine, line: &[u8]) -> Result<BTreeMap<String, Value>, Error> {
    let line: Map<String, Value> = serde_json::from_slice(line).map_err(|error| lost(&error.to_string()))?;
    let none = Value::Null;
    let part = |name: &str| line.get(name).unwrap_or(&none);
    let reported = engine.0.pipeline.stages().iter().filter(|stage| stage.reported);
    let said = reported.map(|stage| {
        let plugin = &stage.plugin;
        let provided = plugin.manifest.provides.iter().map(|provision| plugin.layer_in_run(&provision.layer));
        let layers: Map<String, Value> =
            provided.map(|layer| (layer.to_string(), part("layers")[layer].clone())).collect();
        let faults = part("faults").as_array().into_iter().flatten();
        let fault = faults.into_iter().find(|fault| fault["analyzer"] == plugin.name.as_str());
        let said = json!({
            "output": part("analyzers")[&plugin.name],
            "layers": layers,
            "fault": fault.map(|fault| &fault["kind"]),
        });
        (plugin.name.clone(), said)
    });
    Ok(said.collect())
}

fn lost(message: &str) -> Error {
    Error::new(ErrorKind::System, format!("the outputs of documents cannot be compared: {message}"))
}
