//! What an analyzer made of documents, of a call or of a whole batch.

use std::collections::BTreeMap;

use super::isolate::Isolated;
use super::pieces::Pieces;
use crate::batch::{Batch, DocumentIndex, DocumentSet};
use crate::layer::Layer;
use crate::plugin::Answer;
use crate::tally::LostDocument;

/// What an analyzer made of a batch. What it says of a document stands or falls as a whole: one that is lost has neither
/// an output nor spans.
#[derive(Debug, Default)]
pub(super) struct StageOutcome {
    /// By the names of the run, over the texts of the whole batch.
    pub(super) layers: Vec<Layer>,
    /// The JSON output of each document that has one, on one line.
    pub(super) outputs: BTreeMap<DocumentIndex, String>,
    pub(super) faults: Vec<LostDocument>,
}

impl StageOutcome {
    /// What a call said of the documents of `batch`.
    pub(super) fn of_answer(batch: &Batch, answer: Answer) -> Self {
        let Answer { outputs, layers, faults, .. } = answer;
        let outputs = batch.documents().zip(outputs).filter(|(_, output)| !output.is_empty());
        let outputs = outputs.map(|(document, output)| (document, on_one_line(output))).collect();
        let mut outcome = Self { layers, outputs, faults: Vec::new() };
        let faults = faults.into_iter();
        let lost = faults.map(|fault| LostDocument::by_its_word(fault.document, fault.code, fault.message));
        outcome.lose(batch, lost.collect());
        outcome
    }

    /// What calls said of parts of `batch`.
    pub(super) fn of_parts(batch: &Batch, mut isolated: Isolated<Self>) -> Self {
        // Most batches go through in one call.
        if let Some((_, whole)) = isolated.parts.pop_if(|(part, _)| part.len() == batch.len()) {
            return whole;
        }
        let mut whole = Self::default();
        let mut pieces = Pieces::default();
        for (part, of_part) in isolated.parts {
            let outputs = of_part.outputs.into_iter();
            whole.outputs.extend(outputs.map(|(document, output)| (document.in_whole(&part), output)));
            let lost = of_part.faults.into_iter();
            let in_whole =
                |lost: LostDocument| LostDocument { document: lost.document.in_whole(&part), ..lost };
            whole.faults.extend(lost.map(in_whole));
            pieces.add(of_part.layers, batch, &part);
        }
        whole.layers = pieces.join();
        let culprits = isolated.culprits.into_iter();
        whole.faults.extend(culprits.map(|(document, failure)| LostDocument::by(document, failure)));
        whole
    }

    /// Takes out what was found in documents that are lost for another reason than a failed call.
    pub(super) fn lose(&mut self, batch: &Batch, lost: Vec<LostDocument>) {
        if lost.is_empty() {
            return;
        }
        let documents: DocumentSet = lost.iter().map(|lost| lost.document).collect();
        self.outputs.retain(|document, _| !documents.contains(*document));
        let kept: Vec<DocumentIndex> =
            batch.documents().filter(|document| !documents.contains(*document)).collect();
        for layer in &mut self.layers {
            *layer = layer.select(&batch.texts, &kept).place(&batch.texts, &kept);
        }
        self.faults.extend(lost);
    }

    /// The documents that are lost.
    pub(super) fn lost(&self) -> DocumentSet {
        self.faults.iter().map(|lost| lost.document).collect()
    }
}

/// An output on one line: in JSON a line break can only stand between tokens.
fn on_one_line(output: String) -> String {
    match output.contains(['\n', '\r']) {
        true => output.replace(['\n', '\r'], " "),
        false => output,
    }
}
