//! How deep types are declared inside of types, told without going as deep.
//!
//! The parser calls itself for each level, and three bytes make a level: unasked, 300 KB of them are more
//! stack than any thread has, and a thread without stack takes its process along.

use wasmparser::{
    BinaryReader, ComponentAlias, ComponentExternName, ComponentImport, ComponentType,
    ComponentTypeRef, CoreType, Result,
};

/// The first bytes of the two types that have declarations inside.
const COMPONENT: u8 = 0x41;
const INSTANCE: u8 = 0x42;

/// More declarations than any section has room for.
const DECLARATIONS_MAX: usize = 1_000_000;

/// How deep the types of a section go, looked at until one goes deeper than `deepest`.
///
/// # Errors
/// If the section is damaged before that.
pub fn type_depth(section: &[u8], offset: usize, deepest: u64) -> Result<u64> {
    let mut reader = BinaryReader::new(section, offset);
    // How many types or declarations are still to come, outermost first.
    let mut rest = vec![reader.read_size(DECLARATIONS_MAX, "types")?];
    let mut depth = 0_u64;
    while let Some(count) = rest.last_mut() {
        if *count == 0 {
            rest.pop();
            continue;
        }
        *count -= 1;
        let outermost = rest.len() == 1;
        if !outermost {
            match declaration(&mut reader)? {
                Declaration::Type => {}
                Declaration::Other => continue,
                Declaration::Unknown => return Ok(depth),
            }
        }
        match reader.clone().read_u8()? {
            COMPONENT | INSTANCE => {
                reader.read_u8()?;
                depth = depth.max(rest.len() as u64);
                if deepest < depth {
                    return Ok(depth);
                }
                rest.push(reader.read_size(DECLARATIONS_MAX, "type declarations")?);
            }
            _ => drop(reader.read::<ComponentType<'_>>()?),
        }
    }
    Ok(depth)
}

enum Declaration {
    /// Of a type, which comes next.
    Type,
    /// Of something else, which has been read.
    Other,
    /// Of nothing that there is. The parser ends here, too, and says so.
    Unknown,
}

fn declaration(reader: &mut BinaryReader<'_>) -> Result<Declaration> {
    match reader.read_u8()? {
        0 => {
            reader.read::<CoreType<'_>>()?;
        }
        1 => return Ok(Declaration::Type),
        2 => {
            reader.read::<ComponentAlias<'_>>()?;
        }
        3 => {
            reader.read::<ComponentImport<'_>>()?;
        }
        4 => {
            reader.read::<ComponentExternName<'_>>()?;
            reader.read::<ComponentTypeRef>()?;
        }
        _ => return Ok(Declaration::Unknown),
    }
    Ok(Declaration::Other)
}
