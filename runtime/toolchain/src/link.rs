//! Many modules into one: every index gets its new number.

use std::collections::{BTreeMap, HashMap};

use wasm_encoder::reencode::{Error, Reencode, RoundtripReencoder, utils};
use wasmparser::{ConstExpr, FuncType, Operator, TypeRef};

use crate::graph::{Graph, Kind, Source};
use crate::part::Part;
use crate::{JoinError, unforeseen};

/// The module that all imports of the joined module come from; their names are the indices that the core
/// functions had in the component.
pub const OUTSIDE: &str = "outside";

/// The joined module.
pub struct Linked {
    pub bytes: Vec<u8>,
    /// The core functions of the component that it imports, in order.
    pub imports: Vec<u32>,
}

/// An item of the joined module as it is asked for: an export of one of its parts.
pub fn export_name(instance: u32, name: &str) -> String {
    format!("{instance}:{name}")
}

/// Joins the modules of some instances. `exports` are their items that are asked for from outside.
pub fn link<'a>(
    graph: &Graph<'a>,
    parts: &[Part<'a>],
    exports: &[(u32, &'a str)],
) -> Result<Linked, JoinError> {
    let mut linker = Linker::new(graph, parts);
    linker.find_outside()?;
    linker.place();
    linker.encode(exports)
}

struct Linker<'g, 'a> {
    graph: &'g Graph<'a>,
    parts: &'g [Part<'a>],
    by_instance: BTreeMap<u32, usize>,
    /// Core functions of the component that are imported, with their types.
    outside: Vec<(u32, FuncType)>,
    /// For each part, the new index of its first defined item of each kind.
    bases: Vec<BTreeMap<Kind, u32>>,
    types: TypeTable,
}

/// Function types, each once.
#[derive(Default)]
struct TypeTable {
    section: wasm_encoder::TypeSection,
    known: HashMap<FuncType, u32>,
}

impl TypeTable {
    fn index(&mut self, ty: &FuncType) -> Result<u32, JoinError> {
        if let Some(index) = self.known.get(ty) {
            return Ok(*index);
        }
        let mut plain = RoundtripReencoder;
        let types = |types: &[wasmparser::ValType], plain: &mut RoundtripReencoder| {
            let types = types.iter().map(|ty| plain.val_type(*ty));
            types
                .collect::<Result<Vec<_>, _>>()
                .map_err(|error| JoinError::Unforeseen(error.to_string()))
        };
        let parameters = types(ty.params(), &mut plain)?;
        let results = types(ty.results(), &mut plain)?;
        self.section.ty().function(parameters, results);
        let index = count(self.known.len());
        self.known.insert(ty.clone(), index);
        Ok(index)
    }
}

/// What an index of a part means.
enum Target {
    /// The item that a part defines, counted from its first.
    Defined(usize, u32),
    /// A core function of the component.
    Outside(u32),
}

impl<'g, 'a> Linker<'g, 'a> {
    fn new(graph: &'g Graph<'a>, parts: &'g [Part<'a>]) -> Self {
        let by_instance =
            parts.iter().enumerate().map(|(index, part)| (part.instance, index)).collect();
        let types = TypeTable::default();
        Self { graph, parts, by_instance, outside: Vec::new(), bases: Vec::new(), types }
    }

    fn part(&self, index: usize) -> Result<&'g Part<'a>, JoinError> {
        self.parts.get(index).map_or_else(|| unforeseen("no such part"), Ok)
    }

    /// Follows an index through imports and exports to the end.
    fn target(&self, part_index: usize, kind: Kind, index: u32) -> Result<Target, JoinError> {
        let part = self.part(part_index)?;
        let imported = part.imported(kind);
        if imported <= index as usize {
            return Ok(Target::Defined(part_index, index - count(imported)));
        }
        let import = part.imports.get(&kind).and_then(|imports| imports.get(index as usize));
        let Some(import) = import else { return unforeseen("no such import") };
        match self.graph.source(part.instance, import.module, import.name)? {
            Source::Function(function) => Ok(Target::Outside(function)),
            Source::Export { instance, name } => match self.by_instance.get(&instance) {
                Some(exporter) => self.exported(*exporter, kind, name),
                None => self.outside_export(kind, instance, name),
            },
        }
    }

    /// Follows an export of a part to the end.
    fn exported(&self, part_index: usize, kind: Kind, name: &str) -> Result<Target, JoinError> {
        match self.part(part_index)?.exports.get(name) {
            Some((found, index)) if *found == kind => self.target(part_index, kind, *index),
            _ => unforeseen(format!("part {part_index} does not export {kind:?} `{name}`")),
        }
    }

    /// An export of an instance that is not joined: a core function that the component has a name for.
    fn outside_export(&self, kind: Kind, instance: u32, name: &str) -> Result<Target, JoinError> {
        let functions = self.graph.items.get(&Kind::Func).map(Vec::as_slice).unwrap_or_default();
        let same = |origin: &crate::graph::Origin<'_>| {
            matches!(origin, crate::graph::Origin::Export { instance: found, name: found_name }
                if *found == instance && *found_name == name)
        };
        match functions.iter().position(same) {
            Some(index) if kind == Kind::Func => Ok(Target::Outside(count(index))),
            _ => unforeseen(format!("{kind:?} `{name}` of instance {instance}")),
        }
    }

    /// Collects the functions that come from outside.
    fn find_outside(&mut self) -> Result<(), JoinError> {
        for (part_index, part) in self.parts.iter().enumerate() {
            for kind in Kind::ALL {
                let imports = part.imports.get(&kind).map(Vec::as_slice).unwrap_or_default();
                for (index, import) in imports.iter().enumerate() {
                    let Target::Outside(function) = self.target(part_index, kind, count(index))?
                    else {
                        continue;
                    };
                    if self.outside.iter().any(|(known, _)| *known == function) {
                        continue;
                    }
                    let TypeRef::Func(ty) = import.ty else { return unforeseen("not a function") };
                    let Some(ty) = part.types.get(ty as usize) else {
                        return unforeseen("no type");
                    };
                    self.outside.push((function, ty.clone()));
                }
            }
        }
        Ok(())
    }

    /// Gives every part its range of new indices.
    fn place(&mut self) {
        let mut next: BTreeMap<Kind, u32> = Kind::ALL.into_iter().map(|kind| (kind, 0)).collect();
        next.insert(Kind::Func, count(self.outside.len()));
        for part in self.parts {
            self.bases.push(next.clone());
            for (kind, next) in &mut next {
                *next += count(part.defined(*kind));
            }
        }
    }

    fn new_index(&self, target: &Target, kind: Kind) -> Result<u32, JoinError> {
        let found = match target {
            Target::Defined(part, index) => {
                self.bases.get(*part).and_then(|bases| bases.get(&kind)).map(|base| base + index)
            }
            Target::Outside(function) => {
                self.outside.iter().position(|(known, _)| known == function).map(count)
            }
        };
        found.map_or_else(|| unforeseen("an item that has no place"), Ok)
    }

    /// The new numbers of one part's indices.
    fn maps(&mut self, part_index: usize) -> Result<Maps, JoinError> {
        let part = self.part(part_index)?;
        let mut items = BTreeMap::new();
        for kind in Kind::ALL {
            let total = part.imported(kind) + part.defined(kind);
            let new = |index| self.new_index(&self.target(part_index, kind, count(index))?, kind);
            items.insert(kind, (0..total).map(new).collect::<Result<Vec<u32>, JoinError>>()?);
        }
        let mut types = Vec::new();
        for ty in &part.types {
            types.push(self.types.index(ty)?);
        }
        let constants = BTreeMap::new();
        let earlier = self.parts.get(..part_index).unwrap_or_default();
        let elements = count(earlier.iter().map(|part| part.elements.len()).sum());
        let data = count(earlier.iter().map(|part| part.data.len()).sum());
        Ok(Maps { items, types, constants, elements, data })
    }

    fn encode(mut self, exports: &[(u32, &'a str)]) -> Result<Linked, JoinError> {
        let mut imports = wasm_encoder::ImportSection::new();
        for (function, ty) in self.outside.clone() {
            let ty = self.types.index(&ty)?;
            imports.import(OUTSIDE, &function.to_string(), wasm_encoder::EntityType::Function(ty));
        }
        let mut functions = wasm_encoder::FunctionSection::new();
        let mut tables = wasm_encoder::TableSection::new();
        let mut memories = wasm_encoder::MemorySection::new();
        let mut globals = wasm_encoder::GlobalSection::new();
        let mut elements = wasm_encoder::ElementSection::new();
        let mut code = wasm_encoder::CodeSection::new();
        let mut data = wasm_encoder::DataSection::new();
        // What immutable globals hold, as far as it is known; parts stand in the order of instantiation,
        // so each finds those that it builds on.
        let mut constants: BTreeMap<u32, i32> = BTreeMap::new();
        for (part_index, part) in self.parts.iter().enumerate() {
            let mut maps = self.maps(part_index)?;
            maps.constants = constants;
            for ty in &part.functions {
                functions.function(maps.type_index(*ty)?);
            }
            for table in &part.tables {
                maps.parse_table(&mut tables, table.clone())?;
            }
            for memory in &part.memories {
                memories.memory(maps.memory_type(*memory)?);
            }
            for (index, global) in part.globals.iter().enumerate() {
                let new = maps.global_index(count(part.imported(Kind::Global) + index))?;
                if let (false, Some(value)) = (global.ty.mutable, maps.evaluate(&global.init_expr)?)
                {
                    maps.constants.insert(new, value);
                }
                maps.parse_global(&mut globals, global.clone())?;
            }
            for element in &part.elements {
                maps.parse_element(&mut elements, element.clone())?;
            }
            for body in &part.bodies {
                maps.parse_function_body(&mut code, body.clone())?;
            }
            for datum in &part.data {
                maps.parse_data(&mut data, datum.clone())?;
            }
            constants = maps.constants;
        }
        let exports = self.exports(exports)?;
        let mut module = wasm_encoder::Module::new();
        module.section(&self.types.section);
        module.section(&imports).section(&functions).section(&tables).section(&memories);
        module.section(&globals).section(&exports).section(&elements);
        module.section(&wasm_encoder::DataCountSection { count: data.len() });
        module.section(&code).section(&data);
        let imports = self.outside.iter().map(|(function, _)| *function).collect();
        Ok(Linked { bytes: module.finish(), imports })
    }

    fn exports(&self, wanted: &[(u32, &'a str)]) -> Result<wasm_encoder::ExportSection, JoinError> {
        let mut section = wasm_encoder::ExportSection::new();
        for (instance, name) in wanted {
            let Some(part_index) = self.by_instance.get(instance) else {
                return unforeseen("an export of no part");
            };
            let Some((kind, index)) = self.part(*part_index)?.exports.get(name) else {
                return unforeseen(format!("no export `{name}`"));
            };
            let new = self.new_index(&self.target(*part_index, *kind, *index)?, *kind)?;
            section.export(&export_name(*instance, name), kind.export(), new);
        }
        Ok(section)
    }
}

/// The new numbers of one part's indices.
struct Maps {
    items: BTreeMap<Kind, Vec<u32>>,
    types: Vec<u32>,
    /// What immutable globals hold, by new index.
    constants: BTreeMap<u32, i32>,
    elements: u32,
    data: u32,
}

impl Maps {
    fn item(&self, kind: Kind, index: u32) -> Result<u32, Error<String>> {
        let found = self.items.get(&kind).and_then(|items| items.get(index as usize));
        found.copied().ok_or_else(|| Error::UserError(format!("no {kind:?} {index}")))
    }

    /// What an expression of whole numbers and known globals comes to.
    fn evaluate(&self, expression: &ConstExpr<'_>) -> Result<Option<i32>, Error<String>> {
        let mut stack: Vec<i32> = Vec::new();
        for operator in expression.get_operators_reader() {
            let value = match operator? {
                Operator::I32Const { value } => Some(value),
                Operator::GlobalGet { global_index } => {
                    self.constants.get(&self.item(Kind::Global, global_index)?).copied()
                }
                Operator::I32Add => match (stack.pop(), stack.pop()) {
                    (Some(right), Some(left)) => Some(left.wrapping_add(right)),
                    _ => None,
                },
                Operator::End => continue,
                _ => None,
            };
            match value {
                Some(value) => stack.push(value),
                None => return Ok(None),
            }
        }
        Ok(stack.pop())
    }
}

impl Reencode for Maps {
    type Error = String;

    fn type_index(&mut self, index: u32) -> Result<u32, Error<String>> {
        let found = self.types.get(index as usize).copied();
        found.ok_or_else(|| Error::UserError(format!("no type {index}")))
    }

    fn function_index(&mut self, index: u32) -> Result<u32, Error<String>> {
        self.item(Kind::Func, index)
    }

    fn table_index(&mut self, index: u32) -> Result<u32, Error<String>> {
        self.item(Kind::Table, index)
    }

    fn memory_index(&mut self, index: u32) -> Result<u32, Error<String>> {
        self.item(Kind::Memory, index)
    }

    fn global_index(&mut self, index: u32) -> Result<u32, Error<String>> {
        self.item(Kind::Global, index)
    }

    fn element_index(&mut self, index: u32) -> Result<u32, Error<String>> {
        Ok(self.elements + index)
    }

    fn data_index(&mut self, index: u32) -> Result<u32, Error<String>> {
        Ok(self.data + index)
    }

    /// Offsets become plain numbers: the engine prepares a table in advance only where it knows them.
    fn const_expr(
        &mut self,
        expression: ConstExpr<'_>,
    ) -> Result<wasm_encoder::ConstExpr, Error<String>> {
        match self.evaluate(&expression)? {
            Some(value) => Ok(wasm_encoder::ConstExpr::i32_const(value)),
            None => utils::const_expr(self, expression),
        }
    }
}

/// The number of indices fits 32 bits, because so it was in the modules; if it does not, the result will
/// not validate.
fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
