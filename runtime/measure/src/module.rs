//! Compiled programs that nobody has seen before: many small functions, as compilers make them.
//!
//! The bytes are written here, because nothing else in the runtime writes WebAssembly but what makes components.

/// A generated core module that implements the interface of the measurements.
#[derive(Clone, Debug)]
pub struct Generated {
    /// The module.
    pub bytes: Vec<u8>,
    /// What its function is asked.
    pub argument: f64,
    /// What it must answer.
    pub answer: f64,
}

/// How many bytes a function has, about; smaller ones would be more work for the
/// compiler than is admitted in the largest of our modules.
const FUNCTION_BYTES: u32 = 390;

/// A module of about so many bytes; another one for each seed.
#[must_use]
pub fn generated(bytes: u32, seed: u64) -> Generated {
    let count = (bytes / FUNCTION_BYTES).max(2);
    let mut random = Random(seed.wrapping_mul(2).wrapping_add(1));
    let mut bodies = Vec::new();
    for index in 0..count {
        bodies.push(body(index, &mut random));
    }
    let added = f64::from(random.below(1 << 20));
    bodies.push(entry(count, added));
    let functions = count + 1;
    let mut module = b"\0asm\x01\0\0\0".to_vec();
    // The types: (i32, f64) -> f64 of all functions, and f64 -> f64 of the one that is exported.
    section(&mut module, 1, &[2, 0x60, 2, I32, F64, 1, F64, 0x60, 1, F64, 1, F64]);
    let mut types = unsigned(u64::from(functions));
    types.extend((0..count).map(|_| 0));
    types.push(1);
    section(&mut module, 3, &types);
    section(&mut module, 5, &[1, 0, 2]);
    let mut exports = vec![2];
    name(&mut exports, "memory");
    exports.extend([2, 0]);
    name(&mut exports, "task:measure/calls#scalar");
    exports.push(0);
    exports.extend(unsigned(u64::from(count)));
    section(&mut module, 7, &exports);
    let mut code = unsigned(u64::from(functions));
    for body in bodies {
        code.extend(unsigned(body.len() as u64));
        code.extend(body);
    }
    section(&mut module, 10, &code);
    Generated { bytes: module, argument: 2.5, answer: 2.5 + added }
}

const I32: u8 = 0x7f;
const F64: u8 = 0x7c;

/// A function with a loop that walks over memory, some arithmetic, a branch, and a call of one before it.
fn body(index: u32, random: &mut Random) -> Vec<u8> {
    // Locals 2 and 3 are integers, 4 and 5 floats.
    let mut code = vec![2, 2, I32, 2, F64];
    let local = |code: &mut Vec<u8>, operator: u8, local: u8| code.extend([operator, local]);
    // How often the loop goes round.
    code.push(0x41);
    code.extend(signed(2 + i64::from(random.below(6))));
    local(&mut code, SET, 2);
    // loop
    code.extend([0x03, 0x40]);
    // 4 = 4 * x + memory[(3 * 8) & 0xfff8]
    local(&mut code, GET, 4);
    float(&mut code, 0.5 + f64::from(random.below(1 << 20)) / f64::from(1 << 21));
    code.push(0xa2);
    local(&mut code, GET, 3);
    code.extend([0x41, 3, 0x74, 0x41]);
    code.extend(signed(0xfff8));
    // and, f64.load, add
    code.extend([0x71, 0x2b, 3, 0, 0xa0]);
    local(&mut code, SET, 4);
    for _ in 0..8 {
        straight(&mut code, random);
    }
    // memory[(3 * 8) & 0xfff8] = 4
    local(&mut code, GET, 3);
    code.extend([0x41, 3, 0x74, 0x41]);
    code.extend(signed(0xfff8));
    code.push(0x71);
    local(&mut code, GET, 4);
    code.extend([0x39, 3, 0]);
    // 3 += 1; 2 -= 1; br_if 0
    local(&mut code, GET, 3);
    code.extend([0x41, 1, 0x6a]);
    local(&mut code, SET, 3);
    local(&mut code, GET, 2);
    code.extend([0x41, 1, 0x6b]);
    local(&mut code, TEE, 2);
    code.extend([0x0d, 0, 0x0b]);
    for _ in 0..8 {
        straight(&mut code, random);
    }
    // if 0 < depth: 4 += before(depth - 1, x)
    if 0 < index {
        local(&mut code, GET, 0);
        code.extend([0x04, 0x40]);
        local(&mut code, GET, 0);
        code.extend([0x41, 1, 0x6b]);
        local(&mut code, GET, 1);
        code.push(0x10);
        code.extend(unsigned(u64::from(random.below(index))));
        local(&mut code, GET, 4);
        code.push(0xa0);
        local(&mut code, SET, 4);
        code.push(0x0b);
    }
    local(&mut code, GET, 4);
    local(&mut code, GET, 5);
    code.extend([0xa0, 0x0b]);
    code
}

const GET: u8 = 0x20;
const SET: u8 = 0x21;
const TEE: u8 = 0x22;

/// Some lines without a branch; each has constants of its own.
fn straight(code: &mut Vec<u8>, random: &mut Random) {
    let constant = f64::from(random.below(1 << 20)) / f64::from(1 << 20);
    match random.below(3) {
        // 5 = x * c - 5
        0 => {
            code.extend([GET, 1]);
            float(code, constant);
            code.extend([0xa2, GET, 5, 0xa1, SET, 5]);
        }
        // 4 = min(4, abs(5)) + c
        1 => {
            code.extend([GET, 4, GET, 5, 0x99, 0xa4]);
            float(code, constant);
            code.extend([0xa0, SET, 4]);
        }
        // 3 = (3 * c) ^ 0 >> 3, and 5 += 3
        _ => {
            code.extend([GET, 3, 0x41]);
            code.extend(signed(i64::from(random.below(1 << 20))));
            code.extend([0x6c, GET, 0, 0x73, 0x41, 3, 0x76, TEE, 3, 0xb7, GET, 5, 0xa0, SET, 5]);
        }
    }
}

/// What is exported: it calls the last of them, which calls some of the others, and gives a sum that can be checked.
fn entry(count: u32, added: f64) -> Vec<u8> {
    let mut code = vec![0, 0x41, 8, GET, 0, 0x10];
    code.extend(unsigned(u64::from(count - 1)));
    code.extend([0x1a, GET, 0]);
    float(&mut code, added);
    code.extend([0xa0, 0x0b]);
    code
}

fn float(code: &mut Vec<u8>, number: f64) {
    code.push(0x44);
    code.extend(number.to_le_bytes());
}

fn section(module: &mut Vec<u8>, id: u8, content: &[u8]) {
    module.push(id);
    module.extend(unsigned(content.len() as u64));
    module.extend(content);
}

fn name(bytes: &mut Vec<u8>, name: &str) {
    bytes.extend(unsigned(name.len() as u64));
    bytes.extend(name.as_bytes());
}

/// A number as LEB128 has it.
fn unsigned(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = u8::try_from(number & 0x7f).unwrap_or_default();
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}

/// The same for a number with a sign.
fn signed(mut number: i64) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = u8::try_from(number & 0x7f).unwrap_or_default();
        number >>= 7;
        let done = (number == 0 && low & 0x40 == 0) || (number == -1 && low & 0x40 != 0);
        bytes.push(if done { low } else { low | 0x80 });
        if done {
            return bytes;
        }
    }
}

/// Numbers that look like nothing in particular.
struct Random(u64);

impl Random {
    /// Less than `bound`, which is not 0.
    fn below(&mut self, bound: u32) -> u32 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(bound)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_leb128() {
        assert_eq!(unsigned(624_485), [0xe5, 0x8e, 0x26]);
        assert_eq!(signed(-123_456), [0xc0, 0xbb, 0x78]);
        assert_eq!(signed(64), [0xc0, 0x00]);
    }

    #[test]
    fn modules_have_the_size_that_was_asked_for_and_differ() {
        for bytes in [10_000, 100_000, 1_000_000] {
            let module = generated(bytes, 7).bytes;
            let size = module.len() as f64 / f64::from(bytes);
            assert!((0.9..1.1).contains(&size), "{size}");
            assert_eq!(module, generated(bytes, 7).bytes);
            assert_ne!(module, generated(bytes, 8).bytes);
        }
    }
}
