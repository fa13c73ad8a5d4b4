//! That cargo compiles wasmtime once: for the engine, and for its build script, which compiles the built-in plugins.
//!
//! Where one package that wasmtime depends on has other features for the one than for the other, all from there on up to
//! wasmtime is compiled twice: a build takes minutes more, and nothing says why.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::Problem;

/// Where the features are made equal.
const MANIFEST: &str = "engine/Cargo.toml";

/// What is looked at: all of it, and the engine without what it may be built without. Crates of readers ask for features
/// that wasmtime's dependencies then lack.
const BUILDS: [&[&str]; 2] = [
    &["--package", "textmill-cli"],
    &["--package", "textmill", "--no-default-features", "--features", "builtin,precompiled"],
];

/// # Errors
/// Where cargo does not tell.
pub(super) fn check(root: &Path) -> Result<Vec<Problem>> {
    let needed = tree(root, &["--package", "wasmtime", "--edges", "normal,no-proc-macro"])?;
    let mut found = Vec::new();
    for build in BUILDS {
        let built = tree(root, &[build, &["--edges", "normal,build,no-proc-macro"]].concat())?;
        found.extend(problems(&needed, &built));
    }
    Ok(found)
}

/// A line for each package of a tree: its name, its version, and its features after a bar.
fn tree(root: &Path, of: &[&str]) -> Result<String> {
    let output = Command::new("cargo")
        // Without a target, cargo shows what one package needs for a build script and for the engine as one, where its own
        // features are the same.
        .args(["tree", "--offline", "--target", "host-tuple", "--prefix", "none", "--format", "{p} |{f}"])
        .args(of)
        .current_dir(root)
        .output()
        .context("cargo cannot be run")?;
    ensure!(output.status.success(), "cargo tree: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).context("cargo tree")
}

fn problems(needed: &str, built: &str) -> Vec<Problem> {
    let needed: BTreeSet<&str> = packages(needed).map(|(package, _)| package).collect();
    let mut features: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (package, of_one) in packages(built).filter(|(package, _)| needed.contains(package)) {
        features.entry(package).or_default().insert(of_one);
    }
    let differ = features.into_iter().filter(|(_, sets)| sets.len() > 1);
    let differ = differ.map(|(package, sets)| {
        let sets = sets.into_iter().map(|set| format!("[{set}]")).collect::<Vec<_>>().join(" and ");
        let message = format!("{package} is compiled twice, and wasmtime with it: its features are {sets}");
        Problem::new(MANIFEST, None, message)
    });
    differ.collect()
}

/// The packages of a tree, each with its features.
fn packages(tree: &str) -> impl Iterator<Item = (&str, &str)> {
    tree.lines().filter_map(|line| {
        let (package, features) = line.split_once(" |")?;
        // A package that was shown before is marked, and a path may stand after a version.
        let features = features.trim_end_matches("(*)").trim_end();
        let package = package.split_once(" (").map_or(package, |(package, _)| package);
        Some((package, features))
    })
}

#[cfg(test)]
mod tests {
    use super::problems;

    #[test]
    fn features_that_differ_are_named() {
        let needed = "wasmtime v48.0.8 |std\nlibc v0.2.1 |default,std\n";
        let built = "textmill v0.1.0 (/w/engine) |default\nlibc v0.2.1 |default,std\nlibc v0.2.1 |std (*)\n\
                     wasmtime v48.0.8 |std\nwasmtime v48.0.8 |std (*)\nsyn v2.0.1 |full\nsyn v2.0.1 |\n";
        let found = problems(needed, built);
        let found: Vec<&str> = found.iter().map(|problem| problem.message.as_str()).collect();
        let message =
            "libc v0.2.1 is compiled twice, and wasmtime with it: its features are [default,std] and [std]";
        assert_eq!(found, [message]);
    }
}
