//! The typed interfaces of a component, and whether they are the ones that a task declares.

use lazaret_trial::{Function, Interface, Type};
use wasmparser::PrimitiveValType;
use wasmparser::component_types::{
    ComponentAnyTypeId, ComponentDefinedType, ComponentEntityType, ComponentFuncTypeId,
    ComponentInstanceTypeId, ComponentValType,
};
use wasmparser::types::TypesRef;

use crate::policy::Typed;
use crate::rejection::{Rejection, bounded};

/// The most types in all interfaces of a component that are looked at, each use counted: a chain of thirty
/// definitions can unfold into a thousand million, and one interface can be exported under many names.
const NODES_MAX: u32 = 10_000;

/// The most bytes of names in them, each use counted as well: a name of 100,000 bytes may stand in a record
/// that is used 10,000 times.
const NAME_BYTES_MAX: usize = 1 << 20;

/// What a name costs besides its bytes.
const NAME_BYTES: usize = 16;

/// The deepest nesting of types, so that walking along one needs little stack.
const DEPTH_MAX: u32 = 32;

/// The most functions whose names an error lists.
const NAMES_MAX: usize = 8;

/// Checks what a component exports or imports against the interface of the task.
pub fn check(types: TypesRef<'_>, typed: &Typed) -> Result<(), Rejection> {
    match typed {
        Typed::Exported(wanted) => {
            let found = types.component_item_for_export(&wanted.name).map(|item| item.ty);
            // Whether it is there was asked before.
            let Some(ComponentEntityType::Instance(id)) = found else { return Ok(()) };
            let mut decoder = Decoder::new(types);
            let found = decoder.interface(&wanted.name, id).map_err(Rejection::Interface)?;
            for function in &wanted.functions {
                check_function(function, &found, "the component has")?;
            }
            Ok(())
        }
        Typed::Imported(granted) => {
            let found = types.component_item_for_import(&granted.name).map(|item| item.ty);
            let Some(ComponentEntityType::Instance(id)) = found else { return Ok(()) };
            let mut decoder = Decoder::new(types);
            let found = decoder.interface(&granted.name, id).map_err(Rejection::Interface)?;
            for function in &found.functions {
                check_function(function, granted, "the task has")?;
            }
            Ok(())
        }
    }
}

/// The exported interfaces that can be called with plain data, and why the others cannot.
pub fn exported<'a>(
    types: TypesRef<'_>,
    names: impl Iterator<Item = &'a str>,
) -> Vec<(String, Result<Interface, String>)> {
    let mut interfaces = Vec::new();
    // One for all: a thousand interfaces may share one type that is as large as allowed.
    let mut decoder = Decoder::new(types);
    for name in names {
        let found = types.component_item_for_export(name).map(|item| item.ty);
        if let Some(ComponentEntityType::Instance(id)) = found {
            interfaces.push((name.to_owned(), decoder.interface(name, id).map_err(bounded)));
        }
    }
    interfaces
}

fn check_function(wanted: &Function, there: &Interface, who: &str) -> Result<(), Rejection> {
    match there.functions.iter().find(|function| function.name == wanted.name) {
        Some(found) if found == wanted => Ok(()),
        Some(found) => {
            Err(Rejection::Interface(format!("`{wanted}` is needed, and {who} `{found}`")))
        }
        None => {
            let names: Vec<&str> =
                there.functions.iter().take(NAMES_MAX).map(|it| it.name.as_str()).collect();
            let names = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
            Err(Rejection::Interface(format!("`{wanted}` is needed, and {who} only: {names}")))
        }
    }
}

struct Decoder<'a> {
    types: TypesRef<'a>,
    nodes: u32,
    name_bytes: usize,
}

impl<'a> Decoder<'a> {
    const fn new(types: TypesRef<'a>) -> Self {
        Self { types, nodes: 0, name_bytes: 0 }
    }

    /// The functions of an instance type, or the reason why they cannot be called with plain data.
    fn interface(&mut self, name: &str, id: ComponentInstanceTypeId) -> Result<Interface, String> {
        let instance = self.types.get(id).ok_or("an interface without a type")?;
        let mut functions = Vec::new();
        for (item_name, item) in &instance.exports {
            match item.ty {
                ComponentEntityType::Func(id) => {
                    let function = self.function(item_name, id);
                    functions.push(function.map_err(|error| format!("`{name}`: {error}"))?);
                }
                ComponentEntityType::Type { created: ComponentAnyTypeId::Resource(_), .. } => {
                    return Err(format!(
                        "`{name}`: `{item_name}` is a resource, and only plain data can cross"
                    ));
                }
                _ => {}
            }
        }
        Ok(Interface { name: name.to_owned(), functions })
    }

    fn function(&mut self, name: &str, id: ComponentFuncTypeId) -> Result<Function, String> {
        let function = self.types.get(id).ok_or("a function without a type")?;
        if function.async_ {
            return Err(format!("`{name}` is asynchronous, which is off"));
        }
        let mut parameters = Vec::with_capacity(function.params.len());
        for (parameter, ty) in &function.params {
            let ty = self.value(*ty, 0).map_err(|why| format!("`{name}({parameter})`: {why}"))?;
            parameters.push((self.name(parameter.as_str())?, ty));
        }
        let result = function.result.map(|ty| self.value(ty, 0)).transpose();
        let result = result.map_err(|why| format!("the result of `{name}`: {why}"))?;
        Ok(Function { name: self.name(name)?, parameters, result })
    }

    /// One of the names, as our own.
    fn name(&mut self, name: &str) -> Result<String, String> {
        self.name_bytes += name.len() + NAME_BYTES;
        if NAME_BYTES_MAX < self.name_bytes {
            return Err(format!(
                "the names in its types are too long: {NAME_BYTES_MAX} bytes in all are allowed"
            ));
        }
        Ok(name.to_owned())
    }

    fn value(&mut self, ty: ComponentValType, depth: u32) -> Result<Type, String> {
        self.nodes += 1;
        if NODES_MAX < self.nodes || DEPTH_MAX < depth {
            return Err(format!(
                "the types are too large: {NODES_MAX} in all and {DEPTH_MAX} inside each other are allowed"
            ));
        }
        let id = match ty {
            ComponentValType::Primitive(primitive) => return self::primitive(primitive),
            ComponentValType::Type(id) => id,
        };
        let types = self.types;
        let mut inner = |ty: ComponentValType| self.value(ty, depth + 1);
        Ok(match types.get(id).ok_or("a type that is not there")? {
            ComponentDefinedType::Primitive(primitive) => return self::primitive(*primitive),
            ComponentDefinedType::List { element, .. } => Type::List(Box::new(inner(*element)?)),
            ComponentDefinedType::Option { ty, .. } => Type::Option(Box::new(inner(*ty)?)),
            ComponentDefinedType::Result { ok, err, .. } => {
                let mut boxed = |ty: &Option<ComponentValType>| {
                    ty.map(|ty| inner(ty).map(Box::new)).transpose()
                };
                Type::Result(boxed(ok)?, boxed(err)?)
            }
            ComponentDefinedType::Tuple(tuple) => {
                Type::Tuple(tuple.types.iter().map(|ty| inner(*ty)).collect::<Result<_, _>>()?)
            }
            ComponentDefinedType::Record(record) => {
                let mut fields = Vec::with_capacity(record.fields.len());
                for (name, ty) in &record.fields {
                    fields.push((self.name(name.as_str())?, self.value(*ty, depth + 1)?));
                }
                Type::Record(fields)
            }
            ComponentDefinedType::Variant(variant) => {
                let mut cases = Vec::with_capacity(variant.cases.len());
                for (name, case) in &variant.cases {
                    let ty = case.ty.map(|ty| self.value(ty, depth + 1)).transpose()?;
                    cases.push((self.name(name.as_str())?, ty));
                }
                Type::Variant(cases)
            }
            ComponentDefinedType::Enum(names) => Type::Enum(
                names.iter().map(|name| self.name(name.as_str())).collect::<Result<_, _>>()?,
            ),
            ComponentDefinedType::Flags(names) => Type::Flags(
                names.iter().map(|name| self.name(name.as_str())).collect::<Result<_, _>>()?,
            ),
            ComponentDefinedType::Own(_) | ComponentDefinedType::Borrow(_) => {
                return Err("a resource, and only plain data can cross".to_owned());
            }
            _ => return Err("a kind of value that no task can have".to_owned()),
        })
    }
}

fn primitive(primitive: PrimitiveValType) -> Result<Type, String> {
    Ok(match primitive {
        PrimitiveValType::Bool => Type::Bool,
        PrimitiveValType::S8 => Type::S8,
        PrimitiveValType::U8 => Type::U8,
        PrimitiveValType::S16 => Type::S16,
        PrimitiveValType::U16 => Type::U16,
        PrimitiveValType::S32 => Type::S32,
        PrimitiveValType::U32 => Type::U32,
        PrimitiveValType::S64 => Type::S64,
        PrimitiveValType::U64 => Type::U64,
        PrimitiveValType::F32 => Type::F32,
        PrimitiveValType::F64 => Type::F64,
        PrimitiveValType::Char => Type::Char,
        PrimitiveValType::String => Type::String,
        PrimitiveValType::ErrorContext => {
            return Err("an error context, and only plain data can cross".to_owned());
        }
    })
}
