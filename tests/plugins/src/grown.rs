//! Components too large to be kept as files: a sound one, with a section more.
//!
//! A component is a header and sections one after the other, each a byte that says its kind, its length, and its content
//! (Component Model, "Component Definitions" in `Binary.md`); a core module is built in the same way.

/// A component with a core module more, which exports as many functions and is never run.
#[must_use]
pub fn many_exports(component: &[u8], functions: u32) -> Vec<u8> {
    const CORE_MODULE: u8 = 1;
    let mut grown = component.to_vec();
    section(&mut grown, CORE_MODULE, &exporting_module(functions));
    grown
}

/// A component with a custom section more, of so many bytes.
#[must_use]
pub fn large_component(component: &[u8], bytes: usize) -> Vec<u8> {
    const CUSTOM: u8 = 0;
    let mut content = b"\x07padding".to_vec();
    content.resize(bytes, 0);
    let mut grown = component.to_vec();
    section(&mut grown, CUSTOM, &content);
    grown
}

/// A core module of functions that do nothing, all exported.
fn exporting_module(functions: u32) -> Vec<u8> {
    const TYPE: u8 = 1;
    const FUNCTION: u8 = 3;
    const EXPORT: u8 = 7;
    const CODE: u8 = 10;
    let mut module = b"\0asm\x01\0\0\0".to_vec();
    // One type: no parameters, no results.
    section(&mut module, TYPE, &[1, 0x60, 0, 0]);
    section(&mut module, FUNCTION, &vector(functions, |_, content| content.push(0)));
    section(&mut module, EXPORT, &vector(functions, export));
    // A body of two bytes: no locals, and the end.
    section(&mut module, CODE, &vector(functions, |_, content| content.extend([2, 0, 0x0b])));
    module
}

fn export(function: u32, content: &mut Vec<u8>) {
    let name = format!("f{function}");
    number(content, name.len() as u32);
    content.extend(name.bytes());
    // A function.
    content.push(0);
    number(content, function);
}

fn section(whole: &mut Vec<u8>, kind: u8, content: &[u8]) {
    whole.push(kind);
    number(whole, content.len() as u32);
    whole.extend(content);
}

fn vector(count: u32, mut item: impl FnMut(u32, &mut Vec<u8>)) -> Vec<u8> {
    let mut content = Vec::new();
    number(&mut content, count);
    (0..count).for_each(|index| item(index, &mut content));
    content
}

/// An unsigned number in LEB128: seven bits a byte, the least first.
fn number(content: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        content.push(number as u8 | 0x80);
        number >>= 7;
    }
    content.push(number as u8);
}
