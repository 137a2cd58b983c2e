//! Components whose parts cost a compiler or an admission much: functions, types, segments, adapters.

use wasm_encoder::{
    CodeSection, Component, ConstExpr, ElementSection, Elements, Function, FunctionSection,
    Instruction, Module, ModuleSection, RawSection, RefType, TableSection, TableType, TypeSection,
    ValType,
};

fn module(fields: &str) -> String {
    format!("(component (core module {fields}))")
}

/// One piece of text for each number.
fn many(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).collect()
}

pub fn empty_functions(count: usize) -> String {
    module(&"(func)".repeat(count))
}

/// Empty functions that the host may call, because they are in a table.
pub fn functions_in_a_table(count: usize) -> Vec<u8> {
    let (mut types, mut functions, mut code) =
        (TypeSection::new(), FunctionSection::new(), CodeSection::new());
    types.ty().function([], []);
    let mut body = Function::new([]);
    body.instruction(&Instruction::End);
    for _ in 0..count {
        functions.function(0);
        code.function(&body);
    }
    let mut tables = TableSection::new();
    let minimum = count as u64;
    let element_type = RefType::FUNCREF;
    tables.table(TableType { element_type, minimum, maximum: None, table64: false, shared: false });
    let mut elements = ElementSection::new();
    let all: Vec<u32> = (0..functions.len()).collect();
    elements.active(None, &ConstExpr::i32_const(0), Elements::Functions(all.into()));
    let mut module = Module::new();
    module.section(&types).section(&functions).section(&tables).section(&elements).section(&code);
    around(&module)
}

/// Types of functions, all different.
pub fn types_of_functions(count: usize) -> Vec<u8> {
    let mut types = TypeSection::new();
    for index in 0..count {
        let parameter =
            |bit: usize| if index >> bit & 1 == 1 { ValType::F32 } else { ValType::F64 };
        types.ty().function((0..20).map(parameter).collect::<Vec<_>>(), []);
    }
    let mut module = Module::new();
    around(module.section(&types))
}

fn around(module: &Module) -> Vec<u8> {
    let mut component = Component::new();
    component.section(&ModuleSection(module));
    component.finish()
}

pub fn globals_with_expressions(count: usize) -> String {
    let global = "(global i32 (i32.add (global.get 0) (global.get 0)))";
    module(&format!("(import \"a\" \"b\" (global i32)) {}", global.repeat(count)))
}

pub fn long_expression(count: usize) -> String {
    let operators = "i32.const 1 i32.add ".repeat(count);
    module(&format!("(global i32 i32.const 0 {operators})"))
}

/// Segments that are copied to where a global says.
pub fn segments_of_data(count: usize) -> String {
    let segments = "(data (global.get 0) \"a\")".repeat(count);
    module(&format!("(import \"a\" \"b\" (global i32)) (memory 1) {segments}"))
}

/// Memories with a byte at either end of 16 MiB.
pub fn memories_with_gaps(count: usize) -> String {
    let module =
        "(core module (memory 257) (data (i32.const 0) \"a\") (data (i32.const 16777210) \"a\"))";
    format!("(component {})", module.repeat(count))
}

pub fn segments_of_elements(count: usize) -> String {
    let segments = "(elem (global.get 0) func $f)".repeat(count);
    module(&format!("(import \"a\" \"b\" (global i32)) (func $f) (table 1 funcref) {segments}"))
}

pub fn elements_by_expressions(count: usize) -> String {
    let elements = "(ref.func $f)".repeat(count);
    module(&format!("(func $f) (table {count} funcref) (elem (i32.const 0) funcref {elements})"))
}

pub fn exported_functions(count: usize) -> String {
    module(&many(count, |index| format!("(func (export \"e{index}\"))")))
}

/// Functions of the host, each of a type of its own, as a module imports them.
pub fn lowered_functions(count: usize) -> String {
    let bit = |index: usize, bit: usize| index >> bit & 1 == 1;
    let outer = |index: usize| {
        many(9, |at| format!("(param \"x{at}\" {})", if bit(index, at) { "u64" } else { "f32" }))
    };
    let inner =
        |index: usize| many(9, |at| (if bit(index, at) { "i64 " } else { "f32 " }).to_owned());
    format!(
        "(component (import \"wasi:io/a\" (instance $host {})) {} (core module $m {})
         (core instance (instantiate $m (with \"a\" (instance {})))))",
        many(count, |index| format!("(export \"f{index}\" (func {}))", outer(index))),
        many(count, |index| format!(
            "(core func $l{index} (canon lower (func $host \"f{index}\")))"
        )),
        many(count, |index| format!("(import \"a\" \"f{index}\" (func (param {})))", inner(index))),
        many(count, |index| format!("(export \"f{index}\" (func $l{index}))"))
    )
}

pub fn resources(count: usize) -> String {
    format!(
        "(component {} {} (core module $m {}) (core instance (instantiate $m (with \"a\" (instance {})))))",
        many(count, |index| format!("(type $r{index} (resource (rep i32)))")),
        many(count, |index| format!("(core func $l{index} (canon resource.new $r{index}))")),
        many(count, |index| {
            format!("(import \"a\" \"f{index}\" (func (param i32) (result i32)))")
        }),
        many(count, |index| format!("(export \"f{index}\" (func $l{index}))"))
    )
}

/// Functions of one component that another calls, with a value of 1,000 lists of lists each.
pub fn functions_between_components(count: usize) -> String {
    let ty = format!(
        "(type $b (list u8)) (type $l (list $b)) (type $t (tuple {}))",
        "$l ".repeat(1_000)
    );
    let realloc = "(func (export \"realloc\") (param i32 i32 i32 i32) (result i32) (i32.const 0))";
    let options = "(memory (core memory $i \"memory\")) (realloc (core func $i \"realloc\"))";
    format!(
        "(component {ty}
         (component $a {ty} (core module $m (memory (export \"memory\") 1) {realloc} {})
           (core instance $i (instantiate $m)) {})
         (component $b {ty} (import \"a\" (instance $a (alias outer 1 $t (type $t)) {}))
           (core module $m (memory (export \"memory\") 1)) (core instance $m (instantiate $m)) {}
           (core module $u {})
           (core instance (instantiate $u (with \"a\" (instance {})))))
         (instance $a (instantiate $a)) (instance (instantiate $b (with \"a\" (instance $a)))))",
        many(count, |index| format!("(func (export \"f{index}\") (param i32))")),
        many(count, |index| format!(
            "(func $f{index} (param \"x\" $t) (canon lift (core func $i \"f{index}\") {options}))
             (export \"f{index}\" (func $f{index}))"
        )),
        many(count, |index| format!("(export \"f{index}\" (func (param \"x\" $t)))")),
        many(count, |index| format!(
            "(core func $l{index} (canon lower (func $a \"f{index}\") (memory (core memory $m \"memory\"))))"
        )),
        many(count, |index| format!("(import \"a\" \"f{index}\" (func (param i32)))")),
        many(count, |index| format!("(export \"f{index}\" (func $l{index}))"))
    )
}

pub fn instances(count: usize) -> String {
    let instances = "(core instance (instantiate $m))".repeat(count);
    format!("(component (core module $m (memory 1) (func)) {instances})")
}

/// Two instances at each of so many depths.
pub fn instances_inside_of_instances(depth: usize) -> String {
    (0..depth).fold("(component $c)".to_owned(), |inner, _| {
        format!("(component $c {inner} (instance (instantiate $c)) (instance (instantiate $c)))")
    })
}

pub fn depth_of_components(depth: usize) -> String {
    format!("{}{}", "(component ".repeat(depth), ")".repeat(depth))
}

/// Types of components that are declared inside of each other. No text goes as deep as bytes do.
pub fn depth_of_types(depth: usize) -> Vec<u8> {
    // A component with one declaration, which is a type; at last one with none.
    let mut types = b"\x41\x01\x01".repeat(depth - 1);
    types.extend(b"\x41\x00");
    let mut section = vec![1];
    section.extend(types);
    let mut component = Component::new();
    component.section(&RawSection { id: 7, data: &section });
    component.finish()
}

pub fn types_of_components(count: usize) -> String {
    format!("(component {})", "(type (list u8))".repeat(count))
}

/// Interfaces that share one type of 1,000 parts.
pub fn interfaces(count: usize) -> String {
    format!(
        "(component (type $t (tuple {})) (core module $m (memory (export \"memory\") 1)
           (func (export \"realloc\") (param i32 i32 i32 i32) (result i32) (i32.const 0))
           (func (export \"f\") (param i32))) (core instance $i (instantiate $m))
         (func $f (param \"x\" $t) (canon lift (core func $i \"f\")
           (memory (core memory $i \"memory\")) (realloc (core func $i \"realloc\")))) {})",
        "u8 ".repeat(1_000),
        many(count, |index| format!(
            "(instance $i{index} (export \"f\" (func $f))) (export \"a:b/c{index}\" (instance $i{index}))"
        ))
    )
}

pub fn aliases(count: usize) -> String {
    let aliases = "(alias core export $i \"f\" (core func))".repeat(count);
    format!(
        "(component (core module $m (func (export \"f\"))) (core instance $i (instantiate $m)) {aliases})"
    )
}

/// Names of functions that are read into a table.
pub fn bytes_of_names(bytes: usize) -> String {
    format!("(component (core module (@custom \"name\" \"{}\") (func)))", "a".repeat(bytes))
}
