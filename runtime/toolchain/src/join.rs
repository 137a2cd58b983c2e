//! Writing the component anew around the joined module.
//!
//! Everything of the component model stays as and where it is. Of the core instances, those that are
//! joined become one, made as soon as all that it imports is there; what is asked of them is asked of it.

use std::collections::{BTreeMap, BTreeSet};

use wasm_encoder::reencode::{Error, Reencode, ReencodeComponent};
use wasm_encoder::{
    Alias, CanonicalFunctionSection, Component, ComponentAliasSection, ComponentSectionId,
    InstanceSection, ModuleArg, RawSection,
};
use wasmparser::{CanonicalFunction, ComponentAlias, Payload};

use crate::graph::{CoreInstance, Graph, Kind, Origin, Source, outer_sections};
use crate::link::{Linked, OUTSIDE, export_name, link};
use crate::part::Part;
use crate::{JoinError, unforeseen};

/// Joins all core modules of a component that share one memory.
///
/// Modules with a table of their own that others fill, and those that fill such a table, are left out:
/// they are what breaks the circle of lowered functions that need a memory and a memory that comes with
/// whoever needs the functions.
///
/// # Errors
/// If the component is damaged or put together in a way that is not foreseen. Nothing is lost then: it
/// works as it is.
pub fn join(bytes: &[u8]) -> Result<Vec<u8>, JoinError> {
    let graph = Graph::read(bytes)?;
    let mut parts = Vec::new();
    for (instance, core) in (0..).zip(&graph.instances) {
        if let CoreInstance::Module { module, .. } = core {
            let Some(module) = graph.modules.get(*module as usize) else {
                return unforeseen("no such module");
            };
            let part = Part::read(instance, module)?;
            if !is_apart(&part) {
                parts.push(part);
            }
        }
    }
    let inside: BTreeSet<u32> = parts.iter().map(|part| part.instance).collect();
    if inside.len() < 2 {
        return unforeseen("there is nothing to join");
    }
    let used = used(&graph, &inside)?;
    let mut exports = Vec::new();
    for (kind, index) in &used {
        if let Origin::Export { instance, name } = graph.origin(*kind, *index)?
            && inside.contains(&instance)
            && !exports.contains(&(instance, name))
        {
            exports.push((instance, name));
        }
    }
    let linked = link(&graph, &parts, &exports)?;
    let waiting = waiting(&graph, &parts, &inside)?;
    Writer::new(&graph, &inside, used, linked, waiting).write(bytes)
}

/// Whether a module is one of the two that break the circle; see `join`. The first has no imports at all
/// and exports the table `$imports`; the second imports it.
fn is_apart(part: &Part<'_>) -> bool {
    let imports_table = |import: &wasmparser::Import<'_>| import.name == "$imports";
    part.exports.contains_key("$imports")
        || part.imports.get(&Kind::Table).is_some_and(|tables| tables.iter().any(imports_table))
}

/// Core items that are used by the component model or by instances that are not joined.
fn used(graph: &Graph<'_>, inside: &BTreeSet<u32>) -> Result<BTreeSet<(Kind, u32)>, JoinError> {
    let mut used = graph.used.clone();
    for (instance, core) in (0..).zip(&graph.instances) {
        let CoreInstance::Module { arguments, .. } = core else { continue };
        if inside.contains(&instance) {
            continue;
        }
        for argument in arguments.values() {
            match graph.instances.get(*argument as usize) {
                Some(CoreInstance::Bag(items)) => used.extend(items.values().copied()),
                _ => return unforeseen("an instance that is not joined imports one as a whole"),
            }
        }
    }
    Ok(used)
}

/// The joined instances that import something from outside: when the last of them was made, all that the
/// joined one imports is there.
fn waiting(
    graph: &Graph<'_>,
    parts: &[Part<'_>],
    inside: &BTreeSet<u32>,
) -> Result<BTreeSet<u32>, JoinError> {
    let mut waiting = BTreeSet::new();
    for part in parts {
        for import in part.imports.values().flatten() {
            let from_outside = match graph.source(part.instance, import.module, import.name)? {
                Source::Function(_) => true,
                Source::Export { instance, .. } => !inside.contains(&instance),
            };
            if from_outside {
                waiting.insert(part.instance);
            }
        }
    }
    Ok(waiting)
}

struct Writer<'g, 'a> {
    graph: &'g Graph<'a>,
    inside: &'g BTreeSet<u32>,
    used: BTreeSet<(Kind, u32)>,
    linked: Linked,
    /// Instances that have to be seen before the joined one is made.
    waiting: BTreeSet<u32>,
    component: Component,
    /// New indices of core items, by kind and old index.
    items: Items,
    /// How many items of each kind the old component has had so far.
    old_counts: BTreeMap<Kind, u32>,
    old_instances: u32,
    /// New indices of core instances and modules.
    instances: BTreeMap<u32, u32>,
    instance_count: u32,
    modules: BTreeMap<u32, u32>,
    old_modules: u32,
    /// The joined instance.
    joined: Option<u32>,
    /// Aliases that wait for it: kind, old index, instance, name.
    deferred: Vec<(Kind, u32, u32, &'a str)>,
}

/// New indices of core items; asked by whoever writes a reference to one.
#[derive(Default)]
struct Items {
    new: BTreeMap<(Kind, u32), u32>,
    counts: BTreeMap<Kind, u32>,
}

impl Items {
    fn add(&mut self, kind: Kind, old: u32) {
        let count = self.counts.entry(kind).or_default();
        self.new.insert((kind, old), *count);
        *count += 1;
    }

    fn get(&self, kind: Kind, old: u32) -> Result<u32, Error<String>> {
        let found = self.new.get(&(kind, old)).copied();
        found.ok_or_else(|| Error::UserError(format!("{kind:?} {old} is used before it is there")))
    }
}

impl Reencode for Items {
    type Error = String;

    fn function_index(&mut self, index: u32) -> Result<u32, Error<String>> {
        self.get(Kind::Func, index)
    }

    fn memory_index(&mut self, index: u32) -> Result<u32, Error<String>> {
        self.get(Kind::Memory, index)
    }
}

impl ReencodeComponent for Items {}

impl<'g, 'a> Writer<'g, 'a> {
    fn new(
        graph: &'g Graph<'a>,
        inside: &'g BTreeSet<u32>,
        used: BTreeSet<(Kind, u32)>,
        linked: Linked,
        waiting: BTreeSet<u32>,
    ) -> Self {
        Self {
            graph,
            inside,
            used,
            linked,
            waiting,
            component: Component::new(),
            items: Items::default(),
            old_counts: BTreeMap::new(),
            old_instances: 0,
            instances: BTreeMap::new(),
            instance_count: 0,
            modules: BTreeMap::new(),
            old_modules: 0,
            joined: None,
            deferred: Vec::new(),
        }
    }

    fn write(mut self, bytes: &'a [u8]) -> Result<Vec<u8>, JoinError> {
        outer_sections(bytes, |payload| self.section(payload, bytes))?;
        match self.joined {
            Some(_) => Ok(self.component.finish()),
            None => unforeseen("the joined instance was never made"),
        }
    }

    fn section(&mut self, payload: &Payload<'a>, bytes: &'a [u8]) -> Result<(), JoinError> {
        match payload {
            Payload::ModuleSection { .. } => self.module(),
            Payload::InstanceSection(section) => {
                for _ in section.clone() {
                    self.instance()?;
                }
            }
            Payload::ComponentAliasSection(section) => {
                for alias in section.clone() {
                    self.alias(alias?)?;
                }
            }
            Payload::ComponentCanonicalSection(section) => {
                for function in section.clone() {
                    self.canonical(function?)?;
                }
            }
            // Names refer to indices that are no longer the same.
            Payload::CustomSection(_) => {}
            Payload::ComponentSection { unchecked_range, .. } => {
                let data = bytes.get(unchecked_range.clone()).unwrap_or_default();
                self.component
                    .section(&RawSection { id: ComponentSectionId::Component.into(), data });
            }
            other => match other.as_section() {
                Some((id, range)) => {
                    let data = bytes.get(range).unwrap_or_default();
                    self.component.section(&RawSection { id, data });
                }
                None => return unforeseen(format!("{other:?}")),
            },
        }
        Ok(())
    }

    /// Keeps a module that is not joined.
    fn module(&mut self) {
        let index = self.old_modules;
        self.old_modules += 1;
        let apart = (0..).zip(&self.graph.instances).any(|(instance, core)| {
            matches!(core, CoreInstance::Module { module, .. } if *module == index)
                && !self.inside.contains(&instance)
        });
        if apart && let Some(data) = self.graph.modules.get(index as usize) {
            self.add_module(data);
            self.modules.insert(index, u32::try_from(self.modules.len()).unwrap_or(u32::MAX));
        }
    }

    fn add_module(&mut self, data: &[u8]) {
        self.component.section(&RawSection { id: ComponentSectionId::CoreModule.into(), data });
    }

    fn instance(&mut self) -> Result<(), JoinError> {
        let index = self.old_instances;
        self.old_instances += 1;
        if self.inside.contains(&index) {
            self.waiting.remove(&index);
            if self.waiting.is_empty() && self.joined.is_none() {
                self.joined()?;
            }
            return Ok(());
        }
        let graph = self.graph;
        let Some(CoreInstance::Module { module, arguments }) = graph.instances.get(index as usize)
        else {
            // A bag is written when somebody needs it.
            return Ok(());
        };
        let mut new_arguments = Vec::new();
        for (name, argument) in arguments {
            let Some(CoreInstance::Bag(items)) = graph.instances.get(*argument as usize) else {
                return unforeseen("an instance that is not joined imports one as a whole");
            };
            let items = items.iter().map(|(name, (kind, index))| {
                Ok((*name, kind.export(), self.items.get(*kind, *index)?))
            });
            let items = items.collect::<Result<Vec<_>, Error<String>>>()?;
            new_arguments.push((*name, ModuleArg::Instance(self.add_bag(items))));
        }
        let Some(module) = self.modules.get(module).copied() else {
            return unforeseen("no module");
        };
        let new = self.add_instance(module, new_arguments);
        self.instances.insert(index, new);
        Ok(())
    }

    fn add_instance(&mut self, module: u32, arguments: Vec<(&str, ModuleArg)>) -> u32 {
        let mut section = InstanceSection::new();
        section.instantiate(module, arguments);
        self.component.section(&section);
        self.instance_count += 1;
        self.instance_count - 1
    }

    fn add_bag<S: AsRef<str>>(&mut self, items: Vec<(S, wasm_encoder::ExportKind, u32)>) -> u32 {
        let mut section = InstanceSection::new();
        section
            .export_items(items.iter().map(|(name, kind, index)| (name.as_ref(), *kind, *index)));
        self.component.section(&section);
        self.instance_count += 1;
        self.instance_count - 1
    }

    /// Makes the joined instance, and what waits for it.
    fn joined(&mut self) -> Result<(), JoinError> {
        let bytes = std::mem::take(&mut self.linked.bytes);
        self.add_module(&bytes);
        let module = u32::try_from(self.modules.len()).unwrap_or(u32::MAX);
        let imports = self.linked.imports.iter().map(|function| {
            let new = self.items.get(Kind::Func, *function)?;
            Ok((function.to_string(), wasm_encoder::ExportKind::Func, new))
        });
        let imports = imports.collect::<Result<Vec<_>, Error<String>>>()?;
        let outside = self.add_bag(imports);
        self.joined =
            Some(self.add_instance(module, vec![(OUTSIDE, ModuleArg::Instance(outside))]));
        for (kind, index, instance, name) in std::mem::take(&mut self.deferred) {
            self.alias_of_joined(kind, index, instance, name);
        }
        Ok(())
    }

    fn alias_of_joined(&mut self, kind: Kind, old: u32, instance: u32, name: &'a str) {
        match self.joined {
            Some(joined) => {
                self.add_alias(kind, joined, &export_name(instance, name));
                self.items.add(kind, old);
            }
            None => self.deferred.push((kind, old, instance, name)),
        }
    }

    fn add_alias(&mut self, kind: Kind, instance: u32, name: &str) {
        let mut section = ComponentAliasSection::new();
        section.alias(Alias::CoreInstanceExport { instance, kind: kind.export(), name });
        self.component.section(&section);
    }

    fn alias(&mut self, alias: ComponentAlias<'a>) -> Result<(), JoinError> {
        let ComponentAlias::CoreInstanceExport { kind, instance_index, name } = alias else {
            let mut section = ComponentAliasSection::new();
            section.alias(self.items.component_alias(alias)?);
            self.component.section(&section);
            return Ok(());
        };
        let kind = Kind::of(kind)?;
        let old = self.next_old(kind);
        if self.inside.contains(&instance_index) {
            // The others only wired the joined instances to each other.
            if self.used.contains(&(kind, old)) {
                self.alias_of_joined(kind, old, instance_index, name);
            }
            return Ok(());
        }
        let Some(instance) = self.instances.get(&instance_index).copied() else {
            return unforeseen("an alias of a bag");
        };
        self.add_alias(kind, instance, name);
        self.items.add(kind, old);
        Ok(())
    }

    fn canonical(&mut self, function: CanonicalFunction) -> Result<(), JoinError> {
        let lifts = matches!(function, CanonicalFunction::Lift { .. });
        let mut section = CanonicalFunctionSection::new();
        self.items.parse_component_canonical(&mut section, function)?;
        self.component.section(&section);
        if !lifts {
            let old = self.next_old(Kind::Func);
            self.items.add(Kind::Func, old);
        }
        Ok(())
    }

    fn next_old(&mut self, kind: Kind) -> u32 {
        let count = self.old_counts.entry(kind).or_default();
        *count += 1;
        *count - 1
    }
}
