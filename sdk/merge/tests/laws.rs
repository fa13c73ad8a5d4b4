//! The laws that a report's independence of threads, batches, files and machines stands on.
//!
//! For every kind and both combinators: `merge` has an identity, is associative and commutative; lifting each
//! document and merging gives what folding them one after the other gives, in any order; and a state survives its
//! JSON. All of it to the bit, with floats of every size among the numbers.

mod generate;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use serde_json::Value;
use textmill_merge::{KINDS, Schema, State};

use generate::{Document, any_schema, documents};

/// The state of these documents, folded in their order.
fn fold<'a>(schema: &Schema, documents: impl IntoIterator<Item = &'a Document>) -> State {
    let mut state = State::new(schema.clone());
    for (id, value) in documents {
        state.fold(id, value).expect("the value was made for the schema");
    }
    state
}

fn merge(ours: &State, theirs: &State) -> State {
    let mut merged = ours.clone();
    merged.merge(theirs.clone()).expect("one schema");
    merged
}

/// All that can be seen of a state.
fn show(state: &State) -> (String, Value) {
    (state.to_json(), state.finish())
}

fn hold(schema: &Schema, documents: &[Document]) {
    let third = documents.len() / 3;
    let [a, b, c] = [&documents[..third], &documents[third..2 * third], &documents[2 * third..]]
        .map(|part| fold(schema, part));
    let identity = State::new(schema.clone());
    assert_eq!(show(&merge(&a, &identity)), show(&a), "right identity");
    assert_eq!(show(&merge(&identity, &a)), show(&a), "left identity");
    assert_eq!(show(&merge(&a, &b)), show(&merge(&b, &a)), "commutativity");
    assert_eq!(show(&merge(&merge(&a, &b), &c)), show(&merge(&a, &merge(&b, &c))), "associativity");

    let all = fold(schema, documents);
    assert_eq!(show(&merge(&merge(&a, &b), &c)), show(&all), "any cut");
    assert_eq!(show(&fold(schema, documents.iter().rev())), show(&all), "any order");
    let lifted = documents.iter().map(|document| fold(schema, [document]));
    assert_eq!(show(&lifted.fold(identity, |sum, one| merge(&sum, &one))), show(&all), "lift and merge");

    hold_json(schema, documents, &all, &a);
}

fn hold_json(schema: &Schema, documents: &[Document], all: &State, part: &State) {
    let read = State::from_json(schema.clone(), &all.to_json()).expect("a state's own JSON");
    assert_eq!(show(&read), show(all), "a state survives its JSON");
    let mut merged = all.clone();
    merged.merge_json(&part.to_json()).expect("a state's own JSON");
    assert_eq!(show(&merged), show(&merge(all, part)), "JSON merges as the state does");

    let mut folded = State::new(schema.clone());
    for (id, value) in documents {
        folded.fold_json(id, &value.to_string()).expect("the value was made for the schema");
    }
    assert_eq!(show(&folded), show(all), "text folds as the value does");
    // A state that came from elsewhere continues telling documents apart.
    for mut state in [read, merge(&State::new(schema.clone()), all)] {
        for (id, value) in documents {
            state.fold(id, value).expect("the value was made for the schema");
        }
        assert_eq!(show(&state), show(&merge(all, all)), "a read or merged state folds on");
    }
}

/// Holds schemas with documents of theirs to the laws.
fn hold_all(cases: u32, schemas: BoxedStrategy<Schema>) {
    proptest!(ProptestConfig::with_cases(cases), |(
        (schema, documents) in schemas.prop_flat_map(|schema| {
            let documents = documents(&schema);
            (Just(schema), documents)
        })
    )| {
        hold(&schema, &documents);
    });
}

/// All kinds of the list, each alone, and what nests with anything in it.
#[test]
fn every_kind_keeps_the_laws() {
    std::thread::scope(|threads| {
        for kind in KINDS {
            let name = kind.name.to_owned();
            let of_kind = move || hold_all(192, generate::of_kind(kind, any_schema(0)));
            std::thread::Builder::new().name(name).spawn_scoped(threads, of_kind).expect("a thread");
        }
    });
}

#[test]
fn whatever_nests_keeps_the_laws() {
    hold_all(256, any_schema(3));
}

/// A law holds of nothing, if all that is made is nothing.
#[test]
fn every_kind_has_values() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    for kind in KINDS {
        let values = generate::of_kind(kind, any_schema(0)).prop_flat_map(|schema| generate::value(&schema));
        let found = (0..200).filter(|_| {
            let value = values.new_tree(&mut runner).expect("it can be made").current();
            !value.is_null()
        });
        assert!(found.count() > 50, "`{}` has few values that are not null", kind.name);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// A plugin may send anything: it is refused, or it is a state whose JSON is a fixed point, which merges and
    /// finishes.
    #[test]
    fn a_broken_state_is_an_error_and_never_a_panic(
        (schema, documents) in any_schema(2).prop_flat_map(|schema| {
            let documents = documents(&schema);
            (Just(schema), documents)
        }),
        edits in prop::collection::vec((any::<prop::sample::Index>(), "[\\[\\]{}\",:0-9a-fpxAé\\\\.e+-]{0,3}", 0_usize..4), 1..4),
    ) {
        let mut json = fold(&schema, &documents).to_json();
        for (place, insertion, deletion) in edits {
            let characters: Vec<char> = json.chars().collect();
            let place = place.index(characters.len() + 1);
            let end = (place + deletion).min(characters.len());
            json = characters[..place].iter().copied().chain(insertion.chars()).chain(characters[end..].iter().copied()).collect();
        }
        if let Ok(read) = State::from_json(schema.clone(), &json) {
            let again = State::from_json(schema, &read.to_json()).expect("what was read can be written");
            prop_assert_eq!(show(&again), show(&read));
            prop_assert_eq!(show(&merge(&read, &again)), show(&merge(&again, &read)));
        }
    }

    /// A value that does not fit leaves the state as it was, wherever in the value the fault lies.
    #[test]
    fn a_failed_fold_leaves_no_trace(
        (schema, documents) in any_schema(2).prop_flat_map(|schema| {
            let documents = documents(&schema);
            (Just(schema), documents)
        }),
        (_, other) in any_schema(2).prop_flat_map(|schema| {
            let document = generate::document(&schema);
            (Just(schema), document)
        }),
    ) {
        let mut state = fold(&schema, &documents);
        let before = state.to_json();
        if state.fold(&other.0, &other.1).is_err() {
            prop_assert_eq!(state.to_json(), before.as_str());
            prop_assert!(state.fold_json(&other.0, &other.1.to_string()).is_err());
            prop_assert_eq!(state.to_json(), before);
        }
    }

    /// Equal schemas have equal JSON, and it gives the schema back.
    #[test]
    fn a_schema_survives_its_json(schema in any_schema(3)) {
        prop_assert_eq!(schema.check(), Ok(()));
        let json = schema.to_json();
        let read = Schema::from_json(&json).expect("a schema's own JSON");
        prop_assert_eq!(read.to_json(), json);
        prop_assert_eq!(read, schema);
    }
}
