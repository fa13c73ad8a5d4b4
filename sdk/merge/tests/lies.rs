//! States that no documents leave, each beside one that they do: what a plugin, or a file from anybody, may say.

use serde_json::{Value, json};
use textmill_merge::{Entry, Schema, State};

/// A state that documents leave, and lies that differ in one thing.
struct Case {
    schema: Value,
    sound: &'static str,
    lies: &'static [(&'static str, &'static str)],
}

fn cases() -> Vec<Case> {
    let case = |schema: Value, sound, lies| Case { schema, sound, lies };
    vec![
        case(
            json!({"kind": "sum"}),
            r#""0x3p-1""#,
            &[
                ("not a number", r#""NaN""#),
                ("without an end", r#""inf""#),
                ("a plain number", "1.5"),
                ("digits of no number", r#""0xgp+0""#),
                ("no digits", r#""0xp+0""#),
                ("no exponent", r#""0x3""#),
                ("an exponent beyond all floats", r#""0x1p+99999""#),
                ("an exponent that overflows", r#""0x1p+99999999999999999999""#),
                ("below the least square", r#""0x1p-2149""#),
                ("two signs", r#""--0x1p+0""#),
            ],
        ),
        case(
            json!({"kind": "min"}),
            "-2",
            &[
                ("not a number", "NaN"),
                ("beyond all floats", "1e999"),
                ("a list", "[1]"),
                ("words", r#""two""#),
            ],
        ),
        case(
            json!({"kind": "stats"}),
            r#"{"count":3,"max":7,"min":3,"squares":"0x53p+0","sum":"0xfp+0"}"#,
            &[
                (
                    "of nothing, with a sum",
                    r#"{"count":0,"max":7,"min":3,"squares":"0x53p+0","sum":"0xfp+0"}"#,
                ),
                ("a count below 0", r#"{"count":-3,"max":7,"min":3,"squares":"0x53p+0","sum":"0xfp+0"}"#),
                ("half a number", r#"{"count":2.5,"max":7,"min":3,"squares":"0x53p+0","sum":"0xfp+0"}"#),
                (
                    "the least above the greatest",
                    r#"{"count":3,"max":3,"min":7,"squares":"0x53p+0","sum":"0xfp+0"}"#,
                ),
                (
                    "a sum below all numbers",
                    r#"{"count":3,"max":7,"min":3,"squares":"0x53p+0","sum":"0x1p+3"}"#,
                ),
                (
                    "a sum above all numbers",
                    r#"{"count":3,"max":7,"min":3,"squares":"0x53p+0","sum":"0xbp+1"}"#,
                ),
                ("squares below 0", r#"{"count":3,"max":7,"min":3,"squares":"-0x53p+0","sum":"0xfp+0"}"#),
                (
                    "squares of less than the mean",
                    r#"{"count":3,"max":7,"min":3,"squares":"0x25p+1","sum":"0xfp+0"}"#,
                ),
                (
                    "squares of more than both ends",
                    r#"{"count":3,"max":7,"min":3,"squares":"0x1p+7","sum":"0xfp+0"}"#,
                ),
                (
                    "one number that is two",
                    r#"{"count":1,"max":7,"min":3,"squares":"0x19p+0","sum":"0x5p+0"}"#,
                ),
                ("no greatest", r#"{"count":3,"max":null,"min":3,"squares":"0x53p+0","sum":"0xfp+0"}"#),
                ("a sum is missing", r#"{"count":3,"max":7,"min":3,"squares":"0x53p+0"}"#),
                (
                    "a field twice",
                    r#"{"count":3,"count":3,"max":7,"min":3,"squares":"0x53p+0","sum":"0xfp+0"}"#,
                ),
                ("fields out of order", r#"{"max":7,"count":3,"min":3,"squares":"0x53p+0","sum":"0xfp+0"}"#),
                (
                    "a field of its own",
                    r#"{"count":3,"max":7,"mean":5,"min":3,"squares":"0x53p+0","sum":"0xfp+0"}"#,
                ),
            ],
        ),
        case(
            json!({"kind": "stats"}),
            r#"{"count":2,"max":0.5,"min":-0.25,"squares":"0x5p-4","sum":"0x1p-2"}"#,
            &[
                (
                    "a sum above all numbers",
                    r#"{"count":2,"max":0.5,"min":-0.25,"squares":"0x5p-4","sum":"0x3p+0"}"#,
                ),
                (
                    "a sum below all numbers",
                    r#"{"count":2,"max":0.5,"min":-0.25,"squares":"0x5p-4","sum":"-0x1p+0"}"#,
                ),
                (
                    "squares of nothing",
                    r#"{"count":2,"max":0.5,"min":-0.25,"squares":"0x0p+0","sum":"0x1p-2"}"#,
                ),
                ("squares of much", r#"{"count":2,"max":0.5,"min":-0.25,"squares":"0x5p+4","sum":"0x1p-2"}"#),
            ],
        ),
        case(
            json!({"kind": "counts", "top": 9}),
            r#"{"a":[5,3],"b":[1,1]}"#,
            &[
                ("a count below 0", r#"{"a":[-5,3]}"#),
                ("a count of 0", r#"{"a":[0,0]}"#),
                ("a count below its documents", r#"{"a":[2,3]}"#),
                ("of no document", r#"{"a":[5,0]}"#),
                ("half a count", r#"{"a":[5.5,3]}"#),
                ("keys out of order", r#"{"b":[1,1],"a":[5,3]}"#),
                ("a key twice", r#"{"a":[5,3],"a":[5,3]}"#),
                ("a key twice, spelled otherwise", r#"{"a":[5,3],"\u0061":[5,3]}"#),
                ("no documents", r#"{"a":5}"#),
                ("a small count as a string", r#"{"a":["5",3]}"#),
                ("more than 128 bits", r#"{"a":["340282366920938463463374607431768211456",1]}"#),
                ("a list", r#"["a"]"#),
            ],
        ),
        case(
            json!({"kind": "histogram", "edges": [0, 10]}),
            "[[0,1],[2,3]]",
            &[
                ("a bin that is not there", "[[3,1]]"),
                ("bins out of order", "[[2,3],[0,1]]"),
                ("a bin twice", "[[0,1],[0,1]]"),
                ("a count of 0", "[[0,0]]"),
                ("a count below 0", "[[0,-1]]"),
                ("a bin below 0", "[[-1,1]]"),
            ],
        ),
        case(
            json!({"kind": "quantiles", "at": [0.5]}),
            r#"{"buckets":[[406017,1],[406145,1]],"max":2,"min":1}"#,
            &[
                ("buckets out of order", r#"{"buckets":[[406145,1],[406017,1]],"max":2,"min":1}"#),
                ("a bucket twice", r#"{"buckets":[[406017,1],[406017,1]],"max":1,"min":1}"#),
                ("an end in no bucket", r#"{"buckets":[[406017,1],[406145,1]],"max":9,"min":1}"#),
                ("buckets without ends", r#"{"buckets":[[406017,1],[406145,1]]}"#),
                ("ends without buckets", r#"{"buckets":[],"max":2,"min":1}"#),
                ("a bucket beyond the last", r#"{"buckets":[[999999999,1]],"max":2,"min":1}"#),
                ("one number that is two", r#"{"buckets":[[406017,1]],"max":1.001,"min":1}"#),
                ("ends the wrong way", r#"{"buckets":[[406017,2]],"max":1,"min":1.001}"#),
            ],
        ),
        case(
            json!({"kind": "distinct"}),
            r#"{"hashes":["3eb686dc9d514a62","b6c9db4e55cb52c4"]}"#,
            &[
                ("hashes out of order", r#"{"hashes":["b6c9db4e55cb52c4","3eb686dc9d514a62"]}"#),
                ("a hash twice", r#"{"hashes":["3eb686dc9d514a62","3eb686dc9d514a62"]}"#),
                ("a short hash", r#"{"hashes":["3eb6"]}"#),
                ("capitals", r#"{"hashes":["3EB686DC9D514A62"]}"#),
                ("too few registers", r#"{"registers":"A5"}"#),
                ("registers of nothing", r#"{"registers":"16384A"}"#),
                ("neither", "{}"),
            ],
        ),
        case(
            json!({"kind": "set", "max": 2}),
            r#"["a","b"]"#,
            &[
                ("keys out of order", r#"["b","a"]"#),
                ("a key twice", r#"["a","a"]"#),
                ("more than it may have", r#"["a","b","c"]"#),
                ("another word", r#""more""#),
            ],
        ),
        case(
            json!({"kind": "sample", "n": 2}),
            r#"[["a",{"x":[2,0],"y":1}],["b","text"]]"#,
            &[
                ("out of order", r#"[["b","text"],["a",{"x":[2,0],"y":1}]]"#),
                ("nothing as a value", r#"[["a",null]]"#),
                ("more than it may have", r#"[["a",1],["a",1],["a",1]]"#),
                ("no document", r#"[["text"]]"#),
                ("a number for a document", r#"[[1,"text"]]"#),
            ],
        ),
        case(
            json!({"kind": "top", "n": 2, "payload": true}),
            r#"[["c",0.75,{"at":3}],["b",0.5]]"#,
            &[
                ("out of order", r#"[["b",0.5],["c",0.75,{"at":3}]]"#),
                ("more than it may have", r#"[["a",3],["a",2],["a",1]]"#),
                ("nothing as a payload", r#"[["c",0.75,null]]"#),
                ("a score that is none", r#"[["c","much"]]"#),
                ("two payloads", r#"[["c",0.75,1,2]]"#),
            ],
        ),
        case(
            json!({"kind": "map", "of": {"kind": "counts", "top": 9}, "top": 9}),
            r#"{"ar":[2,{"w":[1,1]}],"en":[1,null]}"#,
            &[
                ("of no document", r#"{"ar":[0,{"w":[1,1]}]}"#),
                ("documents below 0", r#"{"ar":[-1,{"w":[1,1]}]}"#),
                ("keys out of order", r#"{"en":[1,null],"ar":[2,null]}"#),
                ("a key twice", r#"{"ar":[2,null],"ar":[2,null]}"#),
                ("a lie below", r#"{"ar":[2,{"w":[1,2]}]}"#),
            ],
        ),
        case(
            json!({"kind": "record", "fields": {"a": {"kind": "sum"}, "b": {"kind": "each"}}}),
            r#"{"a":"0x1p+0"}"#,
            &[
                ("a field that is not there", r#"{"c":"0x1p+0"}"#),
                ("a field twice", r#"{"a":"0x1p+0","a":"0x1p+0"}"#),
                ("what is not kept", r#"{"b":1}"#),
            ],
        ),
    ]
}

fn schema(schema: &Value) -> Schema {
    Schema::from_json(&schema.to_string()).expect("a schema")
}

#[test]
fn no_state_says_what_documents_do_not() {
    let mut lies = 0;
    for Case { schema: json, sound, lies: of_case } in cases() {
        let schema = schema(&json);
        let state = State::from_json(schema.clone(), sound)
            .unwrap_or_else(|error| panic!("{json}: {sound}: {error}"));
        assert_eq!(state.to_json(), sound, "{json}");
        let bytes = State::from_bytes(schema.clone(), &state.to_bytes()).expect("it was written");
        assert_eq!(bytes.to_json(), sound, "{json}");
        for (what, lie) in of_case {
            assert!(State::from_json(schema.clone(), lie).is_err(), "{json}: {what}: {lie}");
            lies += 1;
        }
    }
    assert!(lies >= 80, "{lies} lies");
}

/// What stands in a file has the one spelling that is written.
#[test]
fn no_entry_is_spelled_otherwise() {
    let check = |json: Value, sound: &str, others: &[&str]| {
        let schema = schema(&json);
        let mut entry = Entry::new();
        entry.read(&schema, sound).unwrap_or_else(|error| panic!("{json}: {sound}: {error}"));
        for other in others {
            assert!(entry.read(&schema, other).is_err(), "{json}: {other}");
        }
    };
    let sum = json!({"kind": "sum"});
    check(
        sum,
        r#"[],"0x3p-1""#,
        &[
            r#"[],"0x6p-2""#,
            r#"[],"0x03p-1""#,
            r#"[],"0x3p-01""#,
            r#"[],"-0x0p+0""#,
            r#"[],"0x0p+0""#,
            r#"[], "0x3p-1""#,
            "[],null",
        ],
    );
    check(json!({"kind": "max"}), "[],2.5", &["[],2.50", "[],25e-1", "[],+2.5", r#"[],"2""#]);
    check(json!({"kind": "max"}), "[],2", &["[],2.0", "[],2e0", "[],02"]);
    check(
        json!({"kind": "sample", "n": 2}),
        r#"[],[["a",{"x":0,"y":1}]]"#,
        &[
            r#"[],[["a",{"y":1,"x":0}]]"#,
            r#"[],[["a",{"x":-0.0,"y":1}]]"#,
            r#"[],[["\u0061",{"x":0,"y":1}]]"#,
            "[],[]",
        ],
    );
    check(json!({"kind": "set", "max": 2}), r#"[],["a"]"#, &[r#"[],["\u0061"]"#, "[],[]"]);
    let registers = |first: &str| format!(r#"[],{{"registers":"{first}16383A"}}"#);
    check(
        json!({"kind": "distinct"}),
        &registers("B"),
        &[&registers("1B"), r#"[],{"registers":"B1A16382A"}"#],
    );
    let counts = json!({"kind": "counts", "top": 9});
    check(
        counts,
        r#"["a"],[5,3]"#,
        &[r#"["a"],[2,3]"#, r#"["a"],[5.0,3]"#, r#"["a"],["5",3]"#, r#"["a"],[5,0]"#, "[],[5,3]"],
    );
    let sums = json!({"kind": "map", "of": {"kind": "sum"}, "top": 9});
    check(sums, r#"["a"],[2,"0x1p+0"]"#, &[r#"["a"],[0,"0x1p+0"]"#, r#"["a"],[2,"0x2p-1"]"#, r#"["a"],2"#]);
}

/// What is done to bytes.
type Lie = fn(&mut Vec<u8>);

/// Bytes in which one thing is not as it is written.
#[test]
fn no_bytes_say_what_documents_do_not() {
    let check = |json: Value, output: Value, lies: &[(&str, Lie)]| {
        let schema = schema(&json);
        let mut state = State::new(schema.clone());
        state.fold("d", &output).expect("it fits");
        let sound = state.to_bytes();
        assert_eq!(
            State::from_bytes(schema.clone(), &sound).expect("it was written").to_json(),
            state.to_json()
        );
        for (what, lie) in lies {
            let mut bytes = sound.clone();
            lie(&mut bytes);
            assert_ne!(bytes, sound, "{json}: {what}");
            assert!(State::from_bytes(schema.clone(), &bytes).is_err(), "{json}: {what}: {bytes:?}");
        }
    };
    // Version, count, sum (tag and value), squares, least, greatest.
    check(
        json!({"kind": "stats"}),
        json!([3, 5, 7]),
        &[
            ("another version", |bytes| bytes[0] = 9),
            ("a greater count", |bytes| bytes[1] = 9),
            ("of one number", |bytes| bytes[1] = 1),
            ("a sum below 0", |bytes| bytes[2] = 2),
            ("squares of nothing", |bytes| bytes[5] = 1),
            ("more than there is", |bytes| bytes.push(0)),
            ("less than there is", |bytes| bytes.truncate(bytes.len() - 1)),
        ],
    );
    // Version, how many keys, their lengths, the keys, tallies.
    check(
        json!({"kind": "counts", "top": 9}),
        json!(["a", "b"]),
        &[
            ("more keys", |bytes| bytes[1] = 9),
            ("a key twice", |bytes| {
                let place = bytes.iter().position(|byte| *byte == b'b').expect("a key");
                bytes[place] = b'a';
            }),
            ("no text", |bytes| {
                let place = bytes.iter().position(|byte| *byte == b'b').expect("a key");
                bytes[place] = 0xFF;
            }),
        ],
    );
    check(
        json!({"kind": "distinct"}),
        json!(["a", "b"]),
        &[
            ("hashes out of order", |bytes| bytes[3..].rotate_left(8)),
            ("a kind that is not there", |bytes| bytes[1] = 7),
        ],
    );
    check(json!({"kind": "set", "max": 2}), json!(["a", "b"]), &[("out of order", |bytes| bytes.swap(4, 6))]);
    check(
        json!({"kind": "record", "fields": {"a": {"kind": "sum"}, "b": {"kind": "sum"}}}),
        json!({"a": 1, "b": 2}),
        &[("a field that is not there", |bytes| bytes[2] = 7), ("a field twice", |bytes| bytes[5] = 0)],
    );
}

#[test]
fn a_state_tells_of_so_many_documents() {
    for (json, state, documents) in [
        (json!({"kind": "counts", "top": 9}), r#"{"a":[5,3],"b":[9,1]}"#, 3),
        (json!({"kind": "sum"}), r#""0x1p+0""#, 1),
        (json!({"kind": "sum"}), "null", 0),
        (json!({"kind": "top", "n": 9}), r#"[["a",2],["a",1]]"#, 2),
        (json!({"kind": "sample", "n": 9}), r#"[["a",1],["a",1]]"#, 2),
        (json!({"kind": "sample", "n": 9, "items": true}), r#"[["a",1],["a",1]]"#, 1),
        (
            json!({"kind": "map", "of": {"kind": "counts", "top": 9}, "top": 9}),
            r#"{"ar":[2,{"w":[4,4]}]}"#,
            4,
        ),
        (
            json!({"kind": "record", "fields": {"a": {"kind": "counts", "top": 9}, "b": {"kind": "sum"}}}),
            r#"{"a":{"x":[7,6]}}"#,
            6,
        ),
    ] {
        let read = State::from_json(schema(&json), state).unwrap_or_else(|error| panic!("{state}: {error}"));
        assert_eq!(read.least_documents(), documents, "{json}: {state}");
    }
}
