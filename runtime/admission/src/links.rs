//! Which parts of a component hand texts to each other.
//!
//! What one component of a program hands to another is copied by code that the engine makes for it. That code costs
//! fuel like any other, but for texts: those are checked and copied by the engine itself, in one step that costs nothing
//! however long they are. A program could make the host's clock end it where its fuel should, so no part of it may hand
//! texts to another. Texts to and from the host are counted by the host.
//!
//! A part is refused as soon as texts could reach it from another; whether they ever do is not followed. So the walk
//! is one pass, and its work is that of reading.

use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;

use wasmparser::component_types::{ComponentDefinedType, ComponentFuncTypeId, ComponentValType};
use wasmparser::types::TypesRef;
use wasmparser::{
    CanonicalFunction, ComponentAlias, ComponentExternalKind, ComponentInstance,
    ComponentOuterAliasKind, ComponentTypeRef, Encoding, Parser, Payload, PrimitiveValType,
    Validator, WasmFeatures,
};

use crate::component::unreadable;
use crate::rejection::Rejection;

/// Refuses a valid component whose parts hand texts to each other.
///
/// # Errors
/// If they do.
pub fn check(bytes: &[u8], features: WasmFeatures) -> Result<(), Rejection> {
    let mut validator = Validator::new_with_features(features);
    let mut walk = Walk { parts: Vec::new(), modules: 0 };
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload.map_err(|error| unreadable(&error))?;
        // Bodies of functions are handed back, and were validated before.
        validator.payload(&payload).map_err(|error| unreadable(&error))?;
        let handed = walk.step(&payload, &validator).map_err(|error| unreadable(&error))?;
        if handed {
            return Err(Rejection::Text);
        }
    }
    Ok(())
}

/// Where a function or an instance comes from, as a part of a component sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    /// From the host, of whom only the outermost component imports.
    Host,
    /// The part's own import with this number, whatever that will be.
    Import(usize),
    /// From a part of the program.
    Program,
}

impl Origin {
    /// Of something that is made of both. Of two imports nobody keeps two numbers, for that is rare.
    fn and(self, other: Self) -> Self {
        if self == other { self } else { Self::Program }
    }
}

/// What is known of a component that can be instantiated.
#[derive(Clone)]
enum Component {
    /// Through which of its imports texts come to it.
    Known(Rc<BTreeSet<String>>),
    /// Somebody else will say which component it is: it may be any.
    Any,
}

/// A component that is being read.
#[derive(Default)]
struct Part {
    functions: Vec<Origin>,
    instances: Vec<Origin>,
    components: Vec<Component>,
    imports: Vec<String>,
    /// Through which of its imports texts come to it.
    texts: BTreeSet<String>,
}

struct Walk {
    /// The components that are being read, the innermost last.
    parts: Vec<Part>,
    /// How many modules inside of each other are being read: one or none.
    modules: usize,
}

impl Walk {
    /// Whether a text could be handed over by what this payload declares.
    fn step(&mut self, payload: &Payload<'_>, validator: &Validator) -> wasmparser::Result<bool> {
        match payload {
            Payload::Version { encoding: Encoding::Component, .. } => {
                self.parts.push(Part::default());
            }
            Payload::Version { encoding: Encoding::Module, .. } => self.modules += 1,
            Payload::End(_) if 0 < self.modules => self.modules -= 1,
            Payload::End(_) => {
                let Some(part) = self.parts.pop() else { return Ok(false) };
                if let Some(outer) = self.parts.last_mut() {
                    outer.components.push(Component::Known(Rc::new(part.texts)));
                }
            }
            Payload::ComponentImportSection(section) => {
                let outermost = self.parts.len() == 1;
                let Some(part) = self.parts.last_mut() else { return Ok(false) };
                for import in section.clone() {
                    let import = import?;
                    let origin = if outermost {
                        Origin::Host
                    } else {
                        part.imports.push(import.name.name.to_owned());
                        Origin::Import(part.imports.len() - 1)
                    };
                    match import.ty {
                        ComponentTypeRef::Func(_) => part.functions.push(origin),
                        ComponentTypeRef::Instance(_) => part.instances.push(origin),
                        ComponentTypeRef::Component(_) => part.components.push(Component::Any),
                        _ => {}
                    }
                }
            }
            Payload::ComponentAliasSection(section) => {
                for alias in section.clone() {
                    self.alias(alias?);
                }
            }
            Payload::ComponentExportSection(section) => {
                let Some(part) = self.parts.last_mut() else { return Ok(false) };
                for export in section.clone() {
                    let export = export?;
                    // What is exported has a new number, too.
                    let index = export.index as usize;
                    match export.kind {
                        ComponentExternalKind::Func => part.functions.push(part.function(index)),
                        ComponentExternalKind::Instance => {
                            part.instances.push(part.instance(index));
                        }
                        ComponentExternalKind::Component => {
                            part.components.push(part.component(index));
                        }
                        _ => {}
                    }
                }
            }
            Payload::ComponentInstanceSection(section) => {
                let Some(part) = self.parts.last_mut() else { return Ok(false) };
                for instance in section.clone() {
                    if part.instantiate(&instance?) {
                        return Ok(true);
                    }
                }
            }
            Payload::ComponentCanonicalSection(section) => {
                let Some(part) = self.parts.last_mut() else { return Ok(false) };
                let Some(types) = validator.types(0) else { return Ok(false) };
                for function in section.clone() {
                    match function? {
                        CanonicalFunction::Lift { .. } => part.functions.push(Origin::Program),
                        CanonicalFunction::Lower { func_index, .. } => {
                            let texts = || has_text(types, types.component_function_at(func_index));
                            let origin = part.function(func_index as usize);
                            if origin != Origin::Host && texts() && part.receive(origin) {
                                return Ok(true);
                            }
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
        Ok(false)
    }

    fn alias(&mut self, alias: ComponentAlias<'_>) {
        let outer = |count: u32| self.parts.len().checked_sub(count as usize + 1);
        match alias {
            ComponentAlias::Outer { kind: ComponentOuterAliasKind::Component, count, index } => {
                let from = outer(count).and_then(|place| self.parts.get(place));
                let component = from.map_or(Component::Any, |it| it.component(index as usize));
                if let Some(part) = self.parts.last_mut() {
                    part.components.push(component);
                }
            }
            ComponentAlias::InstanceExport { kind, instance_index, .. } => {
                let Some(part) = self.parts.last_mut() else { return };
                let origin = part.instance(instance_index as usize);
                match kind {
                    ComponentExternalKind::Func => part.functions.push(origin),
                    ComponentExternalKind::Instance => part.instances.push(origin),
                    ComponentExternalKind::Component => part.components.push(Component::Any),
                    _ => {}
                }
            }
            _ => {}
        }
    }
}

impl Part {
    fn function(&self, index: usize) -> Origin {
        self.functions.get(index).copied().unwrap_or(Origin::Program)
    }

    fn instance(&self, index: usize) -> Origin {
        self.instances.get(index).copied().unwrap_or(Origin::Program)
    }

    fn component(&self, index: usize) -> Component {
        self.components.get(index).cloned().unwrap_or(Component::Any)
    }

    /// Where an argument or a member comes from; none if it is nothing that texts go through.
    fn origin(&self, kind: ComponentExternalKind, index: u32) -> Option<Origin> {
        match kind {
            ComponentExternalKind::Func => Some(self.function(index as usize)),
            ComponentExternalKind::Instance => Some(self.instance(index as usize)),
            _ => None,
        }
    }

    /// Texts come from there. Whether that is the program.
    fn receive(&mut self, origin: Origin) -> bool {
        match origin {
            Origin::Host => false,
            Origin::Program => true,
            Origin::Import(import) => {
                self.texts.extend(self.imports.get(import).cloned());
                false
            }
        }
    }

    /// One more instance. Whether a text could be handed to it.
    fn instantiate(&mut self, instance: &ComponentInstance<'_>) -> bool {
        match instance {
            ComponentInstance::Instantiate { component_index, args } => {
                let component = self.component(*component_index as usize);
                self.instances.push(Origin::Program);
                args.iter().any(|argument| {
                    let takes_texts = match &component {
                        Component::Known(texts) => texts.contains(argument.name),
                        Component::Any => true,
                    };
                    let origin = self.origin(argument.kind, argument.index);
                    takes_texts && origin.is_some_and(|origin| self.receive(origin))
                })
            }
            ComponentInstance::FromExports(exports) => {
                let origins = exports.iter().filter_map(|it| self.origin(it.kind, it.index));
                self.instances.push(origins.reduce(Origin::and).unwrap_or(Origin::Host));
                false
            }
        }
    }
}

/// Whether a function takes or gives a text, in whatever else it may be.
fn has_text(types: TypesRef<'_>, function: ComponentFuncTypeId) -> bool {
    let Some(function) = types.get(function) else { return true };
    let mut left: Vec<ComponentValType> = function.params.iter().map(|(_, ty)| *ty).collect();
    left.extend(function.result);
    // One type may be in many places of another.
    let mut seen = HashSet::new();
    while let Some(ty) = left.pop() {
        match ty {
            ComponentValType::Primitive(primitive) => {
                if is_text(primitive) {
                    return true;
                }
            }
            ComponentValType::Type(id) if seen.insert(id) => match types.get(id) {
                None => return true,
                Some(ComponentDefinedType::Primitive(primitive)) if is_text(*primitive) => {
                    return true;
                }
                Some(ComponentDefinedType::Record(record)) => left.extend(record.fields.values()),
                Some(ComponentDefinedType::Variant(variant)) => {
                    left.extend(variant.cases.values().filter_map(|case| case.ty));
                }
                Some(
                    ComponentDefinedType::List { element, .. }
                    | ComponentDefinedType::FixedLengthList { element, .. },
                ) => left.push(*element),
                Some(ComponentDefinedType::Tuple(tuple)) => left.extend(tuple.types.iter()),
                Some(ComponentDefinedType::Option { ty, .. }) => left.push(*ty),
                Some(ComponentDefinedType::Result { ok, err, .. }) => {
                    left.extend(ok.iter().chain(err));
                }
                Some(ComponentDefinedType::Map { key, value, .. }) => left.extend([*key, *value]),
                Some(
                    ComponentDefinedType::Future { ty, .. }
                    | ComponentDefinedType::Stream { ty, .. },
                ) => {
                    left.extend(*ty);
                }
                Some(
                    ComponentDefinedType::Primitive(_)
                    | ComponentDefinedType::Flags(_)
                    | ComponentDefinedType::Enum(_)
                    | ComponentDefinedType::Own(_)
                    | ComponentDefinedType::Borrow(_),
                ) => {}
            },
            ComponentValType::Type(_) => {}
        }
    }
    false
}

const fn is_text(primitive: PrimitiveValType) -> bool {
    matches!(primitive, PrimitiveValType::String | PrimitiveValType::ErrorContext)
}
