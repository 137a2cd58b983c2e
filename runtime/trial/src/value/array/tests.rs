//! Arrays, right and wrong ones.

use super::*;

fn array(element: Element, shape: &[u32], data: &[u8]) -> Result<Array, ArrayError> {
    Array::new(element, shape.to_vec(), data.to_vec())
}

#[test]
fn the_bytes_are_those_of_the_shape() {
    assert!(array(Element::F64, &[2, 3], &[0; 48]).is_ok());
    assert_eq!(array(Element::F64, &[2, 3], &[0; 47]), Err(ArrayError::Bytes(47, 48)));
    assert_eq!(array(Element::F64, &[2, 3], &[0; 49]), Err(ArrayError::Bytes(49, 48)));
    assert!(array(Element::Complex128, &[], &[0; 16]).is_ok());
    assert_eq!(array(Element::S8, &[], &[]), Err(ArrayError::Bytes(0, 1)));
    assert!(array(Element::S8, &[5, 0, 7], &[]).is_ok());
    assert_eq!(array(Element::S8, &[5, 0], &[0]), Err(ArrayError::Bytes(1, 0)));
    assert!(array(Element::S8, &[1; 32], &[7]).is_ok());
    assert_eq!(array(Element::S8, &[1; 33], &[7]), Err(ArrayError::Dimensions(33)));
    assert_eq!(array(Element::F64, &[1 << 30], &[]), Err(ArrayError::TooLarge));
    assert_eq!(array(Element::S8, &[u32::MAX; 32], &[]), Err(ArrayError::TooLarge));
    assert_eq!(array(Element::S8, &[0, u32::MAX, 2], &[]), Err(ArrayError::TooLarge));
}

#[test]
fn bits_that_are_no_numbers_do_not_cross() {
    let strange = 0x7ff0_dead_beef_0001_u64.to_le_bytes();
    let made = array(Element::F64, &[1], &strange).unwrap();
    assert_eq!(made.data(), f64::NAN.to_le_bytes());
    let pair = [strange, 1.5_f64.to_le_bytes()].concat();
    let made = array(Element::Complex128, &[1], &pair).unwrap();
    assert_eq!(made.data(), [f64::NAN.to_le_bytes(), 1.5_f64.to_le_bytes()].concat());
    let made = array(Element::F32, &[1], &0xffc0_dead_u32.to_le_bytes()).unwrap();
    assert_eq!(made.data(), f32::NAN.to_le_bytes());
    let made = array(Element::Bool, &[3], &[0, 2, 255]).unwrap();
    assert_eq!(made.data(), [0, 1, 1]);
    for float in [-0.0, f64::INFINITY, f64::NEG_INFINITY, 5e-324] {
        let made = array(Element::F64, &[], &f64::to_le_bytes(float)).unwrap();
        assert_eq!(made.data(), float.to_le_bytes());
    }
}

#[test]
fn as_lists_they_are_the_numbers() {
    let check = |element, shape: &[u32], data: &[u8], text: &str| {
        let made = array(element, shape, data).unwrap();
        assert_eq!(made.list().to_string(), text);
        assert_eq!(Value::Array(Box::new(made)).to_string(), text);
    };
    check(Element::S16, &[2, 2], &[1, 0, 255, 255, 0, 1, 0, 128], "[[1,-1],[256,-32768]]");
    check(Element::U64, &[1], &[255; 8], "[18446744073709551615]");
    check(Element::Bool, &[2], &[0, 9], "[false,true]");
    check(Element::F32, &[], &0.5_f32.to_le_bytes(), "0.5");
    check(Element::U8, &[0, 3], &[], "[]");
    check(Element::U8, &[3, 0], &[], "[[],[],[]]");
    check(Element::Complex64, &[1], &[0; 8], "[[0.0,0.0]]");
    let complex = Value::Array(Box::new(array(Element::Complex64, &[1], &[0; 8]).unwrap()));
    let nested = Value::List(vec![Value::Object(vec![("a".to_owned(), complex)])]);
    assert_eq!(nested.without_arrays(), Err(ArrayError::Complex));
}

#[test]
fn a_place_is_a_null_and_nothing_else() {
    let one = || array(Element::U8, &[1], &[7]).unwrap();
    let text = r#"[1,null,{"a":[null],"b":null},[]]"#;
    let mut value = Value::parse(text).unwrap();
    for at in [&[][..], &[0], &[4], &[0, 0], &[2], &[2, 0], &[2, 2], &[3, 0], &[2, 0, 0, 0]] {
        assert_eq!(value.place(at, one()), Err(ArrayError::Place), "{at:?}");
    }
    for at in [&[1][..], &[2, 0, 0], &[2, 1]] {
        value.place(at, one()).unwrap();
        assert_eq!(value.place(at, one()), Err(ArrayError::Place), "{at:?}");
    }
    assert_eq!(value.to_string(), r#"[1,[7],{"a":[[7]],"b":[7]},[]]"#);
    let taken = value.take_arrays();
    let places: Vec<&[u32]> = taken.iter().map(|(at, _)| at.as_slice()).collect();
    assert_eq!(places, [&[1][..], &[2, 0, 0], &[2, 1]]);
    assert_eq!(value.to_string(), text);
    let mut whole = Value::Null;
    whole.place(&[], one()).unwrap();
    assert_eq!(whole.take_arrays().len(), 1);
}

#[test]
fn as_lists_they_are_not_too_deep() {
    let deep = |levels: usize| {
        let mut value = Value::Null;
        for _ in 0..levels {
            value = Value::List(vec![value]);
        }
        value
    };
    let many = || array(Element::U8, &[1; 32], &[7]).unwrap();
    let mut value = deep(32);
    value.place(&[0; 32], many()).unwrap();
    assert!(Value::parse(&value.to_string()).is_ok());
    assert_eq!(deep(33).place(&[0; 33], many()), Err(ArrayError::Depth));
}

/// Where an array was, what of and how long.
type Found<'a> = (&'a [u32], Element, &'a [u32]);

#[test]
fn lists_of_numbers_become_arrays_of_the_same_numbers() {
    let check = |text: &str, expected: &[Found<'_>]| {
        let mut value = Value::parse(text).unwrap().with_arrays();
        let spelt = value.to_string();
        let found = value.take_arrays();
        let found: Vec<Found<'_>> = found
            .iter()
            .map(|(at, array)| (at.as_slice(), array.element(), array.shape()))
            .collect();
        assert_eq!(found, expected, "{text}");
        spelt
    };
    check(
        "[[1.5,2.5],[1,2],[true],[]]",
        &[
            (&[0], Element::F64, &[2]),
            (&[1], Element::S64, &[2]),
            (&[2], Element::Bool, &[1]),
            (&[3], Element::F64, &[0]),
        ],
    );
    assert_eq!(check("[[1,2.5]]", &[(&[0], Element::F64, &[2])]), "[[1.0,2.5]]");
    check(
        r#"{"a":[[1],["x",[2.0]]],"b":3}"#,
        &[(&[0, 0], Element::S64, &[1]), (&[0, 1, 1], Element::F64, &[1])],
    );
    // Arguments themselves stay what they are, and so does what no element holds exactly.
    check("[1,2.5,null]", &[]);
    check("[[1,true],[9007199254740993,0.5],[99999999999999999999],[null],[\"a\"]]", &[]);
    // Lists of lists are one array if they are rectangular, of one element for all.
    let whole = check("[[[1,2],[3,4],[5,6]]]", &[(&[0], Element::S64, &[3, 2])]);
    assert_eq!(whole, "[[[1,2],[3,4],[5,6]]]");
    let mixed = check("[[[1,2],[3,4.5]]]", &[(&[0], Element::F64, &[2, 2])]);
    assert_eq!(mixed, "[[[1.0,2.0],[3.0,4.5]]]");
    check("[[[true],[false]]]", &[(&[0], Element::Bool, &[2, 1])]);
    check("[[[[1],[2]],[[3],[4]]]]", &[(&[0], Element::S64, &[2, 2, 1])]);
    assert_eq!(check("[[[],[]]]", &[(&[0], Element::F64, &[2, 0])]), "[[[],[]]]");
    // Ragged ones, and such as no one element holds, stay lists of what is in them.
    check("[[[1],[2,3]]]", &[(&[0, 0], Element::S64, &[1]), (&[0, 1], Element::S64, &[2])]);
    check("[[[1.5],[]]]", &[(&[0, 0], Element::F64, &[1]), (&[0, 1], Element::F64, &[0])]);
    check("[[[1],[true]]]", &[(&[0, 0], Element::S64, &[1]), (&[0, 1], Element::Bool, &[1])]);
    check("[[[1],2]]", &[(&[0, 0], Element::S64, &[1])]);
    check("[[2,[1]]]", &[(&[0, 1], Element::S64, &[1])]);
    check(
        "[[[9007199254740993],[0.5]]]",
        &[(&[0, 0], Element::S64, &[1]), (&[0, 1], Element::F64, &[1])],
    );
    // One dimension more than an array has: lists down to where the rest is none too many.
    let deep = format!("[{}1{}]", "[".repeat(33), "]".repeat(33));
    check(&deep, &[(&[0, 0], Element::S64, &[1; 32])]);
}
