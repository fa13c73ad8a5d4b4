//! One call of an analyzer: a batch in, an analysis out. The same code in a sandbox and outside it.

use std::sync::Arc;

use textmill_merge::{Schema, State};
use textmill_wit::guest::textmill::analyzer::types as wit;

use crate::document::{BatchColumns, Document};
use crate::manifest::Provision;
use crate::{Analyzer, Layers, Output, Resources, settings};

/// An analyzer with what its calls need again and again.
pub(crate) struct Instance<A> {
    analyzer: A,
    schema: Arc<Schema>,
    provisions: Vec<Provision>,
}

impl<A: Analyzer> Instance<A> {
    /// # Errors
    /// The message for the user, where the settings or the resources are wrong.
    pub(crate) fn configure(settings: &str, resources: &Resources) -> Result<Self, String> {
        let settings = settings::parse(settings)?;
        Ok(Self {
            analyzer: A::new(settings, resources)?,
            schema: Arc::new(checked(A::Output::schema())?),
            provisions: A::manifest().provisions().to_vec(),
        })
    }

    pub(crate) fn analyzer(&self) -> &A {
        &self.analyzer
    }

    pub(crate) fn provisions(&self) -> &[Provision] {
        &self.provisions
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
        let mut layers = Layers::new(&self.provisions, &want.layers);
        let mut folded = Folded::new(&self.schema, &batch.groups, columns.texts.len(), want)?;
        let mut base = 0;
        for (index, document) in columns.documents().enumerate() {
            let result = self
                .analyze_document(&document, &mut layers)
                .and_then(|output| folded.fold(index, columns.ids[index], &output));
            match &result {
                Ok(_) => layers.finish_document(base),
                Err(_) => layers.discard_document(),
            }
            folded.add(index, result);
            base += document.text().len() as u32;
        }
        Ok(wit::Analysis {
            outputs: folded.outputs,
            partials: folded.states.iter().take(folded.partials).map(State::to_json).collect(),
            layers: layers.into_wit()?,
            faults: folded.faults,
        })
    }

    /// Whether an output fits its schema.
    ///
    /// # Errors
    /// Where it does not.
    pub(crate) fn fits(&self, output: &A::Output) -> Result<(), String> {
        State::new(Arc::clone(&self.schema)).fold("", output).map_err(|error| error.to_string())
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
        let output = self.analyzer.analyze(document, layers).map_err(|fault| fault.message().to_string())?;
        layers.check_document(document.text())?;
        Ok(output)
    }
}

/// Parameters such as the edges of a histogram are checked nowhere before.
fn checked(schema: Schema) -> Result<Schema, String> {
    schema.check().map_err(|error| error.to_string())?;
    Ok(schema)
}

/// The outputs of a call, as far as they are wanted.
struct Folded<'a> {
    groups: &'a [u32],
    outputs_wanted: bool,
    /// A state per group. Where outputs alone are wanted they are folded all the same: that is the check that they
    /// fit their schema.
    states: Vec<State>,
    /// How many of the states are wanted.
    partials: usize,
    outputs: Vec<String>,
    faults: Vec<wit::Fault>,
}

impl<'a> Folded<'a> {
    fn new(
        schema: &Arc<Schema>,
        groups: &'a [u32],
        documents: usize,
        want: &wit::Want,
    ) -> Result<Self, String> {
        if !groups.is_empty() && groups.len() != documents {
            return Err(format!("groups: {} entries for {documents} documents", groups.len()));
        }
        let states = groups.iter().max().map_or(1, |&last| last as usize + 1);
        if states > documents.max(1) {
            return Err(format!("groups: {states} groups for {documents} documents"));
        }
        let folds = if want.partials || want.outputs { states } else { 0 };
        Ok(Self {
            groups,
            outputs_wanted: want.outputs,
            states: (0..folds).map(|_| State::new(Arc::clone(schema))).collect(),
            partials: if want.partials { states } else { 0 },
            outputs: Vec::new(),
            faults: Vec::new(),
        })
    }

    /// Folds an output into its group, and gives its JSON where that is wanted.
    fn fold<O: Output>(&mut self, document: usize, id: &str, output: &O) -> Result<String, String> {
        let group = self.groups.get(document).map_or(0, |&group| group as usize);
        if let Some(state) = self.states.get_mut(group) {
            state.fold(id, output).map_err(|error| error.to_string())?;
        }
        if self.outputs_wanted {
            serde_json::to_string(output).map_err(|error| error.to_string())
        } else {
            Ok(String::new())
        }
    }

    fn add(&mut self, document: usize, result: Result<String, String>) {
        let output = result.unwrap_or_else(|message| {
            self.faults.push(wit::Fault { document: document as u32, message });
            String::new()
        });
        if self.outputs_wanted {
            self.outputs.push(output);
        }
    }
}
