//! A document with all that was found in it.

use std::fmt;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::{BatchItem, Findings};
use super::{LayerResult, Output};
use crate::batch::DocumentIndex;
use crate::error::{Error, ErrorKind};
use crate::plugin::StageIndex;
use crate::report::Fault;

/// What was found in one document: the outputs of analyzers, layers, faults.
///
/// Documents that were analyzed together share their memory, which goes with the last of them; a clone costs nothing.
///
/// ```no_run
/// # let engine = textmill::Engine::builder().builtins().build()?;
/// let result = engine.texts().layers(["entities"]).analyze("Naguib Mahfouz lived in Cairo.")?;
/// for span in result.layer("entities")?.into_iter().flat_map(|layer| layer.spans()) {
///     println!("{:?} {}", span.label(), span.text());
/// }
/// # Ok::<(), textmill::Error>(())
/// ```
#[derive(Clone)]
pub struct DocumentResult {
    findings: Arc<Findings>,
    place: BatchItem,
}

impl DocumentResult {
    /// Those of all documents of a batch, and of what could not be read, in order.
    pub(crate) fn all(findings: Arc<Findings>) -> impl Iterator<Item = Self> {
        let places: Vec<BatchItem> = findings.places().collect();
        places.into_iter().map(move |place| Self { findings: Arc::clone(&findings), place })
    }

    /// The document's id: of a text without one its place among those of the call.
    #[must_use]
    pub fn id(&self) -> &str {
        match self.place {
            BatchItem::Document(document) => &self.findings.batch.head(document).id,
            BatchItem::Unread(place) => &self.findings.batch.unread[place].1.id,
        }
    }

    /// Where the document stands in its source: ids may repeat, positions do not.
    #[must_use]
    pub fn source(&self) -> &str {
        match self.place {
            BatchItem::Document(document) => &self.findings.batch.head(document).position,
            BatchItem::Unread(place) => &self.findings.batch.unread[place].1.position,
        }
    }

    /// The text that was analyzed; empty where the document could not be read.
    #[must_use]
    pub fn text(&self) -> &str {
        self.document().map_or("", |document| self.findings.batch.texts.get(document))
    }

    /// The document's metadata; nothing where it could not be read.
    #[must_use]
    pub fn metadata(&self) -> Option<&Map<String, Value>> {
        Some(&self.findings.batch.head(self.document()?).metadata)
    }

    /// What an analyzer says of the document, by the analyzer's name; nothing where the document is a fault of it.
    ///
    /// # Errors
    /// [`ErrorKind::Name`] where no analyzer of that name is reported, with those that are.
    pub fn output(&self, analyzer: &str) -> Result<Option<Output<'_>>, Error> {
        let found =
            self.findings.outputs.iter().find(|(stage, _)| self.findings.analyzer(*stage) == analyzer);
        match found {
            Some((stage, _)) => Ok(self.output_of(*stage)),
            None => Err(unknown("analyzer", analyzer, self.outputs_by_name().map(|(name, _)| name))),
        }
    }

    /// What the analyzers say of the document, by their names, in the order in which they run. Those of which it is a fault
    /// are left out.
    pub fn outputs(&self) -> impl Iterator<Item = (&str, Output<'_>)> {
        self.outputs_by_name().filter_map(|(name, stage)| Some((name, self.output_of(stage)?)))
    }

    /// A layer over the document, by its name in the run; nothing where the document is a fault of the analyzer that makes
    /// it.
    ///
    /// # Errors
    /// [`ErrorKind::Name`] where the layer was not asked for, with those that were.
    pub fn layer(&self, name: &str) -> Result<Option<LayerResult<'_>>, Error> {
        if !self.findings.asked.iter().any(|asked| asked == name) {
            let asked = self.findings.asked.iter().map(String::as_str);
            return Err(unknown("layer", name, asked).with_hint("layers are given where they were asked for"));
        }
        Ok(self.layers().find(|layer| layer.name() == name))
    }

    /// The layers over the document that were asked for, by name.
    pub fn layers(&self) -> impl Iterator<Item = LayerResult<'_>> {
        let findings = &*self.findings;
        let document = self.document();
        findings.layers.iter().filter_map(move |(layer, lost)| {
            let document = document?;
            (!lost.contains(document)).then(|| LayerResult::new(&findings.batch.texts, layer, document))
        })
    }

    /// Whether an analyzer could not do the document, or it could not be read.
    #[must_use]
    pub fn has_faults(&self) -> bool {
        self.document().is_none_or(|document| !self.findings.faults_of(document).is_empty())
    }

    /// Why analyzers could not do the document, or why it could not be read.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        match self.place {
            BatchItem::Document(document) => {
                let head = self.findings.batch.head(document);
                let faults = self.findings.faults_of(document).iter();
                faults.map(|(stage, lost)| lost.fault(self.findings.analyzer(*stage), head)).collect()
            }
            BatchItem::Unread(place) => vec![Fault::unread(&self.findings.batch.unread[place].1)],
        }
    }

    /// All of it as JSON, as a line of a run's [`documents`](crate::Analysis::documents) without its end.
    ///
    /// # Errors
    /// [`ErrorKind::Plugin`] where an analyzer's output is not JSON.
    pub fn to_json(&self) -> Result<String, Error> {
        let mut line = Vec::new();
        let not_json = |error: std::io::Error| {
            Error::new(ErrorKind::Plugin, format!("an output of `{}` is not JSON: {error}", self.id()))
        };
        self.findings.write_line(self.place, &mut line).map_err(not_json)?;
        String::from_utf8(line).map_err(|error| not_json(std::io::Error::other(error)))
    }

    fn document(&self) -> Option<DocumentIndex> {
        match self.place {
            BatchItem::Document(document) => Some(document),
            BatchItem::Unread(_) => None,
        }
    }

    fn outputs_by_name(&self) -> impl Iterator<Item = (&str, StageIndex)> {
        self.findings.outputs.iter().map(|(stage, _)| (self.findings.analyzer(*stage), *stage))
    }

    fn output_of(&self, stage: StageIndex) -> Option<Output<'_>> {
        let document = self.document()?;
        let (_, outputs) = self.findings.outputs.iter().find(|(other, _)| *other == stage)?;
        let plugin = &self.findings.pipeline[stage].plugin;
        Some(Output::new(outputs.get(&document)?, &plugin.name, &plugin.schema))
    }
}

impl fmt::Debug for DocumentResult {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let outputs: Vec<&str> = self.outputs().map(|(name, _)| name).collect();
        formatter
            .debug_struct("DocumentResult")
            .field("id", &self.id())
            .field("outputs", &outputs)
            .field("faults", &self.faults())
            .finish_non_exhaustive()
    }
}

/// An error about a name that there is not, with those that there are.
pub(super) fn unknown<'n>(what: &str, name: &str, known: impl Iterator<Item = &'n str>) -> Error {
    let known: Vec<String> = known.map(|name| format!("`{name}`")).collect();
    let there_are =
        if known.is_empty() { "there is none".to_owned() } else { format!("there are {}", known.join(", ")) };
    Error::new(ErrorKind::Name, format!("there is no {what} `{name}`: {there_are}"))
}
