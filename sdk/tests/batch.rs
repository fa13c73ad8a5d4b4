//! A call, columns in and columns out.

mod common;

use common::{
    FAULTS, Reader, Words, batch, by_document, doubles, harness, id, numbers, strings, want, want_all,
};
use serde_json::{Value, json};
use textmill_sdk::contract;
use textmill_sdk::merge::{Schema, State};
use textmill_sdk::number_column;
use textmill_sdk::prelude::*;

fn analyze(batch: &contract::Batch, want: &contract::Want) -> contract::Analysis {
    harness::<Words>().analyze_batch(batch, &[], want).expect("the batch keeps the contract")
}

#[track_caller]
fn check_refused(batch: &contract::Batch, layers: &[contract::Layer], message: &str) {
    let refused = harness::<Reader>().analyze_batch(batch, layers, &want(true, true, &[]));
    assert_eq!(refused.expect_err("the batch breaks the contract"), message);
}

/// The state of these outputs, folded by hand.
fn state<'a>(outputs: impl IntoIterator<Item = (usize, &'a String)>) -> State {
    let mut state = State::new(common::WordsOutput::schema());
    for (document, output) in outputs {
        state.fold_json(&id(document), output).expect("the guest has checked it");
    }
    state
}

/// The JSON of the states that came back.
fn states(analysis: &contract::Analysis) -> Vec<String> {
    analysis.partials.iter().map(|partial| common::state(partial).to_json()).collect()
}

#[test]
fn a_batch_without_documents_is_legal() {
    let analysis = analyze(&batch::<&str>(&[]), &want_all());
    assert_eq!((analysis.outputs.len(), analysis.faults.len()), (0, 0));
    assert_eq!(states(&analysis), [State::new(common::WordsOutput::schema()).to_json()]);
    let layers: Vec<_> =
        analysis.layers.iter().map(|layer| (layer.name.as_str(), layer.starts.len())).collect();
    assert_eq!(layers, [("tokens", 0), ("initials", 0)]);
}

#[test]
fn spans_count_from_the_start_of_the_batch() {
    let analysis = analyze(&batch(&["", "قهوة Ab", "", "日本 7"]), &want_all());
    let tokens = &analysis.layers[0];
    assert_eq!(numbers(&tokens.starts), [0, 9, 11, 18]);
    assert_eq!(numbers(&tokens.ends), [8, 11, 17, 19]);
    assert_eq!(tokens.label_names, ["word", "number"]);
    assert_eq!(numbers(&tokens.labels), [0, 0, 0, 1]);
    let [length, lower, next] = &tokens.attributes[..] else { panic!("three attributes") };
    assert_eq!(length.values, contract::Column::Numbers(doubles(&[4.0, 2.0, 2.0, 1.0])));
    assert!(length.absent.is_empty());
    assert_eq!(lower.values, contract::Column::Strings(strings(&["", "ab", "", ""])));
    assert_eq!(numbers(&lower.absent), [0, 2, 3]);
    // Written from the last to the first, and told within each document.
    assert_eq!(next.values, contract::Column::References(number_column([1, 0, 1, 0])));
    assert_eq!(numbers(&next.absent), [1, 3]);
    assert_eq!(analysis.layers[1].label_names, ["A", "ق", "7", "日"]);
}

#[test]
fn a_reader_sees_each_document_with_its_own_offsets() {
    let mut batch = batch(&["", "قهوة Ab", "", "日本 7"]);
    batch.metadata.push(contract::MetadataColumn {
        name: "year".into(),
        values: strings(&["", "1999", "null", "\"?\""]),
    });
    let layers = analyze(&batch, &want(false, false, &["tokens"])).layers;
    let analysis =
        harness::<Reader>().analyze_batch(&batch, &layers, &want(true, false, &[])).expect("a lawful batch");
    let outputs: Vec<Value> = analysis
        .outputs
        .iter()
        .map(|output| serde_json::from_str(output).expect("outputs are JSON"))
        .collect();
    let expected = [
        json!({"text": "", "tokens": [], "language": null, "year": null}),
        json!({
            "text": "قهوة Ab",
            "tokens": ["0..8 word قهوة length=4 next=Ab", "9..11 word Ab length=2 lower=ab"],
            "language": null,
            "year": 1999,
        }),
        json!({"text": "", "tokens": [], "language": null, "year": null}),
        json!({
            "text": "日本 7",
            "tokens": ["0..6 word 日本 length=2 next=7", "7..8 number 7 length=1"],
            "language": null,
            "year": "?",
        }),
    ];
    assert_eq!(outputs, expected);
}

#[test]
fn a_fault_leaves_the_other_documents_alone() {
    let neighbours = ["Um 1", "zwei"];
    let alone = analyze(&batch(&neighbours), &want_all());
    for (word, message) in FAULTS {
        // The words after the bad one have been written when the document fails.
        let faulty = format!("ab é {word} cd");
        let faulty = if *word == "INSIDE" { format!("é ab {word} cd") } else { faulty };
        let batch = batch(&[neighbours[0], &faulty, neighbours[1]]);
        let mut analysis = analyze(&batch, &want_all());
        assert_eq!(analysis.faults.len(), 1, "of {word}");
        assert_eq!((analysis.faults[0].document, analysis.faults[0].message.as_str()), (1, *message));
        assert_eq!(analysis.outputs.remove(1), "", "of {word}");
        assert_eq!(analysis.outputs, alone.outputs, "of {word}");
        let expected = state([(0, &alone.outputs[0]), (2, &alone.outputs[1])]).to_json();
        assert_eq!(states(&analysis), [expected], "of {word}");
        for (layer, expected) in analysis.layers.iter().zip(&alone.layers) {
            assert_eq!(layer.label_names, expected.label_names, "of {word}");
            let [first, second] = &by_document(&common::batch(&neighbours), expected)[..] else {
                panic!("two")
            };
            assert_eq!(by_document(&batch, layer), [first.clone(), Vec::new(), second.clone()], "of {word}");
        }
    }
}

#[test]
fn what_is_not_wanted_is_not_made() {
    let batch = batch(&["a", "FAULT", "B"]);
    let all = analyze(&batch, &want_all());
    let made = |want| {
        let analysis = analyze(&batch, &want);
        assert_eq!(analysis.faults, all.faults, "a fault is one whatever is wanted");
        (analysis.outputs, analysis.partials, analysis.layers)
    };
    assert_eq!(made(want(false, false, &[])), (vec![], vec![], vec![]));
    assert_eq!(made(want(true, false, &[])), (all.outputs.clone(), vec![], vec![]));
    assert_eq!(made(want(false, true, &[])), (vec![], all.partials.clone(), vec![]));
    assert_eq!(made(want(false, false, &["initials"])), (vec![], vec![], vec![all.layers[1].clone()]));
    assert_eq!(made(want(false, false, &["unheard-of"])), (vec![], vec![], vec![]));
    assert_eq!(all.outputs[1], "");
}

#[test]
fn each_group_has_its_state() {
    let mut batch = batch(&["a", "b b", "FAULT", "c", "b"]);
    batch.groups = number_column([2, 0, 0, 2, 2]);
    let analysis = analyze(&batch, &want_all());
    let output = |document: usize| (document, &analysis.outputs[document]);
    let expected = [state([output(1)]), state([]), state([output(0), output(3), output(4)])];
    assert_eq!(states(&analysis), expected.map(|state| state.to_json()));
}

#[test]
fn columns_that_do_not_agree_are_refused() {
    let mut groups = batch(&["a", "b"]);
    groups.groups = number_column([0]);
    check_refused(&groups, &[], "groups: 1 entries, expected 2");
    groups.groups = number_column([0, u32::MAX]);
    check_refused(&groups, &[], "groups: group 4294967295, of 2 documents");
    let mut ids = batch(&["a", "b"]);
    ids.ids = strings(&["a"]);
    check_refused(&ids, &[], "ids: 1 entries, expected 2");
    let mut metadata = batch(&["a", "b"]);
    metadata.metadata.push(contract::MetadataColumn { name: "year".into(), values: strings(&["1"]) });
    check_refused(&metadata, &[], "year: 1 entries, expected 2");
}

#[test]
fn layers_that_do_not_agree_are_refused() {
    let batch = batch(&["Ab", "c"]);
    let layer = analyze(&batch, &want(false, false, &["tokens"])).layers.remove(0);
    let refuse = |change: fn(&mut contract::Layer), message: &str| {
        let mut layer = layer.clone();
        change(&mut layer);
        check_refused(&batch, &[layer], message);
    };
    refuse(|layer| layer.ends.truncate(4), "layer `tokens`: its columns differ in length");
    refuse(|layer| layer.labels.truncate(4), "layer `tokens`: its columns differ in length");
    refuse(|layer| layer.ends[4] = 4, "layer `tokens`: span 1 lies in no document");
    refuse(
        |layer| layer.attributes[0].values = contract::Column::Numbers(vec![]),
        "layer `tokens`: length: 0 entries, expected 2",
    );
    refuse(
        |layer| layer.attributes[1].values = contract::Column::Strings(strings(&["x"])),
        "layer `tokens`: lower: 1 entries, expected 2",
    );
}

#[test]
fn the_schema_is_checked_when_the_analyzer_is_configured() {
    struct Bad;
    #[derive(Serialize)]
    struct BadOutput;
    impl Output for BadOutput {
        fn schema() -> Schema {
            Schema::Histogram { edges: vec![] }
        }
    }
    impl Analyzer for Bad {
        type Settings = NoSettings;
        type Output = BadOutput;
        fn manifest() -> Manifest {
            Manifest::new("bad", "0.1.0", "")
        }
        fn new(_: NoSettings, _: &Resources) -> Result<Self, String> {
            Ok(Self)
        }
        fn analyze(&self, _: &Document<'_>, _: &mut Layers) -> Result<BadOutput, Fault> {
            Ok(BadOutput)
        }
    }
    let refused = Harness::<Bad>::new(json!({})).expect_err("no edges");
    assert_eq!(refused, "output schema: `edges` has 0 numbers, expected 1 to 4096");
}
