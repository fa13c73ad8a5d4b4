//! The binary form of a state is the state: what it gives back has the same JSON, and whatever it is, it is no panic.

#![allow(clippy::unwrap_used, reason = "a test may stop where its own data is wrong")]

mod generate;

use proptest::prelude::*;
use textmill_merge::{ReadLimits, Schema, State};

use generate::{Document, any_schema, documents};

fn fold<'a>(schema: &Schema, documents: impl IntoIterator<Item = &'a Document>) -> State {
    let mut state = State::new(schema.clone());
    for (id, value) in documents {
        state.fold(id, value).unwrap();
    }
    state
}

fn folded(depth: u32) -> impl Strategy<Value = (Schema, Vec<Document>)> {
    any_schema(depth).prop_flat_map(|schema| {
        let documents = documents(&schema);
        (Just(schema), documents)
    })
}

/// What is read is a state that could have been folded, as far as anybody can tell.
fn hold(read: &State) {
    let schema = read.schema().clone();
    let json = read.to_json();
    let by_json = State::from_json(schema.clone(), &json).expect("its JSON is that of a state");
    assert_eq!(by_json.to_json(), json, "a fixed point");
    let by_bytes = State::from_bytes(schema, &read.to_bytes()).expect("its bytes are those of a state");
    assert_eq!(by_bytes.to_json(), json, "a fixed point of bytes too");
    let (mut ours, mut theirs) = (read.clone(), by_json.clone());
    ours.merge(by_json).unwrap();
    theirs.merge_bytes(&read.to_bytes()).unwrap();
    assert_eq!(ours.to_json(), theirs.to_json(), "it merges");
    assert_eq!(ours.finish(), theirs.finish());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_state_survives_its_bytes((schema, documents) in folded(3)) {
        let state = fold(&schema, &documents);
        let bytes = state.to_bytes();
        prop_assert_eq!(bytes[0], 1);
        let read = State::from_bytes(schema, &bytes).unwrap();
        prop_assert_eq!(read.to_json(), state.to_json());
        prop_assert_eq!(read.finish(), state.finish());
        prop_assert_eq!(read.is_empty(), state.is_empty());
    }

    #[test]
    fn bytes_merge_as_json_does((schema, documents) in folded(3), cut in 0_usize..9) {
        let (ours, theirs) = documents.split_at(cut.min(documents.len()));
        let [ours, theirs] = [ours, theirs].map(|part| fold(&schema, part));
        let (mut by_json, mut by_bytes) = (ours.clone(), ours);
        by_json.merge_json(&theirs.to_json()).unwrap();
        by_bytes.merge_bytes(&theirs.to_bytes()).unwrap();
        prop_assert_eq!(by_bytes.to_json(), by_json.to_json());
        // A state that came from elsewhere continues telling documents apart.
        for (id, value) in &documents {
            by_json.fold(id, value).unwrap();
            by_bytes.fold(id, value).unwrap();
        }
        prop_assert_eq!(by_bytes.to_json(), by_json.to_json());
    }

    #[test]
    fn broken_bytes_are_an_error_and_never_a_panic(
        (schema, documents) in folded(2),
        edits in prop::collection::vec((any::<prop::sample::Index>(), prop::collection::vec(prop_oneof![any::<u8>(), 0_u8..4], 0..3), 0_usize..4), 1..4),
    ) {
        let state = fold(&schema, &documents);
        let mut bytes = state.to_bytes();
        for (place, insertion, deletion) in edits {
            let place = place.index(bytes.len() + 1);
            let end = (place + deletion).min(bytes.len());
            bytes.splice(place..end, insertion);
        }
        match State::from_bytes(schema, &bytes) {
            Ok(read) => hold(&read),
            Err(error) => {
                prop_assert!(error.offset() <= bytes.len());
                let mut untouched = state.clone();
                prop_assert_eq!(untouched.merge_bytes(&bytes), Err(error));
                prop_assert_eq!(untouched.to_json(), state.to_json());
            }
        }
    }

    #[test]
    fn any_bytes_are_an_error_or_a_state(schema in any_schema(3), bytes in prop::collection::vec(prop_oneof![any::<u8>(), 0_u8..5], 0..60)) {
        let bytes: Vec<u8> = [1].into_iter().chain(bytes).collect();
        if let Ok(read) = State::from_bytes(schema, &bytes) {
            hold(&read);
        }
    }

    /// Whatever is cut off is missed.
    #[test]
    fn what_is_cut_off_or_goes_on_is_refused((schema, documents) in folded(3)) {
        let mut bytes = fold(&schema, &documents).to_bytes();
        bytes.push(0);
        prop_assert!(State::from_bytes(schema.clone(), &bytes).is_err());
        for length in 0..bytes.len().saturating_sub(1).min(200) {
            prop_assert!(State::from_bytes(schema.clone(), &bytes[..length]).is_err());
        }
    }
}

#[track_caller]
fn refuse(schema: &str, bytes: &[u8], expected: &str) {
    let schema = Schema::from_json(schema).unwrap();
    let error = State::from_bytes(schema, bytes).unwrap_err();
    assert_eq!(error.to_string(), format!("{expected} of the state"), "of {bytes:02x?}");
    assert!(!error.is_over_limit());
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    let sum = r#"{"kind":"sum"}"#;
    refuse(sum, b"", "expected more bytes at byte 0");
    refuse(sum, b"{}", "expected a binary state of version 1, found 123 at byte 0");
    refuse(sum, &[1], "expected more bytes at byte 1");
    refuse(sum, &[1, 0, 0], "expected the end at byte 2");
    refuse(sum, &[1, 9], "expected a sum: none, an integer, or a magnitude with an exponent at byte 2");
    let beyond: Vec<u8> = [1, 1].into_iter().chain([0xFF; 18]).chain([4]).collect();
    refuse(sum, &beyond, "expected a whole number of 128 bits at byte 21");
    refuse(sum, &[1, 3, 0x80, 0x40, 1, 1], "expected a sum that numbers can have at byte 6");
    refuse(sum, &[1, 3, 0, 99, 1], "expected what 99 things take, and the end is nearer at byte 4");
    let min = r#"{"kind":"min"}"#;
    refuse(min, &[1, 2, 0], "expected a magnitude from 1 to 2^63 at byte 3");
    refuse(min, &[1, 3, 0, 0, 0, 0, 0, 0, 0xF8, 0x7F], "expected a finite float at byte 10");
    let counts = r#"{"kind":"counts","top":1}"#;
    refuse(counts, &[1, 3, 0], "expected what 3 things take, and the end is nearer at byte 2");
    refuse(counts, &[1, 1, 1, 0xFF, 1, 0], "expected UTF-8 at byte 3");
    refuse(counts, &[1, 1, 2, 0xC3, 0xA9, 1, 0], "expected a key that ends where a character does at byte 6");
    refuse(counts, &[1, 1, 2, b'a', b'b', 1, 0], "expected keys that take all of their text at byte 6");
    refuse(counts, &[1, 2, 2, b'a', b'a', 1, 1, 0, 0], "`a`: a key that comes twice at byte 2");
    let map = r#"{"kind":"map","of":{"kind":"max"},"top":1}"#;
    refuse(
        map,
        &[1, 1, 1, b'a', 1, 0, 7],
        "`a`: expected a number: a natural, a negative or a float at byte 7",
    );
    let record = r#"{"kind":"record","fields":{"a":{"kind":"each"},"b":{"kind":"sum"}}}"#;
    refuse(record, &[1, 1, 2, 0], "the schema has no such field, or it is out of order at byte 3");
    refuse(record, &[1, 2, 1, 0, 0, 0], "the schema has no such field, or it is out of order at byte 5");
    refuse(record, &[1, 1, 0, 1], "`a`: expected 0: nothing is kept of `each` at byte 4");
    refuse(
        record,
        &[1, 1, 1, 9],
        "`b`: expected a sum: none, an integer, or a magnitude with an exponent at byte 4",
    );
    let histogram = r#"{"kind":"histogram","edges":[0]}"#;
    refuse(histogram, &[1, 1, 2, 0], "expected a whole number up to 1 at byte 3");
    refuse(histogram, &[1, 2, 1, 0, 0, 0], "expected no bucket after the last at byte 4");
    let distinct = r#"{"kind":"distinct"}"#;
    let hashes = [[1, 1, 2].as_slice(), &[0; 16]].concat();
    refuse(distinct, &hashes, "expected up to 1024 hashes, ascending at byte 19");
    let registers = [[1, 2].as_slice(), &[0; 16_384]].concat();
    refuse(distinct, &registers, "expected ranks from 0 to 51, not all of them 0 at byte 16386");
    let top = r#"{"kind":"top","n":1}"#;
    refuse(top, &[1, 2, 0, 1, 1, 0, 1, 1], "expected up to 1 documents, the greatest score first at byte 8");
    refuse(top, &[1, 1, 0, 0, 0], "expected a score at byte 4");
    let sample = r#"{"kind":"sample","n":1}"#;
    refuse(sample, b"\x01\x01\x00\x04null", "expected up to 1 values that are not null, by hash at byte 8");
}

#[test]
fn what_needs_not_be_so_may_be_so() {
    let read = |schema: &str, bytes: &[u8]| {
        State::from_bytes(Schema::from_json(schema).unwrap(), bytes).unwrap().to_json()
    };
    let counts = r#"{"kind":"counts","top":1}"#;
    // Keys in any order, a length and a count with a byte that they do not need.
    let bytes = [1, 3, 3, b'c', b'a', b'b', 1, 0x81, 0, 1, 0, 1, 6, 0x82, 0];
    assert_eq!(read(counts, &bytes), r#"{"a":[8,1],"b":[2,2],"c":[1,1]}"#);
    assert_eq!(read(r#"{"kind":"sum"}"#, &[1, 3, 1, 2, 4, 0]), r#""0x1p+1""#);
    assert_eq!(read(r#"{"kind":"min"}"#, &[1, 3, 0, 0, 0, 0, 0, 0, 0, 0x80]), "0");
    let record = r#"{"kind":"record","fields":{"a":{"kind":"sum"},"b":{"kind":"sum"}}}"#;
    assert_eq!(read(record, &[1, 2, 0, 0, 1, 1, 7]), r#"{"b":"0x7p+0"}"#);
}

#[test]
fn keys_are_limited() {
    let schema = r#"{"kind":"record","fields":{"a":{"kind":"counts","top":1},"b":{"kind":"map","of":{"kind":"sum"},"top":1}}}"#;
    let mut state = State::new(Schema::from_json(schema).unwrap());
    state.fold_json("a", r#"{"a":["x","y","z"],"b":{"u":1}}"#).unwrap();
    let bytes = state.to_bytes();
    let mut limits = ReadLimits { keys: 13 };
    state.merge_bytes_within(&bytes, &mut limits).unwrap();
    State::from_bytes_within(state.schema().clone(), &bytes, &mut limits).unwrap();
    assert_eq!(limits, ReadLimits { keys: 1 });
    let before = state.to_json();
    let error = state.merge_bytes_within(&bytes, &mut limits).unwrap_err();
    assert!(error.is_over_limit());
    assert_eq!(error.to_string(), "more keys than the limit at byte 2 of the state");
    assert_eq!((state.to_json(), limits), (before, ReadLimits { keys: 1 }));
    // The limit is seen before what is wrong after it.
    let error = state.merge_bytes_within(&bytes[..bytes.len() - 1], &mut ReadLimits { keys: 5 }).unwrap_err();
    assert!(error.is_over_limit());
    assert_eq!(error.path(), "b");
}
