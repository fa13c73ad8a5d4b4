//! What calls cost: a short text at a time, from one thread and from several, on a ready engine.
//!
//! `cargo run --release -p textmill --example calls`

use std::time::{Duration, Instant};

use textmill::Engine;

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

    let mut times = Vec::with_capacity(calls);
    let started = Instant::now();
    for _ in 0..calls {
        let started = Instant::now();
        engine.analyze_text(TEXT)?;
        times.push(started.elapsed());
    }
    let all = started.elapsed();
    times.sort_unstable();
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    println!(
        "{calls} calls: middle {:.3} ms, 99th of 100 {:.3} ms, {:.0} a second",
        ms(times[calls / 2]),
        ms(times[calls * 99 / 100]),
        calls as f64 / all.as_secs_f64()
    );

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
    Ok(())
}
