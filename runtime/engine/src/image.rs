//! The first content of a memory, apart from the code that uses it.
//!
//! A snapshot of an interpreter is mostly the memory that it begins with. The engine would map it anew for
//! each instance, and every page that is touched would be a fault of its own. Apart from the code, memories can
//! be used again (`slots`). Native code and image are one file: the code, then the image on a page of its own,
//! then a foot that says where it is. Whatever checks the file checks both.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::sync::Arc;

use wasmparser::{BinaryReader, DataKind, MemorySectionReader, Operator, Parser, Payload};

/// The last bytes of a file that has an image, before two numbers of eight bytes.
const FOOT: &[u8; 16] = b"lazaret image 1\n";

const FOOT_BYTES: usize = FOOT.len() + 24;

/// What images are aligned to in the file, and what they are a multiple of. A machine with larger pages has none.
pub const PAGE_BYTES: usize = 4_096;

/// How large an image may be: what a memory of 32 bits can hold is more than any interpreter begins with.
const IMAGE_BYTES_MAX: usize = 1 << 30;

const WASM_PAGE_BYTES: usize = 64 << 10;

/// A component whose only memory begins empty, and what it is to begin with.
pub struct Parted {
    /// The component without the content.
    pub component: Vec<u8>,
    /// The content from address zero on, a multiple of [`PAGE_BYTES`].
    pub image: Vec<u8>,
    /// How large the memory is at the beginning, in bytes.
    pub minimum: usize,
}

/// Where the image is.
#[derive(Clone, Debug)]
pub struct Image {
    /// The file that it is in, which nobody can change.
    pub file: Arc<File>,
    /// Where it begins there, a multiple of [`PAGE_BYTES`].
    pub offset: u64,
    /// Its length, a multiple of [`PAGE_BYTES`].
    pub length: usize,
    /// How large the memory is at the beginning, in bytes; not less than `length`.
    pub minimum: usize,
}

/// Takes the content of a component's memory apart. None if it has not exactly one memory, or content whose
/// place is only known at run time, or that is used later: then it is compiled as it is.
pub fn part(component: &[u8]) -> Option<Parted> {
    if rustix::param::page_size() != PAGE_BYTES {
        return None;
    }
    let module = the_module_with_memory(component)?;
    let mut parted = Vec::with_capacity(component.len());
    let (mut image, mut minimum) = (Vec::new(), 0);
    for section in sections(component)? {
        if section.content.start != module.start || section.id != CORE_MODULE {
            parted.extend(component.get(section.whole)?);
            continue;
        }
        let bytes = component.get(section.content)?;
        let content = Content::of(bytes)?;
        (image, minimum) = (content.image, content.minimum);
        let mut rest: Vec<u8> = Vec::with_capacity(bytes.len());
        rest.extend(bytes.get(..HEADER_BYTES)?);
        for section in sections(bytes)? {
            if section.id != DATA && section.id != DATA_COUNT {
                rest.extend(bytes.get(section.whole)?);
            }
        }
        parted.push(CORE_MODULE);
        write_length(&mut parted, rest.len());
        parted.extend(rest);
    }
    let mut whole = component.get(..HEADER_BYTES)?.to_vec();
    whole.extend(parted);
    Some(Parted { component: whole, image, minimum })
}

/// Puts an image behind native code.
pub fn join(mut code: Vec<u8>, image: &[u8], minimum: usize) -> Vec<u8> {
    code.resize(code.len().next_multiple_of(PAGE_BYTES), 0);
    let offset = code.len() as u64;
    code.extend(image);
    for number in [offset, image.len() as u64, minimum as u64] {
        code.extend(number.to_le_bytes());
    }
    code.extend(FOOT);
    code
}

impl Image {
    /// Finds the image in a file of native code, if it has one.
    pub fn find(file: &File) -> io::Result<Option<Self>> {
        let size = file.metadata()?.len();
        let Some(at) = size.checked_sub(FOOT_BYTES as u64) else { return Ok(None) };
        let mut foot = [0; FOOT_BYTES];
        file.read_exact_at(&mut foot, at)?;
        let (numbers, name) = foot.split_at(FOOT_BYTES - FOOT.len());
        if name != FOOT {
            return Ok(None);
        }
        let mut numbers =
            numbers.chunks_exact(8).map(|bytes| bytes.try_into().map_or(0, u64::from_le_bytes));
        let mut number = || numbers.next().unwrap_or_default();
        let (offset, length, minimum) = (number(), number(), number());
        let fits = offset.checked_add(length) == Some(at) && offset % PAGE_BYTES as u64 == 0;
        let sizes = usize::try_from(length).ok().zip(usize::try_from(minimum).ok());
        match sizes {
            Some((length, minimum))
                if fits && length % PAGE_BYTES == 0 && length <= minimum && minimum <= 4 << 30 =>
            {
                Ok(Some(Self { file: Arc::new(file.try_clone()?), offset, length, minimum }))
            }
            _ => Err(io::Error::new(io::ErrorKind::InvalidData, "an image that cannot be")),
        }
    }
}

const HEADER_BYTES: usize = 8;
/// Numbers of sections: of a component, and of a module.
const CORE_MODULE: u8 = 1;
const DATA: u8 = 11;
const DATA_COUNT: u8 = 12;

struct Section {
    id: u8,
    whole: std::ops::Range<usize>,
    content: std::ops::Range<usize>,
}

/// The sections of a module or a component, as they follow each other.
fn sections(bytes: &[u8]) -> Option<Vec<Section>> {
    let mut found = Vec::new();
    let mut reader = BinaryReader::new(bytes.get(HEADER_BYTES..)?, HEADER_BYTES);
    while !reader.eof() {
        let start = reader.original_position();
        let id = reader.read_u8().ok()?;
        let length = usize::try_from(reader.read_var_u32().ok()?).ok()?;
        let content = reader.original_position();
        reader.read_bytes(length).ok()?;
        let end = reader.original_position();
        found.push(Section { id, whole: start..end, content: content..end });
    }
    Some(found)
}

fn write_length(out: &mut Vec<u8>, mut length: usize) {
    loop {
        let byte = u8::try_from(length & 0x7f).unwrap_or_default();
        length >>= 7;
        if length == 0 {
            out.push(byte);
            return;
        }
        out.push(byte | 0x80);
    }
}

/// The only module of the component that has a memory of its own, which must be at the outermost level.
fn the_module_with_memory(component: &[u8]) -> Option<std::ops::Range<usize>> {
    let (mut memories, mut module, mut depth) = (0, None, 0);
    let mut latest = 0..0;
    for payload in Parser::new(0).parse_all(component) {
        match payload.ok()? {
            Payload::ModuleSection { unchecked_range, .. } => {
                depth += 1;
                latest = unchecked_range.start..unchecked_range.end;
            }
            Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth -= 1,
            Payload::MemorySection(section) => {
                memories += section.count();
                module = (depth == 1).then(|| latest.clone());
            }
            _ => {}
        }
    }
    module.filter(|_| memories == 1)
}

/// What a module's only memory begins with.
struct Content {
    image: Vec<u8>,
    minimum: usize,
}

impl Content {
    fn of(module: &[u8]) -> Option<Self> {
        let (mut image, mut minimum) = (Vec::<u8>::new(), None);
        for payload in Parser::new(0).parse_all(module) {
            match payload.ok()? {
                Payload::MemorySection(section) => minimum = Some(Self::minimum(section)?),
                Payload::DataSection(section) => {
                    for data in section {
                        let data = data.ok()?;
                        let DataKind::Active { memory_index: 0, offset_expr } = data.kind else {
                            return None;
                        };
                        let mut operators = offset_expr.get_operators_reader();
                        let Operator::I32Const { value } = operators.read().ok()? else {
                            return None;
                        };
                        let Operator::End = operators.read().ok()? else { return None };
                        let start = usize::try_from(value.cast_unsigned()).ok()?;
                        let end = start.checked_add(data.data.len())?;
                        if end > minimum?.min(IMAGE_BYTES_MAX) {
                            return None;
                        }
                        if image.len() < end {
                            image.resize(end.next_multiple_of(PAGE_BYTES), 0);
                        }
                        image.get_mut(start..end)?.copy_from_slice(data.data);
                    }
                }
                Payload::CodeSectionEntry(body) => {
                    for operator in body.get_operators_reader().ok()? {
                        if let Operator::MemoryInit { .. } | Operator::DataDrop { .. } =
                            operator.ok()?
                        {
                            return None;
                        }
                    }
                }
                _ => {}
            }
        }
        Some(Self { image, minimum: minimum? }).filter(|it| !it.image.is_empty())
    }

    fn minimum(section: MemorySectionReader<'_>) -> Option<usize> {
        let memory = section.into_iter().next()?.ok()?;
        if memory.memory64 || memory.shared || memory.page_size_log2.is_some() {
            return None;
        }
        usize::try_from(memory.initial).ok()?.checked_mul(WASM_PAGE_BYTES)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    const CONTENT: &str =
        r#"(data (i32.const 5000) "\01\02\03\04") (data (i32.const 70000) "end")"#;

    fn component(memory: &str, content: &str) -> Vec<u8> {
        let text = format!(
            r#"(component
                (core module $other (func (export "f")))
                (core module $m
                    {memory}
                    (func (export "f") (result i32) (i32.load (i32.const 5000)))
                    {content})
                (core instance $i (instantiate $m)))"#
        );
        wat::parse_str(text).unwrap()
    }

    #[test]
    fn content_is_taken_out_and_everything_else_stays() {
        let memory = r#"(memory (export "memory") 2)"#;
        let parted = part(&component(memory, CONTENT)).unwrap();
        assert!(parted.component == component(memory, ""));
        assert_eq!((parted.minimum, parted.image.len()), (2 << 16, 73_728));
        assert_eq!(parted.image[5000..5004], [1, 2, 3, 4]);
        assert_eq!(parted.image[70_000..70_003], *b"end");
        assert_eq!(parted.image.iter().filter(|byte| **byte != 0).count(), 7);
    }

    #[test]
    fn what_is_not_foreseen_stays_together() {
        for (memory, content) in [
            ("(memory 2)", ""),
            ("(memory 2) (memory 2)", CONTENT),
            (r#"(import "a" "b" (memory 2))"#, CONTENT),
            ("(memory i64 2)", r#"(data (i64.const 0) "x")"#),
            ("(memory 2)", r#"(data "passive")"#),
            ("(memory 1)", CONTENT),
            ("(memory 2) (global $g i32 (i32.const 8))", r#"(data (global.get $g) "x")"#),
            ("(memory 2)", r#"(data $d (i32.const 0) "x") (func (data.drop $d))"#),
        ] {
            // Two of these are valid only with a feature that is off, and one would trap; none may be parted.
            assert!(part(&component(memory, content)).is_none(), "{memory} {content}");
        }
    }

    #[test]
    fn an_image_is_found_where_it_was_put() {
        let code = b"native code".to_vec();
        let image = vec![7; 2 * PAGE_BYTES];
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&code).unwrap();
        assert!(Image::find(&file).unwrap().is_none());
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(&join(code, &image, 1 << 16)).unwrap();
        let found = Image::find(&file).unwrap().unwrap();
        assert_eq!((found.offset, found.length, found.minimum), (4096, 2 * PAGE_BYTES, 1 << 16));
        // One that does not reach its foot.
        let mut file = tempfile::tempfile().unwrap();
        let mut torn = join(Vec::new(), &image, 1 << 16);
        torn.drain(..PAGE_BYTES);
        file.write_all(&torn).unwrap();
        assert!(Image::find(&file).is_err());
    }
}
