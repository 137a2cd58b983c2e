//! How much work a function is for the compiler, estimated from its operators.
//!
//! One is about a microsecond of the machine on which the numbers were measured (`tests/bench`, `bombs`); what
//! matters is how they compare. A call through a table is forty times an addition, so the same number of
//! bytes may cost forty times as much.

use wasmparser::{
    BinaryReaderError, BlockType, BrTable, CompositeInnerType, ContType, FrameKind, FuncType,
    FunctionBody, ModuleArity, Operator, RefType, SubType,
};

/// For each operator: reading it, and an instruction or two.
const OPERATOR: u64 = 1;

/// A place where code joins or parts.
const BRANCH: u64 = 15;

/// The head of a loop, with the checks of fuel and of the epoch.
const LOOP: u64 = 60;

/// A call.
const CALL: u64 = 6;

/// A value that a call takes or gives.
pub const CALL_VALUE: u64 = 3;

/// A call through a table: its bounds, its entry that may not be there yet, its type.
const CALL_INDIRECT: u64 = 45;

/// An entry of a table, which may not be there yet.
const TABLE_ENTRY: u64 = 30;

/// Whatever costs fuel by a number that is only known when it runs.
const BULK: u64 = 65;

/// A value that differs by the way on which a place was reached: a result of a block, or a local that is set in
/// it, for each branch to its end.
const JOIN: u64 = 6;

/// A function: its beginning and end, and the piece of code through which the host may call it.
const FUNCTION: u64 = 80;

/// A type of functions: the piece of code through which they call the host.
pub const TYPE: u64 = 30;

/// A function that is lifted, lowered or made by the component model.
pub const TRAMPOLINE: u64 = 150;

/// A function that is lowered where components are inside of each other: code that takes every value apart and
/// puts it together again, for two memories.
pub const ADAPTER: u64 = 15_000;

/// How many branches of one function cost as much as their number squared says, and not one by one.
const BRANCHES_SQUARED: u64 = 300;

/// The same for joined values.
const JOINS_SQUARED: u64 = 6_000;

/// At the head of a loop, how many values that are alive there are worth one.
const LIVE_AT_LOOP: u64 = 2;

/// The same at any other branch.
const LIVE_AT_BRANCH: u64 = 12;

/// The types of a module and of its functions.
#[derive(Default)]
pub struct Signatures {
    pub types: Vec<SubType>,
    pub functions: Vec<u32>,
}

impl Signatures {
    /// Parameters and results of a function.
    pub fn arity(&self, function: u32) -> (u64, u64) {
        let ty = self.functions.get(function as usize).and_then(|ty| self.types.get(*ty as usize));
        match ty.map(|ty| &ty.composite_type.inner) {
            Some(CompositeInnerType::Func(ty)) => {
                (ty.params().len() as u64, ty.results().len() as u64)
            }
            _ => (0, 0),
        }
    }
}

/// What is counted of one function.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// Work for the compiler.
    pub work: u64,
    /// Values that differ by the way on which a place was reached.
    pub joins: u64,
    /// Loops and ifs inside each other at the present place.
    pub nesting: u64,
    /// The same with plain blocks.
    pub blocks: u64,
    /// Loops.
    pub loops: u64,
    /// Targets of `br_table`s.
    pub branch_targets: u64,
}

/// A block that is open.
struct Frame {
    ty: BlockType,
    kind: FrameKind,
    /// How many values are on the stack below it.
    base: u64,
    /// A bit for each local that was set in it, and how many there are.
    set: Vec<u64>,
    set_count: u64,
    /// Branches to it.
    edges: u64,
}

impl Frame {
    /// What it adds to the nesting. A plain block is no more than a place that branches lead to.
    const fn nests(&self) -> u64 {
        match self.kind {
            FrameKind::Loop | FrameKind::If | FrameKind::Else => 1,
            _ => 0,
        }
    }
}

/// The function at the present operator.
struct Place<'a> {
    signatures: &'a Signatures,
    /// Those that were closed stay, for the next ones at their depth. The first is the function itself.
    frames: Vec<Frame>,
    open: usize,
    /// Values on the stack.
    height: u64,
    /// Parameters, and locals that were set.
    locals: u64,
    branches: u64,
    live_at_loops: u64,
    live_at_branches: u64,
    /// What the operators cost one by one.
    operators: u64,
    counts: Counts,
}

/// Goes through the operators of a function, by its index and type; `visit` sees the counts after each.
///
/// # Errors
/// What `visit` gives, or damage on the way.
pub fn walk<E: From<BinaryReaderError>>(
    body: &FunctionBody<'_>,
    function: u32,
    signatures: &Signatures,
    mut visit: impl FnMut(&Counts) -> Result<(), E>,
) -> Result<(), E> {
    let (parameters, results) = signatures.arity(function);
    let mut place = Place {
        signatures,
        frames: Vec::new(),
        open: 0,
        height: 0,
        locals: parameters,
        branches: 0,
        live_at_loops: 0,
        live_at_branches: 0,
        operators: FUNCTION + CALL_VALUE * (parameters + results),
        counts: Counts::default(),
    };
    let ty = signatures.functions.get(function as usize).copied().unwrap_or_default();
    place.enter(BlockType::FuncType(ty), FrameKind::Block, 0);
    for operator in body.get_operators_reader()? {
        place.step(&operator?)?;
        visit(&place.counts())?;
    }
    Ok(())
}

impl Place<'_> {
    fn step(&mut self, operator: &Operator<'_>) -> Result<(), BinaryReaderError> {
        // An operator that makes no sense here is none of ours: the validator refuses it.
        let (pops, pushes) = operator.operator_arity(&*self).unwrap_or_default();
        let (pops, pushes) = (u64::from(pops), u64::from(pushes));
        let Cost { work, branches, live } = cost(operator);
        self.operators += work;
        self.branches += branches;
        self.live_at_branches += live * self.live();
        match operator {
            Operator::Block { blockty } => self.block(*blockty, FrameKind::Block, pops),
            Operator::If { blockty } => {
                self.branch(0);
                self.block(*blockty, FrameKind::If, pops);
            }
            Operator::Loop { blockty } => {
                self.counts.loops += 1;
                self.branches += 1;
                self.live_at_loops += self.live();
                self.block(*blockty, FrameKind::Loop, pops);
            }
            Operator::End => {
                let (base, nests) = self.frame().map_or((0, 0), |it| (it.base, it.nests()));
                self.open = self.open.saturating_sub(1);
                self.counts.nesting -= nests;
                self.height = base + pushes;
            }
            Operator::Else => self.height = self.frame().map_or(0, |frame| frame.base) + pushes,
            Operator::Br { relative_depth } => {
                self.edge(*relative_depth);
                self.branch(pops);
                self.unreachable();
            }
            Operator::Return => {
                self.branch(pops);
                self.unreachable();
            }
            Operator::BrIf { relative_depth } => {
                self.edge(*relative_depth);
                self.branch(pushes);
                self.exchange(pops, pushes);
            }
            Operator::BrTable { targets } => {
                self.table(targets, pops.saturating_sub(1))?;
                self.unreachable();
            }
            Operator::Unreachable => self.unreachable(),
            Operator::LocalSet { local_index } | Operator::LocalTee { local_index } => {
                self.set(*local_index);
                self.exchange(pops, pushes);
            }
            Operator::Call { .. } | Operator::CallIndirect { .. } => {
                self.operators += CALL_VALUE * (pops + pushes);
                self.exchange(pops, pushes);
            }
            _ => self.exchange(pops, pushes),
        }
        Ok(())
    }

    /// Values that are alive here, as far as can be told without looking ahead.
    const fn live(&self) -> u64 {
        self.locals + self.height
    }

    fn counts(&self) -> Counts {
        let joins = self.counts.joins;
        let work = self.operators
            + JOIN * joins
            + joins * joins / JOINS_SQUARED
            + self.branches * self.branches / BRANCHES_SQUARED
            + self.live_at_loops / LIVE_AT_LOOP
            + self.live_at_branches / LIVE_AT_BRANCH;
        Counts { work, blocks: self.open.saturating_sub(1) as u64, ..self.counts }
    }

    fn frame(&self) -> Option<&Frame> {
        self.frames.get(self.open.checked_sub(1)?)
    }

    fn exchange(&mut self, pops: u64, pushes: u64) {
        let base = self.frame().map_or(0, |frame| frame.base);
        // Below its block, nothing can be taken: that happens where the code cannot be reached.
        self.height = self.height.saturating_sub(pops).max(base) + pushes;
    }

    fn unreachable(&mut self) {
        self.height = self.frame().map_or(0, |frame| frame.base);
    }

    /// Counts a branch that carries so many values.
    const fn branch(&mut self, carries: u64) {
        self.branches += 1;
        self.live_at_branches += self.live();
        self.counts.joins += carries;
    }

    /// Counts the way to the end of a block, or to the head of a loop, on which each local that is set in it
    /// may have a value of its own.
    fn edge(&mut self, depth: u32) {
        // What a branch to the function's own end leaves behind, nobody needs.
        let index = self.open.checked_sub(1 + depth as usize).filter(|index| 0 < *index);
        if let Some(frame) = index.and_then(|index| self.frames.get_mut(index)) {
            frame.edges += 1;
            self.counts.joins += frame.set_count;
        }
    }

    /// Counts a table of branches, each of which carries so many values. The ways are as many as the table is
    /// long, the branches only as many as it has different targets.
    fn table(&mut self, targets: &BrTable<'_>, carries: u64) -> Result<(), BinaryReaderError> {
        self.counts.branch_targets += u64::from(targets.len());
        self.operators += u64::from(targets.len());
        self.counts.joins += carries * u64::from(targets.len());
        let mut different = vec![false; self.open];
        for target in targets.targets().chain([Ok(targets.default())]) {
            let target = target?;
            self.edge(target);
            if let Some(seen @ false) = different.get_mut(target as usize) {
                *seen = true;
                self.operators += BRANCH;
                self.branch(carries);
            }
        }
        Ok(())
    }

    /// Opens a block that takes so many values.
    fn block(&mut self, ty: BlockType, kind: FrameKind, takes: u64) {
        self.exchange(takes, 0);
        let base = self.height;
        let (parameters, results) = self.block_type_arity(ty).unwrap_or_default();
        self.counts.joins += u64::from(parameters) + u64::from(results);
        self.enter(ty, kind, base);
        self.height += u64::from(parameters);
    }

    fn enter(&mut self, ty: BlockType, kind: FrameKind, base: u64) {
        match self.frames.get_mut(self.open) {
            Some(frame) => {
                (frame.ty, frame.kind, frame.base) = (ty, kind, base);
                (frame.set_count, frame.edges) = (0, 0);
                frame.set.clear();
            }
            None => {
                let set = Vec::new();
                self.frames.push(Frame { ty, kind, base, set, set_count: 0, edges: 0 });
            }
        }
        self.counts.nesting += self.frames.get(self.open).map_or(0, Frame::nests);
        self.open += 1;
    }

    /// Marks a local as set in every open block, and counts those in which it was not before.
    fn set(&mut self, local: u32) {
        let (word, bit) = (local as usize / 64, 1_u64 << (local % 64));
        for (index, frame) in self.frames.iter_mut().enumerate().take(self.open).rev() {
            if frame.set.len() <= word {
                frame.set.resize(word + 1, 0);
            }
            let Some(bits) = frame.set.get_mut(word) else { return };
            // What was set in a block was set in all around it.
            if *bits & bit != 0 {
                return;
            }
            *bits |= bit;
            if index == 0 {
                self.locals += 1;
            } else {
                frame.set_count += 1;
                self.counts.joins += 1 + frame.edges;
            }
        }
    }
}

impl ModuleArity for Place<'_> {
    fn sub_type_at(&self, type_idx: u32) -> Option<&SubType> {
        self.signatures.types.get(type_idx as usize)
    }

    fn tag_type_arity(&self, _at: u32) -> Option<(u32, u32)> {
        None
    }

    fn type_index_of_function(&self, function_idx: u32) -> Option<u32> {
        self.signatures.functions.get(function_idx as usize).copied()
    }

    fn func_type_of_cont_type(&self, _c: &ContType) -> Option<&FuncType> {
        None
    }

    fn sub_type_of_ref_type(&self, _rt: &RefType) -> Option<&SubType> {
        None
    }

    fn control_stack_height(&self) -> u32 {
        u32::try_from(self.open).unwrap_or(u32::MAX)
    }

    fn label_block(&self, depth: u32) -> Option<(BlockType, FrameKind)> {
        let frame = self.frames.get(self.open.checked_sub(1 + depth as usize)?)?;
        Some((frame.ty, frame.kind))
    }
}

/// What an operator costs by itself.
struct Cost {
    work: u64,
    /// Branches that the compiler makes of it.
    branches: u64,
    /// How many branches it weighs as much as, if many values are alive around it.
    live: u64,
}

const fn cost(operator: &Operator<'_>) -> Cost {
    let (work, branches, live) = match operator {
        Operator::Loop { .. } => (LOOP, 0, 0),
        Operator::If { .. }
        | Operator::Br { .. }
        | Operator::BrIf { .. }
        | Operator::BrTable { .. }
        | Operator::Return => (BRANCH, 0, 0),
        Operator::Call { .. } => (CALL, 0, 0),
        Operator::CallIndirect { .. } => (CALL_INDIRECT, 2, 2),
        Operator::TableGet { .. } | Operator::TableSet { .. } | Operator::RefFunc { .. } => {
            (TABLE_ENTRY, 2, 2)
        }
        Operator::TableGrow { .. }
        | Operator::TableFill { .. }
        | Operator::TableCopy { .. }
        | Operator::TableInit { .. }
        | Operator::ElemDrop { .. }
        | Operator::MemoryGrow { .. }
        | Operator::MemoryFill { .. }
        | Operator::MemoryCopy { .. }
        | Operator::MemoryInit { .. }
        | Operator::DataDrop { .. } => (BULK, 1, 8),
        _ => (OPERATOR, 0, 0),
    };
    Cost { work, branches, live }
}
