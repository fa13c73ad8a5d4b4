//! Measures how what readers execute grows with the file, for `cargo xtask growth readers`, which runs it.
//!
//! `reading [STEP]` reads files of every pattern, or of every so many, at three lengths, each twice the one before, and counts
//! instructions by callgrind, under which it runs itself. It prints the patterns of which a file of twice the length takes more
//! than 2.2 times the work, `FACTOR INSTRUCTIONS ENDING OPENING PIECE` with tabs between them, and how many there were.

use std::error::Error;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::{env, fs};

use textmill_corpus::{Corpus, Source};
use textmill_oracles::readers::{Pattern, patterns};

/// How many times the work of a file one of twice the length may take.
const MOST: f64 = 2.2;

/// Bytes of the files of a pattern, about: more than readers take at once, and few enough for thousands.
const BYTES: [usize; 3] = [16 << 10, 32 << 10, 64 << 10];

/// The argument by which the program is told that it is counted.
const COUNTED: &str = "counted";

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (is_counted, step) = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => (false, 1),
        [COUNTED, step] => (true, step.parse()?),
        [step] => (false, step.parse()?),
        _ => return Err("usage: reading [STEP]".into()),
    };
    let patterns: Vec<Pattern> = patterns().step_by(step).collect();
    let folder = tempfile::tempdir()?;
    if is_counted {
        for pattern in patterns {
            let path = folder.path().join("file").with_extension(pattern.ending);
            for bytes in BYTES {
                fs::write(&path, pattern.file(bytes))?;
                read(&path);
            }
        }
        return Ok(ExitCode::SUCCESS);
    }
    report(&patterns, &instructions(folder.path(), step)?)
}

/// Reads a file to its end, with what is left to the workers of a run.
///
/// What callgrind counts, which knows it by its name.
#[inline(never)]
fn read(path: &Path) {
    let corpus = Corpus::new().path(path).remove_boilerplate(true);
    let Ok(mut documents) = corpus.open() else { return };
    while let Some(item) = documents.next_item() {
        std::hint::black_box(item.made());
    }
}

/// What each file takes, in order.
fn instructions(folder: &Path, step: usize) -> Result<Vec<u64>, Box<dyn Error>> {
    let out = folder.join("counts");
    let status = Command::new("valgrind")
        .args(["--tool=callgrind", "--quiet", "--collect-atstart=no"])
        .args(["--toggle-collect=reading::read", "--dump-after=reading::read"])
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(env::current_exe()?)
        .args([COUNTED, &step.to_string()])
        .status()
        .map_err(|error| format!("valgrind cannot be run (Debian: apt-get install valgrind): {error}"))?;
    if !status.success() {
        return Err(format!("valgrind failed: {status}").into());
    }
    let part = |number: usize| fs::read_to_string(format!("{}.{number}", out.display())).ok();
    let total =
        |part: String| part.lines().find_map(|line| line.strip_prefix("totals: ")?.trim().parse().ok());
    Ok((1..).map_while(part).filter_map(total).collect())
}

fn report(patterns: &[Pattern], instructions: &[u64]) -> Result<ExitCode, Box<dyn Error>> {
    if instructions.len() != patterns.len() * BYTES.len() {
        return Err(format!("{} counts of {} patterns", instructions.len(), patterns.len()).into());
    }
    let (mut above, mut greatest) = (0, 0.0_f64);
    for (pattern, counts) in patterns.iter().zip(instructions.chunks(BYTES.len())) {
        // Of two doublings, so that a table that grew in one of them counts half.
        let factor = (counts[BYTES.len() - 1] as f64 / counts[0] as f64).sqrt();
        greatest = greatest.max(factor);
        if factor > MOST {
            above += 1;
            let Pattern { ending, opening, piece, .. } = pattern;
            println!("{factor:.2}\t{counts:?}\t{ending}\t{opening:?}\t{piece:?}");
        }
    }
    println!("{} patterns, {above} above {MOST}, the greatest {greatest:.3}", patterns.len());
    Ok(if above == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
