//! Modules that cost a compiler much more than their size tells, each in a component beside a candidate that
//! answers 0. They are compiled and never run.

use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, DataSection, ElementSection, Elements, EntityType,
    ExportKind, ExportSection, Function, FunctionSection, GlobalSection, GlobalType, ImportSection,
    InstructionSink, MemArg, MemorySection, MemoryType, Module, RefType, TableSection, TableType,
    TypeSection, ValType,
};

use super::candidate::beside_module;
use super::{Made, one};
use crate::parameters::Parameters;

const AT: MemArg = MemArg { offset: 0, align: 0, memory_index: 0 };
const MEMORY: MemoryType =
    MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None };
const GLOBAL: GlobalType = GlobalType { val_type: ValType::I32, mutable: true, shared: false };

/// The types of every bomb: nothing, and one number to one number.
const NOTHING: u32 = 0;
const NUMBER: u32 = 1;

/// The type of a bomb's own, if it has one.
const OWN: u32 = 2;

/// A component with these functions in it. They may use a memory, a table of all functions and a global.
fn component(own: Option<(u32, u32)>, functions: &[(u32, Function)]) -> Result<Made, String> {
    let mut types = TypeSection::new();
    types.ty().function([], []);
    types.ty().function([ValType::I32], [ValType::I32]);
    if let Some((parameters, results)) = own {
        let many = |count: u32| vec![ValType::I32; count as usize];
        types.ty().function(many(parameters), many(results));
    }
    let (mut section, mut code) = (FunctionSection::new(), CodeSection::new());
    for (ty, function) in functions {
        section.function(*ty);
        code.function(function);
    }
    let mut tables = TableSection::new();
    tables.table(TableType {
        element_type: RefType::FUNCREF,
        minimum: 1,
        maximum: None,
        table64: false,
        shared: false,
    });
    let mut memories = MemorySection::new();
    memories.memory(MEMORY);
    let mut globals = GlobalSection::new();
    globals.global(GLOBAL, &ConstExpr::i32_const(0));
    let mut module = Module::new();
    module.section(&types).section(&section).section(&tables).section(&memories).section(&globals);
    module.section(&code);
    Ok(one(beside_module(&module)?))
}

/// A function of some locals, all of them `i32`.
fn function(locals: u32, write: impl FnOnce(&mut InstructionSink<'_>)) -> Function {
    let groups = (0 < locals).then_some((locals, ValType::I32));
    let mut function = Function::new(groups);
    let mut sink = function.instructions();
    write(&mut sink);
    sink.end();
    function
}

/// `straight what=... n=... functions=...`: functions of so many equal steps without a loop.
pub fn straight(parameters: &mut Parameters) -> Result<Made, String> {
    let what = parameters.text("what")?;
    let (n, count) = (parameters.number("n")?, parameters.number("functions")?);
    let step: fn(&mut InstructionSink<'_>) = match what.as_str() {
        "calls" => |sink| {
            sink.call(0);
        },
        "indirect_calls" => |sink| {
            sink.i32_const(0).call_indirect(0, NOTHING);
        },
        "ifs" => |sink| {
            sink.local_get(0).if_(BlockType::Empty).end();
        },
        "stores" => |sink| {
            sink.i32_const(8).i32_const(1).i32_store(AT);
        },
        "divisions" => |sink| {
            sink.global_get(0).global_get(0).i32_div_s().global_set(0);
        },
        "roots" => |sink| {
            sink.f64_const(2.0.into()).f64_sqrt().drop();
        },
        "fills" => |sink| {
            sink.i32_const(0).i32_const(0).i32_const(0).memory_fill(0);
        },
        "growths" => |sink| {
            sink.i32_const(0).memory_grow(0).drop();
        },
        "selects" => |sink| {
            sink.local_get(0).local_get(0).local_get(0).select().local_set(0);
        },
        "returns" => |sink| {
            sink.local_get(0).if_(BlockType::Empty).return_().end();
        },
        other => return Err(format!("`what={other}` is no step")),
    };
    let body = function(1, |sink| (0..n).for_each(|_| step(sink)));
    component(None, &vec![(NOTHING, body); count as usize])
}

/// `nested what=... n=...`: so many blocks inside each other.
pub fn nested(parameters: &mut Parameters) -> Result<Made, String> {
    let what = parameters.text("what")?;
    let n = parameters.number("n")?;
    let open: fn(&mut InstructionSink<'_>) = match what.as_str() {
        "blocks" => |sink| {
            sink.block(BlockType::Empty);
        },
        "loops" => |sink| {
            sink.loop_(BlockType::Empty);
        },
        "ifs" => |sink| {
            sink.local_get(0).if_(BlockType::Empty);
        },
        other => return Err(format!("`what={other}` is no block")),
    };
    let body = function(1, |sink| {
        (0..n).for_each(|_| open(sink));
        (0..n).for_each(|_| {
            sink.end();
        });
    });
    component(None, &[(NOTHING, body)])
}

/// `loops n=... depth=... functions=... [locals=...]`: functions of so many loops in nests of this depth, each
/// loop with a way back; in the innermost, all locals are counted up.
pub fn loops(parameters: &mut Parameters) -> Result<Made, String> {
    let (n, depth) = (parameters.number("n")?, parameters.number("depth")?);
    let count = parameters.number("functions")?;
    let locals = if parameters.has("locals") { parameters.number("locals")? } else { 1 };
    let body = function(locals, |sink| {
        for _ in 0..n / depth.max(1) {
            for _ in 0..depth {
                sink.loop_(BlockType::Empty);
            }
            for local in 0..locals {
                sink.local_get(local).i32_const(1).i32_add().local_set(local);
            }
            for _ in 0..depth {
                sink.local_get(0).br_if(0).end();
            }
        }
    });
    component(None, &vec![(NOTHING, body); count as usize])
}

/// `locals n=... [form=group]`: a function with so many locals that are all alive across a loop; as a `group`,
/// they are only declared, in seven bytes.
pub fn locals(parameters: &mut Parameters) -> Result<Made, String> {
    let n = parameters.number("n")?;
    if parameters.bytes("form").as_deref() == Some(b"group") {
        return component(None, &[(NOTHING, function(n, |_| ()))]);
    }
    let body = function(n, |sink| {
        for local in 0..n {
            sink.global_get(0).local_set(local);
        }
        sink.loop_(BlockType::Empty).global_get(0).br_if(0).end();
        for local in 0..n {
            sink.local_get(local).global_set(0);
        }
    });
    component(None, &[(NOTHING, body)])
}

/// `branches targets=... tables=... depth=... functions=...`: functions with so many branch tables, each of so many
/// targets, inside of blocks of this depth.
pub fn branches(parameters: &mut Parameters) -> Result<Made, String> {
    let (targets, tables) = (parameters.number("targets")?, parameters.number("tables")?);
    let (depth, count) = (parameters.number("depth")?, parameters.number("functions")?);
    let labels: Vec<u32> = (0..targets).map(|target| target % depth.max(1)).collect();
    let body = function(1, |sink| {
        for _ in 0..depth {
            sink.block(BlockType::Empty);
        }
        for _ in 0..tables {
            // In a block of its own, because what comes after a branch table is never reached.
            sink.local_get(0).if_(BlockType::Empty).local_get(0);
            sink.br_table(labels.clone(), 0).end();
        }
        for _ in 0..depth {
            sink.end();
        }
    });
    component(None, &vec![(NOTHING, body); count as usize])
}

/// `joins locals=... loops=... functions=...`: functions in which so many locals meet at so many loops, a few
/// bytes for each pair.
pub fn joins(parameters: &mut Parameters) -> Result<Made, String> {
    let (locals, loops) = (parameters.number("locals")?, parameters.number("loops")?);
    let count = parameters.number("functions")?;
    let body = function(locals, |sink| {
        for _ in 0..loops {
            sink.loop_(BlockType::Empty);
        }
        // Each is read before it is set, so that it comes from both sides at every loop around.
        for local in 0..locals {
            sink.local_get(local).i32_const(1).i32_add().local_set(local);
        }
        for _ in 0..loops {
            sink.local_get(0).br_if(0).end();
        }
    });
    component(None, &vec![(NOTHING, body); count as usize])
}

/// `wide what=... values=... n=...`: a function with so many steps that carry so many values each: `calls` that
/// take and give them, `branches` with them, `tables` of branches with them, or `blocks` inside each other that
/// take and give them.
pub fn wide(parameters: &mut Parameters) -> Result<Made, String> {
    let what = parameters.text("what")?;
    let (values, n) = (parameters.number("values")?, parameters.number("n")?);
    let own = BlockType::FunctionType(OWN);
    let body = function(1, |sink| {
        for _ in 0..values {
            sink.i32_const(1);
        }
        match what.as_str() {
            "calls" => (0..n).for_each(|_| {
                sink.call(0);
            }),
            "branches" => {
                sink.block(own);
                (0..n).for_each(|_| {
                    sink.local_get(0).br_if(0);
                });
                sink.end();
            }
            "tables" => {
                sink.block(own).local_get(0).br_table(vec![0; n as usize], 0).end();
            }
            _ => {
                (0..n).for_each(|_| {
                    sink.block(own);
                });
                (0..n).for_each(|_| {
                    sink.end();
                });
            }
        }
        for _ in 0..values {
            sink.drop();
        }
    });
    if !["calls", "branches", "tables", "blocks"].contains(&what.as_str()) {
        return Err(format!("`what={what}` carries nothing"));
    }
    let identity = function(0, |sink| {
        for value in 0..values {
            sink.local_get(value);
        }
    });
    component(Some((values, values)), &[(OWN, identity), (NOTHING, body)])
}

/// `functions n=...`: so many functions that do nothing.
pub fn functions(parameters: &mut Parameters) -> Result<Made, String> {
    let n = parameters.number("n")?;
    let number = function(0, |sink| {
        sink.local_get(0);
    });
    component(None, &vec![(NUMBER, number); n as usize])
}

/// `many what=... n=... [length=...]`: a module with so many of one thing.
pub fn many(parameters: &mut Parameters) -> Result<Made, String> {
    let what = parameters.text("what")?;
    let n = parameters.number("n")?;
    let length = if parameters.has("length") { parameters.number("length")? } else { 1 };
    let name = |index: u32| format!("{index:0width$}", width = length as usize);
    let mut module = Module::new();
    let mut memories = MemorySection::new();
    memories.memory(MEMORY);
    let mut globals = GlobalSection::new();
    globals.global(GLOBAL, &ConstExpr::i32_const(0));
    match what.as_str() {
        "types" => {
            let mut types = TypeSection::new();
            for index in 0..n {
                // Different ones, so that they cannot be told to be the same.
                let bits = (0..20).map(|bit| match index >> bit & 1 {
                    0 => ValType::I32,
                    _ => ValType::I64,
                });
                types.ty().function(bits, []);
            }
            module.section(&types);
        }
        "imports" => {
            let mut imports = ImportSection::new();
            for index in 0..n {
                imports.import("env", &name(index), EntityType::Global(GLOBAL));
            }
            module.section(&imports);
        }
        "exports" => {
            let mut exports = ExportSection::new();
            for index in 0..n {
                exports.export(&name(index), ExportKind::Global, 0);
            }
            module.section(&globals).section(&exports);
        }
        "globals" => {
            for _ in 1..n {
                globals.global(GLOBAL, &ConstExpr::i32_const(0));
            }
            module.section(&globals);
        }
        "tables" => {
            let mut tables = TableSection::new();
            for _ in 0..n {
                tables.table(TableType {
                    element_type: RefType::FUNCREF,
                    minimum: u64::from(length),
                    maximum: None,
                    table64: false,
                    shared: false,
                });
            }
            module.section(&tables);
        }
        "memories" => {
            for _ in 1..n {
                memories.memory(MEMORY);
            }
            module.section(&memories);
        }
        "segments" => {
            let mut data = DataSection::new();
            for _ in 0..n {
                data.active(0, &ConstExpr::i32_const(0), *b"x");
            }
            module.section(&memories).section(&data);
        }
        "elements" => {
            let mut elements = ElementSection::new();
            let nulls = vec![ConstExpr::ref_null(wasm_encoder::HeapType::FUNC); n as usize];
            elements.passive(Elements::Expressions(RefType::FUNCREF, nulls.into()));
            module.section(&elements);
        }
        other => return Err(format!("there are not many `{other}`")),
    }
    Ok(one(beside_module(&module)?))
}

/// `constants n=...`: a global whose beginning is a sum of so many constants.
pub fn constants(parameters: &mut Parameters) -> Result<Made, String> {
    let n = parameters.number("n")?;
    // `i32.const 1`, and then `i32.const 1` and `i32.add` again and again.
    let expression = [&[0x41, 1][..], &[0x41, 1, 0x6a].repeat(n as usize)].concat();
    let mut globals = GlobalSection::new();
    globals.global(GLOBAL, &ConstExpr::raw(expression));
    let mut module = Module::new();
    module.section(&globals);
    Ok(one(beside_module(&module)?))
}
