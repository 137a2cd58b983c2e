//! A world in which nothing happens, for components that are run outside of Lazaret's own: whatever is imported
//! is there and answers with the least value of its type, the same on every engine.

use wasmtime::StoreContextMut;
use wasmtime::component::types::ComponentItem;
use wasmtime::component::{Component, Linker, LinkerInstance, Resource, ResourceType, Type, Val};

/// Whatever a handle stands for.
struct Thing;

/// The most bytes that are given at once.
const BYTES_MAX: u64 = 1 << 16;

/// A linker with everything that a component imports.
pub fn linker(engine: &wasmtime::Engine, component: &Component) -> wasmtime::Result<Linker<()>> {
    let mut linker = Linker::<()>::new(engine);
    for (name, item) in component.component_type().imports(engine) {
        if let ComponentItem::ComponentInstance(instance) = item.ty {
            let mut interface = linker.instance(name)?;
            for (name, item) in instance.exports(engine) {
                define(&mut interface, name, &item.ty)?;
            }
        }
    }
    Ok(linker)
}

fn define(
    interface: &mut LinkerInstance<'_, ()>,
    name: &str,
    item: &ComponentItem,
) -> wasmtime::Result<()> {
    let what = name.to_owned();
    match item {
        ComponentItem::ComponentFunc(_) => {
            interface.func_new(name, move |mut store, ty, arguments, results| {
                for (result, ty) in results.iter_mut().zip(ty.results()) {
                    *result = match arguments.first() {
                        Some(Val::U64(count)) if what.ends_with("-bytes") => bytes(*count),
                        _ => least(&mut store, &ty)
                            .ok_or_else(|| wasmtime::Error::msg("no value"))?,
                    };
                }
                Ok(())
            })
        }
        ComponentItem::Resource(_) => {
            interface.resource(name, ResourceType::host::<Thing>(), |_, _| Ok(()))
        }
        _ => Ok(()),
    }
}

fn bytes(count: u64) -> Val {
    let count = usize::try_from(count.min(BYTES_MAX)).unwrap_or(0);
    Val::List(vec![Val::U8(7); count])
}

fn least(store: &mut StoreContextMut<'_, ()>, ty: &Type) -> Option<Val> {
    Some(match ty {
        Type::Bool => Val::Bool(false),
        Type::S8 => Val::S8(0),
        Type::U8 => Val::U8(0),
        Type::S16 => Val::S16(0),
        Type::U16 => Val::U16(0),
        Type::S32 => Val::S32(0),
        Type::U32 => Val::U32(0),
        Type::S64 => Val::S64(0),
        // How much may be written, among others: with nothing, some would wait for ever.
        Type::U64 => Val::U64(4_096),
        Type::Float32 => Val::Float32(0.0),
        Type::Float64 => Val::Float64(0.0),
        Type::Char => Val::Char('\0'),
        Type::String => Val::String(String::new()),
        Type::List(_) => Val::List(Vec::new()),
        Type::Record(record) => {
            let field = |field: wasmtime::component::types::Field<'_>| {
                Some((field.name.to_owned(), least(store, &field.ty)?))
            };
            Val::Record(record.fields().map(field).collect::<Option<_>>()?)
        }
        Type::Tuple(tuple) => {
            Val::Tuple(tuple.types().map(|ty| least(store, &ty)).collect::<Option<_>>()?)
        }
        Type::Variant(variant) => {
            let case = variant.cases().next()?;
            let payload = match case.ty {
                Some(ty) => Some(Box::new(least(store, &ty)?)),
                None => None,
            };
            Val::Variant(case.name.to_owned(), payload)
        }
        Type::Enum(names) => Val::Enum(names.names().next()?.to_owned()),
        Type::Option(_) => Val::Option(None),
        Type::Result(result) => Val::Result(Ok(match result.ok() {
            Some(ty) => Some(Box::new(least(store, &ty)?)),
            None => None,
        })),
        Type::Flags(_) => Val::Flags(Vec::new()),
        Type::Own(_) => {
            let thing = Resource::<Thing>::new_own(1);
            Val::Resource(thing.try_into_resource_any(store).ok()?)
        }
        _ => return None,
    })
}
