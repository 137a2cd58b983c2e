//! Functions that cost a compiler much more than their size tells, each by one number.

use wasm_encoder::{
    BlockType, CodeSection, Component, ConstExpr, Function, FunctionSection, GlobalSection,
    GlobalType, HeapType, Instruction as I, MemArg, MemorySection, MemoryType, Module,
    ModuleSection, RefType, TableSection, TableType, TypeSection, ValType,
};

/// What a function has: its locals, all `i32` but the last, which is an `f64`; and its operators.
#[derive(Clone, Default)]
pub struct Body {
    pub locals: u32,
    pub operators: Vec<I<'static>>,
}

/// The types of functions that every module here has, and its first functions: without anything, with 16 values there
/// and back, with 500 where they are used.
pub const PLAIN: u32 = 0;
pub const SIXTEEN: u32 = 1;
const MANY: u32 = 2;
const MANY_VALUES: usize = 500;

pub const AT: MemArg = MemArg { offset: 0, align: 0, memory_index: 0 };

/// A component with a module with so many functions like this one.
pub fn component_of(body: &Body, copies: usize) -> Vec<u8> {
    let values = |count| (vec![ValType::I32; count], vec![ValType::I32; count]);
    let (mut types, mut functions, mut code) =
        (TypeSection::new(), FunctionSection::new(), CodeSection::new());
    let uses_many = body.operators.iter().any(|it| matches!(it, I::Call(MANY)));
    for (index, count) in
        [(PLAIN, 0), (SIXTEEN, 16), (MANY, if uses_many { MANY_VALUES } else { 0 })]
    {
        let (parameters, results) = values(count);
        types.ty().function(parameters, results);
        functions.function(index);
        let mut callee = Function::new([]);
        (0..u32::try_from(count).unwrap_or_default()).for_each(|local| {
            callee.instruction(&I::LocalGet(local));
        });
        code.function(callee.instruction(&I::End));
    }
    let mut function = Function::new([(body.locals, ValType::I32), (1, ValType::F64)]);
    body.operators.iter().for_each(|operator| {
        function.instruction(operator);
    });
    function.instruction(&I::End);
    for _ in 0..copies {
        functions.function(PLAIN);
        code.function(&function);
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
    memories.memory(MemoryType {
        minimum: 1,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    let mut globals = GlobalSection::new();
    let global = GlobalType { val_type: ValType::I32, mutable: true, shared: false };
    globals.global(global, &ConstExpr::i32_const(1));
    let mut module = Module::new();
    module.section(&types).section(&functions).section(&tables).section(&memories);
    module.section(&globals).section(&code);
    let mut component = Component::new();
    component.section(&ModuleSection(&module));
    component.finish()
}

/// The same operators again and again.
fn repeat(unit: &[I<'static>], count: usize) -> Vec<I<'static>> {
    unit.iter().cloned().cycle().take(unit.len() * count).collect()
}

fn body(locals: usize, parts: impl IntoIterator<Item = Vec<I<'static>>>) -> Body {
    let operators = parts.into_iter().flatten().collect();
    Body { locals: u32::try_from(locals).unwrap_or(u32::MAX), operators }
}

/// A straight line of one thing.
fn line(unit: &[I<'static>], count: usize) -> Body {
    body(1, [repeat(unit, count)])
}

/// Something that nobody knows before it runs.
const ANY: I<'static> = I::GlobalGet(0);

/// For each of so many locals.
fn each(locals: usize, of: impl Fn(u32) -> Vec<I<'static>>) -> Vec<I<'static>> {
    (0..u32::try_from(locals).unwrap_or_default()).flat_map(of).collect()
}

/// Gives each local a value of its own.
fn set(locals: usize) -> Vec<I<'static>> {
    each(locals, |local| vec![ANY, I::I32Load(AT), I::LocalSet(local)])
}

/// Needs each local.
fn need(locals: usize) -> Vec<I<'static>> {
    each(locals, |local| vec![I::I32Const(0), I::LocalGet(local), I::I32Store(AT)])
}

fn open(block: &I<'static>, count: usize) -> Vec<I<'static>> {
    vec![block.clone(); count]
}

fn targets(count: usize) -> Vec<u32> {
    (0..u32::try_from(count).unwrap_or_default()).collect()
}

/// How deep loops may be inside of each other, and how deep plain blocks.
const DEPTH: usize = 127;
const BLOCKS: usize = 999;

const LOOP: I<'static> = I::Loop(BlockType::Empty);
const BLOCK: I<'static> = I::Block(BlockType::Empty);

pub fn nested_loops(count: usize) -> Body {
    let end = [I::LocalGet(0), I::BrIf(0), I::End];
    body(1, [open(&LOOP, count), repeat(&end, count)])
}

pub fn runs_of_loops(count: usize) -> Body {
    let run = |count| [open(&LOOP, count), repeat(&[I::LocalGet(0), I::BrIf(0), I::End], count)];
    let runs = (0..count.div_ceil(DEPTH)).flat_map(|index| run(DEPTH.min(count - index * DEPTH)));
    body(1, runs)
}

pub fn loops_around_live_values(count: usize) -> Body {
    let unit = [LOOP, ANY, I::BrIf(0), I::End];
    body(900, [set(900), repeat(&unit, count), need(900)])
}

pub fn loops_that_carry_values(count: usize) -> Body {
    let unit = [I::Loop(BlockType::FunctionType(SIXTEEN)), I::End];
    body(1, [vec![ANY; 16], repeat(&unit, count), vec![I::Drop; 16]])
}

/// Locals that are set inside of nested loops.
pub fn locals_in_nested_loops(locals: usize) -> Body {
    let again = each(locals, |local| {
        vec![I::LocalGet(local), I::I32Const(1), I::I32Add, I::LocalSet(local)]
    });
    body(locals, [open(&LOOP, 30), again, repeat(&[ANY, I::BrIf(0), I::End], 30)])
}

pub fn locals_across_a_loop(locals: usize) -> Body {
    let again = each(locals, |local| {
        vec![I::LocalGet(local), I::I32Const(1), I::I32Add, I::LocalSet(local)]
    });
    body(locals, [set(locals), vec![LOOP], again, vec![ANY, I::BrIf(0), I::End], need(locals)])
}

/// Locals of which each may have two values at each of so many places.
fn joined(locals: usize, places: usize) -> Body {
    let ways = each(places, |depth| vec![ANY, I::BrIf(depth)]);
    body(locals, [open(&BLOCK, places), ways, set(locals), vec![I::End; places], need(locals)])
}

pub fn joined_locals(locals: usize) -> Body {
    joined(locals, DEPTH)
}

pub fn joined_locals_deep(locals: usize) -> Body {
    joined(locals, BLOCKS)
}

/// Blocks inside of each other, again and again, with a way out to each from the innermost and from its own begin.
pub fn deep_blocks(count: usize) -> Body {
    let depth = BLOCKS.min(count);
    let unit = [
        open(&BLOCK, depth),
        each(depth, |depth| vec![ANY, I::BrIf(depth)]),
        repeat(&[ANY, I::I32Const(1), I::I32Add, I::GlobalSet(0), I::End], depth),
    ];
    body(1, [repeat(&unit.concat(), count / depth.max(1))])
}

/// Blocks inside of each other that take 16 values and give them.
pub fn deep_blocks_that_carry_values(count: usize) -> Body {
    let block = I::Block(BlockType::FunctionType(SIXTEEN));
    let ends = [ANY, I::BrIf(0), I::End];
    body(1, [vec![ANY; 16], open(&block, count), repeat(&ends, count), vec![I::Drop; 16]])
}

/// What a compiler makes of a `switch`: each end does something with a local and leaves.
pub fn switch(cases: usize) -> Body {
    let leave = |case: u32| {
        let out = u32::try_from(cases).unwrap_or_default() - case;
        let out = out.saturating_sub(1);
        vec![I::End, I::LocalGet(0), I::I32Const(3), I::I32Mul, I::LocalSet(0), I::Br(out)]
    };
    let table = vec![ANY, I::BrTable(targets(cases).into(), 0)];
    body(1, [open(&BLOCK, cases + 1), table, each(cases, leave), vec![I::End], need(1)])
}

pub fn one_table(count: usize) -> Body {
    let table = vec![ANY, I::BrTable(targets(count).into(), 0)];
    // Something to do at each end, so that no two of them are the same place.
    let end = [I::End, ANY, I::I32Const(1), I::I32Add, I::GlobalSet(0)];
    body(1, [open(&BLOCK, count), table, repeat(&end, count)])
}

/// Tables of so many targets as blocks are open.
fn tables_of(count: usize, depth: usize) -> Body {
    let unit = [BLOCK, ANY, I::BrTable(targets(depth).into(), 0), I::End];
    body(1, [open(&BLOCK, depth), repeat(&unit, count), vec![I::End; depth]])
}

pub fn tables(count: usize) -> Body {
    tables_of(count, DEPTH)
}

pub fn tables_deep(count: usize) -> Body {
    tables_of(count, BLOCKS)
}

/// A table whose entries all lead to one place, each with the values of ten locals.
pub fn table_that_carries_locals(entries: usize) -> Body {
    let table = vec![ANY, I::BrTable(vec![1; entries].into(), 1), I::End];
    let begin = vec![BLOCK, BLOCK, ANY, I::BrIf(1)];
    body(10, [begin, set(10), table, set(10), vec![I::End], need(10)])
}

pub fn table_of_many_entries(entries: usize) -> Body {
    body(1, [vec![BLOCK, ANY, I::BrTable(vec![0; entries].into(), 0), I::End]])
}

pub fn ifs(count: usize) -> Body {
    line(&[ANY, I::If(BlockType::Empty), I::End], count)
}

pub fn ifs_around_live_values(count: usize) -> Body {
    let unit = [ANY, I::If(BlockType::Empty), I::I32Const(1), I::GlobalSet(0), I::End];
    body(900, [set(900), repeat(&unit, count), need(900)])
}

pub fn branches(count: usize) -> Body {
    line(&[ANY, I::BrIf(0)], count)
}

pub fn calls(count: usize) -> Body {
    line(&[I::Call(PLAIN)], count)
}

pub fn calls_with_500_values(count: usize) -> Body {
    body(1, [vec![ANY; MANY_VALUES], repeat(&[I::Call(MANY)], count), vec![I::Drop; MANY_VALUES]])
}

pub fn calls_under_a_deep_stack(count: usize) -> Body {
    let push = repeat(&[ANY, I::I32Load(AT), I::Call(PLAIN)], count);
    let pop = repeat(&[I::I32Add, I::Call(PLAIN)], count.saturating_sub(1));
    body(1, [push, pop, vec![I::GlobalSet(0)]])
}

pub fn calls_through_a_table(count: usize) -> Body {
    line(&[ANY, I::CallIndirect { type_index: PLAIN, table_index: 0 }], count)
}

pub fn stores(count: usize) -> Body {
    line(&[ANY, I::I32Const(1), I::I32Store(AT)], count)
}

/// Of the last local, which is an `f64`.
pub fn square_roots(count: usize) -> Body {
    let unit = [I::LocalGet(1), I::LocalGet(1), I::F64Mul, I::F64Sqrt, I::LocalSet(1)];
    line(&unit, count)
}

pub fn additions(count: usize) -> Body {
    line(&[I::LocalGet(0), ANY, I::I32Add, I::LocalSet(0)], count)
}

pub fn large_constants(count: usize) -> Body {
    line(&[I::I64Const(i64::MAX), I::Drop], count)
}

pub fn growth(count: usize) -> Body {
    line(&[ANY, I::MemoryGrow(0), I::GlobalSet(0)], count)
}

pub fn copies(count: usize) -> Body {
    line(&[ANY, ANY, ANY, I::MemoryCopy { src_mem: 0, dst_mem: 0 }], count)
}

pub fn copies_around_live_values(count: usize) -> Body {
    let unit = [ANY, ANY, ANY, I::MemoryCopy { src_mem: 0, dst_mem: 0 }];
    body(300, [set(300), repeat(&unit, count), need(300)])
}

pub fn table_entries(count: usize) -> Body {
    line(&[ANY, I::TableGet(0), I::Drop], count)
}

pub fn table_growth(count: usize) -> Body {
    line(&[I::RefNull(HeapType::FUNC), ANY, I::TableGrow(0), I::GlobalSet(0)], count)
}
