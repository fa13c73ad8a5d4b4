//! What may not depend on how documents are cut into batches.

mod common;

use common::{Words, batch, by_document, harness, id, numbered_batch, want_all};
use proptest::prelude::*;
use textmill_sdk::contract;
use textmill_sdk::merge::State;
use textmill_sdk::prelude::*;

fn texts() -> impl Strategy<Value = Vec<String>> {
    let word = prop_oneof![
        8 => "[a-cA-C]{1,3}",
        4 => "[أ-ث]{1,3}",
        2 => "[0-9]{1,2}",
        1 => Just("FAULT".to_string()),
        1 => Just("OVERLAP".to_string()),
        1 => Just("MISFIT".to_string()),
        1 => Just("STRANGER".to_string()),
        2 => Just(String::new()),
    ];
    let text = proptest::collection::vec(word, 0..6).prop_map(|words| words.join(" "));
    proptest::collection::vec(text, 0..12)
}

/// The sizes of batches, repeated as long as there are documents.
fn sizes() -> impl Strategy<Value = Vec<usize>> {
    proptest::collection::vec(1..5usize, 1..5)
}

fn analyze(batch: &contract::Batch) -> contract::Analysis {
    harness::<Words>().analyze_batch(batch, &[], &want_all()).expect("the batch keeps the contract")
}

/// What a host makes of the calls for all batches.
#[derive(Debug, PartialEq)]
struct Whole {
    outputs: Vec<String>,
    state: String,
    layers: Vec<Vec<Vec<String>>>,
    faults: Vec<(usize, String)>,
}

fn whole(texts: &[String], sizes: &[usize]) -> Whole {
    let mut state = State::new(common::WordsOutput::schema());
    let mut whole = Whole { outputs: vec![], state: String::new(), layers: vec![vec![]; 2], faults: vec![] };
    let mut first = 0;
    for size in sizes.iter().cycle() {
        let last = texts.len().min(first + size);
        let batch = numbered_batch(first, &texts[first..last]);
        let analysis = analyze(&batch);
        whole.outputs.extend(analysis.outputs);
        state.merge(common::state(&analysis.partials[0])).expect("states of one schema");
        for (all, layer) in whole.layers.iter_mut().zip(&analysis.layers) {
            all.extend(by_document(&batch, layer));
        }
        let faults = analysis.faults.into_iter();
        whole.faults.extend(faults.map(|fault| (first + fault.document as usize, fault.message)));
        first = last;
        if first == texts.len() {
            break;
        }
    }
    whole.state = state.to_json();
    whole
}

proptest! {
    // A failure is kept as a test of its own, not as a seed.
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_cut_into_batches_gives_the_same(texts in texts(), cut in sizes()) {
        prop_assert_eq!(whole(&texts, &cut), whole(&texts, &[usize::MAX / 2]));
    }

    #[test]
    fn the_guest_folds_as_a_host_would(texts in texts(), groups in proptest::collection::vec(0..12u32, 12)) {
        let mut batch = batch(&texts);
        let groups: Vec<u32> =
            groups.iter().take(texts.len()).map(|group| group % texts.len() as u32).collect();
        batch.groups = textmill_sdk::number_column(groups.iter().copied());
        let analysis = analyze(&batch);
        let last = groups.iter().max().copied().unwrap_or(0);
        let mut states: Vec<State> = (0..=last).map(|_| State::new(common::WordsOutput::schema())).collect();
        for (document, output) in analysis.outputs.iter().enumerate().filter(|(_, output)| !output.is_empty()) {
            let state = &mut states[groups[document] as usize];
            state.fold_json(&id(document), output).expect("the guest has checked it");
        }
        let folded: Vec<String> = states.iter().map(State::to_json).collect();
        let found: Vec<String> =
            analysis.partials.iter().map(|partial| common::state(partial).to_json()).collect();
        prop_assert_eq!(found, folded);
    }

    #[test]
    fn an_output_does_not_depend_on_ids(texts in texts(), first in 0..1000usize) {
        let outputs = analyze(&numbered_batch(first, &texts)).outputs;
        prop_assert_eq!(outputs, analyze(&batch(&texts)).outputs);
    }
}
