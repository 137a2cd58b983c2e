//! The component model's types: how deep they are declared inside of each other, how many there are in one, and
//! how long their names.

use wasmparser::{
    BinaryReader, BinaryReaderError, ComponentDefinedType, ComponentImport, ComponentType,
    ComponentTypeDeclaration, CoreType, InstanceTypeDeclaration, ModuleTypeDeclaration,
};

/// The first byte of a component's type, which is a list of declarations.
const COMPONENT: u8 = 0x41;

/// The first byte of an instance's type, which is one, too.
const INSTANCE: u8 = 0x42;

/// The first byte of a declaration of a type.
const TYPE: u8 = 0x01;

/// The first byte of a declaration of an import, which only a component's type can have.
const IMPORT: u8 = 0x03;

/// Goes through the types of one section and tells how deep each is declared inside of others. The parser of
/// types calls itself for each level, so this must have been asked before it sees them; it itself does not.
///
/// # Errors
/// What `visit` gives for a depth, or damage on the way.
pub fn walk_depth<E: From<BinaryReaderError>>(
    section: &[u8],
    offset: usize,
    mut visit: impl FnMut(u64) -> Result<(), E>,
) -> Result<(), E> {
    let mut reader = BinaryReader::new(section, offset);
    // For each level, how many declarations are to come, and what it is the type of.
    let mut levels = vec![(reader.read_var_u32()?, TYPE)];
    while let Some((left, kind)) = levels.last_mut() {
        if *left == 0 {
            levels.pop();
            continue;
        }
        *left -= 1;
        let kind = *kind;
        let first = reader.clone().read_u8()?;
        if kind != TYPE {
            if kind == COMPONENT && first == IMPORT {
                reader.read_u8()?;
                reader.read::<ComponentImport<'_>>()?;
                continue;
            }
            if first != TYPE {
                reader.read::<InstanceTypeDeclaration<'_>>()?;
                continue;
            }
            reader.read_u8()?;
        }
        visit(levels.len() as u64)?;
        let first = reader.clone().read_u8()?;
        if first == COMPONENT || first == INSTANCE {
            reader.read_u8()?;
            levels.push((reader.read_var_u32()?, first));
        } else {
            reader.read::<ComponentType<'_>>()?;
        }
    }
    Ok(())
}

/// What one type amounts to.
#[derive(Clone, Copy, Default)]
pub struct Amount {
    /// It itself and all that is declared in it, however deep.
    pub types: u64,
    /// Bytes of the longest name in it.
    pub name_bytes: u64,
}

impl Amount {
    /// Of one type.
    pub fn of(ty: &ComponentType<'_>) -> Self {
        let mut amount = Self { types: 1, name_bytes: 0 };
        match ty {
            ComponentType::Component(declarations) => {
                declarations.iter().for_each(|it| amount.in_component(it));
            }
            ComponentType::Instance(declarations) => {
                declarations.iter().for_each(|it| amount.in_instance(it));
            }
            ComponentType::Defined(defined) => amount.defined(defined),
            ComponentType::Func(function) => {
                function.params.iter().for_each(|(name, _)| amount.part(name));
            }
            ComponentType::Resource { .. } => {}
        }
        amount
    }

    /// Of one type of core WebAssembly, which may be that of a module.
    pub fn of_core(ty: &CoreType<'_>) -> Self {
        let mut amount = Self::default();
        amount.core(ty);
        amount
    }

    /// A part of a type that has a name.
    fn part(&mut self, name: &str) {
        self.types += 1;
        self.name_bytes = self.name_bytes.max(name.len() as u64);
    }

    fn inner(&mut self, inner: Self) {
        self.types = self.types.saturating_add(inner.types);
        self.name_bytes = self.name_bytes.max(inner.name_bytes);
    }

    fn defined(&mut self, ty: &ComponentDefinedType<'_>) {
        match ty {
            ComponentDefinedType::Record(fields) => {
                fields.iter().for_each(|(name, _)| self.part(name));
            }
            ComponentDefinedType::Variant(cases) => cases.iter().for_each(|it| self.part(it.name)),
            ComponentDefinedType::Flags(names) | ComponentDefinedType::Enum(names) => {
                names.iter().for_each(|name| self.part(name));
            }
            ComponentDefinedType::Tuple(types) => self.types += types.len() as u64,
            _ => {}
        }
    }

    fn in_component(&mut self, declaration: &ComponentTypeDeclaration<'_>) {
        match declaration {
            ComponentTypeDeclaration::Type(ty) => self.inner(Self::of(ty)),
            ComponentTypeDeclaration::CoreType(ty) => self.core(ty),
            ComponentTypeDeclaration::Export { name, .. } => self.part(name.name),
            ComponentTypeDeclaration::Import(import) => self.part(import.name.name),
            ComponentTypeDeclaration::Alias(_) => self.types += 1,
        }
    }

    fn in_instance(&mut self, declaration: &InstanceTypeDeclaration<'_>) {
        match declaration {
            InstanceTypeDeclaration::Type(ty) => self.inner(Self::of(ty)),
            InstanceTypeDeclaration::CoreType(ty) => self.core(ty),
            InstanceTypeDeclaration::Export { name, .. } => self.part(name.name),
            InstanceTypeDeclaration::Alias(_) => self.types += 1,
        }
    }

    fn core(&mut self, ty: &CoreType<'_>) {
        match ty {
            CoreType::Rec(group) => self.types += group.types().len() as u64,
            CoreType::Module(declarations) => {
                self.types += 1;
                for declaration in declarations {
                    match declaration {
                        ModuleTypeDeclaration::Export { name, .. } => self.part(name),
                        ModuleTypeDeclaration::Import(import) => {
                            self.part(import.module);
                            self.name_bytes = self.name_bytes.max(import.name.len() as u64);
                        }
                        ModuleTypeDeclaration::Type(group) => {
                            self.types += group.types().len() as u64;
                        }
                        ModuleTypeDeclaration::OuterAlias { .. } => self.types += 1,
                    }
                }
            }
        }
    }
}
