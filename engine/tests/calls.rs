//! Texts in, results out: from any number of threads, beside runs, and as a run would have it.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use proptest::prelude::*;
use textmill::{
    Document, DocumentResult, Engine, ErrorKind, FaultKind, Limits, OutputValue, PluginSource, StopHandle,
};
use textmill_test_plugins::{FAULTY, SPECIMEN};

fn builtins() -> Engine {
    Engine::builder().builtins().threads(2).build().expect("the built-in plugins are sound")
}

/// The plugin that goes wrong where a text says so; time only ends what has no end.
fn faulty(time_ms: u64) -> Engine {
    let limits = Limits { memory: 64 << 20, output: 1 << 20, time_ms, ..Limits::default() };
    let plugin = PluginSource::bytes("faulty.wasm", FAULTY).limits(limits);
    Engine::builder().plugin(plugin).threads(2).build().expect("the plugin is sound")
}

fn lines(results: impl IntoIterator<Item = DocumentResult>) -> String {
    results.into_iter().map(|result| result.to_json().expect("outputs are JSON") + "\n").collect()
}

/// What a run writes of documents.
fn lines_of_run(engine: &Engine, documents: Vec<Document>, layers: &[&str]) -> String {
    let mut lines = Vec::new();
    let analysis = engine.analysis().documents(&mut lines).layers(layers.iter().copied());
    analysis.run(&mut documents.into_iter()).expect("no fault of a document ends a run");
    String::from_utf8(lines).expect("lines are UTF-8")
}

fn documents<T: AsRef<str>>(texts: &[T]) -> Vec<Document> {
    let numbered = texts.iter().enumerate();
    numbered.map(|(place, text)| Document::new(place.to_string(), text.as_ref())).collect()
}

#[test]
fn results_are_read_by_their_types() {
    let engine = builtins();
    let texts = engine.texts().layers(["tokens", "entities", "language"]);
    let text = "Naguib Mahfouz was born in Cairo. What a wonderful writer!";
    let result = texts.analyze(text).expect("it is a text");
    assert_eq!((result.text(), result.has_faults(), result.faults().len()), (text, false, 0));

    let sentiment = result.output("sentiment").expect("it is reported").expect("no fault");
    let score = sentiment.field("score").expect("it has a score");
    assert!(score.as_f64().is_some_and(|score| score > 0.0), "{score:?}");
    let keywords = result.output("keywords").expect("it is reported").expect("no fault");
    let terms = keywords.field("terms").expect("it has terms");
    assert_eq!(terms.count_of("writer"), Some(1), "{terms:?}");
    assert!(
        matches!(keywords.value(), Ok(OutputValue::Record(fields)) if fields.iter().any(|(name, _)| *name == "terms"))
    );
    let names: Vec<&str> = result.outputs().map(|(name, _)| name).collect();
    assert_eq!(names.len(), 4, "{names:?}");

    let tokens = result.layer("tokens").expect("it was asked for").expect("no fault");
    let first = tokens.spans().next().expect("there are tokens");
    assert_eq!((first.bytes(), first.text()), (Some(0..6), "Naguib"));
    let entities = result.layer("entities").expect("it was asked for").expect("no fault");
    let found: Vec<_> = entities.spans().map(|span| (span.label(), span.text())).collect();
    assert!(found.contains(&(Some("person"), "Naguib Mahfouz")), "{found:?}");
    assert!(found.contains(&(Some("location"), "Cairo")), "{found:?}");
    let layers: Vec<&str> = result.layers().map(|layer| layer.name()).collect();
    assert_eq!(layers, ["entities", "language", "tokens"]);
}

#[test]
fn names_that_there_are_not_are_errors_that_list_those_that_there_are() {
    let engine = builtins();
    let result = engine.texts().layers(["tokens"]).analyze("a text").expect("it is a text");
    let error = result.output("tokens").expect_err("no analyzer is called so");
    assert_eq!(error.kind(), ErrorKind::Name);
    assert_eq!(
        error.to_string(),
        "there is no analyzer `tokens`: there are `tokenize`, `entities`, `keywords`, `sentiment`"
    );
    let error = result.layer("entities").expect_err("it was not asked for");
    assert_eq!(error.to_string(), "there is no layer `entities`: there are `tokens`");
    let token = result.layer("tokens").ok().flatten().and_then(|tokens| tokens.spans().next());
    let error = token.expect("there is a token").attribute("lemma").expect_err("tokens have no lemma");
    assert!(error.to_string().starts_with("there is no attribute `lemma`: "), "{error}");
    let error = engine.texts().layers(["lemmas"]).analyze("a text").expect_err("nobody makes it");
    assert_eq!(
        (error.kind(), error.to_string()),
        (ErrorKind::Settings, "no analyzer makes the layer `lemmas`".into())
    );
}

#[test]
fn attributes_of_all_types_are_as_in_lines() {
    let plugin = PluginSource::bytes("specimen.wasm", SPECIMEN);
    let engine = Engine::builder().plugin(plugin).build().expect("the plugin is sound");
    let layers: Vec<String> = engine
        .plugins()
        .iter()
        .flat_map(|plugin| plugin.manifest.provides.iter().map(|provision| provision.layer.clone()))
        .collect();
    let result = engine.texts().layers(layers).analyze("one two three").expect("it is a text");
    let line: serde_json::Value = serde_json::from_str(&result.to_json().expect("JSON")).expect("JSON");
    let mut seen = 0;
    for layer in result.layers() {
        for (index, span) in layer.spans().enumerate() {
            for (name, value) in span.attributes() {
                assert_eq!(serde_json::Value::from(value), line["layers"][layer.name()][index][name]);
                assert_eq!(span.attribute(name).expect("it has it"), Some(value));
                seen += 1;
            }
        }
    }
    assert!(seen > 5, "{line}");
}

#[test]
fn a_text_that_an_analyzer_cannot_do_has_a_fault_and_costs_no_other() {
    let engine = faulty(60_000);
    let results =
        engine.analyze_texts(&["one two", "a PANIC b", "three", "FAULT"]).expect("faults are values");
    let kinds: Vec<Vec<FaultKind>> =
        results.iter().map(|result| result.faults().iter().map(|fault| fault.kind).collect()).collect();
    assert_eq!(kinds, [vec![], vec![FaultKind::Trap], vec![], vec![FaultKind::Error]]);
    assert!(results[1].output("faulty").expect("it is reported").is_none());
    assert!(results[2].output("faulty").expect("it is reported").is_some());
    assert_eq!(results[1].id(), "1");
    let alone = engine.analyze_text("a PANIC b").expect("faults are values");
    assert_eq!(alone.faults()[0].message, results[1].faults()[0].message);
}

#[test]
fn a_document_over_the_limit_is_unread_as_in_a_run() {
    let engine = Engine::builder().builtins().max_document_bytes(10).build().expect("sound");
    let results = engine.analyze_texts(&["short", "much longer than ten bytes", "also"]).expect("results");
    let faults: Vec<Option<FaultKind>> =
        results.iter().map(|result| result.faults().first().map(|fault| fault.kind)).collect();
    assert_eq!(faults, [None, Some(FaultKind::Unread), None]);
    assert_eq!((results[1].text(), results[1].id()), ("", "1"));
}

#[test]
fn metadata_count_as_in_a_run() {
    let engine = builtins();
    let text = "Chat";
    let language = |language: &str| {
        let document = Document::new("a", text).with_metadata("language", language);
        let result = engine.texts().layers(["language"]).analyze_document(document).expect("a result");
        let layer = result.layer("language").expect("it was asked for").expect("no fault");
        layer.spans().next().and_then(|span| span.label().map(str::to_owned))
    };
    assert_eq!(language("fr").as_deref(), Some("fr"));
    assert_eq!(language("ar").as_deref(), Some("ar"));
}

#[test]
fn a_call_is_broken_off_when_its_time_is_over() {
    let engine = faulty(60_000);
    let texts = engine.texts().time_limit(Duration::from_millis(50));
    let error = texts.analyze_all(&["one", "LOOP", "two"]).expect_err("it has no end");
    assert_eq!(
        (error.kind(), error.to_string()),
        (ErrorKind::Deadline, "the call took longer than its limit of 50 ms".into())
    );
    assert!(!engine.analyze_text("one two").expect("the next is as good").has_faults());
}

#[test]
fn a_call_is_broken_off_when_it_is_stopped() {
    let engine = faulty(60_000);
    let stop = StopHandle::new();
    let texts = engine.texts().stop(stop.clone());
    let (begun, waiting) = mpsc::channel();
    let error = thread::scope(|scope| {
        let call = scope.spawn(move || {
            begun.send(()).expect("somebody waits");
            texts.analyze("LOOP")
        });
        waiting.recv().expect("it begins");
        stop.stop();
        call.join().expect("no panic")
    });
    assert_eq!(error.expect_err("it has no end").kind(), ErrorKind::Stopped);
}

#[test]
fn nothing_waits_for_a_run_that_waits() {
    let engine = builtins();
    let (sender, receiver) = mpsc::channel::<Document>();
    let in_the_run = engine.clone();
    let run = thread::spawn(move || in_the_run.analyze(&mut receiver.into_iter()));
    sender.send(Document::new("a", "one")).expect("the run reads");
    // While its source gives nothing, calls and other runs come to their ends.
    assert!(!engine.analyze_text("two").expect("a result").has_faults());
    let other = engine.analyze(&mut documents(&["three", "four"]).into_iter()).expect("a report");
    assert_eq!(other.corpus.documents, 2);
    drop(sender);
    assert_eq!(run.join().expect("no panic").expect("a report").corpus.documents, 1);
}

#[test]
fn nothing_waits_for_a_plugin_that_hangs() {
    let engine = faulty(60_000);
    let stop = StopHandle::new();
    thread::scope(|scope| {
        let hanging: Vec<_> = (0..4)
            .map(|_| {
                let texts = engine.texts().stop(stop.clone());
                scope.spawn(move || texts.analyze("LOOP").expect_err("it has no end").kind())
            })
            .collect();
        for _ in 0..20 {
            assert!(!engine.analyze_text("one two").expect("a result").has_faults());
        }
        stop.stop();
        for hung in hanging {
            assert_eq!(hung.join().expect("no panic"), ErrorKind::Stopped);
        }
    });
}

#[test]
fn eight_threads_of_hostile_and_sound_texts_lose_nothing() {
    let engine = faulty(60_000);
    let texts: Vec<String> = (0..40)
        .map(|number| match number % 5 {
            0 => format!("text {number} PANIC"),
            1 => format!("text {number} FAULT"),
            _ => format!("text {number} and more"),
        })
        .collect();
    let expected = lines(texts.iter().map(|text| engine.analyze_text(text).expect("a result")));
    thread::scope(|scope| {
        let workers: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| lines(texts.iter().map(|text| engine.analyze_text(text).expect("a result"))))
            })
            .collect();
        for worker in workers {
            assert_eq!(worker.join().expect("no panic"), expected);
        }
    });
}

#[test]
fn a_thread_with_little_stack_may_call() {
    let engine = builtins();
    let small = thread::Builder::new().stack_size(512 << 10);
    let result = small
        .spawn(move || engine.analyze_text("A wonderful day in Cairo.").map(|result| result.has_faults()));
    assert!(!result.expect("a thread").join().expect("no panic").expect("a result"));
}

#[test]
fn an_engine_may_go_before_its_results() {
    let result = builtins().analyze_text("A wonderful day.").expect("a result");
    let sentiment = result.output("sentiment").expect("it is reported").expect("no fault");
    assert!(sentiment.field("score").expect("a score").as_f64().is_some());
}

#[test]
fn instances_may_be_made_ahead() {
    let engine = Engine::builder().builtins().kept_instances(3).build().expect("sound");
    engine.warm_up(100).expect("they can be configured");
    assert!(!engine.analyze_text("a text").expect("a result").has_faults());
    let none = Engine::builder().builtins().kept_instances(0).build().expect("sound");
    none.warm_up(2).expect("there is nothing to do");
    assert!(!none.analyze_text("a text").expect("a result").has_faults());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn calls_streams_and_runs_give_the_same(
        texts in proptest::collection::vec("[a-zA-Zء-ي .,!0-9\n]{0,80}|\\PC{0,30}", 0..12),
    ) {
        thread_local! {
            static ENGINE: Engine = builtins();
        }
        let layers = ["entities", "language", "sentences", "tokens"];
        ENGINE.with(|engine| {
            let expected = lines_of_run(engine, documents(&texts), &layers);
            let calls = engine.texts().layers(layers);
            let together = calls.analyze_all(&texts).expect("results");
            prop_assert_eq!(&lines(together), &expected);
            let alone = documents(&texts).into_iter().map(|document| calls.analyze_document(document).expect("a result"));
            prop_assert_eq!(&lines(alone), &expected);
            let analysis = engine.analysis().layers(layers);
            let stream = analysis.stream(documents(&texts).into_iter()).expect("it starts");
            prop_assert_eq!(&lines(stream.map(|result| result.expect("a result"))), &expected);
            Ok(())
        })?;
    }
}
