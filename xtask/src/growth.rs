//! `cargo xtask growth readers`: how what readers execute grows with the file.
//!
//! The example `reading` of `tests/oracles` reads files of every pattern at several lengths, each twice the one before.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

use crate::callgrind::{self, Counted};
use crate::example::{self, Build};

/// The function of the program that reads a file.
const COUNTED: &str = "reading::read";

/// How many times the work of a file one of twice the length may take.
const MOST: f64 = 2.2;

/// Counts what reading takes, of every pattern or of every so many.
///
/// # Errors
/// Where nothing can be counted, or a file of twice the length takes more than 2.2 times the work.
pub(crate) fn readers(root: &Path, arguments: &[&str]) -> Result<()> {
    ensure!(arguments.len() <= 1, "usage: cargo xtask growth readers [STEP]");
    let program = example::build(root, "textmill-oracles", "reading", Build::Release)?;
    let folder = root.join("target").join("growth");
    std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    let Counted { printed, instructions } =
        callgrind::count(&program, arguments, COUNTED, &folder.join("reading"))?;
    let patterns: Vec<&str> = printed.lines().collect();
    let (mut above, mut greatest) = (0, 0.0_f64);
    for (pattern, counts) in patterns.iter().zip(of_each(&instructions, patterns.len())?) {
        let factor = growth(counts);
        greatest = greatest.max(factor);
        if factor > MOST {
            above += 1;
            println!("{factor:.2}\t{counts:?}\t{pattern}");
        }
    }
    println!("{} patterns, {above} above {MOST}, the greatest {greatest:.3}", patterns.len());
    if above > 0 {
        bail!("reading something costs more than linearly");
    }
    Ok(())
}

/// The counts of each pattern: as many as there are lengths.
fn of_each(instructions: &[u64], patterns: usize) -> Result<std::slice::ChunksExact<'_, u64>> {
    let lengths = instructions.len() / patterns.max(1);
    ensure!(
        lengths > 1 && lengths * patterns == instructions.len(),
        "{} counts of {patterns} patterns",
        instructions.len()
    );
    Ok(instructions.chunks_exact(lengths))
}

/// How many times the work a file of twice the length takes: the mean of all doublings, so that a table that grew in one of
/// them counts in part.
fn growth(counts: &[u64]) -> f64 {
    let (first, last) = (counts[0] as f64, counts[counts.len() - 1] as f64);
    (last / first).powf(1.0 / (counts.len() - 1) as f64)
}

#[cfg(test)]
mod tests {
    use super::{growth, of_each};

    #[test]
    fn growth_is_the_mean_of_doublings() {
        for (counts, expected) in [([10, 20, 40], 2.0), ([10, 30, 90], 3.0), ([10, 40, 90], 3.0)] {
            assert!((growth(&counts) - expected).abs() < 1e-9, "of {counts:?}");
        }
    }

    #[test]
    fn counts_that_do_not_fit_the_patterns_are_refused() {
        assert_eq!(of_each(&[1, 2, 3, 4], 2).unwrap().next(), Some([1, 2].as_slice()));
        for (counts, patterns) in [(&[1, 2, 3][..], 2), (&[1, 2], 2), (&[], 1), (&[], 0)] {
            assert!(of_each(counts, patterns).is_err(), "{counts:?}");
        }
    }
}
