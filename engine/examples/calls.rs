//! What calls cost: a short text at a time, from one thread and from several, on a ready engine; beside a run that waits;
//! and how soon a stream gives what it was given, and ends when it is stopped.
//!
//! `cargo run --release -p textmill --example calls`

use std::sync::mpsc;
use std::time::{Duration, Instant};

use textmill::{Document, Engine, StopHandle};

/// 118 bytes.
const TEXT: &str = "Naguib Mahfouz won the Nobel Prize in Cairo in 1988; readers loved his wonderful novels, and critics praised them all.";

fn main() -> Result<(), textmill::Error> {
    let calls: usize = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(10_000);
    let started = Instant::now();
    let engine = Engine::builder().builtins().build()?;
    println!("an engine: {:.1} ms", started.elapsed().as_secs_f64() * 1e3);
    let started = Instant::now();
    engine.analyze_text(TEXT)?;
    println!("the first call: {:.3} ms", started.elapsed().as_secs_f64() * 1e3);

    println!("{calls} calls: {}", calls_one_by_one(&engine, calls)?);

    let (sender, receiver) = mpsc::channel::<Document>();
    let waiting = engine.clone();
    let run = std::thread::spawn(move || waiting.analyze(&mut receiver.into_iter()).map(drop));
    println!("{calls} calls beside a run that waits: {}", calls_one_by_one(&engine, calls)?);
    drop(sender);
    // It cannot have panicked.
    run.join().unwrap_or(Ok(()))?;

    for threads in [1, 2, 8] {
        let started = Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| (0..calls / threads).try_for_each(|_| engine.analyze_text(TEXT).map(drop)));
            }
        });
        let all = started.elapsed();
        println!("{threads} threads: {:.0} texts a second", calls as f64 / all.as_secs_f64());
    }

    let texts = vec![TEXT; calls];
    let started = Instant::now();
    engine.analyze_texts(&texts)?;
    println!("together: {:.0} texts a second", calls as f64 / started.elapsed().as_secs_f64());
    stream(&engine)?;
    engines_beside(&engine)
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Engines share code and have no threads of their own.
fn engines_beside(engine: &Engine) -> Result<(), textmill::Error> {
    let started = Instant::now();
    let others = (0..3).map(|_| Engine::builder().builtins().build()).collect::<Result<Vec<_>, _>>()?;
    let took = ms(started.elapsed());
    for engine in others.iter().chain([engine]) {
        engine.analyze_text(TEXT)?;
    }
    // Where the system does not tell, there is nothing to be shown.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let threads = status.lines().find_map(|line| line.strip_prefix("Threads:")).unwrap_or("?").trim();
    println!("three engines more: {took:.1} ms; threads of this process: {threads}");
    Ok(())
}

/// The middle and the 99th of 100 times, and how many there are in a second.
fn calls_one_by_one(engine: &Engine, calls: usize) -> Result<String, textmill::Error> {
    let mut times = Vec::with_capacity(calls);
    let started = Instant::now();
    for _ in 0..calls {
        let started = Instant::now();
        engine.analyze_text(TEXT)?;
        times.push(started.elapsed());
    }
    let all = started.elapsed();
    times.sort_unstable();
    let (middle, late) = (ms(times[calls / 2]), ms(times[calls * 99 / 100]));
    let a_second = calls as f64 / all.as_secs_f64();
    Ok(format!("middle {middle:.3} ms, 99th of 100 {late:.3} ms, {a_second:.0} a second"))
}

/// A document each twentieth of a second.
fn stream(engine: &Engine) -> Result<(), textmill::Error> {
    const DOCUMENTS: usize = 40;
    let (sender, receiver) = mpsc::channel();
    let stop = StopHandle::new();
    let mut results = engine.analysis().stop(stop.clone()).stream(receiver.into_iter())?;
    let mut times = Vec::with_capacity(DOCUMENTS);
    for number in 0..DOCUMENTS {
        std::thread::sleep(Duration::from_millis(50));
        let started = Instant::now();
        if sender.send(Document::new(number.to_string(), TEXT)).is_err() {
            break;
        }
        results.next().transpose()?;
        times.push(started.elapsed());
    }
    times.sort_unstable();
    let (middle, last) = (times.get(times.len() / 2), times.last());
    println!("a stream: middle {middle:?}, longest {last:?} after a document came");
    let started = Instant::now();
    stop.stop();
    let ended = results.next().is_none();
    println!(
        "a stream whose source waits: ended ({ended}) {:.3} ms after it was stopped",
        ms(started.elapsed())
    );
    Ok(())
}
