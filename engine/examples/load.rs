//! What the server of `examples/serve` does under load, at the loopback address: requests a second, too many of them, a
//! plugin that traps, clients that leave. `docs/guide/serving.md` says what its table has.
//!
//! `cargo run --release -p textmill --features futures --example load -- [SECONDS]`

#[path = "serve/local.rs"]
#[allow(dead_code, reason = "tests use the rest")]
mod local;
#[path = "serve/service/mod.rs"]
mod service;

use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use textmill::{Engine, PluginSource};
use textmill_test_plugins::FAULTY;

use local::{Client, Server, post};
use service::Settings;

/// 118 bytes.
const TEXT: &str = "Naguib Mahfouz won the Nobel Prize in Cairo in 1988; readers loved his wonderful novels, and critics praised them all.";

type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

fn main() -> Outcome<()> {
    let seconds = std::env::args().nth(1).and_then(|seconds| seconds.parse().ok()).unwrap_or(5.0);
    let time = Duration::from_secs_f64(seconds);
    println!("| load | requests a second | middle | 99th of 100 | rejected | memory |");
    println!("| --- | --- | --- | --- | --- | --- |");
    steady(time)?;
    overload(time)?;
    traps(time)?;
    clients_that_leave()
}

/// The built-in analyzers, and where it is asked for one that goes wrong where a text says so.
fn engine(faulty: bool) -> Outcome<Engine> {
    let at_work = Settings::default().at_work;
    let mut builder = Engine::builder().builtins().kept_instances(2 * at_work);
    if faulty {
        let plugin = PluginSource::bytes("faulty.wasm", FAULTY);
        builder = builder.plugin(
            plugin.rename_layer("tokens", "faulty-tokens").rename_layer("sentences", "faulty-sentences"),
        );
    }
    let engine = builder.build()?;
    engine.warm_up(at_work)?;
    Ok(engine)
}

fn steady(time: Duration) -> Outcome<()> {
    let server = Server::start(engine(false)?, Settings::default())?;
    for connections in [1, 8, 64] {
        let load = Load::put(&server, connections, time, &[TEXT])?;
        load.row(&format!("{connections} connections"));
    }
    Ok(())
}

/// Many more connections than there is room: what is let in is answered soon, the rest is told to come again.
fn overload(time: Duration) -> Outcome<()> {
    let settings = Settings { waiting: 16, ..Settings::default() };
    let server = Server::start(engine(false)?, settings)?;
    let load = Load::put(&server, 256, time, &[TEXT])?;
    load.row("256 connections, room for 16 to wait");
    Ok(())
}

fn traps(time: Duration) -> Outcome<()> {
    let server = Server::start(engine(true)?, Settings::default())?;
    let sound = Load::put(&server, 8, time, &[TEXT])?;
    sound.row("8 connections, one plugin more");
    let trapping = format!("{TEXT} PANIC");
    let mut texts = [TEXT; 10];
    texts[9] = &trapping;
    let load = Load::put(&server, 8, time, &texts)?;
    load.row("the same, where it traps on one text in ten");
    let faults = server.metric(r#"textmill_faults_total{analyzer="faulty",kind="trap"}"#)?;
    println!("\n{faults} traps, each a fault of its text alone.");
    Ok(())
}

/// All that are let in hang, and their clients leave: the server breaks the calls off, and is as it was.
fn clients_that_leave() -> Outcome<()> {
    const CLIENTS: usize = 64;
    let settings = Settings { time_limit: Duration::from_secs(600), ..Settings::default() };
    let at_work = settings.at_work;
    let server = Server::start(engine(true)?, settings)?;
    let hanging = post("/analyze", "text/plain", b"LOOP");
    let mut clients = Vec::new();
    for _ in 0..CLIENTS {
        let mut client = server.client()?;
        client.send(&hanging)?;
        clients.push(client);
    }
    server.wait_for("textmill_calls_at_work", at_work as f64)?;
    server.wait_for("textmill_calls_waiting", CLIENTS.saturating_sub(at_work) as f64)?;
    let left = Instant::now();
    drop(clients);
    server.wait_for("textmill_requests_in_flight", 0.0)?;
    server.wait_for("textmill_calls_at_work", 0.0)?;
    let broken_off = left.elapsed();
    let answer = server.client()?.ask(&post("/analyze", "text/plain", TEXT.as_bytes()))?;
    let gone = server.metric(r#"textmill_requests_total{route="/analyze",outcome="left"}"#)?;
    println!(
        "{gone} clients left, {at_work} of them with a call that hung: nothing was in flight {} ms later, and the next text \
         was answered with {}.",
        broken_off.as_millis(),
        answer.status
    );
    Ok(())
}

/// What came of putting a load on a server.
#[derive(Debug)]
struct Load {
    /// Of what was answered.
    times: Vec<Duration>,
    rejected: u64,
    took: Duration,
    /// Kibibytes of this process, its clients among them: a third of the way, and at the end.
    memory: Option<(u64, u64)>,
}

impl Load {
    /// Each connection sends the texts in turn, each as soon as the one before is answered.
    fn put(server: &Server, connections: usize, time: Duration, texts: &[&str]) -> Outcome<Self> {
        let requests: Vec<Vec<u8>> =
            texts.iter().map(|text| post("/analyze", "text/plain", text.as_bytes())).collect();
        let (over, rejected) = (AtomicBool::new(false), AtomicU64::new(0));
        let clients = (0..connections).map(|_| server.client()).collect::<io::Result<Vec<_>>>()?;
        let begun = Instant::now();
        let mut early = None;
        let times = thread::scope(|scope| {
            let threads: Vec<_> = clients
                .into_iter()
                .enumerate()
                .map(|(first, client)| {
                    let (requests, over, rejected) = (&requests, &over, &rejected);
                    scope.spawn(move || ask(client, requests, first, over, rejected))
                })
                .collect();
            thread::sleep(time / 3);
            early = resident();
            thread::sleep(time - time / 3);
            over.store(true, Ordering::Relaxed);
            let ended =
                threads.into_iter().map(|thread| thread.join().map_err(|_| "a client has panicked")?);
            ended.collect::<Outcome<Vec<Vec<Duration>>>>()
        })?;
        let took = begun.elapsed();
        let mut times = times.concat();
        times.sort_unstable();
        let memory = early.zip(resident());
        Ok(Self { times, rejected: rejected.into_inner(), took, memory })
    }

    fn row(&self, name: &str) {
        let share = |share: usize| {
            let place = (self.times.len() * share / 100).min(self.times.len().saturating_sub(1));
            self.times.get(place).map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
        };
        let memory = self.memory.map_or("–".into(), |(early, late)| {
            format!("{:.0} → {:.0} MB", early as f64 / 1e3, late as f64 / 1e3)
        });
        let a_second = self.times.len() as f64 / self.took.as_secs_f64();
        let (middle, high, rejected) = (share(50), share(99), self.rejected);
        println!("| {name} | {a_second:.0} | {middle:.2} ms | {high:.2} ms | {rejected} | {memory} |");
    }
}

/// How long each answer took. Whoever is rejected waits for a moment: less than it is told to, so that the load stays.
fn ask(
    mut client: Client,
    requests: &[Vec<u8>],
    first: usize,
    over: &AtomicBool,
    rejected: &AtomicU64,
) -> Outcome<Vec<Duration>> {
    const MOMENT: Duration = Duration::from_millis(10);
    let mut times = Vec::new();
    for request in requests.iter().cycle().skip(first % requests.len()) {
        if over.load(Ordering::Relaxed) {
            break;
        }
        let sent = Instant::now();
        let answer = client.ask(request)?;
        match answer.status {
            200 => times.push(sent.elapsed()),
            503 => {
                rejected.fetch_add(1, Ordering::Relaxed);
                thread::sleep(MOMENT);
            }
            status => return Err(format!("{status}: {}", String::from_utf8_lossy(&answer.body)).into()),
        }
    }
    Ok(times)
}

/// Kibibytes of memory of this process, where the system tells.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB")?.parse().ok())
}
