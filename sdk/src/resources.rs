//! Files that the user gave by name.

use std::collections::BTreeMap;

/// The resources of an analyzer: those of the names in its manifest that the user gave a file for.
#[derive(Clone, Debug, Default)]
pub struct Resources {
    files: BTreeMap<String, Vec<u8>>,
}

impl Resources {
    /// The content of a resource, or nothing where the user gave none.
    #[must_use]
    pub fn bytes(&self, name: &str) -> Option<&[u8]> {
        self.files.get(name).map(Vec::as_slice)
    }

    /// The content of a resource as text.
    ///
    /// # Errors
    /// A message for the user, with the byte offset, where the content is not UTF-8.
    pub fn text(&self, name: &str) -> Result<Option<&str>, String> {
        let Some(bytes) = self.bytes(name) else { return Ok(None) };
        std::str::from_utf8(bytes)
            .map(Some)
            .map_err(|error| format!("resource `{name}` is not UTF-8 at byte {}", error.valid_up_to()))
    }
}

impl<N: Into<String>, B: Into<Vec<u8>>> FromIterator<(N, B)> for Resources {
    fn from_iter<I: IntoIterator<Item = (N, B)>>(files: I) -> Self {
        Self { files: files.into_iter().map(|(name, content)| (name.into(), content.into())).collect() }
    }
}
