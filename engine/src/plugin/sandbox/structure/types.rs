//! Types of components, to a bounded depth.

use wasmparser::{
    BinaryReader, ComponentAlias, ComponentExternName, ComponentImport, ComponentType, ComponentTypeRef,
    CoreType, SectionLimited,
};

use super::{Refusal, at_most};

/// Types in one another. Toolchains make three or four.
const MAX_DEPTH: u64 = 32;

/// The leading bytes of types that hold declarations, and so types: those of components and of instances.
const HOLDS_TYPES: [u8; 2] = [0x41, 0x42];

/// Goes through the types of a section as the parser would, but no deeper than is allowed: the parser is recursive, and its
/// stack is ours.
///
/// # Errors
/// Where they are too deep, or the format is broken.
pub(super) fn check(
    section: &SectionLimited<'_, ComponentType<'_>>,
    component: &[u8],
) -> Result<(), Refusal> {
    let range = section.range();
    let bytes = component.get(range.clone()).unwrap_or_default();
    let mut reader = BinaryReader::new(bytes, range.start);
    let count = reader.read_var_u32()?;
    (0..count).try_for_each(|_| skip_type(&mut reader, 1))
}

fn skip_type(reader: &mut BinaryReader<'_>, depth: u64) -> Result<(), Refusal> {
    at_most("types in one another", depth, MAX_DEPTH)?;
    if !HOLDS_TYPES.contains(&reader.clone().read_u8()?) {
        // Any other type refers to those that it is made of by their numbers.
        reader.read::<ComponentType<'_>>()?;
        return Ok(());
    }
    reader.read_u8()?;
    let count = reader.read_var_u32()?;
    (0..count).try_for_each(|_| skip_declaration(reader, depth))
}

/// Skips a declaration of either, as the binary format of the component model numbers them.
fn skip_declaration(reader: &mut BinaryReader<'_>, depth: u64) -> Result<(), Refusal> {
    match reader.read_u8()? {
        0x00 => {
            reader.read::<CoreType<'_>>()?;
        }
        0x01 => skip_type(reader, depth + 1)?,
        0x02 => {
            reader.read::<ComponentAlias<'_>>()?;
        }
        0x03 => {
            reader.read::<ComponentImport<'_>>()?;
        }
        0x04 => {
            reader.read::<ComponentExternName<'_>>()?;
            reader.read::<ComponentTypeRef>()?;
        }
        other => return Err(Refusal::Malformed(format!("{other:#04x} begins no declaration of a type"))),
    }
    Ok(())
}
