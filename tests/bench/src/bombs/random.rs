//! Functions of random code, each with a mix of its own: some kinds of operators often, others never.

use wasm_encoder::{BlockType, Instruction as I};

use crate::bombs::code::{AT, Body, PLAIN, SIXTEEN};

/// How many steps a function has; each is a few operators.
const STEPS: usize = 1_500;

/// How many kinds of steps there are.
const KINDS: usize = 20;

/// Numbers that look random and repeat (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % bound.max(1)
    }

    fn one_of(&mut self, choices: &[usize]) -> usize {
        choices.get(self.below(choices.len())).copied().unwrap_or_default()
    }

    fn number(&mut self, bound: usize) -> u32 {
        u32::try_from(self.below(bound)).unwrap_or_default()
    }
}

/// A function under construction.
struct Writer {
    random: Random,
    operators: Vec<I<'static>>,
    locals: usize,
    /// For each open block, how many values were left on the stack in it; the first is the function itself.
    left: Vec<usize>,
    depth_max: usize,
}

/// The function of a seed.
pub fn body(seed: usize) -> Body {
    let mut random = Random((seed as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    (0..8).for_each(|_| {
        random.below(2);
    });
    let locals = random.one_of(&[1, 4, 30, 300, 900]);
    let depth_max = random.one_of(&[2, 10, 60, 120]);
    let shares: Vec<usize> = (0..KINDS).map(|_| random.one_of(&[0, 0, 0, 1, 3, 20])).collect();
    let total: usize = shares.iter().sum();
    let mut writer = Writer { random, operators: Vec::new(), locals, left: vec![0], depth_max };
    for _ in 0..STEPS {
        let mut pick = writer.random.below(total);
        for (kind, share) in shares.iter().enumerate() {
            if pick < *share {
                writer.step(kind);
                break;
            }
            pick -= share;
        }
    }
    while 1 < writer.left.len() {
        writer.end();
    }
    let left = writer.left.pop().unwrap_or_default();
    writer.operators.extend(vec![I::Drop; left]);
    // Whatever was computed is needed.
    for local in 0..u32::try_from(locals).unwrap_or_default() {
        writer.operators.extend([I::I32Const(0), I::LocalGet(local), I::I32Store(AT)]);
    }
    Body { locals: u32::try_from(locals).unwrap_or_default(), operators: writer.operators }
}

impl Writer {
    fn open(&mut self, operators: &[I<'static>]) {
        if self.left.len() <= self.depth_max {
            self.operators.extend_from_slice(operators);
            self.left.push(0);
        }
    }

    fn end(&mut self) {
        if 1 < self.left.len() {
            let left = self.left.pop().unwrap_or_default();
            self.operators.extend(vec![I::Drop; left]);
            self.operators.push(I::End);
        }
    }

    fn step(&mut self, kind: usize) {
        const ANY: I<'static> = I::GlobalGet(0);
        let (a, b) = (self.random.number(self.locals), self.random.number(self.locals));
        // Branches to blocks only: what leaves the function would end the straight line.
        let open = self.left.len() - 1;
        let target = self.random.number(open);
        let f64_local = u32::try_from(self.locals).unwrap_or_default();
        let operators = match kind {
            0 => vec![ANY, I::LocalSet(a)],
            1 => vec![I::LocalGet(a), I::LocalGet(b), I::I32Add, I::LocalSet(a)],
            2 => return self.open(&[I::Block(BlockType::Empty)]),
            3 => return self.open(&[I::Loop(BlockType::Empty)]),
            4 => return self.open(&[ANY, I::If(BlockType::Empty)]),
            5 | 6 => return self.end(),
            7 if 0 < open => vec![ANY, I::BrIf(target)],
            8 if 0 < open => {
                let count = self.random.below(20);
                let targets: Vec<u32> = (0..count).map(|_| self.random.number(open)).collect();
                let table = I::BrTable(targets.into(), 0);
                vec![I::Block(BlockType::Empty), ANY, table, I::End]
            }
            9 => vec![I::Call(PLAIN)],
            10 => {
                let mut call = vec![I::LocalGet(a); 15];
                call.extend([I::LocalGet(b), I::Call(SIXTEEN), I::LocalSet(b)]);
                call.extend(vec![I::Drop; 15]);
                call
            }
            11 => vec![I::LocalGet(a), I::CallIndirect { type_index: PLAIN, table_index: 0 }],
            12 => vec![I::LocalGet(a), I::I32Load(AT), I::LocalSet(b)],
            13 => vec![I::LocalGet(a), I::LocalGet(b), I::I32Store(AT)],
            14 => vec![
                I::LocalGet(f64_local),
                I::LocalGet(f64_local),
                I::F64Div,
                I::LocalSet(f64_local),
            ],
            15 => vec![I::LocalGet(a), I::MemoryGrow(0), I::LocalSet(b)],
            16 => vec![I::LocalGet(a), I::TableGet(0), I::Drop],
            17 => {
                if let Some(left) = self.left.last_mut() {
                    *left += 1;
                }
                vec![I::LocalGet(a), I::I32Load(AT)]
            }
            18 => vec![
                I::LocalGet(a),
                I::LocalGet(b),
                I::LocalGet(a),
                I::MemoryCopy { src_mem: 0, dst_mem: 0 },
            ],
            19 => vec![
                ANY,
                I::If(BlockType::Result(wasm_encoder::ValType::I32)),
                I::LocalGet(a),
                I::Else,
                I::LocalGet(b),
                I::End,
                I::LocalSet(a),
            ],
            _ => Vec::new(),
        };
        self.operators.extend(operators);
    }
}
