//! One call of an analyzer: a batch in, an analysis out. The same code in a sandbox and outside it.

use std::sync::Arc;

use textmill_merge::{Schema, State};
use textmill_wit::guest::textmill::analyzer::types as wit;

use crate::columns::one_per_entry;
use crate::document::{BatchColumns, Document};
use crate::{Analyzer, Fault, Layers, Manifest, Output, Resources, settings};

/// An analyzer with what its calls need again and again.
pub(crate) struct Instance<A> {
    analyzer: A,
    manifest: Manifest,
    schema: Arc<Schema>,
}

impl<A: Analyzer> Instance<A> {
    /// # Errors
    /// The message for the user, where the settings or the resources are wrong.
    pub(crate) fn configure(settings: &str, resources: &Resources) -> Result<Self, String> {
        let settings = settings::parse(settings)?;
        Ok(Self {
            analyzer: A::new(settings, resources)?,
            manifest: A::manifest(),
            schema: Arc::new(checked(A::Output::schema())?),
        })
    }

    pub(crate) fn analyzer(&self) -> &A {
        &self.analyzer
    }

    pub(crate) fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Analyzes a batch as the contract's `analyze` does.
    ///
    /// # Errors
    /// Where the batch does not keep the contract.
    pub(crate) fn analyze(
        &self,
        batch: &wit::Batch,
        layers: &[wit::Layer],
        want: &wit::Want,
    ) -> Result<wit::Analysis, String> {
        let columns = BatchColumns::new(batch, layers)?;
        let mut layers = Layers::new(self.manifest.provisions(), &want.layers);
        let mut folded = Folded::new(&self.schema, &batch.groups, columns.len(), want)?;
        for (index, document) in columns.documents().enumerate() {
            let folds = self
                .analyze_document(&document, &mut layers)
                .and_then(|output| folded.fold(index, columns.id(index), &output));
            match folds {
                Ok(()) => layers.finish_document(document.base()),
                Err(message) => {
                    layers.discard_document();
                    folded.fault(index, message);
                }
            }
        }
        Ok(wit::Analysis {
            outputs: folded.outputs,
            partials: folded.states.iter().map(State::to_json).collect(),
            layers: layers.into_wit()?,
            faults: folded.faults,
        })
    }

    /// Whether an output fits its schema.
    ///
    /// # Errors
    /// Where it does not.
    pub(crate) fn fits(&self, output: &A::Output) -> Result<(), String> {
        self.schema.check_value(output).map_err(|error| error.to_string())
    }

    /// Analyzes one document. Its spans are checked and not yet taken.
    ///
    /// # Errors
    /// The message of its fault.
    pub(crate) fn analyze_document(
        &self,
        document: &Document<'_>,
        layers: &mut Layers,
    ) -> Result<A::Output, String> {
        let output = self.analyzer.analyze(document, layers).map_err(Fault::into_message)?;
        layers.check_document(document.text())?;
        Ok(output)
    }
}

/// Parameters such as the edges of a histogram are checked nowhere before.
fn checked(schema: Schema) -> Result<Schema, String> {
    schema.check().map_err(|error| format!("output schema: {error}"))?;
    Ok(schema)
}

/// The outputs of a call, as far as they are wanted.
struct Folded<'a> {
    schema: &'a Schema,
    groups: &'a [u32],
    /// A state per group, where partials are wanted.
    states: Vec<State>,
    outputs_wanted: bool,
    outputs: Vec<String>,
    faults: Vec<wit::Fault>,
}

impl<'a> Folded<'a> {
    fn new(
        schema: &'a Arc<Schema>,
        groups: &'a [u32],
        documents: usize,
        want: &wit::Want,
    ) -> Result<Self, String> {
        if !groups.is_empty() {
            one_per_entry("groups", groups.len(), documents)?;
        }
        // Without this bound one number could ask for 2³² states.
        if let Some(group) = groups.iter().find(|&&group| group as usize >= documents) {
            return Err(format!("groups: group {group}, of {documents} documents"));
        }
        let states = groups.iter().max().map_or(1, |&last| last as usize + 1);
        let states = if want.partials { states } else { 0 };
        Ok(Self {
            schema,
            groups,
            states: (0..states).map(|_| State::new(Arc::clone(schema))).collect(),
            outputs_wanted: want.outputs,
            outputs: Vec::with_capacity(if want.outputs { documents } else { 0 }),
            faults: Vec::new(),
        })
    }

    /// Takes a document's output: its JSON, and into the state of its group.
    ///
    /// # Errors
    /// The message of the document's fault, where the output does not fit. Nothing is then taken.
    fn fold<O: Output>(&mut self, document: usize, id: &str, output: &O) -> Result<(), String> {
        let json = match self.outputs_wanted {
            true => Some(serde_json::to_string(output).map_err(|error| error.to_string())?),
            false => None,
        };
        let group = self.groups.get(document).map_or(0, |&group| group as usize);
        match self.states.get_mut(group) {
            Some(state) => state.fold(id, output),
            None if self.outputs_wanted => self.schema.check_value(output),
            None => Ok(()),
        }
        .map_err(|error| error.to_string())?;
        self.outputs.extend(json);
        Ok(())
    }

    fn fault(&mut self, document: usize, message: String) {
        // A batch is indexed with 32 bits, its documents too.
        self.faults.push(wit::Fault { document: document as u32, message });
        if self.outputs_wanted {
            self.outputs.push(String::new());
        }
    }
}
