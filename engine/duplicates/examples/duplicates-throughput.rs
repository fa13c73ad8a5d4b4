//! How fast texts are looked at and compared: `duplicates-throughput [TEXTS]`, made of the samples' sentences, a tenth of them
//! edited copies.

use std::env;
use std::time::Instant;

use textmill_duplicates::{LineCounts, Lines, Sketch, Texts};
use textmill_texts::{Language, Random, Samples};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let count: usize = env::args().nth(1).map_or(Ok(20_000), |count| count.parse())?;
    let mut sentences = Samples::of(Language::Arabic)?.sentences;
    sentences.extend(Samples::of(Language::English)?.sentences);
    let mut random = Random::new(1);
    let made: Vec<String> = (0..2_000)
        .map(|_| (0..15).map(|_| random.pick(&sentences).trim().to_string()).collect::<Vec<_>>().join(".\n"))
        .collect();
    let bytes: usize = made.iter().map(String::len).sum();
    let per_second = |start: Instant| bytes as f64 / start.elapsed().as_secs_f64() / 1e6;

    let start = Instant::now();
    let sketches: Vec<Sketch> = made.iter().map(|text| Sketch::of(text)).collect();
    println!("sketches: {:.0} MB/s of texts of {} bytes", per_second(start), bytes / made.len());
    let start = Instant::now();
    let hashes: u128 = made.iter().map(|text| Sketch::hash_of(text)).fold(0, |all, hash| all ^ hash);
    println!("hashes alone: {:.0} MB/s ({:x})", per_second(start), hashes & 0xf);
    let start = Instant::now();
    let mut lines = LineCounts::new();
    made.iter().for_each(|text| lines.add(&Lines::of("source", text)));
    println!("lines: {:.0} MB/s ({} repeated)", per_second(start), lines.repeated().len());

    // Texts that have nothing in common but by chance: a number more makes another text of each sketch's text.
    let mut texts = Texts::new();
    for number in 0..count {
        let text =
            format!("{} {}", made[random.below(200)].get(..40).unwrap_or("x"), words(number, &mut random));
        texts.push(&Sketch::of(&text));
        if number % 10 == 0 {
            texts.push(&Sketch::of(&format!("{text} and more")));
        }
    }
    let start = Instant::now();
    let groups = texts.groups(0.5);
    println!(
        "groups of {} texts: {:.2} s, {} near, {} not compared, {} sketches",
        texts.len(),
        start.elapsed().as_secs_f64(),
        groups.near,
        groups.not_compared,
        sketches.len()
    );
    Ok(())
}

/// Thirty words that no other text has in this order.
fn words(number: usize, random: &mut Random) -> String {
    (0..30).map(|_| format!("w{}", random.below(50_000) + number % 7)).collect::<Vec<_>>().join(" ")
}
