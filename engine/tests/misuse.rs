//! What an embedder can do wrong is an error, or does no harm: nothing panics, and nothing waits for ever.

use std::sync::{Arc, Mutex, OnceLock};
use std::thread;
use std::time::Duration;

use textmill::{Document, Duplicates, Engine, EngineBuilder, ErrorKind, Limits, PluginSource, StopHandle};
use textmill_test_plugins::{FAULTY, hostile};

fn builder() -> EngineBuilder {
    let limits = Limits { time_ms: 60_000, ..Limits::default() };
    Engine::builder().plugin(PluginSource::bytes("faulty.wasm", FAULTY).limits(limits)).threads(2)
}

fn engine() -> Engine {
    builder().build().expect("the plugin is sound")
}

fn documents() -> std::vec::IntoIter<Document> {
    (0..20).map(|number| Document::new(number.to_string(), "some words")).collect::<Vec<_>>().into_iter()
}

#[test]
fn the_greatest_and_the_least_of_each_number_are_a_run() {
    let reported = engine().analyze(&mut documents()).expect("it runs").analyzers;
    for (kept, batch, longest) in [(0, 0, u64::MAX), (usize::MAX, 1, 11), (1, 1 << 30, 10)] {
        let engine = builder().kept_instances(kept).batch_bytes(batch).max_document_bytes(longest).build();
        let engine = engine.expect("it is built");
        for number in [0, 1, usize::MAX] {
            let duration =
                if number == 1 { Duration::from_nanos(1) } else { Duration::MAX * u32::from(number > 0) };
            let analysis = engine
                .analysis()
                .merge_bytes(number)
                .latency(duration)
                .state_interval(duration)
                .max_timeouts(Some(number as u64));
            let report = analysis.run(&mut documents()).expect("it runs");
            assert_eq!(report.analyzers, reported, "{kept} {batch} {longest} {number}");
        }
        let size = usize::MAX;
        let mut source = documents();
        let report = engine.analysis().sample(&mut source, size).run(&mut documents()).expect("it runs");
        assert_eq!(report.corpus.documents, 20);
    }
    let found = Duplicates::new().threads(usize::MAX).find(&mut documents());
    assert_eq!((found.documents, found.same), (20, 19));
}

#[test]
fn no_time_and_all_of_it_are_limits() {
    let engine = engine();
    let none = engine.texts().time_limit(Duration::ZERO).analyze("some words").expect_err("there is no time");
    assert_eq!(none.kind(), ErrorKind::Deadline);
    assert!(engine.texts().time_limit(Duration::MAX).analyze("some words").is_ok());
    assert!(engine.analyze_texts::<&str>(&[]).expect("nothing is no error").is_empty());
}

#[test]
fn what_was_stopped_stays_so_and_the_engine_goes_on() {
    let engine = engine();
    let stop = StopHandle::new();
    stop.stop();
    stop.stop();
    for _ in 0..3 {
        let error = engine.texts().stop(stop.clone()).analyze("some words").expect_err("it was stopped");
        assert_eq!(error.kind(), ErrorKind::Stopped);
        let stream = engine.analysis().stop(stop.clone()).stream(documents()).expect("it starts");
        assert!(stream.count() <= 20);
        assert!(
            !engine.analysis().stop(stop.clone()).run(&mut documents()).is_ok_and(|report| report.complete)
        );
    }
    assert!(engine.analyze_text("some words").is_ok());
}

#[test]
fn streams_that_are_dropped_at_any_moment_keep_nobody_waiting() {
    let engine = engine();
    for taken in 0..12 {
        let mut stream = engine.analysis().stream(documents()).expect("it starts");
        assert_eq!(stream.by_ref().take(taken).count(), taken);
    }
    let stream = engine.analysis().stream(documents()).expect("it starts");
    // The engine may go before its stream.
    drop(engine);
    assert_eq!(stream.count(), 20);
}

#[test]
fn many_callers_at_once_have_their_own_results() {
    let engine = engine();
    thread::scope(|scope| {
        for caller in 0..32 {
            let engine = &engine;
            scope.spawn(move || {
                for call in 0..5 {
                    let text = format!("some words of {caller} in {call}");
                    let result = engine.analyze_text(&text).expect("a result");
                    assert_eq!(result.text(), text);
                }
            });
        }
    });
}

#[test]
fn a_handler_of_messages_may_call_the_engine() {
    let cell: Arc<OnceLock<Engine>> = Arc::default();
    let (inner, called) = (Arc::clone(&cell), Arc::new(Mutex::new(0)));
    let calls = Arc::clone(&called);
    let plugin = PluginSource::bytes("logs.wasm", hostile("logs"));
    let engine = Engine::builder().plugin(plugin).threads(1).on_log(move |_, _, _| {
        let is_first = {
            let mut calls = calls.lock().expect("nobody panics");
            *calls += 1;
            *calls == 1
        };
        if let Some(engine) = inner.get().filter(|_| is_first) {
            engine.analyze_text("no culprit").expect("a result");
        }
    });
    let engine = engine.build().expect("the plugin is sound");
    assert!(cell.set(engine.clone()).is_ok());
    engine.analyze_text("! one that writes").expect("a result");
    assert!(*called.lock().expect("nobody panics") > 0);
}
