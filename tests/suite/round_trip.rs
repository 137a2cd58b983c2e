//! Random types and random values of them, through a typed guest and back.
//!
//! The guest is compiled from a program in Rust whose functions give back what they get, so the whole way is
//! real: plain data, the mapping to WIT types, lowering, the canonical ABI of another implementation,
//! lifting, and the mapping back.

use std::fmt::Write;

use lazaret_host::{Call, Candidate, Interrupt, RunRequest, TaskWit};
use lazaret_trial::{Budget, Type, Value};

use crate::languages::{host, left_out};

/// Programs, functions of each, and values for each function.
const PROGRAMS: u64 = 3;
const FUNCTIONS: usize = 40;
const VALUES: usize = 30;

/// The deepest nesting of a random type.
const DEPTH: u32 = 4;

/// SplitMix64: small, and the same on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).expect("smaller than a usize")
    }

    fn one_in(&mut self, bound: usize) -> bool {
        self.below(bound) == 0
    }
}

/// An interface as it grows: declarations of named types, and functions.
struct Writer {
    random: Random,
    declarations: String,
    named: usize,
}

impl Writer {
    /// The name of a new type, and of its parts.
    fn name(&mut self, kind: &str) -> String {
        self.named += 1;
        format!("{kind}-n{}", self.named)
    }

    /// A random type in WIT; named types are declared on the way.
    fn ty(&mut self, depth: u32) -> String {
        const PRIMITIVES: [&str; 14] = [
            "bool", "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "f32", "f64", "f64",
            "char", "string",
        ];
        if depth == 0 || self.random.one_in(3) {
            return PRIMITIVES[self.random.below(PRIMITIVES.len())].to_owned();
        }
        match self.random.below(8) {
            0 => format!("list<{}>", self.ty(depth - 1)),
            1 => format!("option<{}>", self.ty(depth - 1)),
            2 => match self.random.below(4) {
                0 => format!("result<{}, {}>", self.ty(depth - 1), self.ty(depth - 1)),
                1 => format!("result<{}>", self.ty(depth - 1)),
                2 => format!("result<_, {}>", self.ty(depth - 1)),
                _ => "result".to_owned(),
            },
            3 => {
                let items: Vec<String> =
                    (0..=self.random.below(3)).map(|_| self.ty(depth - 1)).collect();
                format!("tuple<{}>", items.join(", "))
            }
            4 => {
                let fields: Vec<String> = (0..=self.random.below(4))
                    .map(|index| format!("field-n{index}: {}", self.ty(depth - 1)))
                    .collect();
                self.declare("record", &fields)
            }
            5 => {
                let count = self.random.below(4);
                let cases: Vec<String> = (0..=count)
                    .map(|index| match self.random.one_in(3) {
                        true => format!("case-n{index}"),
                        false => format!("case-n{index}({})", self.ty(depth - 1)),
                    })
                    .collect();
                self.declare("variant", &cases)
            }
            6 => {
                let cases: Vec<String> =
                    (0..=self.random.below(5)).map(|index| format!("case-n{index}")).collect();
                self.declare("enum", &cases)
            }
            _ => {
                // More than 32 flags no longer fit into one word, and WIT ends there.
                let flags: Vec<String> =
                    (0..=self.random.below(20)).map(|index| format!("flag-n{index}")).collect();
                self.declare("flags", &flags)
            }
        }
    }

    fn declare(&mut self, kind: &str, parts: &[String]) -> String {
        let name = self.name("made");
        writeln!(self.declarations, "  {kind} {name} {{ {} }}", parts.join(", "))
            .expect("writing to a text does not fail");
        name
    }
}

/// The text of an interface with many functions from a type to the same type.
fn interface(seed: u64) -> String {
    let mut writer = Writer { random: Random(seed), declarations: String::new(), named: 0 };
    let mut functions = String::new();
    for index in 0..FUNCTIONS {
        let ty = writer.ty(DEPTH);
        writeln!(functions, "  e{index}: func(xs: list<{ty}>) -> list<{ty}>;")
            .expect("writing to a text does not fail");
    }
    format!("interface echo {{\n{}{functions}}}\n", writer.declarations)
}

/// A program whose functions give back what they get: the start that `lazaret new` writes, with other
/// answers.
fn echo(wit: &TaskWit) -> String {
    let text = lazaret_toolchain::start::rust(wit).expect("a start can be written");
    text.replace("    Vec::new()\n", "    xs\n")
}

/// A random value of a type, in the canonical form of the mapping.
fn value(random: &mut Random, ty: &Type) -> Value {
    let integer = |random: &mut Random, bits: u32, signed: bool| {
        let word = random.next() >> (64 - bits);
        let word = match random.below(4) {
            0 => 0,
            1 => u64::MAX >> (64 - bits),
            2 => 1 << (bits - 1),
            _ => word,
        };
        let number = i128::from(word);
        let negative = signed && 1 << (bits - 1) <= word;
        let number = if negative { number - (1 << bits) } else { number };
        i64::try_from(number).map_or_else(|_| Value::BigInteger(number.to_string()), Value::Integer)
    };
    match ty {
        Type::Bool => Value::Bool(random.one_in(2)),
        Type::U8 => integer(random, 8, false),
        Type::U16 => integer(random, 16, false),
        Type::U32 => integer(random, 32, false),
        Type::U64 => integer(random, 64, false),
        Type::S8 => integer(random, 8, true),
        Type::S16 => integer(random, 16, true),
        Type::S32 => integer(random, 32, true),
        Type::S64 => integer(random, 64, true),
        Type::F32 => Value::Float(f64::from(single(random))),
        Type::F64 => Value::Float(double(random)),
        Type::Char => Value::Text(character(random).to_string()),
        Type::String => {
            let length = random.below(9);
            Value::Text((0..length).map(|_| character(random)).collect())
        }
        Type::List(item) => {
            let length = random.below(5);
            Value::List((0..length).map(|_| value(random, item)).collect())
        }
        Type::Tuple(items) => Value::List(items.iter().map(|item| value(random, item)).collect()),
        Type::Record(fields) => Value::Object(
            fields.iter().map(|(name, ty)| (name.replace('-', "_"), value(random, ty))).collect(),
        ),
        Type::Enum(names) => Value::Text(names[random.below(names.len())].clone()),
        Type::Variant(cases) => {
            let (name, payload) = &cases[random.below(cases.len())];
            match payload {
                Some(ty) => object(name, value(random, ty)),
                None => Value::Text(name.clone()),
            }
        }
        Type::Flags(names) => {
            let set = names.iter().filter(|_| random.one_in(2)).cloned();
            Value::List(set.map(Value::Text).collect())
        }
        Type::Option(some) => {
            if random.one_in(3) {
                return Value::Null;
            }
            let inner = value(random, some);
            if may_be_null(some) { object("some", inner) } else { inner }
        }
        Type::Result(ok, error) => {
            let (name, ty) = if random.one_in(2) { ("ok", ok) } else { ("error", error) };
            let inner = ty.as_ref().map_or(Value::Null, |ty| value(random, ty));
            object(name, inner)
        }
    }
}

fn object(name: &str, value: Value) -> Value {
    Value::Object([(name.to_owned(), value)].into_iter().collect())
}

const fn may_be_null(ty: &Type) -> bool {
    matches!(ty, Type::Option(_))
}

/// All kinds of doubles, with those that get lost easily more often than chance has them.
fn double(random: &mut Random) -> f64 {
    const SPECIAL: [f64; 8] = [
        0.0,
        -0.0,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
        f64::MIN_POSITIVE / 3.0,
        f64::MAX,
        0.1,
    ];
    match random.below(3) {
        0 => SPECIAL[random.below(SPECIAL.len())],
        1 => random.below(1000) as f64,
        // Every NaN is the same one in plain data.
        _ => Some(f64::from_bits(random.next())).filter(|it| !it.is_nan()).unwrap_or(f64::NAN),
    }
}

fn single(random: &mut Random) -> f32 {
    const SPECIAL: [f32; 6] = [0.0, -0.0, f32::INFINITY, f32::NEG_INFINITY, f32::NAN, 0.1];
    match random.below(2) {
        0 => SPECIAL[random.below(SPECIAL.len())],
        _ => {
            let bits = u32::try_from(random.next() >> 32).expect("32 bits");
            Some(f32::from_bits(bits)).filter(|it| !it.is_nan()).unwrap_or(f32::NAN)
        }
    }
}

fn character(random: &mut Random) -> char {
    const SPECIAL: [char; 8] = ['a', '"', '\\', '\0', '\u{7f}', 'é', '\u{ffff}', '🦀'];
    match random.below(2) {
        0 => SPECIAL[random.below(SPECIAL.len())],
        _ => {
            let code = u32::try_from(random.next() % 0x11_0000).expect("21 bits");
            char::from_u32(code).unwrap_or('x')
        }
    }
}

#[test]
fn values_of_random_types_come_back_as_they_went() {
    if left_out() {
        return;
    }
    let mut count = 0;
    for seed in 0..PROGRAMS {
        let text = interface(seed);
        let wit = TaskWit::parse(&text, "echo").unwrap_or_else(|error| panic!("{error}\n{text}"));
        let candidate = Candidate::of_bytes("echo", "echo.rs", echo(&wit).into_bytes());
        let mut random = Random(seed ^ 0x5eed);
        for function in &wit.interface().functions {
            let Some((_, Type::List(item))) = function.parameters.first() else {
                panic!("no list: {function}");
            };
            let values: Vec<Value> = (0..VALUES).map(|_| value(&mut random, item)).collect();
            let sent = Value::List(values);
            let request = RunRequest {
                candidate: &candidate,
                call: Some(Call {
                    function: function.name.clone(),
                    arguments: Value::List(vec![sent.clone()]),
                }),
                budget: Budget::for_candidates(),
                seed: 0,
                wit: Some(&wit),
            };
            let outcome = host().run(&request, &Interrupt::new()).expect("the host works");
            let place = format!("seed {seed}, {function}");
            let back =
                outcome.result.unwrap_or_else(|reason| panic!("{place}: {}", reason.message));
            // As texts, because a NaN equals no other.
            assert_eq!(sent.to_string(), back.to_string(), "{place}");
            count += VALUES;
        }
    }
    assert_eq!(count, 3600);
}
