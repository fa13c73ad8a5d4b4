//! Columns that break the contract are refused or read as something, and never panic.

mod common;

use common::{Reader, Words, harness, want_all};
use proptest::collection::vec;
use proptest::prelude::*;
use textmill_sdk::{contract, number_column};

/// Mostly small, so that columns often agree by chance.
fn offsets() -> impl Strategy<Value = Vec<u32>> {
    let offset = prop_oneof![20 => 0..12u32, 1 => Just(u32::MAX), 1 => any::<u32>()];
    (vec(offset, 0..5), any::<bool>()).prop_map(|(mut offsets, sorted)| {
        if sorted {
            offsets.sort_unstable();
        }
        offsets
    })
}

fn strings() -> impl Strategy<Value = contract::Strings> {
    let text = prop_oneof![Just(String::new()), "[aé日]{0,4}", "[ aA1]{0,10}"];
    (text, offsets(), any::<bool>()).prop_map(|(text, mut ends, closed)| {
        if closed {
            ends.push(text.len() as u32);
        }
        contract::Strings { text, ends: number_column(ends) }
    })
}

fn attribute() -> impl Strategy<Value = contract::Attribute> {
    let values = prop_oneof![
        vec(any::<f64>(), 0..4).prop_map(|numbers| contract::Column::Numbers(common::doubles(&numbers))),
        strings().prop_map(contract::Column::Strings),
        offsets().prop_map(|spans| contract::Column::References(number_column(spans))),
        vec(any::<u8>(), 0..20).prop_map(contract::Column::References),
        (strings(), offsets()).prop_map(|(table, entries)| {
            contract::Column::Dictionary(contract::Dictionary { table, entries: number_column(entries) })
        }),
        (0..3u32, vec(any::<u8>(), 0..20))
            .prop_map(|(width, values)| contract::Column::Vectors(contract::Vectors { width, values })),
    ];
    let name = prop_oneof![Just("length"), Just("lower"), Just("next"), Just("form")];
    (name, values, offsets()).prop_map(|(name, values, absent)| contract::Attribute {
        name: name.to_string(),
        values,
        absent: number_column(absent),
    })
}

fn layer() -> impl Strategy<Value = contract::Layer> {
    let name = prop_oneof![
        5 => Just(("tokens", contract::Scope::Spans)),
        5 => Just(("language", contract::Scope::Spans)),
        1 => Just(("language", contract::Scope::Documents)),
        1 => Just(("tokens", contract::Scope::Enrichment)),
    ];
    (name, offsets(), offsets(), offsets(), vec("[a-z]{0,3}", 0..3), vec(attribute(), 0..3)).prop_map(
        |((name, scope), starts, mut ends, mut labels, label_names, attributes)| {
            ends.resize(starts.len(), 3);
            if !labels.is_empty() {
                labels.resize(starts.len(), 0);
            }
            let [starts, ends, labels] = [starts, ends, labels].map(number_column);
            contract::Layer { name: name.to_string(), scope, starts, ends, label_names, labels, attributes }
        },
    )
}

fn batch() -> impl Strategy<Value = contract::Batch> {
    let column = (Just("year".to_string()), strings())
        .prop_map(|(name, values)| contract::MetadataColumn { name, values });
    (strings(), strings(), offsets(), vec(column, 0..2), any::<bool>()).prop_map(
        |(texts, mut ids, groups, metadata, agree)| {
            if agree {
                ids = contract::Strings { text: String::new(), ends: vec![0; texts.ends.len()] };
            }
            let groups = if agree { Vec::new() } else { number_column(groups) };
            contract::Batch { texts, ids, groups, metadata }
        },
    )
}

proptest! {
    // A failure is kept as a test of its own, not as a seed.
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_columns_make_a_guest_panic(batch in batch(), layers in vec(layer(), 0..3)) {
        // Whether it is refused does not matter here.
        let _ = harness::<Words>().analyze_batch(&batch, &layers, &want_all());
        let _ = harness::<Reader>().analyze_batch(&batch, &layers, &want_all());
    }

    #[test]
    fn no_spans_make_a_reader_panic(spans in vec((0..12u32, 0..12u32, 0..4u32), 0..6)) {
        let batch = common::batch(&["aé", "", "日 b"]);
        let layer = contract::Layer {
            name: "tokens".to_string(),
            scope: contract::Scope::Spans,
            starts: number_column(spans.iter().map(|span| span.0)),
            ends: number_column(spans.iter().map(|span| span.1)),
            labels: number_column(spans.iter().map(|span| span.2)),
            label_names: vec!["word".to_string()],
            attributes: vec![contract::Attribute {
                name: "next".to_string(),
                values: contract::Column::References(number_column(spans.iter().map(|span| span.2))),
                absent: number_column([1]),
            }],
        };
        let _ = harness::<Reader>().analyze_batch(&batch, &[layer], &want_all());
    }
}
