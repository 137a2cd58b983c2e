//! The part of `admission` that is about what the parts of a component hand to each other.

use lazaret_admission::{Policy, Rejection, Submission, admit};

/// A component that gives a function, `f`, which takes something of a type.
fn giver(name: &str, ty: &str) -> String {
    format!(
        "(component {name}
           (core module $m (memory (export \"memory\") 1)
             (func (export \"realloc\") (param i32 i32 i32 i32) (result i32) (i32.const 0))
             (func (export \"f\") (param i32 i32)))
           (core instance $m (instantiate $m))
           (func (export \"f\") (param \"x\" {ty}) (canon lift (core func $m \"f\")
             (memory (core memory $m \"memory\")) (realloc (core func $m \"realloc\")))))"
    )
}

/// What a component needs to call a function of the component model.
fn lower(function: &str) -> String {
    format!(
        "(core module $memory (memory (export \"memory\") 1))
         (core instance $memory (instantiate $memory))
         (core func $lowered (canon lower {function} (memory (core memory $memory \"memory\"))))"
    )
}

/// A component that takes a function, `f`, and can call it.
fn taker(name: &str, ty: &str) -> String {
    let lower = lower("(func $f)");
    format!("(component {name} (import \"f\" (func $f (param \"x\" {ty}))) {lower})")
}

/// The same out of an instance.
fn taker_of_instance(name: &str, ty: &str) -> String {
    let lower = lower("(func $i \"f\")");
    let instance = format!("(instance $i (export \"f\" (func (param \"x\" {ty}))))");
    format!("(component {name} (import \"i\" {instance}) {lower})")
}

#[track_caller]
fn check(parts: &str, refused: bool) {
    let text = format!("(component {parts})");
    let bytes = wat::parse_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let policy = Policy { exports: &[], ..Policy::for_any_export() };
    match admit(&Submission { name: "x.wasm", bytes: &bytes }, &policy) {
        Ok(_) => assert!(!refused, "admitted: {text}"),
        Err(Rejection::Text) => assert!(refused, "refused: {text}"),
        Err(other) => panic!("{other}: {text}"),
    }
}

/// Texts are refused on this way from one part to another, and bytes are not.
#[track_caller]
fn check_way(parts: impl Fn(&str) -> String) {
    check(&parts("string"), true);
    check(&parts("(list u8)"), false);
}

#[test]
fn texts_from_part_to_part() {
    check_way(|ty| {
        let (giver, taker) = (giver("$g", ty), taker("$t", ty));
        let made = "(instance $g (instantiate $g))
            (instance (instantiate $t (with \"f\" (func $g \"f\"))))";
        format!("{giver} {taker} {made}")
    });
}

#[test]
fn texts_in_an_instance() {
    check_way(|ty| {
        let (giver, taker) = (giver("$g", ty), taker_of_instance("$t", ty));
        let made = "(instance $g (instantiate $g))
            (instance (instantiate $t (with \"i\" (instance $g))))";
        format!("{giver} {taker} {made}")
    });
    // Put together by hand.
    check_way(|ty| {
        let (giver, taker) = (giver("$g", ty), taker_of_instance("$t", ty));
        let made = "(instance $g (instantiate $g))
            (instance $i (export \"f\" (func $g \"f\")))
            (instance (instantiate $t (with \"i\" (instance $i))))";
        format!("{giver} {taker} {made}")
    });
}

#[test]
fn texts_to_the_outermost_part() {
    check_way(|ty| {
        let (giver, lower) = (giver("$g", ty), lower("(func $g \"f\")"));
        format!("{giver} (instance $g (instantiate $g)) {lower}")
    });
}

#[test]
fn texts_to_oneself() {
    check_way(|ty| {
        let lower = lower("(func $f)");
        format!(
            "(core module $m (memory (export \"memory\") 1)
               (func (export \"realloc\") (param i32 i32 i32 i32) (result i32) (i32.const 0))
               (func (export \"f\") (param i32 i32)))
             (core instance $m (instantiate $m))
             (func $f (param \"x\" {ty}) (canon lift (core func $m \"f\")
               (memory (core memory $m \"memory\")) (realloc (core func $m \"realloc\"))))
             {lower}"
        )
    });
}

#[test]
fn texts_through_others() {
    // The one in the middle hands its import on, under another name.
    check_way(|ty| {
        let (giver, taker) = (giver("$g", ty), taker("$t", ty));
        format!(
            "{giver}
             (component $middle (import \"other\" (func $f (param \"x\" {ty}))) {taker}
               (instance (instantiate $t (with \"f\" (func $f)))))
             (instance $g (instantiate $g))
             (instance (instantiate $middle (with \"other\" (func $g \"f\"))))"
        )
    });
    // The one in the middle gives what it is given.
    check_way(|ty| {
        let (giver, taker) = (giver("$g", ty), taker("$t", ty));
        format!(
            "{giver} {taker}
             (component $middle (import \"f\" (func $f (param \"x\" {ty}))) (export \"f\" (func $f)))
             (instance $g (instantiate $g))
             (instance $m (instantiate $middle (with \"f\" (func $g \"f\"))))
             (instance (instantiate $t (with \"f\" (func $m \"f\"))))"
        )
    });
    // The taker is made in another component than that in which it is written.
    check_way(|ty| {
        let (giver, taker) = (giver("$g", ty), taker("$t", ty));
        format!(
            "{giver} {taker}
             (component $middle (alias outer 1 $t (component $t))
               (import \"f\" (func $f (param \"x\" {ty})))
               (instance (instantiate $t (with \"f\" (func $f)))))
             (instance $g (instantiate $g))
             (instance (instantiate $middle (with \"f\" (func $g \"f\"))))"
        )
    });
}

#[test]
fn a_component_that_is_handed_over_may_be_any() {
    let parts = |ty: &str| {
        let (giver, taker) = (giver("$g", ty), taker("$t", ty));
        let any = format!("(component $c (import \"f\" (func (param \"x\" {ty}))))");
        format!(
            "{giver} {taker}
             (component $middle (import \"c\" {any}) (import \"f\" (func $f (param \"x\" {ty})))
               (instance (instantiate $c (with \"f\" (func $f)))))
             (instance $g (instantiate $g))
             (instance (instantiate $middle (with \"c\" (component $t)) (with \"f\" (func $g \"f\"))))"
        )
    };
    // Nobody follows which it is, so it is refused with bytes, too.
    check(&parts("string"), true);
    check(&parts("(list u8)"), true);
}

#[test]
fn texts_inside_of_other_values() {
    for ty in [
        "(list string)",
        "(tuple string)",
        "(list (tuple u8 (option (list string))))",
        "(list (result (list u8) (error string)))",
    ] {
        // By a pointer and a length, or more of them; only types are looked at before that.
        let taker = taker("$t", ty);
        let import = format!(
            "(import \"wasi:io/x\" (instance $i (export \"f\" (func (param \"x\" {ty})))))"
        );
        let made = "(instance (instantiate $t (with \"f\" (func $i \"f\"))))";
        check(&format!("{import} {taker} {made}"), false);
        if ty.starts_with("(list") {
            let giver = giver("$g", ty);
            let made = "(instance $g (instantiate $g))
                (instance (instantiate $t (with \"f\" (func $g \"f\"))))";
            check(&format!("{giver} {taker} {made}"), true);
        }
    }
    for ty in ["(list char)", "(list (tuple u8 (option (list u8))))"] {
        let (giver, taker) = (giver("$g", ty), taker("$t", ty));
        let made = "(instance $g (instantiate $g))
            (instance (instantiate $t (with \"f\" (func $g \"f\"))))";
        check(&format!("{giver} {taker} {made}"), false);
    }
}

/// What compilers and linkers of components write: the host's functions go to whichever part, and what a part gives
/// goes to the host.
#[test]
fn texts_from_and_to_the_host() {
    let import = "(import \"wasi:io/x\" (instance $i (export \"f\" (func (param \"x\" string)))))";
    let lower = lower("(func $i \"f\")");
    check(&format!("{import} {lower}"), false);
    let taker = taker_of_instance("$t", "string");
    check(
        &format!("{import} {taker} (instance (instantiate $t (with \"i\" (instance $i))))"),
        false,
    );
    check(
        &format!(
            "{import} {taker}
             (component $middle (import \"j\" (instance $j (export \"f\" (func (param \"x\" string)))))
               (alias outer 1 $t (component $t))
               (instance (instantiate $t (with \"i\" (instance $j)))))
             (instance (instantiate $middle (with \"j\" (instance $i))))"
        ),
        false,
    );
    // An interface that is exported is made of a component that gives it names.
    let giver = giver("$g", "string");
    check(
        &format!(
            "{giver} (instance $g (instantiate $g))
             (component $names (import \"f\" (func $f (param \"x\" string)))
               (export \"f\" (func $f)))
             (instance $names (instantiate $names (with \"f\" (func $g \"f\"))))
             (export \"test:test/i\" (instance $names))"
        ),
        false,
    );
}
