//! The server of `examples/serve`: its routes, its limits, what it does when there is too much, and when clients leave.

#[path = "../examples/serve/local.rs"]
mod local;
#[path = "../examples/serve/service/mod.rs"]
mod service;

use std::time::Duration;

use serde_json::Value;
use textmill::{Document, Engine, Limits, PluginSource};
use textmill_test_plugins::FAULTY;

use local::{Answer, Client, Server, get, post};
use service::Settings;

/// Time only ends what has no end.
const LONG: Duration = Duration::from_secs(60);

fn engine() -> Engine {
    let limits = Limits { memory: 64 << 20, time_ms: 60_000, ..Limits::default() };
    let plugin = PluginSource::bytes("faulty.wasm", FAULTY).limits(limits);
    Engine::builder().plugin(plugin).threads(2).build().expect("the plugin is sound")
}

fn settings() -> Settings {
    Settings { body_bytes: 1_000, time_limit: LONG, at_work: 2, waiting: 8, streams: 1 }
}

fn server(settings: Settings) -> Server {
    Server::start(engine(), settings).expect("a free port")
}

fn client(server: &Server) -> Client {
    server.client().expect("a connection")
}

fn text(text: &str) -> Vec<u8> {
    post("/analyze", "text/plain; charset=utf-8", text.as_bytes())
}

fn ask(server: &Server, request: &[u8]) -> Answer {
    client(server).ask(request).expect("an answer")
}

fn json(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap_or_else(|error| panic!("{error}: {answer:?}"))
}

#[track_caller]
fn wait_for(server: &Server, name: &str, expected: f64) {
    server.wait_for(name, expected).expect("it comes to that");
}

#[track_caller]
fn check_refused(server: &Server, request: &[u8], status: u16, kind: &str) {
    let answer = ask(server, request);
    assert_eq!(answer.status, status, "{answer:?}");
    let error = &json(&answer)["error"];
    assert_eq!(error["kind"], kind, "{error}");
    assert!(error["message"].is_string() && error["hint"].is_string(), "{error}");
    assert_eq!(answer.head.contains("retry-after: 1"), status == 503, "{answer:?}");
}

#[test]
fn a_text_is_answered_as_the_engine_says() {
    let server = server(settings());
    let texts = engine().texts().layers(["tokens"]);
    let document = Document::new("0", "one two").with_metadata("language", "en");
    let expected = texts.analyze_document(document).expect("a result").to_json().expect("JSON") + "\n";
    let body = br#"{"text": "one two", "language": "en", "layers": ["tokens"]}"#;
    let mut client = client(&server);
    let requests = [
        post("/analyze", "application/json", body),
        post("/analyze?language=en&layers=tokens", "text/plain", b"one two"),
    ];
    for request in requests {
        let answer = client.ask(&request).expect("an answer, on the same connection");
        assert_eq!((answer.status, String::from_utf8_lossy(&answer.body).as_ref()), (200, expected.as_str()));
    }
    wait_for(&server, r#"textmill_requests_total{route="/analyze",outcome="answered"}"#, 2.0);
    wait_for(&server, "textmill_request_seconds_count", 2.0);
    wait_for(&server, r#"textmill_request_seconds_bucket{le="+Inf"}"#, 2.0);
}

#[test]
fn health_and_metrics_are_there() {
    let server = server(settings());
    let answer = ask(&server, &get("/health"));
    assert_eq!((answer.status, &json(&answer)["status"]), (200, &"ready".into()));
    assert_eq!(json(&answer)["analyzers"][0], "faulty");
    assert!(String::from_utf8_lossy(&ask(&server, &get("/metrics")).body).starts_with("# HELP "));
    assert_eq!(ask(&server, &get("/analyze")).status, 405);
    assert_eq!(ask(&server, &get("/nowhere")).status, 404);
}

#[test]
fn what_is_no_request_is_refused() {
    let server = server(settings());
    let json = |body: &str| post("/analyze", "application/json", body.as_bytes());
    check_refused(&server, &json("{"), 400, "request");
    check_refused(&server, &json(r#"{"text": "a", "layer": []}"#), 400, "request");
    check_refused(&server, &json(r#"{"text": "a", "layers": ["lemmas"]}"#), 400, "request");
    check_refused(&server, &post("/analyze", "text/plain", b"\xff"), 400, "request");
    check_refused(&server, &post("/analyze?lang=en", "text/plain", b"a"), 400, "request");
    check_refused(&server, &post("/analyze", "image/png", b"a"), 415, "media_type");
    check_refused(&server, &text(&"a".repeat(1_001)), 413, "too_large");
    check_refused(&server, &post("/stream?layers=lemmas", "application/jsonl", b""), 400, "request");
    assert_eq!(ask(&server, &text(&"a".repeat(1_000))).status, 200);
    wait_for(&server, r#"textmill_requests_total{route="/analyze",outcome="bad_request"}"#, 7.0);
}

#[test]
fn a_text_that_takes_too_long_is_given_up() {
    let server = server(Settings { time_limit: Duration::from_secs(2), ..settings() });
    check_refused(&server, &text("LOOP"), 504, "deadline");
    assert_eq!(ask(&server, &text("one")).status, 200);
    wait_for(&server, "textmill_calls_at_work", 0.0);
    wait_for(&server, r#"textmill_requests_total{route="/analyze",outcome="timeout"}"#, 1.0);
}

#[test]
fn a_body_that_does_not_come_is_given_up() {
    let server = server(Settings { time_limit: Duration::from_millis(200), ..settings() });
    let mut request = text("some text");
    request.truncate(request.len() - 4);
    check_refused(&server, &request, 408, "slow_body");
    wait_for(&server, "textmill_calls_waiting", 0.0);
}

#[test]
fn faults_of_texts_are_answers_and_are_counted() {
    let server = server(settings());
    let answer = ask(&server, &text("a PANIC b"));
    assert_eq!((answer.status, &json(&answer)["faults"][0]["kind"]), (200, &"trap".into()));
    assert_eq!(ask(&server, &text("a FAULT b")).status, 200);
    wait_for(&server, r#"textmill_faults_total{analyzer="faulty",kind="trap"}"#, 1.0);
    wait_for(&server, r#"textmill_faults_total{analyzer="faulty",kind="error"}"#, 1.0);
}

#[test]
fn a_text_that_hangs_holds_up_no_other() {
    let server = server(settings());
    let mut hanging = client(&server);
    hanging.send(&text("LOOP")).expect("it is sent");
    wait_for(&server, "textmill_calls_at_work", 1.0);
    let mut other = client(&server);
    for _ in 0..10 {
        assert_eq!(other.ask(&text("one two")).expect("an answer").status, 200);
    }
}

#[test]
fn too_many_are_rejected_and_a_client_that_leaves_makes_room() {
    let server = server(Settings { at_work: 1, waiting: 1, ..settings() });
    let (mut hanging, mut waiting) = (client(&server), client(&server));
    hanging.send(&text("LOOP")).expect("it is sent");
    wait_for(&server, "textmill_calls_at_work", 1.0);
    waiting.send(&text("one two")).expect("it is sent");
    wait_for(&server, "textmill_calls_waiting", 1.0);
    for _ in 0..5 {
        check_refused(&server, &text("three"), 503, "overload");
    }
    // Nothing else ends the call.
    drop(hanging);
    assert_eq!(waiting.answer().expect("its turn comes").status, 200);
    wait_for(&server, "textmill_requests_in_flight", 0.0);
    wait_for(&server, "textmill_calls_at_work", 0.0);
    wait_for(&server, "textmill_calls_waiting", 0.0);
    wait_for(&server, r#"textmill_requests_total{route="/analyze",outcome="rejected"}"#, 5.0);
    wait_for(&server, r#"textmill_requests_total{route="/analyze",outcome="left"}"#, 1.0);
}

/// The head of a stream whose body comes in chunks.
const STREAM: &[u8] =
    b"POST /stream?layers=tokens HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n";

fn chunk(line: &str) -> Vec<u8> {
    format!("{:x}\r\n{line}\r\n", line.len()).into_bytes()
}

fn begin_stream(server: &Server) -> Client {
    let mut stream = client(server);
    assert_eq!(stream.ask(STREAM).expect("a head, before the body").status, 200);
    stream
}

fn next(stream: &mut Client) -> Value {
    let line = stream.chunk().expect("a chunk").expect("a line");
    serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
}

#[test]
fn results_come_while_the_body_still_does() {
    let server = server(settings());
    let mut stream = begin_stream(&server);
    for number in 1..=10 {
        stream.send(&chunk(&format!("{{\"text\": \"text {number}\"}}\n"))).expect("it is sent");
        // It would wait for ever, were more of the body waited for.
        let found = next(&mut stream);
        assert_eq!(
            (&found["id"], &found["layers"]["tokens"][1]["end"].is_u64()),
            (&number.to_string().into(), &true)
        );
    }
    let others =
        [("{\"text\": 1}\n", "11", "unread"), ("\n{\"id\": \"a\", \"text\": \"PANIC\"}\n", "a", "trap")];
    for (line, id, kind) in others {
        stream.send(&chunk(line)).expect("it is sent");
        let found = next(&mut stream);
        assert_eq!((&found["id"], &found["faults"][0]["kind"]), (&id.into(), &kind.into()));
    }
    stream.send(&chunk("{\"text\": \"without an end\"}")).expect("it is sent");
    stream.send(b"0\r\n\r\n").expect("it is sent");
    assert_eq!(next(&mut stream)["id"], "14");
    assert_eq!(stream.chunk().expect("the last chunk"), None);
    wait_for(&server, r#"textmill_requests_total{route="/stream",outcome="answered"}"#, 1.0);
    wait_for(&server, "textmill_documents_total", 13.0);
}

#[test]
fn a_line_that_is_too_long_ends_a_stream() {
    let server = server(settings());
    let mut stream = begin_stream(&server);
    stream.send(&chunk(&"x".repeat(1_001))).expect("it is sent");
    assert_eq!(next(&mut stream)["faults"][0]["kind"], "unread");
    assert_eq!(stream.chunk().expect("the last chunk"), None);
}

#[test]
fn streams_have_an_end_with_their_clients_and_a_number() {
    let server = server(settings());
    let stream = begin_stream(&server);
    wait_for(&server, "textmill_streams", 1.0);
    check_refused(&server, &post("/stream", "application/jsonl", b""), 503, "overload");
    assert_eq!(ask(&server, &text("one")).status, 200);
    drop(stream);
    wait_for(&server, "textmill_streams", 0.0);
    wait_for(&server, r#"textmill_requests_total{route="/stream",outcome="left"}"#, 1.0);
    drop(begin_stream(&server));
}

#[test]
fn a_server_that_is_asked_to_end_answers_what_it_has() {
    let mut server = server(settings());
    let mut stream = begin_stream(&server);
    stream.send(&chunk("{\"text\": \"one\"}\n")).expect("it is sent");
    assert_eq!(next(&mut stream)["id"], "1");
    server.stop();
    let last = next(&mut stream);
    assert_eq!((&last["id"], &last["faults"][0]["kind"]), (&"2".into(), &"unread".into()));
    assert_eq!(stream.chunk().expect("the last chunk"), None);
    // It waits for the end.
    drop(server);
}
