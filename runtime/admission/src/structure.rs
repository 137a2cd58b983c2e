//! Structural caps, counted in one pass that allocates nothing per item.

use lazaret_trial::Weakness;
use wasmparser::{
    ComponentInstance, ElementItems, FunctionBody, Operator, Parser, Payload, TableInit, TypeRef,
};

use crate::component::malformed;
use crate::policy::StructureCaps;
use crate::rejection::Rejection;
use crate::type_depth::type_depth;
use crate::type_size::type_size;

/// Refuses what exceeds a cap, at the first item that is too many.
pub fn check(bytes: &[u8], caps: &StructureCaps) -> Result<(), Rejection> {
    if Weakness::Caps.is_chosen() {
        return Ok(());
    }
    cap("bytes", bytes.len() as u64, caps.bytes)?;
    let mut counter = Counter { caps, ..Counter::new(caps) };
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload.map_err(|error| malformed(&error))?;
        if let Payload::ComponentTypeSection(section) = &payload {
            // Before anything else looks at the types.
            let range = section.range();
            let types = bytes.get(range.clone()).unwrap_or_default();
            let depth = type_depth(types, range.start, caps.type_depth);
            cap("type depth", depth.map_err(|error| malformed(&error))?, caps.type_depth)?;
        }
        counter.count(&payload)?;
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
    loops: u64,
    types: u64,
    names: u64,
    globals: u64,
    segments: u64,
    elements: u64,
    canonical_functions: u64,
    modules: u64,
    /// For each depth of components, what the components there make, all taken together.
    made: Vec<Made>,
    depth: usize,
    table_entries: u64,
}

/// What components make when they are instantiated.
#[derive(Clone, Copy, Default)]
struct Made {
    /// Instances of any kind.
    instances: u64,
    /// Those of components, each of which makes more in turn.
    of_components: u64,
}

impl<'a> Counter<'a> {
    const fn new(caps: &'a StructureCaps) -> Self {
        Self {
            caps,
            functions: 0,
            loops: 0,
            types: 0,
            names: 0,
            globals: 0,
            segments: 0,
            elements: 0,
            canonical_functions: 0,
            modules: 0,
            made: Vec::new(),
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
                cap("component depth", self.depth as u64, self.caps.component_depth)
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
                    self.types(type_size(&ty))?;
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
            Payload::InstanceSection(section) => self.made(section.count(), 0),
            Payload::ComponentInstanceSection(section) => {
                let mut of_components = 0;
                for instance in section.clone() {
                    let instance = instance.map_err(|error| malformed(&error))?;
                    of_components +=
                        u64::from(matches!(instance, ComponentInstance::Instantiate { .. }));
                }
                self.made(section.count(), of_components)
            }
            Payload::ComponentCanonicalSection(section) => {
                self.canonical_functions += u64::from(section.count());
                let measured = self.canonical_functions;
                cap("canonical functions", measured, self.caps.canonical_functions)
            }
            Payload::GlobalSection(section) => {
                self.globals += u64::from(section.count());
                cap("globals", self.globals, self.caps.globals)
            }
            Payload::DataSection(section) => self.segments(section.count()),
            Payload::ElementSection(section) => {
                self.segments(section.count())?;
                for element in section.clone() {
                    let element = element.map_err(|error| malformed(&error))?;
                    self.elements += u64::from(match element.items {
                        ElementItems::Functions(functions) => functions.count(),
                        ElementItems::Expressions(_, expressions) => expressions.count(),
                    });
                    cap("elements", self.elements, self.caps.elements)?;
                }
                Ok(())
            }
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

    /// Counts instances at the present depth. How often a component is instantiated is not followed; it
    /// is bounded by all instantiations of components in each depth above, multiplied.
    fn made(&mut self, instances: u32, of_components: u64) -> Result<(), Rejection> {
        if self.made.len() < self.depth {
            self.made.resize(self.depth, Made::default());
        }
        if let Some(made) = self.depth.checked_sub(1).and_then(|index| self.made.get_mut(index)) {
            made.instances += u64::from(instances);
            made.of_components += of_components;
        }
        let (mut total, mut times) = (0_u64, 1_u64);
        for made in &self.made {
            total = total.saturating_add(made.instances.saturating_mul(times));
            times = times.saturating_mul(made.of_components);
        }
        cap("instances", total, self.caps.instances)
    }

    fn segments(&mut self, count: u32) -> Result<(), Rejection> {
        self.segments += u64::from(count);
        cap("segments", self.segments, self.caps.segments)
    }

    fn table(&mut self, entries: u64) -> Result<(), Rejection> {
        self.table_entries = self.table_entries.saturating_add(entries);
        cap("table entries", self.table_entries, self.caps.table_entries)
    }

    /// Locals, nesting, loops and branch targets of one function. Stops at the first cap, so a bomb costs no
    /// more than the way to it.
    fn body(&mut self, body: &FunctionBody<'_>) -> Result<(), Rejection> {
        cap("function body bytes", body.range().len() as u64, self.caps.body_bytes)?;
        let mut locals = 0_u64;
        let reader = body.get_locals_reader().map_err(|error| malformed(&error))?;
        for group in reader {
            locals += u64::from(group.map_err(|error| malformed(&error))?.0);
            cap("locals", locals, self.caps.locals)?;
        }
        let (mut nesting, mut loops, mut branch_targets) = (0_u64, 0_u64, 0_u64);
        let operators = body.get_operators_reader().map_err(|error| malformed(&error))?;
        for operator in operators {
            let operator = operator.map_err(|error| malformed(&error))?;
            if let Operator::Loop { .. } = operator {
                loops += 1;
                self.loops += 1;
                cap("loops of a function", loops, self.caps.loops)?;
                cap("loops", self.loops, self.caps.loops_together)?;
            }
            match operator {
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
