//! Files that the user gave by name.

use std::cell::RefCell;
use std::collections::BTreeMap;

/// The resources of an analyzer: those of the names in its manifest that the user gave a file for.
#[derive(Clone, Debug, Default)]
pub struct Resources {
    files: BTreeMap<String, Vec<u8>>,
    /// The names in the manifest; of resources that were not bound to one yet, all are.
    declared: Option<Vec<String>>,
    /// A resource that was asked for and is not among them.
    undeclared: RefCell<Option<String>>,
}

impl Resources {
    /// The content of a resource, or nothing where the user gave none. One that the manifest does not name makes the
    /// configuration fail.
    #[must_use]
    pub fn bytes(&self, name: &str) -> Option<&[u8]> {
        if self.declared.as_ref().is_some_and(|declared| !declared.iter().any(|known| known == name)) {
            self.undeclared.borrow_mut().get_or_insert_with(|| name.to_string());
        }
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

    /// The same resources, of an analyzer that looks for these names.
    pub(crate) fn declared(mut self, names: &[String]) -> Self {
        self.declared = Some(names.to_vec());
        self
    }

    /// # Errors
    /// Where a resource was asked for that the manifest does not name.
    pub(crate) fn check_declared(&self) -> Result<(), String> {
        match self.undeclared.take() {
            Some(name) => Err(format!(
                "the resource `{name}` is read, and the manifest does not name it: add `.resource(\"{name}\")` in \
                 `Analyzer::manifest`"
            )),
            None => Ok(()),
        }
    }
}

impl<N: Into<String>, B: Into<Vec<u8>>> FromIterator<(N, B)> for Resources {
    fn from_iter<I: IntoIterator<Item = (N, B)>>(files: I) -> Self {
        let files = files.into_iter().map(|(name, content)| (name.into(), content.into())).collect();
        Self { files, ..Self::default() }
    }
}
