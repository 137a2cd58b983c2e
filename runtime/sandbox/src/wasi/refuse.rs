//! Refusals for imports that nobody is granted.

use wasmtime::Engine;
use wasmtime::component::types::{ComponentFunc, ComponentInstance, ComponentItem, Type};
use wasmtime::component::{LinkerInstance, Val};

use super::io;
use crate::state::{State, enter};
use crate::stop::Stop;

/// Words for "no" in the error types of WASI, the best first.
const REFUSALS: &[&str] =
    &["access-denied", "access", "not-permitted", "not-supported", "unsupported"];

/// Defines a refusal for every function of one imported interface, and every resource of it.
pub fn refuse(
    engine: &Engine,
    name: &str,
    instance: &ComponentInstance,
    linker: &mut LinkerInstance<'_, State>,
) -> wasmtime::Result<()> {
    for (item_name, item) in instance.exports(engine) {
        match item.ty {
            ComponentItem::ComponentFunc(_) => {
                let import = format!("{name}#{item_name}");
                linker.func_new(item_name, move |mut store, ty, _, results| {
                    enter(&mut store)?;
                    if let ([result], Some(value)) = (results, refusal(&ty)) {
                        *result = value;
                        return Ok(());
                    }
                    Err(store.data_mut().stop(Stop::Denied(import.clone())))
                })?;
            }
            ComponentItem::Resource(_) => io::define_resource(linker, item_name)?,
            _ => {}
        }
    }
    Ok(())
}

/// The value that says "no" or "nothing" in the function's own result type, if it has one.
fn refusal(ty: &ComponentFunc) -> Option<Val> {
    match ty.results().next()? {
        Type::Option(_) => Some(Val::Option(None)),
        Type::List(_) => Some(Val::List(Vec::new())),
        Type::Result(result) => {
            let Type::Enum(words) = result.err()? else { return None };
            let find = |wanted: &&&str| words.names().any(|word| word == **wanted);
            let word = REFUSALS.iter().find(find)?;
            Some(Val::Result(Err(Some(Box::new(Val::Enum((*word).to_owned()))))))
        }
        _ => None,
    }
}
