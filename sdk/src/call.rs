//! One call of an analyzer: a batch in, an analysis out. The same code in a sandbox and outside it.

use std::ops::Range;
use std::sync::Arc;

use textmill_merge::{Schema, State};
use textmill_wit::guest::textmill::analyzer::types as wit;

use crate::document::{BatchColumns, Document};
use crate::value::OutputFields;
use crate::{Analyzer, Batch, Fault, Layers, Manifest, Output, Resources, settings};

/// An analyzer with what its calls need again and again.
pub(crate) struct Instance<A> {
    analyzer: A,
    manifest: Manifest,
    schema: Arc<Schema>,
}

impl<A: Analyzer> Instance<A> {
    /// # Errors
    /// The message for the user, where the settings or the resources are wrong.
    pub(crate) fn configure(settings: &str, resources: Resources) -> Result<Self, String> {
        let settings = settings::parse(settings)?;
        let manifest = A::manifest();
        let resources = resources.declared(manifest.resource_names());
        let analyzer = A::new(settings, &resources)?;
        resources.check_declared()?;
        Ok(Self { analyzer, manifest, schema: Arc::new(checked(A::Output::schema())?) })
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
    /// Where the batch does not keep the contract, or wants what this SDK does not know.
    pub(crate) fn analyze(
        &self,
        batch: &wit::Batch,
        layers: &[wit::Layer],
        want: &wit::Want,
    ) -> Result<wit::Analysis, String> {
        if let Some(unknown) = want.extensions.iter().find(|extension| extension.critical) {
            return Err(format!("the host asks for `{}`, which this SDK does not know", unknown.name));
        }
        let columns = BatchColumns::new(batch, layers, &self.manifest)?;
        let mut layers = Layers::new(&self.manifest, &want.layers);
        let mut folded = Folded::new(&self.schema, &columns, want);
        if want.outputs {
            self.one_by_one(&columns, 0..columns.len(), &mut layers, &mut folded);
        } else {
            for (group, documents) in runs(&columns) {
                if !self.at_once(&columns, group, documents.clone(), &mut layers, &mut folded)? {
                    self.one_by_one(&columns, documents, &mut layers, &mut folded);
                }
            }
        }
        Ok(wit::Analysis {
            outputs: folded.outputs,
            partials: folded.states.iter().map(State::to_bytes).collect(),
            layers: layers.into_wit()?,
            faults: folded.faults,
            extensions: Vec::new(),
        })
    }

    /// Folds consecutive documents of one group as the analyzer can do it at once, and says whether it did.
    ///
    /// # Errors
    /// Where states of one schema do not merge, which cannot be.
    fn at_once(
        &self,
        columns: &BatchColumns<'_>,
        group: usize,
        documents: Range<usize>,
        layers: &mut Layers,
        folded: &mut Folded<'_>,
    ) -> Result<bool, String> {
        let mark = layers.mark();
        let wanted = folded.states.get_mut(group);
        let mut added = wanted.as_ref().map(|_| State::new(Arc::clone(&self.schema)));
        let done = self.analyzer.fold(Batch::new(columns, documents), layers, added.as_mut());
        if done.is_err() || columns.take_undeclared().is_some() {
            layers.return_to(&mark);
            return Ok(false);
        }
        if let (Some(state), Some(added)) = (wanted, added) {
            state.merge(added).map_err(|error| error.to_string())?;
        }
        Ok(true)
    }

    fn one_by_one(
        &self,
        columns: &BatchColumns<'_>,
        documents: Range<usize>,
        layers: &mut Layers,
        folded: &mut Folded<'_>,
    ) {
        for index in documents {
            let document = columns.document(index);
            let folds = self
                .analyze_document(columns, &document, layers)
                .and_then(|output| folded.fold(columns, index, &output));
            match folds {
                Ok(()) => layers.finish_document(&document),
                Err(fault) => {
                    layers.finish_lost(&document);
                    folded.fault(index, fault);
                }
            }
        }
    }

    /// Whether an output fits its schema.
    ///
    /// # Errors
    /// Where it does not.
    pub(crate) fn fits(&self, output: &A::Output) -> Result<(), String> {
        self.schema.check_output(&OutputFields(output)).map_err(|error| error.to_string())
    }

    /// Analyzes one document. Its entries in layers are checked and not yet taken.
    ///
    /// # Errors
    /// Its fault.
    pub(crate) fn analyze_document(
        &self,
        columns: &BatchColumns<'_>,
        document: &Document<'_>,
        layers: &mut Layers,
    ) -> Result<A::Output, Fault> {
        let output = self.analyzer.analyze(document, layers);
        // A manifest that misses something is to be mended first, whatever else went wrong.
        if let Some(undeclared) = columns.take_undeclared() {
            return Err(Fault::new(undeclared));
        }
        let output = output?;
        layers.check_document(document).map_err(Fault::new)?;
        Ok(output)
    }
}

/// The stretches of documents of one group, each with the group.
fn runs(columns: &BatchColumns<'_>) -> Vec<(usize, Range<usize>)> {
    let mut runs: Vec<(usize, Range<usize>)> = Vec::new();
    for document in 0..columns.len() {
        let group = columns.group(document);
        match runs.last_mut() {
            Some((last, documents)) if *last == group => documents.end = document + 1,
            _ => runs.push((group, document..document + 1)),
        }
    }
    runs
}

/// Parameters such as the edges of a histogram are checked nowhere before.
fn checked(schema: Schema) -> Result<Schema, String> {
    schema.check().map_err(|error| format!("output schema: {error}"))?;
    Ok(schema)
}

/// The outputs of a call, as far as they are wanted.
struct Folded<'a> {
    schema: &'a Schema,
    /// A state per group, where partials are wanted.
    states: Vec<State>,
    outputs_wanted: bool,
    outputs: Vec<String>,
    faults: Vec<wit::Fault>,
}

impl<'a> Folded<'a> {
    fn new(schema: &'a Arc<Schema>, columns: &BatchColumns<'_>, want: &wit::Want) -> Self {
        let states = if want.partials { columns.groups() } else { 0 };
        Self {
            schema,
            states: (0..states).map(|_| State::new(Arc::clone(schema))).collect(),
            outputs_wanted: want.outputs,
            outputs: Vec::with_capacity(if want.outputs { columns.len() } else { 0 }),
            faults: Vec::new(),
        }
    }

    /// Takes a document's output: its JSON, and into the state of its group.
    ///
    /// # Errors
    /// The document's fault, where the output does not fit. Nothing is then taken.
    fn fold<O: Output>(
        &mut self,
        columns: &BatchColumns<'_>,
        document: usize,
        output: &O,
    ) -> Result<(), Fault> {
        let json = match self.outputs_wanted {
            true => Some(serde_json::to_string(output)?),
            false => None,
        };
        match self.states.get_mut(columns.group(document)) {
            Some(state) => state.fold_output(columns.id(document), &OutputFields(output))?,
            None if self.outputs_wanted => self.schema.check_output(&OutputFields(output))?,
            None => {}
        }
        self.outputs.extend(json);
        Ok(())
    }

    fn fault(&mut self, document: usize, fault: Fault) {
        // A batch is indexed with 32 bits, its documents too.
        let (code, message) = (fault.code().to_string(), fault.message().to_string());
        self.faults.push(wit::Fault { document: document as u32, code, message });
        if self.outputs_wanted {
            self.outputs.push(String::new());
        }
    }
}
