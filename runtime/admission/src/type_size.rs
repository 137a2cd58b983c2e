//! How much of the component model's type system one type uses up.

use wasmparser::{
    ComponentDefinedType, ComponentType, ComponentTypeDeclaration, CoreType,
    InstanceTypeDeclaration,
};

/// A type counts for itself and for all that is declared in it, however deep.
pub fn type_size(ty: &ComponentType<'_>) -> u32 {
    let inner: u64 = match ty {
        ComponentType::Component(declarations) => declarations.iter().map(in_component).sum(),
        ComponentType::Instance(declarations) => declarations.iter().map(in_instance).sum(),
        ComponentType::Defined(ComponentDefinedType::Record(fields)) => fields.len() as u64,
        ComponentType::Defined(ComponentDefinedType::Variant(cases)) => cases.len() as u64,
        ComponentType::Defined(ComponentDefinedType::Tuple(types)) => types.len() as u64,
        ComponentType::Defined(
            ComponentDefinedType::Flags(names) | ComponentDefinedType::Enum(names),
        ) => names.len() as u64,
        ComponentType::Func(function) => function.params.len() as u64,
        _ => 0,
    };
    u32::try_from(inner.saturating_add(1)).unwrap_or(u32::MAX)
}

fn in_component(declaration: &ComponentTypeDeclaration<'_>) -> u64 {
    match declaration {
        ComponentTypeDeclaration::Type(ty) => u64::from(type_size(ty)),
        ComponentTypeDeclaration::CoreType(ty) => core_size(ty),
        _ => 1,
    }
}

fn in_instance(declaration: &InstanceTypeDeclaration<'_>) -> u64 {
    match declaration {
        InstanceTypeDeclaration::Type(ty) => u64::from(type_size(ty)),
        InstanceTypeDeclaration::CoreType(ty) => core_size(ty),
        _ => 1,
    }
}

fn core_size(ty: &CoreType<'_>) -> u64 {
    match ty {
        CoreType::Module(declarations) => declarations.len() as u64 + 1,
        CoreType::Rec(group) => group.types().len() as u64,
    }
}
