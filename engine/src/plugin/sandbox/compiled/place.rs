//! Where a user's caches are.
//!
//! Crates that tell (`dirs`, `etcetera`) do not heed `XDG_CACHE_HOME` on macOS, and read the process's environment, which a
//! test cannot set; it is a variable and two paths.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

/// The folder for caches, by the custom of the platform.
pub(super) fn user_caches() -> Option<PathBuf> {
    caches(env::var_os("XDG_CACHE_HOME"), env::home_dir(), cfg!(target_os = "macos"))
}

fn caches(xdg: Option<OsString>, home: Option<PathBuf>, is_macos: bool) -> Option<PathBuf> {
    // "If an implementation encounters a relative path in any of these variables it should consider the path invalid and
    // ignore it" (XDG Base Directory Specification, 0.8).
    let xdg = xdg.map(PathBuf::from).filter(|path| path.is_absolute());
    let below_home = if is_macos { "Library/Caches" } else { ".cache" };
    xdg.or_else(|| home.filter(|home| home.is_absolute()).map(|home| home.join(below_home)))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::caches;

    #[track_caller]
    fn check(xdg: Option<&str>, home: Option<&str>, is_macos: bool, expected: Option<&str>) {
        let found = caches(xdg.map(Into::into), home.map(Into::into), is_macos);
        assert_eq!(found.as_deref(), expected.map(Path::new));
    }

    #[cfg(unix)]
    #[test]
    fn the_custom_of_the_platform() {
        check(None, Some("/home/a"), false, Some("/home/a/.cache"));
        check(None, Some("/Users/a"), true, Some("/Users/a/Library/Caches"));
        check(Some("/caches"), Some("/home/a"), false, Some("/caches"));
        check(Some("/caches"), Some("/Users/a"), true, Some("/caches"));
        check(Some("/caches"), None, false, Some("/caches"));
    }

    #[cfg(unix)]
    #[test]
    fn a_relative_path_is_ignored() {
        check(Some("caches"), Some("/home/a"), false, Some("/home/a/.cache"));
        check(Some(""), Some("/home/a"), false, Some("/home/a/.cache"));
        check(Some("caches"), None, false, None);
        check(None, Some("a"), false, None);
        check(None, None, false, None);
    }
}
