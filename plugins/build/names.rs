//! The names of a plugin's functions, as a backtrace and a profile show them.
//!
//! rustc gives each a hash, and the linker keeps it: a fiftieth of a component that nobody reads.

use rustc_demangle::demangle;

/// How a module and a component begin: a section whose content does so holds another one.
const MAGIC: &[u8] = b"\0asm";

/// Bytes of the magic number and the version behind it.
const HEADER: usize = 8;

/// The number of a section that has a name instead.
const CUSTOM: u8 = 0;

/// The part of the section `name` that has those of functions.
const FUNCTIONS: u8 = 1;

/// A component, or a module, whose functions have names that are read as they are written, without their hashes. `None`
/// where its sections cannot be told apart.
pub(crate) fn readable(binary: &[u8]) -> Option<Vec<u8>> {
    let (header, mut sections) = binary.split_at_checked(HEADER)?;
    let mut written = header.to_vec();
    while !sections.is_empty() {
        let (id, content) = part(&mut sections)?;
        match (id, content) {
            (_, inner) if inner.starts_with(MAGIC) => put(id, &readable(inner)?, &mut written),
            (CUSTOM, custom) if custom.starts_with(b"\x04name") => {
                put(id, &readable_names(custom)?, &mut written);
            }
            _ => put(id, content, &mut written),
        }
    }
    Some(written)
}

/// The section `name`, its own name with it.
fn readable_names(section: &[u8]) -> Option<Vec<u8>> {
    let mut parts = section;
    let mut written = Vec::new();
    put_bytes(bytes(&mut parts)?, &mut written);
    while !parts.is_empty() {
        let (id, content) = part(&mut parts)?;
        if id == FUNCTIONS {
            put(id, &readable_functions(content)?, &mut written);
        } else {
            put(id, content, &mut written);
        }
    }
    Some(written)
}

fn readable_functions(mut content: &[u8]) -> Option<Vec<u8>> {
    let count = number(&mut content)?;
    let mut written = Vec::new();
    put_number(count, &mut written);
    for _ in 0..count {
        put_number(number(&mut content)?, &mut written);
        let name = std::str::from_utf8(bytes(&mut content)?).ok()?;
        put_bytes(format!("{:#}", demangle(name)).as_bytes(), &mut written);
    }
    Some(written)
}

/// The number and the content of a section, or of a part of one.
fn part<'a>(rest: &mut &'a [u8]) -> Option<(u8, &'a [u8])> {
    Some((*rest.split_off_first()?, bytes(rest)?))
}

/// Bytes behind their number.
fn bytes<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = number(rest)?;
    rest.split_off(..length as usize)
}

/// A number of at most 32 bits in LEB128.
fn number(rest: &mut &[u8]) -> Option<u32> {
    let mut number = 0;
    for shift in (0..u32::BITS).step_by(7) {
        let byte = *rest.split_off_first()?;
        number |= u32::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

fn put(id: u8, content: &[u8], out: &mut Vec<u8>) {
    out.push(id);
    put_bytes(content, out);
}

fn put_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    // What is read has lengths of 32 bits, and what is written is no longer.
    put_number(bytes.len() as u32, out);
    out.extend_from_slice(bytes);
}

fn put_number(mut number: u32, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}
