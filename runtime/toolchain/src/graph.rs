//! How the core instances of a component are wired.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use wasmparser::{
    CanonicalFunction, CanonicalOption, ComponentAlias, ExternalKind, Instance, Parser, Payload,
};

use crate::{JoinError, unforeseen};

/// The four kinds of core items, in the order of all arrays here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Func,
    Table,
    Memory,
    Global,
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::Func, Self::Table, Self::Memory, Self::Global];

    /// # Errors
    /// If it is another kind.
    pub fn of(kind: ExternalKind) -> Result<Self, JoinError> {
        Ok(match kind {
            ExternalKind::Func => Self::Func,
            ExternalKind::Table => Self::Table,
            ExternalKind::Memory => Self::Memory,
            ExternalKind::Global => Self::Global,
            other => return unforeseen(format!("a core item of kind {other:?}")),
        })
    }

    pub const fn export(self) -> wasm_encoder::ExportKind {
        match self {
            Self::Func => wasm_encoder::ExportKind::Func,
            Self::Table => wasm_encoder::ExportKind::Table,
            Self::Memory => wasm_encoder::ExportKind::Memory,
            Self::Global => wasm_encoder::ExportKind::Global,
        }
    }
}

/// A core instance.
pub enum CoreInstance<'a> {
    /// Of a module, with the instances that its imports come from.
    Module { module: u32, arguments: BTreeMap<&'a str, u32> },
    /// A bag of items under names, to be an argument.
    Bag(BTreeMap<&'a str, (Kind, u32)>),
}

/// Where a core item of the component comes from.
#[derive(Clone, Copy)]
pub enum Origin<'a> {
    /// It is an export of a core instance.
    Export { instance: u32, name: &'a str },
    /// The component model made it, for example by lowering a function.
    Canonical,
}

/// Where an import of a core instance is found.
pub enum Source<'a> {
    /// It is an export of another.
    Export { instance: u32, name: &'a str },
    /// It is a core function of the component.
    Function(u32),
}

/// The wiring of a component.
#[derive(Default)]
pub struct Graph<'a> {
    pub modules: Vec<&'a [u8]>,
    pub instances: Vec<CoreInstance<'a>>,
    /// Core items of each kind, by index.
    pub items: BTreeMap<Kind, Vec<Origin<'a>>>,
    /// Core items that the component itself uses to lift and lower.
    pub used: BTreeSet<(Kind, u32)>,
}

impl<'a> Graph<'a> {
    /// Reads the wiring of the outermost component.
    pub fn read(bytes: &'a [u8]) -> Result<Self, JoinError> {
        let mut graph = Self::default();
        outer_sections(bytes, |payload| graph.section(payload, bytes))?;
        Ok(graph)
    }

    fn section(&mut self, payload: &Payload<'a>, bytes: &'a [u8]) -> Result<(), JoinError> {
        match payload {
            Payload::ModuleSection { unchecked_range, .. } => {
                self.modules.push(bytes.get(unchecked_range.clone()).unwrap_or_default());
            }
            Payload::InstanceSection(section) => {
                for instance in section.clone() {
                    let instance = core_instance(instance?)?;
                    self.instances.push(instance);
                }
            }
            Payload::ComponentAliasSection(section) => {
                for alias in section.clone() {
                    if let ComponentAlias::CoreInstanceExport { kind, instance_index, name } =
                        alias?
                    {
                        let origin = Origin::Export { instance: instance_index, name };
                        self.items.entry(Kind::of(kind)?).or_default().push(origin);
                    }
                }
            }
            Payload::ComponentCanonicalSection(section) => {
                for function in section.clone() {
                    self.canonical(&function?);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn canonical(&mut self, function: &CanonicalFunction) {
        let options: &[CanonicalOption] = match function {
            CanonicalFunction::Lift { core_func_index, options, .. } => {
                self.used.insert((Kind::Func, *core_func_index));
                options
            }
            CanonicalFunction::Lower { options, .. } => options,
            _ => &[],
        };
        for option in options {
            match option {
                CanonicalOption::Memory(index) => self.used.insert((Kind::Memory, *index)),
                CanonicalOption::Realloc(index)
                | CanonicalOption::PostReturn(index)
                | CanonicalOption::Callback(index) => self.used.insert((Kind::Func, *index)),
                _ => false,
            };
        }
        if !matches!(function, CanonicalFunction::Lift { .. }) {
            self.items.entry(Kind::Func).or_default().push(Origin::Canonical);
        }
    }

    /// The origin of a core item.
    pub fn origin(&self, kind: Kind, index: u32) -> Result<Origin<'a>, JoinError> {
        let found = self.items.get(&kind).and_then(|items| items.get(index as usize));
        found.map_or_else(|| unforeseen(format!("no {kind:?} {index}")), |origin| Ok(*origin))
    }

    /// Where an import of a core instance is found.
    pub fn source(
        &self,
        instance: u32,
        module: &str,
        name: &'a str,
    ) -> Result<Source<'a>, JoinError> {
        let Some(CoreInstance::Module { arguments, .. }) = self.instances.get(instance as usize)
        else {
            return unforeseen(format!("instance {instance} is of no module"));
        };
        let Some(argument) = arguments.get(module).copied() else {
            return unforeseen(format!("instance {instance} lacks `{module}`"));
        };
        match self.instances.get(argument as usize) {
            Some(CoreInstance::Module { .. }) => Ok(Source::Export { instance: argument, name }),
            Some(CoreInstance::Bag(items)) => match items.get(name) {
                Some((kind, index)) => match (kind, self.origin(*kind, *index)?) {
                    (_, Origin::Export { instance, name }) => Ok(Source::Export { instance, name }),
                    (Kind::Func, Origin::Canonical) => Ok(Source::Function(*index)),
                    _ => unforeseen(format!("`{name}` was made by nobody")),
                },
                None => unforeseen(format!("no `{name}` in `{module}`")),
            },
            None => unforeseen(format!("no instance {argument}")),
        }
    }
}

/// Shows the sections of the outermost component, without those of what is nested in it.
pub fn outer_sections<'a>(
    bytes: &'a [u8],
    mut section: impl FnMut(&Payload<'a>) -> Result<(), JoinError>,
) -> Result<(), JoinError> {
    let mut depth = 0_u32;
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload?;
        match &payload {
            Payload::Version { .. } => depth += 1,
            Payload::End(_) => depth -= 1,
            _ if depth == 1 => section(&payload)?,
            _ => {}
        }
    }
    Ok(())
}

fn core_instance(instance: Instance<'_>) -> Result<CoreInstance<'_>, JoinError> {
    Ok(match instance {
        Instance::Instantiate { module_index, args } => CoreInstance::Module {
            module: module_index,
            arguments: args.iter().map(|argument| (argument.name, argument.index)).collect(),
        },
        Instance::FromExports(exports) => {
            let mut items = BTreeMap::new();
            for export in &exports {
                items.insert(export.name, (Kind::of(export.kind)?, export.index));
            }
            CoreInstance::Bag(items)
        }
    })
}
