//! `task.wit`: the interface between the candidates of a task and its evaluator.
//!
//! The text declares exactly one interface of plain data. The worlds around it are Lazaret's own: a
//! candidate exports the interface, an evaluator imports it.

use std::sync::Arc;

use lazaret_trial::{Function, Interface, Type};
use wit_parser::{
    Function as WitFunction, FunctionKind, InterfaceId, Resolve, SourceMap, Type as WitType,
    TypeDefKind, UnresolvedPackageGroup, WorldId, WorldItem,
};

use crate::contract;

/// The most bytes of `task.wit`, which people write by hand.
const TEXT_BYTES_MAX: usize = 64 << 10;

/// The most types in the interface, each use counted; the same as admission allows a component.
const NODES_MAX: u32 = 10_000;

/// The deepest nesting of types; the same as admission allows a component.
const DEPTH_MAX: u32 = 32;

/// The name of the world in which a candidate exports the interface.
pub const CANDIDATE_WORLD: &str = "candidate";

/// The name of the world in which an evaluator imports the interface.
pub const EVALUATOR_WORLD: &str = "evaluator";

/// The interface of a task, parsed and checked.
#[derive(Clone, Debug)]
pub struct TaskWit {
    interface: Arc<Interface>,
    text: String,
    resolve: Resolve,
    candidate: WorldId,
    evaluator: WorldId,
}

/// Why a text is no interface of a task.
#[derive(Debug, thiserror::Error)]
pub enum WitError {
    /// Too long to have been written by hand.
    #[error("the text has {0} bytes; {TEXT_BYTES_MAX} are allowed")]
    TooLong(usize),
    /// Not WIT; the message shows the place.
    #[error("{0}")]
    Syntax(String),
    /// WIT, and more or less than one interface of plain data.
    #[error("{0}")]
    Unsuitable(String),
}

/// The contract of proposers.
const PROPOSER: &str = include_str!("../../../wit/proposer/proposer.wit");

impl TaskWit {
    /// Reads the text of a `task.wit`. Without a `package` line, the package is `task:` and the name of
    /// the task.
    ///
    /// # Errors
    /// If the text is not WIT, or is not exactly one interface of functions over plain data.
    pub fn parse(text: &str, task: &str) -> Result<Self, WitError> {
        let read = Self::of_anybody(text, task)?;
        let name = &read.interface.name;
        if name.starts_with("lazaret:") || name.starts_with("wasi:") {
            let package = name.split_once('/').map_or(name.as_str(), |(package, _)| package);
            return Err(unsuitable(&format!("the package `{package}` is not yours to declare")));
        }
        Ok(read)
    }

    /// What a proposer of programs exports: a contract of Lazaret's own, in the same form as that of a task.
    ///
    /// # Errors
    /// Never, as long as the contract is valid.
    pub fn proposer() -> Result<Self, WitError> {
        Self::of_anybody(PROPOSER, "proposer")
    }

    fn of_anybody(text: &str, task: &str) -> Result<Self, WitError> {
        if TEXT_BYTES_MAX < text.len() {
            return Err(WitError::TooLong(text.len()));
        }
        let mut resolve = contract::resolve().map_err(WitError::Syntax)?;
        let whole = with_package(text, task)?;
        let group = parse_files(&[("task.wit", &whole)]).map_err(WitError::Syntax)?;
        let package = resolve.push_group(group);
        let package =
            package.map_err(|error| WitError::Syntax(error.render(&resolve.source_map)))?;
        let found = resolve.packages.get(package).map(|package| {
            let interfaces: Vec<InterfaceId> = package.interfaces.values().copied().collect();
            (interfaces, package.worlds.is_empty())
        });
        let Some((interfaces, worldless)) = found else {
            return Err(unsuitable("there is no package"));
        };
        if !worldless {
            return Err(unsuitable(
                "there is a `world`; the worlds are Lazaret's own, leave it out",
            ));
        }
        let [id] = interfaces.as_slice() else {
            let count = interfaces.len();
            return Err(unsuitable(&format!(
                "there are {count} interfaces; exactly one is needed"
            )));
        };
        let interface = Decoder { resolve: &resolve, nodes: 0 }.interface(*id)?;
        let (candidate, evaluator) = worlds(&mut resolve, &interface.name)?;
        Ok(Self { interface: Arc::new(interface), text: whole, resolve, candidate, evaluator })
    }

    /// The interface: what candidates export and evaluators import.
    #[must_use]
    pub const fn interface(&self) -> &Arc<Interface> {
        &self.interface
    }

    /// The text, with its package line.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The functions with their types as they are named.
    pub(crate) fn functions(&self) -> (&Resolve, Vec<&WitFunction>) {
        let exports = self.resolve.worlds.get(self.candidate).map(|world| &world.exports);
        let interface = exports.into_iter().flatten().find_map(|(_, item)| match item {
            WorldItem::Interface { id, .. } => self.resolve.interfaces.get(*id),
            _ => None,
        });
        let functions = interface.map(|interface| interface.functions.values().collect());
        (&self.resolve, functions.unwrap_or_default())
    }

    /// The packages and the world of a candidate.
    pub(crate) const fn candidate(&self) -> (&Resolve, WorldId) {
        (&self.resolve, self.candidate)
    }

    /// The packages and the world of an evaluator.
    pub(crate) const fn evaluator(&self) -> (&Resolve, WorldId) {
        (&self.resolve, self.evaluator)
    }
}

fn unsuitable(message: &str) -> WitError {
    WitError::Unsuitable(message.to_owned())
}

/// The text with a package line. The line goes before the first character and not on a line of its own,
/// so that places in errors are places in the file.
fn with_package(text: &str, task: &str) -> Result<String, WitError> {
    let declares = |line: &str| line.trim_start().starts_with("package ");
    if text.lines().any(declares) {
        return Ok(text.to_owned());
    }
    let word = |word: &str| word.starts_with(|first: char| first.is_ascii_lowercase());
    if task.split('-').all(word) {
        return Ok(format!("package task:{task}; {text}"));
    }
    Err(unsuitable(&format!(
        "`{task}` cannot name a package, because each of its words must start with a letter; \
         begin the file with a line such as `package task:my-name;`"
    )))
}

/// Adds the two worlds around the interface.
fn worlds(resolve: &mut Resolve, interface: &str) -> Result<(WorldId, WorldId), WitError> {
    let text = format!(
        "package lazaret:worlds;\n\
         world {CANDIDATE_WORLD} {{ export {interface}; }}\n\
         world {EVALUATOR_WORLD} {{ import {interface}; include lazaret:evaluator/scorer@0.1.0; }}\n"
    );
    let package = resolve
        .push_source("worlds.wit", &text)
        .map_err(|error| unsuitable(&format!("{error:#}")))?;
    let select = |name| {
        let world = resolve.select_world(&[package], Some(name));
        world.map_err(|error| unsuitable(&format!("{error:#}")))
    };
    Ok((select(CANDIDATE_WORLD)?, select(EVALUATOR_WORLD)?))
}

/// Parses the files of one package.
pub fn parse_files(files: &[(&str, &str)]) -> Result<UnresolvedPackageGroup, String> {
    let mut map = SourceMap::new();
    for (name, text) in files {
        map.push_str(name, *text);
    }
    map.parse().map_err(|(map, error)| error.render(&map))
}

struct Decoder<'a> {
    resolve: &'a Resolve,
    nodes: u32,
}

impl Decoder<'_> {
    fn interface(&mut self, id: InterfaceId) -> Result<Interface, WitError> {
        let interface = self.resolve.interfaces.get(id);
        let (Some(interface), Some(name)) = (interface, self.resolve.id_of(id)) else {
            return Err(unsuitable("the interface has no name"));
        };
        for (name, id) in &interface.types {
            let kind = self.resolve.types.get(*id).map(|ty| &ty.kind);
            if matches!(kind, Some(TypeDefKind::Resource)) {
                return Err(unsuitable(&format!(
                    "`{name}` is a resource, and only plain data can cross between sandboxes"
                )));
            }
        }
        let functions = interface.functions.values().map(|function| self.function(function));
        let functions = functions.collect::<Result<Vec<_>, _>>()?;
        if functions.is_empty() {
            return Err(unsuitable(&format!("`{name}` has no functions")));
        }
        Ok(Interface { name, functions })
    }

    fn function(&mut self, function: &WitFunction) -> Result<Function, WitError> {
        let name = function.name.clone();
        if !matches!(function.kind, FunctionKind::Freestanding) {
            return Err(unsuitable(&format!("`{name}` is no plain function (async, or a method)")));
        }
        let place = |what: &str| {
            let place = format!("`{name}`, {what}");
            move |why: String| unsuitable(&format!("{place}: {why}"))
        };
        let mut parameters = Vec::with_capacity(function.params.len());
        for parameter in &function.params {
            let ty = self.value(&parameter.ty, 0).map_err(place(&parameter.name))?;
            parameters.push((parameter.name.clone(), ty));
        }
        let result = function.result.map(|ty| self.value(&ty, 0)).transpose();
        Ok(Function { result: result.map_err(place("the result"))?, name, parameters })
    }

    fn value(&mut self, ty: &WitType, depth: u32) -> Result<Type, String> {
        self.nodes += 1;
        if NODES_MAX < self.nodes || DEPTH_MAX < depth {
            return Err(format!(
                "the types are too large: {NODES_MAX} in all and {DEPTH_MAX} inside each other are allowed"
            ));
        }
        let id = match ty {
            WitType::Id(id) => *id,
            WitType::ErrorContext => return Err("an error context is no plain data".to_owned()),
            primitive => return Ok(self::primitive(primitive)),
        };
        let resolve = self.resolve;
        let kind = resolve.types.get(id).map(|ty| &ty.kind).ok_or("an unknown type")?;
        let mut inner = |ty: &WitType| self.value(ty, depth + 1);
        Ok(match kind {
            // An alias is no level of its own.
            TypeDefKind::Type(ty) => return self.value(ty, depth),
            TypeDefKind::List(item) => Type::List(Box::new(inner(item)?)),
            TypeDefKind::Option(some) => Type::Option(Box::new(inner(some)?)),
            TypeDefKind::Result(result) => {
                let mut boxed = |ty: &Option<WitType>| {
                    ty.as_ref().map(|ty| inner(ty).map(Box::new)).transpose()
                };
                Type::Result(boxed(&result.ok)?, boxed(&result.err)?)
            }
            TypeDefKind::Tuple(tuple) => {
                Type::Tuple(tuple.types.iter().map(inner).collect::<Result<_, _>>()?)
            }
            TypeDefKind::Record(record) => {
                let mut fields = Vec::with_capacity(record.fields.len());
                for field in &record.fields {
                    fields.push((field.name.clone(), inner(&field.ty)?));
                }
                Type::Record(fields)
            }
            TypeDefKind::Variant(variant) => {
                let mut cases = Vec::with_capacity(variant.cases.len());
                for case in &variant.cases {
                    cases.push((case.name.clone(), case.ty.as_ref().map(&mut inner).transpose()?));
                }
                Type::Variant(cases)
            }
            TypeDefKind::Enum(cases) => {
                Type::Enum(cases.cases.iter().map(|case| case.name.clone()).collect())
            }
            TypeDefKind::Flags(flags) => {
                Type::Flags(flags.flags.iter().map(|flag| flag.name.clone()).collect())
            }
            other => {
                return Err(format!("a {} is no plain data that could cross", other.as_str()));
            }
        })
    }
}

fn primitive(ty: &WitType) -> Type {
    match ty {
        WitType::Bool => Type::Bool,
        WitType::U8 => Type::U8,
        WitType::U16 => Type::U16,
        WitType::U32 => Type::U32,
        WitType::U64 => Type::U64,
        WitType::S8 => Type::S8,
        WitType::S16 => Type::S16,
        WitType::S32 => Type::S32,
        WitType::S64 => Type::S64,
        WitType::F32 => Type::F32,
        WitType::F64 => Type::F64,
        WitType::Char => Type::Char,
        // The caller has taken the others out.
        WitType::String | WitType::ErrorContext | WitType::Id(_) => Type::String,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, error: &str) {
        let found = TaskWit::parse(text, "bin-packing").unwrap_err().to_string();
        assert!(found.contains(error), "{found}");
    }

    #[test]
    fn an_interface_with_every_kind_of_type() {
        let text = "interface all {
            record point { x: f64, in-use: bool }
            variant shape { none, circle(point) }
            enum side { left, right }
            flags marks { seen, done }
            type points = list<point>;
            f: func(a: points, b: option<shape>, c: result<u8, string>, d: tuple<s8, char>) -> marks;
            g: func(s: side);
        }";
        let wit = TaskWit::parse(text, "bin-packing").unwrap();
        assert_eq!(
            wit.interface().to_string(),
            "interface task:bin-packing/all {\n  \
             f: func(a: list<record { x: f64, in-use: bool }>, b: option<variant { none, \
             circle(record { x: f64, in-use: bool }) }>, c: result<u8, string>, d: tuple<s8, char>) \
             -> flags { seen, done };\n  g: func(s: enum { left, right });\n}"
        );
        let versioned = "package my:thing@1.2.0;\ninterface i { f: func(); }";
        let wit = TaskWit::parse(versioned, "whatever").unwrap();
        assert_eq!(wit.interface().name, "my:thing/i@1.2.0");
    }

    #[test]
    fn what_is_not_one_interface_of_plain_data_is_refused() {
        check("interface i {}", "has no functions");
        check("interface a { f: func(); } interface b { f: func(); }", "2 interfaces");
        check("", "0 interfaces");
        check("interface i { f: func(); } world w { export i; }", "leave it out");
        check("interface i { resource r; f: func(x: borrow<r>); }", "`r` is a resource");
        check("interface i { f: func(x: stream<u8>); }", "`f`, x: a stream is no plain data");
        check("interface i { f: func(x: nothing); }", "`nothing`");
        check("interface i {\n  f: func(\n}", "task.wit:3");
        check("package lazaret:mine; interface i { f: func(); }", "not yours to declare");
        check("package wasi:mine; interface i { f: func(); }", "not yours to declare");
        check(&format!("interface i {{ f: func(); }}{}", " ".repeat(70_000)), "are allowed");
        let error = TaskWit::parse("interface i { f: func(); }", "or-3").unwrap_err();
        assert!(error.to_string().contains("package task:my-name;"), "{error}");
    }

    #[test]
    fn types_that_unfold_without_end_are_refused() {
        use std::fmt::Write;

        let mut text = "interface i { type t0 = tuple<u8, u8>; ".to_owned();
        for level in 1..30 {
            let below = level - 1;
            write!(text, "type t{level} = tuple<t{below}, t{below}>; ").unwrap();
        }
        check(&format!("{text} f: func(x: t29); }}"), "too large");
        let mut text = "interface i { type t0 = u8; ".to_owned();
        for level in 1..40 {
            write!(text, "type t{level} = list<t{}>; ", level - 1).unwrap();
        }
        check(&format!("{text} f: func(x: t39); }}"), "too large");
    }
}
