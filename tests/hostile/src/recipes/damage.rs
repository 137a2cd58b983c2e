//! A good candidate, damaged in one place.

use wasm_encoder::{
    CodeSection, ConstExpr, CustomSection, DataSection, ElementSection, Elements, ExportKind,
    ExportSection, Function, FunctionSection, GlobalSection, GlobalType, MemorySection, MemoryType,
    Section, StartSection, TableSection, TableType, TypeSection, ValType,
};

use super::candidate::{COMPONENT, answering, beside, beside_bytes, module_of};
use super::{Made, one};
use crate::parameters::Parameters;

/// The number of a section that is for people only.
const CUSTOM: u8 = 0;

/// The numbers of the sections of a module, in the order that they must have.
const CORE_SECTIONS: &[(u8, &str)] = &[
    (1, "type"),
    (2, "import"),
    (3, "function"),
    (4, "table"),
    (5, "memory"),
    (6, "global"),
    (7, "export"),
    (9, "element"),
    (10, "code"),
    (11, "data"),
];

/// The same of the sections of a component that are lists.
const COMPONENT_SECTIONS: &[(u8, &str)] = &[
    (2, "core instance"),
    (3, "core type"),
    (5, "instance"),
    (6, "alias"),
    (7, "type"),
    (8, "canonical function"),
    (10, "import"),
    (11, "export"),
];

/// `appended text=...`: a good candidate with something after it.
pub fn appended(parameters: &mut Parameters) -> Result<Made, String> {
    let mut bytes = answering(b"0")?;
    bytes.extend(parameters.wanted("text")?);
    Ok(one(bytes))
}

/// `prepended text=...`: a good candidate with something before it.
pub fn prepended(parameters: &mut Parameters) -> Result<Made, String> {
    let mut bytes = parameters.wanted("text")?;
    bytes.extend(answering(b"0")?);
    Ok(one(bytes))
}

/// `truncated at=inside`: a good candidate that ends too early, at every place inside of a section;
/// `truncated at=boundary`: between two, of which the second is not only for people.
pub fn truncated(parameters: &mut Parameters) -> Result<Made, String> {
    let bytes = answering(b"0")?;
    let sections = sections(&bytes)?;
    let boundaries: Vec<usize> = sections.iter().map(|section| section.start).collect();
    let custom = sections.iter().filter(|section| bytes.get(section.start) == Some(&CUSTOM));
    let custom: Vec<usize> = custom.map(|section| section.start).collect();
    let wanted = match parameters.text("at")?.as_str() {
        "inside" => false,
        "boundary" => true,
        other => return Err(format!("`at={other}` is no place")),
    };
    let places = (1..bytes.len())
        .filter(|place| boundaries.contains(place) == wanted && !custom.contains(place));
    let cut = |place| Some((format!("{place} bytes"), bytes.get(..place)?.to_vec()));
    Ok(places.filter_map(cut).collect())
}

/// `header text=...`: a good candidate whose first eight bytes are these.
pub fn header(parameters: &mut Parameters) -> Result<Made, String> {
    let mut bytes = parameters.wanted("text")?;
    bytes.extend(answering(b"0")?.get(COMPONENT.len()..).unwrap_or_default());
    Ok(one(bytes))
}

/// `section_sizes lie=...`: a good candidate in which one section says a wrong size, at every section. The lie is
/// `longer` or `shorter` by one, `huge`, or `endless`: a number that never ends.
pub fn section_sizes(parameters: &mut Parameters) -> Result<Made, String> {
    let bytes = answering(b"0")?;
    let lie = parameters.text("lie")?;
    let mut made = Vec::new();
    for section in sections(&bytes)? {
        let length = section.end - section.content;
        let size = match lie.as_str() {
            "longer" => leb(length + 1),
            "shorter" => leb(length - 1),
            "huge" => leb(u32::MAX as usize),
            "endless" => vec![0x80; 16],
            other => return Err(format!("`lie={other}` is no lie")),
        };
        let mut damaged = bytes.get(..=section.start).unwrap_or_default().to_vec();
        damaged.extend(size);
        damaged.extend(bytes.get(section.content..).unwrap_or_default());
        made.push((format!("section at {}", section.start), damaged));
    }
    Ok(made)
}

/// `core_sections what=...`: a module that is not as modules are, at every section: `twice`, `swapped` with the
/// next one, `longer` than its contents by a byte, or with a section of an `unknown` number before it.
pub fn core_sections(parameters: &mut Parameters) -> Result<Made, String> {
    let what = parameters.text("what")?;
    let good = good_module();
    let mut made = Vec::new();
    for (index, (id, data)) in good.iter().enumerate() {
        let mut sections = good.clone();
        match what.as_str() {
            "twice" => sections.insert(index, (*id, data.clone())),
            "swapped" if index + 1 == good.len() => continue,
            "swapped" => sections.swap(index, index + 1),
            "longer" => {
                let (_, data) = sections.get_mut(index).ok_or("no section")?;
                data.push(0);
            }
            "unknown" => sections.insert(index, (0x40, Vec::new())),
            other => return Err(format!("`what={other}` is nothing to do")),
        }
        made.push((format!("section {id}"), beside_bytes(&module_of(&sections))?));
    }
    Ok(made)
}

/// `core_count n=... [of=...]`: a module with a list that says that it has so many entries, and has none, for every
/// list or for these.
pub fn core_count(parameters: &mut Parameters) -> Result<Made, String> {
    let count = parameters.number("n")? as usize;
    let wanted = names(parameters)?;
    let made = |(id, name): &(u8, &str)| {
        let module = module_of(&[(*id, leb(count))]);
        Ok(((*name).to_owned(), beside_bytes(&module)?))
    };
    CORE_SECTIONS.iter().filter(|(_, name)| is_wanted(&wanted, name)).map(made).collect()
}

/// `component_count n=... [of=...]`: the same for the lists of a component.
pub fn component_count(parameters: &mut Parameters) -> Result<Made, String> {
    let count = parameters.number("n")? as usize;
    let wanted = names(parameters)?;
    let made = |(id, name): &(u8, &str)| {
        let data = leb(count);
        let mut bytes = answering(b"0")?;
        bytes.push(*id);
        bytes.extend(leb(data.len()));
        bytes.extend(data);
        Ok(((*name).to_owned(), bytes))
    };
    COMPONENT_SECTIONS.iter().filter(|(_, name)| is_wanted(&wanted, name)).map(made).collect()
}

/// The names of lists that are wanted, if not all.
fn names(parameters: &mut Parameters) -> Result<Option<String>, String> {
    if parameters.has("of") { parameters.text("of").map(Some) } else { Ok(None) }
}

fn is_wanted(wanted: &Option<String>, name: &str) -> bool {
    wanted.as_ref().is_none_or(|wanted| wanted.split(',').any(|it| it == name))
}

/// `long_leb`: numbers that are written with more bytes than a number of 32 bits can have, or with bits that it
/// does not have.
pub fn long_leb(_: &mut Parameters) -> Result<Made, String> {
    let forms: [(&str, &[u8]); 3] = [
        ("six bytes", b"\x80\x80\x80\x80\x80\x00"),
        ("ten bytes", b"\x80\x80\x80\x80\x80\x80\x80\x80\x80\x00"),
        ("bits beyond", b"\x80\x80\x80\x80\x70"),
    ];
    let made = |(name, form): (&str, &[u8])| {
        Ok((name.to_owned(), beside_bytes(&module_of(&[(1, form.to_vec())]))?))
    };
    forms.into_iter().map(made).collect()
}

/// `custom name=... text=... times=N`: a candidate that answers 0 with a custom section of a module beside it.
pub fn custom(parameters: &mut Parameters) -> Result<Made, String> {
    let name = parameters.wanted("name")?;
    let data = super::bytes::repeated(parameters)?;
    if let Ok(name) = std::str::from_utf8(&name) {
        // Both places where one may stand.
        let section = CustomSection { name: name.into(), data: (&data).into() };
        let mut inner = wasm_encoder::Module::new();
        inner.section(&section);
        return Ok(vec![
            ("in the component".to_owned(), beside(&section)?),
            ("in a module".to_owned(), beside_bytes(&inner.finish())?),
        ]);
    }
    let mut content = leb(name.len());
    content.extend(name);
    content.extend(data);
    Ok(one(beside_bytes(&module_of(&[(0, content)]))?))
}

/// A module with a section of every kind, each as its number and its bytes.
fn good_module() -> Vec<(u8, Vec<u8>)> {
    let mut types = TypeSection::new();
    types.ty().function([], []);
    let mut functions = FunctionSection::new();
    functions.function(0);
    let mut tables = TableSection::new();
    let element_type = wasm_encoder::RefType::FUNCREF;
    tables.table(TableType {
        element_type,
        minimum: 1,
        maximum: None,
        table64: false,
        shared: false,
    });
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum: 1,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    let mut globals = GlobalSection::new();
    let ty = GlobalType { val_type: ValType::I32, mutable: false, shared: false };
    globals.global(ty, &ConstExpr::i32_const(0));
    let mut exports = ExportSection::new();
    exports.export("f", ExportKind::Func, 0);
    let start = StartSection { function_index: 0 };
    let mut elements = ElementSection::new();
    elements.active(None, &ConstExpr::i32_const(0), Elements::Functions([0_u32][..].into()));
    let mut code = CodeSection::new();
    let mut function = Function::new([]);
    function.instructions().end();
    code.function(&function);
    let mut data = DataSection::new();
    data.active(0, &ConstExpr::i32_const(0), *b"data");
    vec![
        content(&types),
        content(&functions),
        content(&tables),
        content(&memories),
        content(&globals),
        content(&exports),
        content(&start),
        content(&elements),
        content(&code),
        content(&data),
    ]
}

/// The number and the bytes of a section, without its size.
fn content(section: &impl Section) -> (u8, Vec<u8>) {
    let mut bytes = Vec::new();
    section.encode(&mut bytes);
    let (_, size_bytes) = read_leb(&bytes).unwrap_or_default();
    (section.id(), bytes.split_off(size_bytes))
}

/// Where a section lies: its number, its first byte, its end.
struct Range {
    start: usize,
    content: usize,
    end: usize,
}

/// The sections of the outermost component.
fn sections(bytes: &[u8]) -> Result<Vec<Range>, String> {
    let mut sections = Vec::new();
    let mut start = COMPONENT.len();
    while start < bytes.len() {
        let rest = bytes.get(start + 1..).unwrap_or_default();
        let (size, size_bytes) = read_leb(rest).ok_or("a section without a size")?;
        let content = start + 1 + size_bytes;
        let end = content + size;
        sections.push(Range { start, content, end });
        start = end;
    }
    Ok(sections)
}

/// A number as WebAssembly writes it.
fn leb(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = (number & 0x7f).to_le_bytes()[0];
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}

/// A number, and how many bytes it has.
fn read_leb(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut number = 0;
    for (index, byte) in bytes.iter().enumerate().take(5) {
        number |= usize::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Some((number, index + 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_back() {
        for number in [0, 1, 127, 128, 300, 65_536, u32::MAX as usize] {
            let bytes = leb(number);
            assert_eq!(read_leb(&bytes), Some((number, bytes.len())));
        }
        assert_eq!(read_leb(&[0x80; 16]), None);
    }

    #[test]
    fn sections_cover_the_whole() {
        let bytes = answering(b"0").unwrap();
        let sections = sections(&bytes).unwrap();
        assert!(5 < sections.len());
        assert_eq!(sections.last().unwrap().end, bytes.len());
        let module = module_of(&good_module());
        assert!(wat::parse_bytes(&module).is_ok());
    }
}
