//! `cargo xtask dist`: the components of the built-in plugins, for the package `textmill-plugins`.
//!
//! In a checkout that crate's build script compiles them; whoever depends on the package gets them ready-made.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

const PACKAGE: &str = "textmill-plugins";

/// Builds the components and copies them to `plugins/wasm`.
pub(crate) fn run(root: &Path) -> Result<()> {
    let built = output_folder(root)?;
    let into = root.join("plugins").join("wasm");
    fs::create_dir_all(&into).with_context(|| into.display().to_string())?;
    let components = components(&built)?;
    ensure!(!components.is_empty(), "no component in {}", built.display());
    for component in components {
        let name = component.file_name().context("a component is a file")?;
        let bytes = fs::copy(&component, into.join(name)).with_context(|| component.display().to_string())?;
        println!("plugins/wasm/{} {bytes} bytes", name.display());
    }
    Ok(())
}

/// The folder into which the build script put the components, as cargo's messages give it.
fn output_folder(root: &Path) -> Result<PathBuf> {
    let output = Command::new("cargo")
        .args(["build", "--release", "--package", PACKAGE, "--message-format", "json-render-diagnostics"])
        .current_dir(root)
        .stderr(Stdio::inherit())
        .output()
        .context("cargo cannot be run")?;
    ensure!(output.status.success(), "the built-in plugins do not compile");
    let messages = String::from_utf8(output.stdout).context("cargo's messages")?;
    find_output_folder(&messages).with_context(|| format!("cargo ran no build script of {PACKAGE}"))
}

fn find_output_folder(messages: &str) -> Option<PathBuf> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut executed = messages.filter(|message| message["reason"] == "build-script-executed");
    let of_package = executed.find(|message| {
        // `path+file:///…/plugins#textmill-plugins@0.1.0`
        message["package_id"].as_str().is_some_and(|id| id.contains(&format!("#{PACKAGE}@")))
    })?;
    of_package["out_dir"].as_str().map(PathBuf::from)
}

fn components(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "wasm") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::find_output_folder;

    #[test]
    fn the_output_folder_is_that_of_the_package() {
        let messages = concat!(
            "{\"reason\":\"compiler-artifact\",\"package_id\":\"path+file:///a/plugins#textmill-plugins@0.1.0\"}\n",
            "{\"reason\":\"build-script-executed\",\"package_id\":\"registry+x#libm@0.2.1\",\"out_dir\":\"/libm\"}\n",
            "{\"reason\":\"build-script-executed\",\"package_id\":\"path+file:///a/plugins#textmill-plugins@0.1.0\",",
            "\"out_dir\":\"/out\"}\n",
        );
        assert_eq!(find_output_folder(messages).as_deref(), Some(Path::new("/out")));
        assert_eq!(find_output_folder("not JSON\n{}"), None);
    }
}
