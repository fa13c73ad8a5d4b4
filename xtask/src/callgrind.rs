//! Instructions of the calls of one function of a program, counted by valgrind's callgrind.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

/// What a program printed, and what each call took.
pub(crate) struct Counted {
    pub(crate) printed: String,
    pub(crate) instructions: Vec<u64>,
}

/// Runs a program and counts the calls of `function`, by its name among the program's symbols. Counts of calls go through files
/// whose paths begin with `parts`.
///
/// # Errors
/// Where there is no valgrind, the program fails, or what is counted cannot be told.
pub(crate) fn count<S: AsRef<OsStr>>(
    program: &Path,
    arguments: &[S],
    function: &str,
    parts: &Path,
) -> Result<Counted> {
    let mut valgrind = Command::new("valgrind");
    valgrind
        .args(["--tool=callgrind", "--quiet", "--collect-atstart=no"])
        .arg(format!("--callgrind-out-file={}", parts.display()))
        .arg(format!("--toggle-collect={function}"))
        .arg(format!("--dump-after={function}"))
        .arg(program)
        .args(arguments);
    let printed = printed(&mut valgrind)
        .context("valgrind is a package of most systems (Debian: apt-get install valgrind)")?;
    let mut instructions = Vec::new();
    loop {
        let path = PathBuf::from(format!("{}.{}", parts.display(), instructions.len() + 1));
        if !path.exists() {
            return Ok(Counted { printed, instructions });
        }
        let part = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        instructions.push(total(&part).with_context(|| format!("no total in {}", path.display()))?);
        // Not to be taken for one of the next run.
        fs::remove_file(&path).with_context(|| path.display().to_string())?;
    }
}

/// What a program prints.
///
/// # Errors
/// Where it cannot be run, or fails.
pub(crate) fn printed(command: &mut Command) -> Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output =
        command.stderr(Stdio::inherit()).output().with_context(|| format!("{name} cannot be run"))?;
    ensure!(output.status.success(), "{name} failed: {}", output.status);
    String::from_utf8(output.stdout).with_context(|| format!("the output of {name}"))
}

fn total(part: &str) -> Option<u64> {
    part.lines().find_map(|line| line.strip_prefix("totals: ")?.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::total;

    #[test]
    fn a_part_has_a_total() {
        assert_eq!(total("version: 1\npart: 3\nevents: Ir\nfn=(1) a\n3 98\ntotals: 98\n"), Some(98));
        assert_eq!(total("part: 3\n"), None);
    }
}
