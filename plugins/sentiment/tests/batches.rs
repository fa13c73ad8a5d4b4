//! Holds folding at once equal to analyzing one by one, and both free of what was analyzed before.

mod calls;

use std::error::Error;

use calls::{Call, LAYERS, Row, json_of, want};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use textmill_sdk::contract::Analysis;
use textmill_sdk::prelude::*;
use textmill_sentiment::Sentiment;
use textmill_tokenize::Tokenize;

type Outcome = Result<(), Box<dyn Error>>;

struct Analyzers {
    tokenize: Harness<Tokenize>,
    sentiment: Harness<Sentiment>,
}

impl Analyzers {
    fn new() -> Result<Self, String> {
        let settings = json!({"words": {"cramped": -2, "good deal": 0, "✌": 1, "not": -1, "xyzzy plugh": 3}});
        Ok(Self { tokenize: Harness::new(json!({}))?, sentiment: Harness::new(settings)? })
    }

    fn call(&self, rows: &[Row]) -> Result<Call, TestCaseError> {
        Call::new(&self.tokenize, rows).map_err(TestCaseError::fail)
    }
}

fn states(analysis: &Analysis) -> Result<Vec<String>, TestCaseError> {
    let states = analysis.partials.iter().map(|partial| json_of(partial));
    states.collect::<Result<_, _>>().map_err(|error| TestCaseError::fail(error.to_string()))
}

fn analyze(
    sentiment: &Harness<Sentiment>,
    call: &Call,
    outputs: bool,
    layers: &[(&str, &[&str])],
) -> Result<Analysis, TestCaseError> {
    let analysis = sentiment.analyze_batch(&call.batch, &call.layers, &want(outputs, true, layers));
    analysis.map_err(TestCaseError::fail)
}

/// Words of the lexicon and others, marks, emoji and emoticons, mostly apart by blanks.
const PIECES: &str = "good|GOOD|goood|not|no|very|but|although|bad|waste of time|a|of|as good as|un|happy|unhappy|\
    cramped|good deal|xyzzy|plugh|state-of-the-art|so|So|\
    جدا|ليس|ما|لا|لا بأس به|لكن|رغم|سيء|رائع|رااائع|ماعجبني|الاكل|غالي على الفاضي|و|\
    😀|👍🏽|❤️|✌|💔|:\\)|:\\(|:|;-|\\._\\.|-_-|<3|8|10|10:3|D|\\.|,|!|!!|\\?|؟|؛|\\)|-|/|'|\"|«|\n|\
    #SoHappy|#not_good|#خدمة_سيئة|#__|#good|@me|http://a\\.b/c|7|50%|";

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let text = format!("((({PIECES})[ ]){{0,12}}({PIECES}){{0,3}}){{0,4}}");
    let language = prop::option::of(prop::sample::select(vec!["en", "ar", "fr", "fa", "arz-EG", "und", "x"]));
    let text = proptest::string::string_regex(&text).expect("a regular expression");
    let row = (text, language, 0..3_u32).prop_map(|(text, language, group)| Row {
        text,
        language: language.map(str::to_string),
        group,
    });
    // A group is lower than the number of documents.
    prop::collection::vec(row, 3..8)
}

#[test]
fn folding_at_once_gives_what_outputs_give() -> Outcome {
    let analyzers = Analyzers::new()?;
    TestRunner::new(ProptestConfig::with_cases(64)).run(&rows(), |rows| {
        let call = analyzers.call(&rows)?;
        let one_by_one = analyze(&analyzers.sentiment, &call, true, &LAYERS)?;
        let at_once = analyze(&analyzers.sentiment, &call, false, &LAYERS)?;
        let states_one_by_one = states(&one_by_one)?;
        prop_assert_eq!(states(&at_once)?, &states_one_by_one[..]);
        prop_assert_eq!(format!("{:?}", at_once.layers), format!("{:?}", one_by_one.layers));
        prop_assert!(at_once.faults.is_empty() && one_by_one.faults.is_empty());
        let states_alone = analyze(&analyzers.sentiment, &call, false, &[])?;
        prop_assert_eq!(states(&states_alone)?, states_one_by_one);
        Ok(())
    })?;
    Ok(())
}

#[test]
fn a_document_is_judged_the_same_in_any_company() -> Outcome {
    let analyzers = Analyzers::new()?;
    TestRunner::new(ProptestConfig::with_cases(64)).run(&rows(), |rows| {
        let together = analyze(&analyzers.sentiment, &analyzers.call(&rows)?, true, &[])?.outputs;
        for (row, output) in rows.into_iter().zip(together) {
            let call = analyzers.call(&[Row { group: 0, ..row }])?;
            // An instance that has seen nothing.
            let fresh = Analyzers::new().map_err(TestCaseError::fail)?.sentiment;
            prop_assert_eq!(&analyze(&fresh, &call, true, &[])?.outputs, &vec![output]);
        }
        Ok(())
    })?;
    Ok(())
}

/// Texts on which anything but linear work would take minutes.
#[test]
fn long_texts_are_judged_in_linear_time() -> Outcome {
    const WORDS: usize = 50_000;
    let sentiment = Harness::<Sentiment>::new(json!({}))?;
    for piece in [
        "good ",
        "not ",
        "very ",
        "but ",
        "although ",
        "as good as ",
        "the ",
        "waste of ",
        "un",
        "a",
        "not - ",
        "not - - - - - - - - ",
        "haha",
        "lovelovelove",
        "ما ",
        "لا بأس ",
        "ا",
        "ماعجبني",
        "والله",
        "😀 ",
        "not 😀 ",
    ] {
        let text = piece.repeat(WORDS) + " good";
        let sentence = [(0..text.len(), "sentence")];
        let mut start = 0;
        let tokens = text.split_inclusive(' ').map(|word| {
            let range = start..start + word.trim_end().len();
            start += word.len();
            (
                range,
                match word.trim_end() {
                    "-" => "punctuation",
                    "😀" => "emoji",
                    _ => "word",
                },
            )
        });
        let tokens = tokens.filter(|(range, _)| !range.is_empty());
        let output =
            sentiment.analyze(&Sample::new(&*text).layer("tokens", tokens).layer("sentences", sentence))?;
        assert!(output.output.score.is_some(), "of {piece:?}");
    }
    Ok(())
}
