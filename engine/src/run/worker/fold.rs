//! Folding: what an analyzer says of documents, taken into its sections.

use std::collections::BTreeMap;

use super::outcome::StageOutcome;
use crate::batch::{Batch, DocumentIndex};
use crate::plugin::{Answer, Failure, Plugin};
use crate::report::FaultKind;
use crate::tally::{LostDocument, Share, StageTally};

/// Takes the answer of a call into the sections: the guest's states where there are any; else, where the host folds, the
/// outputs.
///
/// # Errors
/// Where a state is none of the schema. Nothing is taken in then.
pub(super) fn fold_answer(
    plugin: &Plugin,
    batch: &Batch,
    answer: Answer,
    host_folds: bool,
    sections: &mut StageTally,
) -> Result<StageOutcome, Failure> {
    if !answer.partials.is_empty() {
        fold_states(plugin, batch, &answer.partials, sections)?;
        return Ok(StageOutcome::of_answer(batch, answer));
    }
    let mut outcome = StageOutcome::of_answer(batch, answer);
    if host_folds {
        fold_outputs(plugin, batch, &mut outcome, sections);
    }
    Ok(outcome)
}

/// Takes each document's output into the sections. Documents whose outputs do not fit the schema, or would have the
/// section keep too much, are lost.
pub(super) fn fold_outputs(
    plugin: &Plugin,
    batch: &Batch,
    outcome: &mut StageOutcome,
    sections: &mut StageTally,
) {
    let misfits = misfits(plugin, batch, &outcome.outputs, sections);
    outcome.lose(batch, misfits);
}

fn misfits(
    plugin: &Plugin,
    batch: &Batch,
    outputs: &BTreeMap<DocumentIndex, String>,
    sections: &mut StageTally,
) -> Vec<LostDocument> {
    let share = share(plugin);
    let folded = outputs.iter().filter_map(|(&document, output)| {
        if let Err(heavy) = share.check_output(&plugin.schema, output) {
            let message = format!("its output: {heavy}");
            return Some(LostDocument::new(document, FaultKind::Oversize, message));
        }
        let error = sections.fold_json(batch, document, output).err()?;
        Some(LostDocument::new(document, FaultKind::Output, error.to_string()))
    });
    folded.collect()
}

fn fold_states(
    plugin: &Plugin,
    batch: &Batch,
    states: &[Vec<u8>],
    sections: &mut StageTally,
) -> Result<(), Failure> {
    let max_keys = plugin.compiled.limits.json_keys_for(batch.texts.text().len());
    let of = (&batch.groups, batch.len() as u64);
    sections.merge_partials(of, states, max_keys, share(plugin)).map_err(|error| {
        let kind = if error.is_over_limit() { FaultKind::Oversize } else { FaultKind::Output };
        let message = format!("its state: {error}");
        // What a guest says of a batch is its own doing, whatever the instance has seen before.
        Failure { kind, message, backtrace: Vec::new(), on_fresh_instance: true, by_machine: false }
    })
}

/// What a section of the plugin keeps of each value.
fn share(plugin: &Plugin) -> Share {
    Share::new(&plugin.schema, plugin.compiled.limits.state)
}
