//! Small components that are large inside: types in types, types that unfold, names that are used often,
//! many of everything. Random changes do not build such things.

use crate::mutate::sections::write_number;
use crate::random::Random;

/// A component with much of one thing.
pub fn bomb(random: &mut Random) -> Vec<u8> {
    let count = 1 + random.length(3_000);
    let name = "n".repeat(1 + random.length(2_000));
    let text = match random.below(9) {
        0 => {
            let depth = 1 + random.length(60_000);
            return nested_types(random, depth);
        }
        1 => unfolding("tuple $t $t", 5 + random.below(40), 1),
        2 => unfolding(
            &format!("record (field \"{name}\" $t) (field \"b\" $t)"),
            random.between(1, 14),
            40,
        ),
        3 => unfolding(
            &format!("variant (case \"{name}\" $t) (case \"b\" $t)"),
            random.between(1, 14),
            40,
        ),
        4 => many(count, |index| format!("(export \"e{index}-{name:.40}\" (type $t))")),
        5 => many(count, |index| format!("(import \"i{index}\" (func))")),
        6 => many(count, |index| {
            format!("(core type (func (param {})))", "i32 ".repeat(index % 300))
        }),
        7 => format!("(component (import \"{name}\" (func)))"),
        _ => {
            let depth = 1 + random.below(90);
            format!("{}{}", "(component ".repeat(depth), ")".repeat(depth))
        }
    };
    wat::parse_str(text).unwrap_or_default()
}

/// A chain of types, each of which uses the one before twice, in a function of an interface that is
/// imported once and exported under several names.
fn unfolding(body: &str, length: usize, exports: usize) -> String {
    let mut types = String::new();
    for index in 0..length {
        let uses = body.replace("$t", &format!("$x{index}"));
        types.push_str(&format!(
            "(type $d{0} ({uses})) (export \"x{0}\" (type $x{0} (eq $d{0})))",
            index + 1
        ));
    }
    let interface = format!(
        "(type $d0 string) (export \"x0\" (type $x0 (eq $d0))) {types} \
         (export \"f\" (func (param \"p\" $x{length}) (result $x{length})))"
    );
    let exports: String =
        (0..exports).map(|index| format!("(export \"a:b/e{index}\" (instance $i))")).collect();
    format!("(component (import \"wasi:cli/i\" (instance $i {interface})) {exports})")
}

fn many(count: usize, one: impl Fn(usize) -> String) -> String {
    let all: String = (0..count).map(one).collect();
    format!("(component (type $t u8) {all})")
}

/// Types of instances and components, each declared inside of the one before. No text can say it, because its
/// parser bounds the depth.
pub fn nested_types(random: &mut Random, depth: usize) -> Vec<u8> {
    let mut types = vec![1];
    for _ in 0..depth {
        // A component or instance with one declaration, which is a type.
        let kind = if random.once_in(2) { 0x41 } else { 0x42 };
        types.extend_from_slice(&[kind, 1, 1]);
    }
    types.extend_from_slice(&[0x42, 0]);
    let mut bytes = b"\0asm\x0d\0\x01\0\x07".to_vec();
    write_number(&mut bytes, types.len());
    bytes.extend_from_slice(&types);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_bombs_are_well_formed() {
        let whole = |index| !bomb(&mut Random::of(6, index)).is_empty();
        assert!(80 < (0..100).filter(|index| whole(*index)).count());
    }
}
