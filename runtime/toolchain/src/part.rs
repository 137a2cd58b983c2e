//! One of the modules that are joined, taken apart.

use std::collections::BTreeMap;

use wasmparser::{
    Data, Element, FuncType, FunctionBody, Global, Import, MemoryType, Parser, Payload, Table,
    TypeRef,
};

use crate::graph::Kind;
use crate::{JoinError, unforeseen};

/// A module and the core instance that is made of it.
#[derive(Default)]
pub struct Part<'a> {
    pub instance: u32,
    pub types: Vec<FuncType>,
    /// Imports of each kind, by index.
    pub imports: BTreeMap<Kind, Vec<Import<'a>>>,
    /// Type indices of the functions that it defines.
    pub functions: Vec<u32>,
    pub tables: Vec<Table<'a>>,
    pub memories: Vec<MemoryType>,
    pub globals: Vec<Global<'a>>,
    pub exports: BTreeMap<&'a str, (Kind, u32)>,
    pub elements: Vec<Element<'a>>,
    pub bodies: Vec<FunctionBody<'a>>,
    pub data: Vec<Data<'a>>,
}

impl<'a> Part<'a> {
    /// Takes a module apart.
    pub fn read(instance: u32, bytes: &'a [u8]) -> Result<Self, JoinError> {
        let mut part = Self { instance, ..Self::default() };
        for payload in Parser::new(0).parse_all(bytes) {
            part.section(payload?)?;
        }
        Ok(part)
    }

    fn section(&mut self, payload: Payload<'a>) -> Result<(), JoinError> {
        match payload {
            Payload::TypeSection(section) => {
                for ty in section.into_iter_err_on_gc_types() {
                    self.types.push(ty?);
                }
            }
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import?;
                    let kind = match import.ty {
                        TypeRef::Func(_) => Kind::Func,
                        TypeRef::Table(_) => Kind::Table,
                        TypeRef::Memory(_) => Kind::Memory,
                        TypeRef::Global(_) => Kind::Global,
                        other => return unforeseen(format!("an import of {other:?}")),
                    };
                    self.imports.entry(kind).or_default().push(import);
                }
            }
            Payload::FunctionSection(section) => self.functions = all(section)?,
            Payload::TableSection(section) => self.tables = all(section)?,
            Payload::MemorySection(section) => self.memories = all(section)?,
            Payload::GlobalSection(section) => self.globals = all(section)?,
            Payload::ExportSection(section) => {
                for export in section {
                    let export = export?;
                    self.exports.insert(export.name, (Kind::of(export.kind)?, export.index));
                }
            }
            Payload::ElementSection(section) => self.elements = all(section)?,
            Payload::CodeSectionEntry(body) => self.bodies.push(body),
            Payload::DataSection(section) => self.data = all(section)?,
            Payload::StartSection { .. } => return unforeseen("a start function"),
            Payload::TagSection(_) => return unforeseen("tags"),
            // Names and the like; the joined module has none.
            _ => {}
        }
        Ok(())
    }

    /// How many items of a kind it imports. They have the first indices.
    pub fn imported(&self, kind: Kind) -> usize {
        self.imports.get(&kind).map_or(0, Vec::len)
    }

    /// How many items of a kind it defines.
    pub fn defined(&self, kind: Kind) -> usize {
        match kind {
            Kind::Func => self.functions.len(),
            Kind::Table => self.tables.len(),
            Kind::Memory => self.memories.len(),
            Kind::Global => self.globals.len(),
        }
    }
}

fn all<'a, T: wasmparser::FromReader<'a>>(
    section: wasmparser::SectionLimited<'a, T>,
) -> Result<Vec<T>, JoinError> {
    Ok(section.into_iter().collect::<wasmparser::Result<Vec<T>>>()?)
}
