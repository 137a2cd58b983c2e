//! Structural caps, counted in one pass that allocates nothing per item.

use wasmparser::{ComponentType, FunctionBody, Operator, Parser, Payload, TableInit, TypeRef};

use crate::component::malformed;
use crate::policy::StructureCaps;
use crate::rejection::Rejection;

/// Refuses what exceeds a cap, at the first item that is too many.
pub fn check(bytes: &[u8], caps: &StructureCaps) -> Result<(), Rejection> {
    cap("bytes", bytes.len() as u64, caps.bytes)?;
    let mut counter = Counter { caps, ..Counter::new(caps) };
    for payload in Parser::new(0).parse_all(bytes) {
        counter.count(&payload.map_err(|error| malformed(&error))?)?;
    }
    Ok(())
}

fn cap(what: &'static str, measured: u64, allowed: u64) -> Result<(), Rejection> {
    if allowed < measured {
        return Err(Rejection::TooLarge { what, measured, allowed });
    }
    Ok(())
}

struct Counter<'a> {
    caps: &'a StructureCaps,
    functions: u64,
    types: u64,
    names: u64,
    segments: u64,
    modules: u64,
    instances: u64,
    depth: u64,
    table_entries: u64,
}

impl<'a> Counter<'a> {
    const fn new(caps: &'a StructureCaps) -> Self {
        Self {
            caps,
            functions: 0,
            types: 0,
            names: 0,
            segments: 0,
            modules: 0,
            instances: 0,
            depth: 0,
            table_entries: 0,
        }
    }

    fn count(&mut self, payload: &Payload<'_>) -> Result<(), Rejection> {
        match payload {
            Payload::Version { .. } => {
                self.modules += 1;
                self.depth += 1;
                cap("modules", self.modules, self.caps.modules)?;
                cap("component depth", self.depth, self.caps.component_depth)
            }
            Payload::End(_) => {
                self.depth = self.depth.saturating_sub(1);
                Ok(())
            }
            Payload::TypeSection(section) => self.types(section.count()),
            Payload::CoreTypeSection(section) => self.types(section.count()),
            Payload::ComponentTypeSection(section) => {
                for ty in section.clone() {
                    let ty = ty.map_err(|error| malformed(&error))?;
                    self.types(component_type_size(&ty))?;
                }
                Ok(())
            }
            Payload::ImportSection(section) => {
                self.names(section.count())?;
                for import in section.clone().into_imports() {
                    let import = import.map_err(|error| malformed(&error))?;
                    if let TypeRef::Table(table) = import.ty {
                        self.table(table.initial)?;
                    }
                }
                Ok(())
            }
            Payload::ExportSection(section) => self.names(section.count()),
            Payload::ComponentImportSection(section) => self.names(section.count()),
            Payload::ComponentExportSection(section) => self.names(section.count()),
            Payload::InstanceSection(section) => self.instances(section.count()),
            Payload::ComponentInstanceSection(section) => self.instances(section.count()),
            Payload::DataSection(section) => self.segments(section.count()),
            Payload::ElementSection(section) => self.segments(section.count()),
            Payload::TableSection(section) => {
                for table in section.clone() {
                    let table = table.map_err(|error| malformed(&error))?;
                    self.table(table.ty.initial)?;
                    if let TableInit::Expr(_) = table.init {
                        self.segments(1)?;
                    }
                }
                Ok(())
            }
            Payload::CodeSectionStart { count, .. } => {
                self.functions += u64::from(*count);
                cap("functions", self.functions, self.caps.functions)
            }
            Payload::CodeSectionEntry(body) => self.body(body),
            _ => Ok(()),
        }
    }

    fn types(&mut self, count: u32) -> Result<(), Rejection> {
        self.types += u64::from(count);
        cap("types", self.types, self.caps.types)
    }

    fn names(&mut self, count: u32) -> Result<(), Rejection> {
        self.names += u64::from(count);
        cap("imports and exports", self.names, self.caps.names)
    }

    fn instances(&mut self, count: u32) -> Result<(), Rejection> {
        self.instances += u64::from(count);
        cap("instances", self.instances, self.caps.instances)
    }

    fn segments(&mut self, count: u32) -> Result<(), Rejection> {
        self.segments += u64::from(count);
        cap("segments", self.segments, self.caps.segments)
    }

    fn table(&mut self, entries: u64) -> Result<(), Rejection> {
        self.table_entries = self.table_entries.saturating_add(entries);
        cap("table entries", self.table_entries, self.caps.table_entries)
    }

    /// Locals, nesting and branch targets of one function. Stops at the first cap, so a bomb costs no
    /// more than the way to it.
    fn body(&self, body: &FunctionBody<'_>) -> Result<(), Rejection> {
        cap("function body bytes", body.range().len() as u64, self.caps.body_bytes)?;
        let mut locals = 0_u64;
        let reader = body.get_locals_reader().map_err(|error| malformed(&error))?;
        for group in reader {
            locals += u64::from(group.map_err(|error| malformed(&error))?.0);
            cap("locals", locals, self.caps.locals)?;
        }
        let (mut nesting, mut branch_targets) = (0_u64, 0_u64);
        let operators = body.get_operators_reader().map_err(|error| malformed(&error))?;
        for operator in operators {
            match operator.map_err(|error| malformed(&error))? {
                Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => {
                    nesting += 1;
                    cap("nesting", nesting, self.caps.nesting)?;
                }
                Operator::End => nesting = nesting.saturating_sub(1),
                Operator::BrTable { targets } => {
                    branch_targets += u64::from(targets.len());
                    cap("branch targets", branch_targets, self.caps.branch_targets)?;
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// How many types one component type counts for: itself and, for the kinds that hold others, what they
/// hold.
fn component_type_size(ty: &ComponentType<'_>) -> u32 {
    let inner = match ty {
        ComponentType::Component(declarations) => declarations.len(),
        ComponentType::Instance(declarations) => declarations.len(),
        ComponentType::Defined(wasmparser::ComponentDefinedType::Record(fields)) => fields.len(),
        ComponentType::Defined(wasmparser::ComponentDefinedType::Variant(cases)) => cases.len(),
        ComponentType::Defined(wasmparser::ComponentDefinedType::Tuple(types)) => types.len(),
        _ => 0,
    };
    u32::try_from(inner).unwrap_or(u32::MAX).saturating_add(1)
}
