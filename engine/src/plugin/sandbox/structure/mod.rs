//! What a component is made of, found before anything of it is compiled.
//!
//! Compiling takes time and memory by what there is to compile, and some small components stand for much: types in types
//! take the stack of whoever reads them (three bytes a level), components that make two of another each double with every
//! one. So what is counted here is all that a compiler's work grows with.
//!
//! The parser is that of wasmtime, in its version, so that both see the same component. It goes into nested modules and
//! components without recursion; the one thing that it reads recursively, a type, is gone through here before.

mod code;
#[cfg(test)]
mod tests;
mod types;
mod unfold;

use wasmparser::{
    BinaryReaderError, Element, ElementItems, Encoding, FunctionBody, Parser, Payload, SectionLimited,
};

use crate::report::Limits;
pub(super) use code::check as check_code;
use unfold::Unfolding;

/// What a component is made of, as far as it matters before it is compiled.
#[derive(Debug, Default)]
pub(super) struct Structure {
    /// The names of what it imports.
    pub(super) imports: Vec<String>,
    /// The names of what it exports.
    pub(super) exports: Vec<String>,
    counts: Counts,
    unfolding: Unfolding,
}

/// How much there is for a compiler to work on.
#[derive(Debug, Default)]
struct Counts {
    functions: u64,
    modules: u64,
    components: u64,
    declarations: u64,
}

/// Why a component is not compiled.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It breaks the binary format. With what is wrong, and where.
    Malformed(String),
    /// It has more of something than it may.
    TooMuch {
        what: &'static str,
        found: u64,
        most: u64,
        /// The limit of the plugin that can be raised, where there is one.
        limit: Option<&'static str>,
    },
    /// It hands components on as values. No toolchain makes that, and what it unfolds to could not be told.
    HandsOn,
}

impl Structure {
    /// Imports of the component, and exports. A plugin has two and one.
    const MAX_NAMES: u64 = 1_000;
    /// Core modules. componentize-py makes 38.
    const MAX_MODULES: u64 = 200;
    /// Components in a component, at any depth. componentize-qjs makes 24.
    const MAX_COMPONENTS: u64 = 200;
    /// Components in one another. Toolchains make two, and tools that compose components add one each.
    const MAX_DEPTH: u64 = 8;
    /// What core modules and components declare beside functions: types, imports, exports, globals, segments and so on, and
    /// the entries of tables. A type of a function takes a compiler 80 µs and 6 KB, an entry of a table 1 KB.
    /// componentize-py makes 18,451.
    const MAX_DECLARATIONS: u64 = 100_000;

    /// Goes through a component. Time and memory are linear in its bytes.
    ///
    /// # Errors
    /// What there is too much of, or where the format is broken.
    pub(super) fn read(component: &[u8], limits: &Limits) -> Result<Self, Refusal> {
        let mut structure = Self::default();
        let mut around = Vec::new();
        for payload in Parser::new(0).parse_all(component) {
            let payload = payload?;
            match &payload {
                Payload::Version { encoding, .. } => {
                    around.push(*encoding);
                    at_most("components in one another", around.len() as u64, Self::MAX_DEPTH)?;
                    if *encoding == Encoding::Component {
                        structure.unfolding.begin();
                    }
                }
                Payload::End(_) => {
                    if around.pop() == Some(Encoding::Component) {
                        structure.unfolding.end();
                    }
                }
                payload => structure.add(payload, component, limits)?,
            }
            if around == [Encoding::Component] {
                structure.name(&payload)?;
            }
        }
        Ok(structure)
    }

    fn add(&mut self, payload: &Payload<'_>, component: &[u8], limits: &Limits) -> Result<(), Refusal> {
        if let Payload::ComponentTypeSection(section) = payload {
            types::check(section, component)?;
        }
        if let Payload::CodeSectionEntry(body) = payload {
            check_function(body, limits)?;
        }
        self.counts.add(payload)?;
        self.counts.check(limits)?;
        self.unfolding.add(payload)
    }

    fn name(&mut self, payload: &Payload<'_>) -> Result<(), Refusal> {
        match payload {
            Payload::ComponentImportSection(section) => {
                at_most("imports", self.imports.len() as u64 + u64::from(section.count()), Self::MAX_NAMES)?;
                for import in section.clone() {
                    self.imports.push(import?.name.name.to_owned());
                }
            }
            Payload::ComponentExportSection(section) => {
                at_most("exports", self.exports.len() as u64 + u64::from(section.count()), Self::MAX_NAMES)?;
                for export in section.clone() {
                    self.exports.push(export?.name.name.to_owned());
                }
            }
            _ => {}
        }
        Ok(())
    }
}

impl Counts {
    fn add(&mut self, payload: &Payload<'_>) -> Result<(), Refusal> {
        match payload {
            Payload::CodeSectionStart { count, .. } => self.functions += u64::from(*count),
            Payload::ModuleSection { .. } => self.modules += 1,
            Payload::ComponentSection { .. } => self.components += 1,
            Payload::ElementSection(section) => self.declarations += table_entries(section)?,
            payload => self.declarations += declared_in_module(payload) + unfold::declared(payload),
        }
        Ok(())
    }

    fn check(&self, limits: &Limits) -> Result<(), Refusal> {
        within("functions", self.functions, limits.functions, "functions")?;
        at_most("core modules", self.modules, Structure::MAX_MODULES)?;
        at_most("components within", self.components, Structure::MAX_COMPONENTS)?;
        at_most("types, imports, exports and the like", self.declarations, Structure::MAX_DECLARATIONS)
    }
}

impl From<BinaryReaderError> for Refusal {
    fn from(error: BinaryReaderError) -> Self {
        Self::Malformed(error.to_string())
    }
}

/// Holds a number to a bound that is the same for all plugins.
fn at_most(what: &'static str, found: u64, most: u64) -> Result<(), Refusal> {
    if found > most { Err(Refusal::TooMuch { what, found, most, limit: None }) } else { Ok(()) }
}

/// Holds a number to one of the plugin's limits.
fn within(what: &'static str, found: u64, most: u64, limit: &'static str) -> Result<(), Refusal> {
    if found > most { Err(Refusal::TooMuch { what, found, most, limit: Some(limit) }) } else { Ok(()) }
}

/// A function's size is that of its code and of its local variables, of which four bytes declare thousands.
fn check_function(body: &FunctionBody<'_>, limits: &Limits) -> Result<(), Refusal> {
    let mut size = body.as_bytes().len() as u64;
    for declared in body.get_locals_reader()? {
        size += u64::from(declared?.0);
    }
    within("bytes of code and local variables in a function", size, limits.function_bytes, "function_bytes")
}

/// Segments of entries for tables, and the entries.
fn table_entries(section: &SectionLimited<'_, Element<'_>>) -> Result<u64, Refusal> {
    let mut entries = u64::from(section.count());
    for segment in section.clone() {
        entries += match segment?.items {
            ElementItems::Functions(items) => u64::from(items.count()),
            ElementItems::Expressions(_, items) => u64::from(items.count()),
        };
    }
    Ok(entries)
}

/// How many things a section of a core module declares, beside functions and entries of tables.
fn declared_in_module(payload: &Payload<'_>) -> u64 {
    let count = match payload {
        Payload::TypeSection(section) => section.count(),
        Payload::ImportSection(section) => section.count(),
        Payload::TableSection(section) => section.count(),
        Payload::MemorySection(section) => section.count(),
        Payload::TagSection(section) => section.count(),
        Payload::GlobalSection(section) => section.count(),
        Payload::ExportSection(section) => section.count(),
        Payload::DataSection(section) => section.count(),
        _ => 0,
    };
    u64::from(count)
}
