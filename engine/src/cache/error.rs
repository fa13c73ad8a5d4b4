//! Why a store cannot be used.

use std::io;
use std::path::{Path, PathBuf};

/// Why a store cannot be opened or written. The message names the folder.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum CacheError {
    /// A file or the folder itself cannot be made, read, written or removed.
    #[error("the cache {}: {source}", folder.display())]
    Io {
        folder: PathBuf,
        #[source]
        source: io::Error,
    },
    /// The folder holds something that no store made.
    #[error("{} is not a cache: it holds {}", folder.display(), name.display())]
    OtherFiles { folder: PathBuf, name: PathBuf },
}

impl CacheError {
    pub(super) fn io(folder: &Path) -> impl Fn(io::Error) -> Self + '_ {
        |source| Self::Io { folder: folder.to_path_buf(), source }
    }

    /// What can be done about it, where that is known.
    pub(crate) fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Io { .. } => None,
            Self::OtherFiles { .. } => Some("name a folder that is new or empty"),
        }
    }
}
