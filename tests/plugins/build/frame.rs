//! Makes components of what `tests/hostile` holds as WebAssembly text.
//!
//! A file that is a component or a module is taken as it is. Any other holds fields of a core module, which take the
//! places of those of the same kind and name in `frame.wat`; the module that comes of it is made a component by the
//! contract, `sdk/wit/analyzer.wit`.

use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, io};

use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::Resolve;

/// What turns files into components.
pub(crate) struct Frame {
    fields: Vec<Field>,
    contract: Resolve,
    world: wit_parser::WorldId,
}

/// A field of a module, as text.
#[derive(Clone)]
struct Field {
    /// Its first word and its `$name`: `func $sin`.
    key: String,
    text: String,
}

impl Frame {
    pub(crate) fn read(frame: &Path, contract: &Path) -> io::Result<Self> {
        let text = fs::read_to_string(frame)?;
        let module = fields(&text).pop().ok_or_else(|| io::Error::other("the frame is empty"))?;
        let inner = module.text.trim_start_matches("(module").strip_suffix(')').unwrap_or_default();
        let mut resolve = Resolve::default();
        let package = resolve.push_path(contract).map_err(io::Error::other)?.0;
        let world = resolve.select_world(&[package], Some("analyzer")).map_err(io::Error::other)?;
        Ok(Self { fields: fields(inner), contract: resolve, world })
    }

    /// The component that a file's text is, or that its fields make of the frame; without any the frame itself.
    pub(crate) fn assemble(&self, text: &str) -> io::Result<Vec<u8>> {
        let own = fields(text);
        if let [whole] = own.as_slice()
            && ["module ", "component "].contains(&whole.key.as_str())
        {
            return wat::parse_str(text).map_err(io::Error::other);
        }
        self.component(&self.module(&own))
    }

    fn module(&self, own: &[Field]) -> String {
        let replaced: BTreeSet<&str> = own.iter().map(|field| field.key.as_str()).collect();
        let kept = self.fields.iter().filter(|field| !replaced.contains(field.key.as_str()));
        // Imports come before all else.
        let (imports, others): (Vec<&Field>, Vec<&Field>) =
            own.iter().chain(kept).partition(|field| field.key.starts_with("import"));
        let fields: Vec<&str> = imports.into_iter().chain(others).map(|field| field.text.as_str()).collect();
        format!("(module\n{})", fields.join("\n"))
    }

    fn component(&self, module: &str) -> io::Result<Vec<u8>> {
        let mut module = wat::parse_str(module).map_err(io::Error::other)?;
        embed_component_metadata(&mut module, &self.contract, self.world, StringEncoding::UTF8)
            .and_then(|()| ComponentEncoder::default().validate(true).module(&module)?.encode())
            .map_err(|error| io::Error::other(format!("{error:#}")))
    }
}

/// The parenthesized fields at the top of a text.
fn fields(text: &str) -> Vec<Field> {
    let bytes = text.as_bytes();
    let mut fields = Vec::new();
    let (mut at, mut depth, mut start) = (0, 0, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'"' => at += string(&bytes[at..]),
            b';' => at += bytes[at..].iter().take_while(|&&byte| byte != b'\n').count(),
            b'(' => {
                if depth == 0 {
                    start = at;
                }
                depth += 1;
                at += 1;
            }
            b')' => {
                at += 1;
                depth -= 1;
                if depth == 0 {
                    fields.push(Field { key: key(&text[start..at]), text: text[start..at].to_string() });
                }
            }
            _ => at += 1,
        }
    }
    fields
}

/// The length of the string that begins here, with its quotes.
fn string(bytes: &[u8]) -> usize {
    let mut at = 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at + 1
}

fn key(field: &str) -> String {
    let mut words = field[1..].split([' ', '\n', '(', ')']).filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    let name = words.next().filter(|word| word.starts_with('$')).unwrap_or_default();
    format!("{first} {name}")
}
