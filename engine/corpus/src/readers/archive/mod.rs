//! Archives: members are read as files are, in the order of the archive, and nothing is extracted.
//!
//! A name in an archive is a name, wherever it would lead if it were a path. What is left out is counted in the
//! input: hidden members, links, and what is no regular file.

mod headers;
mod holes;
mod package;
mod section;
mod stretch;
mod tar;
mod zip;

use std::path::PathBuf;

use crate::left_out::LeftOut;

pub(super) use package::Package;
pub(super) use tar::open as open_tar;
pub(super) use zip::open as open_zip;

/// The path of a member as it is shown: without the `./` that `tar -c .` puts before all.
fn shown(mut path: &[u8]) -> &[u8] {
    while let Some(rest) = path.strip_prefix(b"./") {
        path = rest;
    }
    path
}

/// The path of a name in an archive, for its ending.
fn path_of(name: &[u8]) -> PathBuf {
    String::from_utf8_lossy(name).into_owned().into()
}

/// Whether a member is hidden: the name of it or of a folder around it begins with a dot, or it is what macOS adds
/// of its own.
fn is_hidden(path: &[u8]) -> bool {
    path.split(|&byte| byte == b'/').any(|name| match name {
        b"." | b".." => false,
        _ => name.starts_with(b".") || name == b"__MACOSX",
    })
}

/// What becomes of a member.
enum Fate {
    Read,
    /// A folder, of which nothing is to be said.
    Folder,
    LeftOut(&'static str),
    Unread(&'static str),
}

impl Fate {
    /// A member that would be read, unless it is hidden and hidden ones are not.
    fn of_file(path: &[u8], hidden: bool) -> Self {
        if !hidden && is_hidden(path) { Self::LeftOut(LeftOut::HIDDEN) } else { Self::Read }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_members_are_told_by_any_part_of_their_path() {
        for (path, expected) in [
            ("a.txt", false),
            ("../a.txt", false),
            ("a./b", false),
            (".a/b.txt", true),
            ("a/.b", true),
            ("__MACOSX/a.txt", true),
            ("a__MACOSX", false),
        ] {
            assert_eq!(is_hidden(path.as_bytes()), expected, "{path}");
        }
    }
}
