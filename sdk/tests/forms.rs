//! Forms, and what is kept of them: an analyzer that works once per form says the same as one that works per token.

mod common;

use std::cell::{Cell, RefCell};

use proptest::prelude::*;
use serde_json::json;
use textmill_sdk::contract;
use textmill_sdk::merge::State;
use textmill_sdk::number_column;
use textmill_sdk::prelude::*;

#[derive(Debug, PartialEq, Serialize, Output)]
struct Lengths {
    /// Words by their number of characters.
    #[merge(counts, top = 10)]
    lengths: Counts,
}

/// Counts words by their length, which it finds once per form: token by token, and over a whole batch.
struct ByForm {
    memo: RefCell<Memo<usize>>,
    made: Cell<usize>,
}

impl Analyzer for ByForm {
    type Settings = NoSettings;
    type Output = Lengths;

    fn manifest() -> Manifest {
        Manifest::new("by-form", "0.1.0", "Counts words by their length").requires("tokens").with_form()
    }

    fn new(_: NoSettings, _: &Resources) -> Result<Self, String> {
        // So little that it forgets all the time.
        Ok(Self { memo: RefCell::new(Memo::new(100)), made: Cell::new(0) })
    }

    fn analyze(&self, document: &Document<'_>, _: &mut Layers) -> Result<Lengths, Fault> {
        let mut memo = self.memo.borrow_mut();
        let mut lengths = Counts::new();
        for token in document.tokens() {
            let length = *memo.of(&token, |form| self.length(form));
            assert_eq!(length, token.text().chars().count(), "a memo gives what it would make");
            lengths.add(&length.to_string(), 1);
        }
        Ok(Lengths { lengths })
    }

    fn fold(&self, batch: Batch<'_>, _: &mut Layers, into: Option<&mut State>) -> Result<(), Fault> {
        let Some(state) = into else { return Ok(()) };
        let columns = batch.columns("tokens");
        let mut memo = self.memo.borrow_mut();
        let mut indexes = Vec::new();
        memo.look_up(columns.forms(), 0, |form| self.length(form), &mut indexes);
        let mut fields = state.fields();
        let mut lengths = fields.counts("lengths")?;
        for document in batch.documents() {
            let mut counted = Counts::new();
            let codes = columns.forms().codes().slice(columns.spans(&document));
            for code in codes.iter() {
                counted.add(&memo.get(indexes[code as usize]).to_string(), 1);
            }
            counted.iter().for_each(|(length, count)| lengths.add(length, count, 1));
        }
        Ok(())
    }
}

impl ByForm {
    fn length(&self, form: &str) -> usize {
        self.made.set(self.made.get() + 1);
        form.chars().count()
    }
}

fn harness() -> Harness<ByForm> {
    Harness::new(json!({})).expect("it needs nothing")
}

/// The words of each text as the layer `tokens`, with their forms.
fn tokens(texts: &[String]) -> contract::Layer {
    let (mut starts, mut ends, mut words, mut base) = (Vec::new(), Vec::new(), Vec::new(), 0);
    for text in texts {
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let start = base + (word.as_ptr() as usize - text.as_ptr() as usize);
            starts.push(start as u32);
            ends.push((start + word.len()) as u32);
            words.push(word);
        }
        base += text.len();
    }
    let mut table: Vec<&str> = words.clone();
    table.sort_unstable();
    table.dedup();
    let entries = words.iter().map(|word| table.binary_search(word).expect("each is there") as u32);
    let entries = number_column(entries);
    let values =
        contract::Column::Dictionary(contract::Dictionary { table: common::strings(&table), entries });
    contract::Layer {
        name: "tokens".into(),
        scope: contract::Scope::Spans,
        starts: number_column(starts),
        ends: number_column(ends),
        label_names: Vec::new(),
        labels: Vec::new(),
        attributes: vec![contract::Attribute { name: "form".into(), values, absent: Vec::new() }],
    }
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec("([ab]{1,3}|é| ){0,6}", 1..8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn folding_at_once_is_analyzing_one_by_one(texts in texts(), groups in proptest::collection::vec(0..3u32, 8)) {
        let mut batch = common::batch(&texts);
        let groups: Vec<u32> = groups.iter().take(texts.len()).map(|group| group % texts.len() as u32).collect();
        batch.groups = number_column(groups);
        let layers = [tokens(&texts)];
        let harness = harness();
        let call = |outputs| {
            let want = contract::Want { outputs, partials: true, layers: Vec::new(), extensions: Vec::new() };
            harness.analyze_batch(&batch, &layers, &want).expect("the batch keeps the contract")
        };
        let states = |analysis: contract::Analysis| -> Vec<String> {
            let read = |bytes: &Vec<u8>| State::from_bytes(Lengths::schema(), bytes).expect("a guest's own state");
            analysis.partials.iter().map(|bytes| read(bytes).to_json()).collect()
        };
        prop_assert_eq!(states(call(false)), states(call(true)));
    }
}

#[test]
fn a_value_is_made_once_for_each_form_of_a_call() {
    let texts = vec!["a b a b a b".to_string(), "b a cc".to_string()];
    let harness = harness();
    let want = contract::Want { outputs: true, partials: false, layers: Vec::new(), extensions: Vec::new() };
    harness.analyze_batch(&common::batch(&texts), &[tokens(&texts)], &want).expect("a lawful batch");
    assert_eq!(harness.analyzer().made.get(), 3);
}

#[test]
fn what_the_last_call_asked_for_outlives_the_rest() {
    // A form takes 33 bytes of the memo's 100.
    let harness = harness();
    let made = |text: &str| {
        let before = harness.analyzer().made.get();
        let texts = [text.to_string()];
        let want =
            contract::Want { outputs: false, partials: true, layers: Vec::new(), extensions: Vec::new() };
        harness.analyze_batch(&common::batch(&texts), &[tokens(&texts)], &want).expect("a lawful batch");
        harness.analyzer().made.get() - before
    };
    assert_eq!(["a b", "a c d", "d c a", "b"].map(made), [2, 2, 0, 1]);
    // The last call alone asked for too much.
    assert_eq!(["c d e f", "c"].map(made), [4, 1]);
}

/// Finds the length of the first form of each call.
struct FirstForm(RefCell<Memo<usize>>);

impl Analyzer for FirstForm {
    type Settings = NoSettings;
    type Output = Lengths;

    fn manifest() -> Manifest {
        Manifest::new("first-form", "0.1.0", "The first form").requires("tokens").with_form()
    }

    fn new(_: NoSettings, _: &Resources) -> Result<Self, String> {
        Ok(Self(RefCell::new(Memo::new(1000))))
    }

    fn analyze(&self, _: &Document<'_>, _: &mut Layers) -> Result<Lengths, Fault> {
        Ok(Lengths { lengths: Counts::new() })
    }

    fn fold(&self, batch: Batch<'_>, _: &mut Layers, _: Option<&mut State>) -> Result<(), Fault> {
        let forms = batch.columns("tokens").forms();
        let mut memo = self.0.borrow_mut();
        let mut lengths = memo.by_code(forms, 0);
        assert_eq!(lengths.known(0), None, "what a call before asked for is not known in this one");
        let index = lengths.index(0, str::len);
        assert_eq!(lengths.known(0), Some((index, &forms.text(0).len())));
        assert_eq!(lengths.known(1), None);
        assert_eq!(lengths.known(forms.len() as u32), None, "there is no such code");
        assert_eq!(memo.by_code(forms, 1).known(0), None, "each key is known by itself");
        assert!(memo.by_code(forms, 0).known(0).is_some());
        Ok(())
    }
}

#[test]
fn a_code_is_known_once_a_call_asked_for_it() {
    let harness = Harness::<FirstForm>::new(json!({})).expect("it needs nothing");
    let want = contract::Want { outputs: false, partials: true, layers: Vec::new(), extensions: Vec::new() };
    for (text, known) in [("ab c", 1), ("ab d", 1), ("c d", 2)] {
        let texts = [text.to_string()];
        harness.analyze_batch(&common::batch(&texts), &[tokens(&texts)], &want).expect("a lawful batch");
        assert_eq!(harness.analyzer().0.borrow().len(), known);
    }
}

#[test]
fn a_sample_has_forms_where_the_manifest_asks_for_them() {
    let analyzed = harness().analyze(&Sample::new("ab c ab").words()).expect("a lawful sample");
    assert_eq!(analyzed.output.lengths, ["2", "1", "2"].into_iter().collect());
}

/// Makes a token of each letter, with a code that it keeps itself where nobody wants forms.
struct Letters;

impl Analyzer for Letters {
    type Settings = NoSettings;
    type Output = Lengths;

    fn manifest() -> Manifest {
        Manifest::new("letters", "0.1.0", "Letters").provides(Provision::new("tokens", "letters").form())
    }

    fn new(_: NoSettings, _: &Resources) -> Result<Self, String> {
        Ok(Self)
    }

    fn analyze(&self, document: &Document<'_>, layers: &mut Layers) -> Result<Lengths, Fault> {
        let wanted = layers.wants_attribute("tokens", "form");
        let tokens = layers.layer("tokens");
        let label = tokens.label("word");
        for (start, letter) in document.text().char_indices() {
            let range = start..start + letter.len_utf8();
            let form = if wanted { tokens.form(&document.text()[range.clone()]) } else { 7 };
            tokens.push_form(range, label, form);
        }
        Ok(Lengths { lengths: Counts::new() })
    }
}

#[test]
fn forms_are_made_where_they_are_wanted() {
    let harness = Harness::<Letters>::new(json!({})).expect("it needs nothing");
    let call = |attributes: Vec<String>| {
        let layers = vec![contract::WantedLayer { layer: "tokens".into(), attributes }];
        let want = contract::Want { outputs: true, partials: false, layers, extensions: Vec::new() };
        let analysis =
            harness.analyze_batch(&common::batch(&["aba", "cb"]), &[], &want).expect("a lawful batch");
        assert_eq!(analysis.faults, []);
        analysis.layers.into_iter().flat_map(|layer| layer.attributes).collect::<Vec<_>>()
    };
    assert_eq!(call(Vec::new()), []);
    let [form] = &call(vec!["form".into()])[..] else { panic!("the attribute that is wanted") };
    let contract::Column::Dictionary(dictionary) = &form.values else { panic!("a dictionary") };
    assert_eq!(dictionary.table, common::strings(&["a", "b", "c"]));
    assert_eq!(common::numbers(&dictionary.entries), [0, 1, 0, 2, 1]);
}
