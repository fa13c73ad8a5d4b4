//! Which crate may use which: the table of `ARCHITECTURE.md`, as cargo sees the workspace.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::Problem;

/// What a folder's crate may depend on in the workspace. `*` stands for one folder; the first row that fits counts.
struct Layer {
    folder: &'static str,
    uses: &'static [&'static str],
    /// What its tests and examples may use beside that.
    tests_use: &'static [&'static str],
}

const ALL: &[&str] = &["sdk", "sdk/*", "plugins", "plugins/*", "engine", "engine/*", "cli", "tests/*"];

const LAYERS: [Layer; 19] = [
    Layer { folder: "sdk/kinds", uses: &[], tests_use: &[] },
    Layer { folder: "sdk/merge", uses: &["sdk/kinds"], tests_use: &[] },
    Layer { folder: "sdk/wit", uses: &[], tests_use: &[] },
    Layer { folder: "sdk/derive", uses: &["sdk/kinds"], tests_use: &[] },
    Layer { folder: "sdk/text", uses: &[], tests_use: &[] },
    Layer { folder: "sdk/template", uses: &["sdk"], tests_use: &["plugins/*"] },
    Layer {
        folder: "sdk",
        uses: &["sdk/derive", "sdk/kinds", "sdk/merge", "sdk/text", "sdk/wit"],
        tests_use: &["plugins/*"],
    },
    // They embed the components of the plugins, and call no code of theirs.
    Layer { folder: "plugins", uses: &[], tests_use: &[] },
    // Their build scripts read word lists as the analyzers do.
    // Its words are those of `keywords`.
    Layer {
        folder: "plugins/collocations",
        uses: &["sdk", "plugins/keywords"],
        tests_use: &["plugins/*", "tests/texts"],
    },
    Layer { folder: "plugins/*", uses: &["sdk", "sdk/text"], tests_use: &["plugins/*", "tests/texts"] },
    Layer { folder: "engine/corpus", uses: &[], tests_use: &[] },
    Layer { folder: "engine/dates", uses: &[], tests_use: &[] },
    Layer { folder: "engine/duplicates", uses: &["sdk/text"], tests_use: &["tests/texts"] },
    Layer {
        folder: "engine",
        uses: &[
            "engine/corpus",
            "engine/dates",
            "engine/duplicates",
            "sdk/merge",
            "sdk/text",
            "sdk/wit",
            "plugins",
        ],
        tests_use: &["tests/*"],
    },
    // It knows a report as JSON, and documents by a trait of its own.
    Layer { folder: "page", uses: &["engine/dates"], tests_use: &[] },
    Layer { folder: "cli", uses: &["engine", "page"], tests_use: &["tests/*"] },
    Layer { folder: "benches", uses: ALL, tests_use: &[] },
    Layer { folder: "tests/*", uses: ALL, tests_use: &[] },
    // Its tests compile the guide, and its generator makes corpora of the samples' sentences.
    Layer { folder: "xtask", uses: &["tests/texts"], tests_use: &["sdk", "plugins/*"] },
];

/// Packages of others that only some crates may use, tests and examples aside.
const KEPT_TO: [(&str, &[&str], &str); 4] = [
    // The engine has it for its features alone, so that wasmtime is compiled once.
    ("anyhow", &["cli", "xtask", "engine"], "a library's errors are typed"),
    ("clap", &["cli"], "arguments are the command line's"),
    ("indicatif", &["cli"], "the terminal is the command line's"),
    ("wasmtime", &["engine", "sdk/wit", "benches"], "only the engine hosts plugins"),
];

/// A crate's dependency.
#[derive(Debug)]
struct Dependency {
    /// The folder that it is in, or the name of a package of others.
    on: On,
    for_tests: bool,
}

#[derive(Debug)]
enum On {
    Folder(String),
    Package(String),
}

/// The dependencies of each crate, by its folder.
type Workspace = BTreeMap<String, Vec<Dependency>>;

/// # Errors
/// Where cargo does not tell.
pub(super) fn check(root: &Path) -> Result<Vec<Problem>> {
    let output = Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root)
        .output()
        .context("cargo cannot be run")?;
    ensure!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).context("cargo metadata")?;
    Ok(problems(&workspace(&metadata)?))
}

fn workspace(metadata: &Value) -> Result<Workspace> {
    let root = metadata["workspace_root"].as_str().context("cargo metadata without a root")?;
    let packages = metadata["packages"].as_array().context("cargo metadata without packages")?;
    let mut workspace = Workspace::new();
    for package in packages {
        let manifest = package["manifest_path"].as_str().context("a package without a manifest")?;
        let folder = Path::new(manifest).parent().context("a manifest without a folder")?;
        let dependencies = package["dependencies"].as_array().into_iter().flatten();
        let dependencies = dependencies.map(|dependency| Dependency {
            on: match dependency["path"].as_str() {
                Some(path) => On::Folder(below(root, Path::new(path))),
                None => On::Package(dependency["name"].as_str().unwrap_or_default().to_owned()),
            },
            for_tests: dependency["kind"] == "dev",
        });
        workspace.insert(below(root, folder), dependencies.collect());
    }
    Ok(workspace)
}

/// A folder from the root, with `/`.
fn below(root: &str, folder: &Path) -> String {
    folder.strip_prefix(root).unwrap_or(folder).display().to_string().replace('\\', "/")
}

fn problems(workspace: &Workspace) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (folder, dependencies) in workspace {
        let manifest = format!("{folder}/Cargo.toml");
        let Some(layer) = LAYERS.iter().find(|layer| fits(layer.folder, folder)) else {
            let message = "a crate that no row of ARCHITECTURE.md's table of folders (and LAYERS) stands for";
            problems.push(Problem::new(&manifest, None, message));
            continue;
        };
        let wrong = dependencies.iter().filter_map(|dependency| wrong(folder, layer, dependency));
        problems.extend(wrong.map(|message| Problem::new(&manifest, None, message)));
    }
    problems
}

fn wrong(folder: &str, layer: &Layer, dependency: &Dependency) -> Option<String> {
    match &dependency.on {
        On::Folder(on) => {
            let tests_use = if dependency.for_tests { layer.tests_use } else { &[] };
            let allowed = layer.uses.iter().chain(tests_use).any(|pattern| fits(pattern, on));
            (!allowed).then(|| format!("uses {on}, which ARCHITECTURE.md's table of folders does not allow"))
        }
        On::Package(on) => {
            let (_, folders, reason) = KEPT_TO.iter().find(|(package, ..)| package == on)?;
            (!dependency.for_tests && !folders.contains(&folder)).then(|| format!("uses {on}: {reason}"))
        }
    }
}

/// Whether a pattern, in which `*` is one folder, stands for a folder.
fn fits(pattern: &str, folder: &str) -> bool {
    match pattern.strip_suffix("/*") {
        Some(above) => folder.rsplit_once('/').is_some_and(|(found, _)| found == above),
        None => pattern == folder,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{problems, workspace};

    #[track_caller]
    fn check(folder: &str, kind: Option<&str>, on: &str, expected: Option<&str>) {
        let path = on.starts_with("./").then(|| on.replacen('.', "/w", 1));
        let metadata = json!({
            "workspace_root": "/w",
            "packages": [{
                "manifest_path": format!("/w/{folder}/Cargo.toml"),
                "dependencies": [{"name": on, "kind": kind, "path": path}],
            }],
        });
        let found = problems(&workspace(&metadata).expect("the metadata are complete"));
        let found: Vec<&str> = found.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(found, expected.as_slice(), "{folder} on {on}");
    }

    #[test]
    fn a_dependency_stands_in_the_table() {
        check("engine", None, "./plugins", None);
        check("plugins/tokenize", None, "./sdk", None);
        check("tests/faulty", None, "./sdk/merge", None);
        let message = "uses sdk, which ARCHITECTURE.md's table of folders does not allow";
        check("engine", None, "./sdk", Some(message));
        check("sdk/merge", Some("build"), "./sdk", Some(message));
        let message = "uses plugins/tokenize, which ARCHITECTURE.md's table of folders does not allow";
        check("plugins", None, "./plugins/tokenize", Some(message));
    }

    #[test]
    fn tests_may_use_more() {
        check("plugins/keywords", Some("dev"), "./plugins/tokenize", None);
        let message = "uses plugins/tokenize, which ARCHITECTURE.md's table of folders does not allow";
        check("plugins/keywords", None, "./plugins/tokenize", Some(message));
    }

    #[test]
    fn some_packages_have_their_place() {
        check("cli", None, "anyhow", None);
        check("sdk", Some("dev"), "anyhow", None);
        check("sdk", None, "anyhow", Some("uses anyhow: a library's errors are typed"));
        check("sdk", None, "serde", None);
    }

    #[test]
    fn a_new_folder_needs_a_row() {
        let message = "a crate that no row of ARCHITECTURE.md's table of folders (and LAYERS) stands for";
        check("server", None, "serde", Some(message));
    }
}
