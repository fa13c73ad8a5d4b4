//! Streams: results by document, while their source still gives them.

use std::sync::mpsc::{self, Receiver, Sender};

use textmill::{Document, Engine, ErrorKind, FaultKind, Limits, PluginSource, StopHandle};
use textmill_test_plugins::FAULTY;

fn engine() -> Engine {
    engine_of(1 << 20)
}

fn engine_of(batch_bytes: usize) -> Engine {
    let limits = Limits { memory: 64 << 20, output: 1 << 20, time_ms: 60_000, ..Limits::default() };
    let plugin = PluginSource::bytes("faulty.wasm", FAULTY).limits(limits);
    Engine::builder().plugin(plugin).threads(2).batch_bytes(batch_bytes).build().expect("the plugin is sound")
}

fn channel() -> (Sender<Document>, Receiver<Document>) {
    mpsc::channel()
}

#[test]
fn a_result_comes_before_the_next_document() {
    let (sender, receiver) = channel();
    let mut stream = engine().analysis().stream(receiver.into_iter()).expect("it starts");
    for number in 0..20 {
        sender.send(Document::new(number.to_string(), "some words")).expect("the stream reads");
        // It would wait for ever, were more documents waited for.
        let result = stream.next().expect("there is one").expect("a result");
        assert_eq!(result.id(), number.to_string());
    }
    drop(sender);
    assert!(stream.next().is_none() && stream.next().is_none());
}

#[test]
fn results_come_in_the_order_of_the_source() {
    let documents = (0..3_000).map(|number| Document::new(number.to_string(), "word ".repeat(number % 50)));
    let stream = engine().analysis().stream(documents.collect::<Vec<_>>().into_iter()).expect("it starts");
    let ids: Vec<String> = stream.map(|result| result.expect("a result").id().to_owned()).collect();
    assert!(
        ids.iter().map(String::as_str).eq((0..3_000)
            .map(|number| number.to_string())
            .collect::<Vec<_>>()
            .iter()
            .map(String::as_str))
    );
}

#[test]
fn in_any_order_a_slow_document_holds_up_no_other() {
    let (sender, receiver) = channel();
    // Each document is a batch of its own, and there are two workers.
    let analysis = engine_of(1).analysis().in_any_order();
    let mut stream = analysis.stream(receiver.into_iter()).expect("it starts");
    sender.send(Document::new("slow", "LOOP")).expect("the stream reads");
    for number in 0..10 {
        sender.send(Document::new(number.to_string(), "some words")).expect("the stream reads");
        assert_eq!(stream.next().expect("there is one").expect("a result").id(), number.to_string());
    }
}

#[test]
fn a_stream_ends_when_it_is_stopped_though_its_source_waits() {
    let (sender, receiver) = channel();
    let stop = StopHandle::new();
    let mut stream = engine().analysis().stop(stop.clone()).stream(receiver.into_iter()).expect("it starts");
    sender.send(Document::new("a", "some words")).expect("the stream reads");
    assert_eq!(stream.next().expect("there is one").expect("a result").id(), "a");
    stop.stop();
    // The sender is still there: nothing else ends it.
    assert!(stream.next().is_none());
    drop(sender);
}

#[test]
fn a_stream_that_is_dropped_stops_nothing_else() {
    let stop = StopHandle::new();
    let (_sender, receiver) = channel();
    drop(engine().analysis().stop(stop.clone()).stream(receiver.into_iter()).expect("it starts"));
    assert!(!stop.is_stopped());
}

#[test]
fn an_endless_source_waits_while_nobody_takes_results() {
    let endless = std::iter::repeat_with(|| Document::new("a", "x ".repeat(50_000)));
    // Were it read on, it would never come to its end, and memory would.
    let mut stream = engine().analysis().stream(endless).expect("it starts");
    assert!(stream.next().is_some());
}

#[test]
fn faults_are_values_of_their_documents() {
    let documents = ["one", "PANIC", "two"].map(|text| Document::new(text, text));
    let stream = engine().analysis().stream(documents.into_iter()).expect("it starts");
    let kinds: Vec<Option<FaultKind>> =
        stream.map(|result| result.expect("a result").faults().first().map(|fault| fault.kind)).collect();
    assert_eq!(kinds, [None, Some(FaultKind::Trap), None]);
}

#[test]
fn filters_choose_documents_and_groups_have_no_meaning() {
    let documents =
        || ["a", "b", "c"].map(|id| Document::new(id, "text").with_metadata("kind", id)).into_iter();
    let analysis = engine().analysis().filter("kind=b".parse().expect("a filter"));
    let ids: Vec<String> = analysis
        .stream(documents())
        .expect("it starts")
        .map(|result| result.expect("a result").id().to_owned())
        .collect();
    assert_eq!(ids, ["b"]);
    let grouped = engine().analysis().group_by("kind".parse().expect("a field"));
    let error = grouped.stream(documents()).expect_err("a stream merges nothing");
    assert_eq!(
        (error.kind(), error.to_string()),
        (ErrorKind::Settings, "a stream does not give groups".into())
    );
    let error = engine().analysis().layers(["lemmas"]).stream(documents()).expect_err("nobody makes it");
    assert_eq!(error.kind(), ErrorKind::Settings);
}

#[cfg(feature = "futures")]
mod asynchronous {
    use futures::StreamExt;
    use tokio::sync::mpsc;

    use textmill::{Item, Unread};

    use super::{Document, FaultKind, engine};

    #[tokio::test]
    async fn documents_and_results_are_streams() {
        let documents =
            futures::stream::iter((0..2_000).map(|number| Document::new(number.to_string(), "some words")));
        let results = engine().analysis().stream_async(documents).expect("it starts");
        let ids: Vec<String> =
            results.map(|result| result.expect("a result").id().to_owned()).collect().await;
        assert_eq!(ids.len(), 2_000);
        assert_eq!(ids[1_999], "1999");
    }

    #[tokio::test]
    async fn a_result_comes_before_the_next_document() {
        let (sender, mut receiver) = mpsc::channel::<Document>(1);
        let documents = futures::stream::poll_fn(move |context| receiver.poll_recv(context));
        let mut results = engine().analysis().stream_async(documents).expect("it starts");
        for number in 0..10 {
            sender.send(Document::new(number.to_string(), "some words")).await.expect("the stream reads");
            let result = results.next().await.expect("there is one").expect("a result");
            assert_eq!(result.id(), number.to_string());
        }
        drop(sender);
        assert!(results.next().await.is_none());
    }

    #[tokio::test]
    async fn what_could_not_be_read_has_its_place() {
        let unread = |id: &str| Unread { id: id.into(), position: id.into(), message: "no JSON".into() };
        let items =
            [Document::new("a", "one").into(), Item::Unread(unread("b")), Document::new("c", "two").into()];
        let results = engine().analysis().stream_async(futures::stream::iter(items)).expect("it starts");
        let found: Vec<(String, Option<FaultKind>)> = results
            .map(|result| result.expect("a result"))
            .map(|result| (result.id().to_owned(), result.faults().first().map(|fault| fault.kind)))
            .collect()
            .await;
        assert_eq!(found, [("a".into(), None), ("b".into(), Some(FaultKind::Unread)), ("c".into(), None)]);
    }

    #[tokio::test]
    async fn a_stream_that_is_dropped_ends_its_run() {
        let (sender, mut receiver) = mpsc::channel::<Document>(1);
        let documents = futures::stream::poll_fn(move |context| receiver.poll_recv(context));
        let mut results = engine().analysis().stream_async(documents).expect("it starts");
        sender.send(Document::new("a", "some words")).await.expect("the stream reads");
        assert!(results.next().await.is_some());
        drop(results);
        sender.closed().await;
    }
}
