//! What a program is made of, counted in one pass and held against the caps.

use wasmparser::{
    BinaryReaderError, CanonicalFunction, ComponentInstance, CompositeInnerType, FromReader,
    FunctionBody, Instance, Parser, Payload, RecGroup, SectionLimited, TableInit, TypeRef,
};

use crate::caps::{Cap, Caps, Measured};
use crate::component::unreadable;
use crate::initial::{Picture, element_work, expression_work};
use crate::rejection::Rejection;
use crate::types::{Amount, walk_depth};
use crate::work::{self, Signatures, walk};

/// Counts what a component or module is made of, without asking whether it is valid.
///
/// # Errors
/// At the first item that is too many for `caps`, or damaged.
pub fn measure(bytes: &[u8], caps: &Caps) -> Result<Measured, Rejection> {
    let mut counter = Counter {
        bytes,
        caps,
        measured: Measured::default(),
        depth: 0,
        made: Vec::new(),
        adapter_work: 0,
        module: Module::default(),
    };
    counter.add(Cap::Bytes, bytes.len())?;
    for payload in Parser::new(0).parse_all(bytes) {
        counter.count(&payload?)?;
    }
    Ok(counter.measured)
}

impl From<BinaryReaderError> for Rejection {
    fn from(error: BinaryReaderError) -> Self {
        unreadable(&error)
    }
}

struct Counter<'a> {
    bytes: &'a [u8],
    caps: &'a Caps,
    measured: Measured,
    depth: usize,
    /// For each depth of components, what the components there make, all taken together.
    made: Vec<Made>,
    /// What of the work so far is for adapters between components.
    adapter_work: u64,
    /// The module that is being read.
    module: Module,
}

/// What components make when they are instantiated.
#[derive(Clone, Copy, Default)]
struct Made {
    /// Instances of any kind.
    instances: u64,
    /// Those of components, each of which makes more in turn.
    of_components: u64,
    /// Functions that are lowered, which may be those of another component.
    lowered: u64,
}

#[derive(Default)]
struct Module {
    signatures: Signatures,
    /// How many functions are imported, and how many bodies were seen.
    imported: u32,
    bodies: u32,
    /// Work for the function that fills its memory and tables when it starts.
    start_work: u64,
    picture: Picture,
}

impl Counter<'_> {
    /// Counts what is summed over the whole program.
    fn add(&mut self, cap: Cap, count: impl TryInto<u64>) -> Result<(), Rejection> {
        // What does not fit is more than any cap.
        let count = count.try_into().unwrap_or(u64::MAX);
        let total = self.measured.get(cap).saturating_add(count);
        self.measured.set(cap, total);
        self.caps.check(cap, total)
    }

    /// Refuses a list that says that it has more entries than there may be, whether they are there or not.
    fn announced(&self, cap: Cap, count: u32) -> Result<(), Rejection> {
        self.caps.check(cap, u64::from(count))
    }

    /// Counts what is capped for each part of its own.
    fn most(&mut self, cap: Cap, measured: u64) -> Result<(), Rejection> {
        self.measured.set(cap, self.measured.get(cap).max(measured));
        self.caps.check(cap, measured)
    }

    fn count(&mut self, payload: &Payload<'_>) -> Result<(), Rejection> {
        match payload {
            Payload::Version { .. } => {
                self.depth += 1;
                self.module = Module::default();
                self.add(Cap::Modules, 1_u32)?;
                self.most(Cap::ComponentDepth, self.depth as u64)
            }
            Payload::End(_) => {
                self.depth = self.depth.saturating_sub(1);
                Ok(())
            }
            // The parser ends what is inside at the end of the file, whatever its section says.
            Payload::ModuleSection { unchecked_range: range, .. }
            | Payload::ComponentSection { unchecked_range: range, .. }
                if self.bytes.len() < range.end =>
            {
                let message = "not valid WebAssembly: a section ends after the end of the file";
                Err(Rejection::Malformed(message.to_owned()))
            }
            Payload::CustomSection(section) => self.add(Cap::CustomBytes, section.range().len()),
            Payload::TypeSection(section) => {
                self.announced(Cap::Types, section.count())?;
                each(section, |group| self.core_types(&group))
            }
            Payload::ImportSection(section) => {
                self.announced(Cap::Names, section.count())?;
                for import in section.clone().into_imports() {
                    let import = import?;
                    self.most(Cap::NameBytes, import.module.len() as u64)?;
                    self.name(import.name)?;
                    match import.ty {
                        TypeRef::Table(table) => self.add(Cap::TableEntries, table.initial)?,
                        TypeRef::Func(ty) => {
                            self.module.imported += 1;
                            self.module.signatures.functions.push(ty);
                        }
                        _ => {}
                    }
                }
                Ok(())
            }
            Payload::FunctionSection(section) => {
                self.add(Cap::Functions, section.count())?;
                each(section, |ty| {
                    self.module.signatures.functions.push(ty);
                    Ok(())
                })
            }
            Payload::TableSection(section) => each(section, |table| {
                self.add(Cap::TableEntries, table.ty.initial)?;
                match table.init {
                    TableInit::Expr(expression) => {
                        self.add(Cap::Segments, 1_u32)?;
                        self.start_work(expression_work(&expression)?)
                    }
                    TableInit::RefNull => Ok(()),
                }
            }),
            Payload::GlobalSection(section) => {
                self.add(Cap::Globals, section.count())?;
                each(section, |global| self.start_work(expression_work(&global.init_expr)?))
            }
            Payload::ExportSection(section) => {
                self.announced(Cap::Names, section.count())?;
                each(section, |export| self.name(export.name))
            }
            Payload::ElementSection(section) => {
                self.add(Cap::Segments, section.count())?;
                each(section, |element| {
                    let (work, count) = element_work(&element)?;
                    self.add(Cap::Elements, count)?;
                    self.start_work(work)
                })
            }
            Payload::DataSection(section) => {
                self.add(Cap::Segments, section.count())?;
                each(section, |data| {
                    let work = self.module.picture.add(&data)?;
                    self.start_work(work)
                })?;
                self.add(Cap::ImageBytes, self.module.picture.bytes())
            }
            Payload::CodeSectionStart { count, .. } => {
                // As many as were declared; the validator insists on it later.
                self.announced(Cap::Functions, *count)
            }
            Payload::CodeSectionEntry(body) => self.body(body),
            _ => self.count_of_component(payload),
        }
    }

    fn count_of_component(&mut self, payload: &Payload<'_>) -> Result<(), Rejection> {
        match payload {
            Payload::CoreTypeSection(section) => {
                self.announced(Cap::Types, section.count())?;
                each(section, |ty| self.types(Amount::of_core(&ty)))
            }
            Payload::ComponentTypeSection(section) => {
                self.announced(Cap::Types, section.count())?;
                // Before the parser sees them.
                let range = section.range();
                let types = self.bytes.get(range.clone()).unwrap_or_default();
                walk_depth(types, range.start, |depth| self.most(Cap::TypeDepth, depth))?;
                each(section, |ty| self.types(Amount::of(&ty)))
            }
            Payload::ComponentImportSection(section) => {
                self.announced(Cap::Names, section.count())?;
                each(section, |import| self.name(import.name.name))
            }
            Payload::ComponentExportSection(section) => {
                self.announced(Cap::Names, section.count())?;
                each(section, |export| self.name(export.name.name))
            }
            Payload::ComponentAliasSection(section) => self.add(Cap::Aliases, section.count()),
            Payload::InstanceSection(section) => {
                self.announced(Cap::Instances, section.count())?;
                each(section, |instance| match instance {
                    Instance::Instantiate { args, .. } => {
                        args.iter().try_for_each(|argument| self.name(argument.name))
                    }
                    Instance::FromExports(exports) => {
                        exports.iter().try_for_each(|export| self.name(export.name))
                    }
                })?;
                self.made(Made { instances: section.count().into(), ..Made::default() })
            }
            Payload::ComponentInstanceSection(section) => {
                self.announced(Cap::Instances, section.count())?;
                let mut of_components = 0;
                each(section, |instance| match instance {
                    ComponentInstance::Instantiate { args, .. } => {
                        of_components += 1;
                        args.iter().try_for_each(|argument| self.name(argument.name))
                    }
                    ComponentInstance::FromExports(exports) => {
                        exports.iter().try_for_each(|export| self.name(export.name.name))
                    }
                })?;
                let instances = section.count().into();
                self.made(Made { instances, of_components, ..Made::default() })
            }
            Payload::ComponentCanonicalSection(section) => {
                self.add(Cap::CanonicalFunctions, section.count())?;
                self.add(Cap::Work, work::TRAMPOLINE * u64::from(section.count()))?;
                let mut lowered = 0;
                each(section, |function| {
                    lowered += u64::from(matches!(function, CanonicalFunction::Lower { .. }));
                    Ok(())
                })?;
                self.made(Made { lowered, ..Made::default() })
            }
            _ => Ok(()),
        }
    }

    /// Counts types of the component model.
    fn types(&mut self, amount: Amount) -> Result<(), Rejection> {
        self.add(Cap::Types, amount.types)?;
        self.most(Cap::NameBytes, amount.name_bytes)
    }

    fn core_types(&mut self, group: &RecGroup) -> Result<(), Rejection> {
        self.add(Cap::Types, group.types().len())?;
        for ty in group.types() {
            if let CompositeInnerType::Func(function) = &ty.composite_type.inner {
                let values = (function.params().len() + function.results().len()) as u64;
                self.add(Cap::Work, work::TYPE + work::CALL_VALUE * values)?;
            }
            self.module.signatures.types.push(ty.clone());
        }
        Ok(())
    }

    /// Counts an import or export, or a part of an instance that stands for one.
    fn name(&mut self, name: &str) -> Result<(), Rejection> {
        self.add(Cap::Names, 1_u32)?;
        self.most(Cap::NameBytes, name.len() as u64)
    }

    /// Counts what the components at the present depth make. How often a component is instantiated is not
    /// followed; it is bounded by all instantiations of components in each depth above, multiplied.
    fn made(&mut self, more: Made) -> Result<(), Rejection> {
        if self.made.len() < self.depth {
            self.made.resize(self.depth, Made::default());
        }
        if let Some(made) = self.depth.checked_sub(1).and_then(|index| self.made.get_mut(index)) {
            made.instances += more.instances;
            made.of_components += more.of_components;
            made.lowered += more.lowered;
        }
        let (mut instances, mut lowered, mut times) = (0_u64, 0_u64, 1_u64);
        for made in &self.made {
            instances = instances.saturating_add(made.instances.saturating_mul(times));
            lowered = lowered.saturating_add(made.lowered.saturating_mul(times));
            times = times.saturating_mul(made.of_components);
        }
        self.most(Cap::Instances, instances)?;
        // Among functions of the host and of the component itself, there is nothing to adapt.
        if self.made.iter().any(|made| 0 < made.of_components) {
            let adapter_work = lowered.saturating_mul(work::ADAPTER);
            let more = adapter_work.saturating_sub(self.adapter_work);
            self.adapter_work = self.adapter_work.max(adapter_work);
            self.add(Cap::Work, more)?;
        }
        Ok(())
    }

    /// Counts what the engine's own function of this module will have to do.
    fn start_work(&mut self, more: u64) -> Result<(), Rejection> {
        self.module.start_work += more;
        self.most(Cap::BodyWork, self.module.start_work)?;
        self.add(Cap::Work, more)
    }

    /// Counts one function. Stops at the first cap, so a bomb costs no more than the way to it.
    fn body(&mut self, body: &FunctionBody<'_>) -> Result<(), Rejection> {
        self.most(Cap::BodyBytes, body.range().len() as u64)?;
        self.add(Cap::CodeBytes, body.range().len())?;
        let mut locals = 0_u64;
        for group in body.get_locals_reader()? {
            locals += u64::from(group?.0);
            self.most(Cap::Locals, locals)?;
        }
        let function = self.module.imported + self.module.bodies;
        self.module.bodies += 1;
        let work_before = self.measured.get(Cap::Work);
        let signatures = std::mem::take(&mut self.module.signatures);
        walk(body, function, &signatures, |counts| {
            self.most(Cap::Nesting, counts.nesting)?;
            self.most(Cap::Blocks, counts.blocks)?;
            self.most(Cap::Loops, counts.loops)?;
            self.most(Cap::BranchTargets, counts.branch_targets)?;
            self.most(Cap::BodyWork, counts.work)?;
            self.most(Cap::Work, work_before.saturating_add(counts.work))
        })?;
        self.module.signatures = signatures;
        Ok(())
    }
}

/// Reads the items of a section one by one.
fn each<'a, T: FromReader<'a>>(
    section: &SectionLimited<'a, T>,
    mut visit: impl FnMut(T) -> Result<(), Rejection>,
) -> Result<(), Rejection> {
    for item in section.clone() {
        visit(item?)?;
    }
    Ok(())
}
