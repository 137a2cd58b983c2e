//! Answers as models give them, good and bad, and what is made of each.

use super::*;

const PARENT: &str = "def f(x):\n    return x\n\n\ndef g(x):\n    return 1\n";

const MARKED: &str = "import math\n\n# EVOLVE-BLOCK-START\ndef f(x):\n    return x\n# EVOLVE-BLOCK-END\n\n\n\
                      def g(x):\n    return x\n";

#[track_caller]
fn gives(answer: &str, parent: &str, expected: &str) {
    assert_eq!(program(answer, parent, "py").as_deref(), Ok(expected));
}

#[track_caller]
fn refuses(answer: &str, parent: &str, expected: &str) {
    assert_eq!(program(answer, parent, "py").unwrap_err(), expected);
}

/// A change of some lines into others.
fn change(search: &str, replace: &str) -> String {
    format!("<<<<<<< SEARCH\n{search}=======\n{replace}>>>>>>> REPLACE\n")
}

#[test]
fn a_whole_program_in_a_block() {
    gives("Here it is:\n\n```python\nx = 1\n```\nIt is better.", PARENT, "x = 1\n");
    gives("```\nx = 1\n```", PARENT, "x = 1\n");
    gives("~~~py\nx = '```'\n~~~", PARENT, "x = '```'\n");
    gives("````python\nx = '''\n```\n'''\n````", PARENT, "x = '''\n```\n'''\n");
    gives("```python\r\nx = 1\r\n```\r\n", PARENT, "x = 1\n");
    // The one in the language, if there is one.
    gives("```sh\nls\n```\n```python\nx = 1\n```", PARENT, "x = 1\n");
    gives("<think>\n```python\nx = 0\n```\n</think>\n```python\nx = 1\n```", PARENT, "x = 1\n");
}

#[test]
fn no_program_or_more_than_one() {
    refuses("", PARENT, "the answer is empty");
    refuses(" \n\t", PARENT, "the answer is empty");
    refuses("def f(x): return 2", PARENT, "the answer has no block of code");
    refuses("```python\n\n```", PARENT, "the program is empty");
    refuses("```python\nx = 1\n", PARENT, "the answer ends within its block of code");
    refuses(
        "```python\nx = 1\n```\n```python\nx = 2\n```",
        PARENT,
        "the answer has 2 blocks of code, and one is wanted",
    );
    refuses("<think>let me see", PARENT, "the answer ends within the model's thoughts");
}

#[test]
fn too_long() {
    let program = "x".repeat(PROGRAM_BYTES_MAX);
    refuses(
        &format!("```\n{program}\n```"),
        PARENT,
        "the program has 1048577 bytes, 1048576 are read",
    );
    // One byte less is read.
    let program = "x".repeat(PROGRAM_BYTES_MAX - 1);
    gives(&format!("```\n{program}\n```"), PARENT, &format!("{program}\n"));
    let answer = "x".repeat(ANSWER_BYTES_MAX + 1);
    refuses(&answer, PARENT, "the answer has 2097153 bytes, 2097152 are read");
    let many = change("    return 1\n", "    return 1\n").repeat(CHANGES_MAX + 1);
    refuses(&many, PARENT, "more than 100 changes");
    // Small changes that make much of little.
    let line = format!("{}\n", "y".repeat(1 << 19));
    let growing = change("    return 1\n", &format!("    return 1\n{line}")).repeat(3);
    refuses(&growing, PARENT, "change 2: the program has 1048626 bytes, 1048576 are read");
}

#[test]
fn changes_of_the_parent() {
    let one = change("    return 1\n", "    return 2\n");
    let changed = PARENT.replace("return 1", "return 2");
    gives(&one, PARENT, &changed);
    gives(&format!("I change g:\n\n```diff\n{one}```\nDone."), PARENT, &changed);
    // One after the other: the second finds what the first has written.
    let both =
        change("    return 1\n", "    return 2\n") + &change("    return 2\n", "    return 3\n");
    gives(&both, PARENT, &PARENT.replace("return 1", "return 3"));
    // Blanks at the end of a line mean nothing, at its beginning they do.
    gives(&change("    return 1  \n", "    return 2\n"), PARENT, &changed);
    refuses(
        &change("return 1\n", "return 2\n"),
        PARENT,
        "change 1: what it searches for is not in the program",
    );
    gives(&change("def g(x):\n    return 1\n", ""), PARENT, "def f(x):\n    return x\n\n\n");
}

#[test]
fn changes_that_fit_in_several_places_or_none() {
    let twice = "a = 1\nb = 2\na = 1\n";
    refuses(
        &change("a = 1\n", "a = 2\n"),
        twice,
        "change 1: what it searches for is in the program 2 times",
    );
    gives(&change("b = 2\na = 1\n", "a = 2\n"), twice, "a = 1\na = 2\n");
    // Places may overlap.
    refuses(
        &change("a\na\n", "b\n"),
        "a\na\na\n",
        "change 1: what it searches for is in the program 2 times",
    );
    refuses(
        &change("c = 1\n", "\n"),
        twice,
        "change 1: what it searches for is not in the program",
    );
    refuses(&change("\n", "x\n"), twice, "change 1: it searches for nothing");
    refuses(&change("", "x\n"), twice, "change 1: it searches for nothing");
}

#[test]
fn changes_that_are_not_whole() {
    let refused = |answer: &str, why: &str| refuses(answer, PARENT, why);
    refused("<<<<<<< SEARCH\na", "change 1: the answer ends before it does");
    refused("<<<<<<< SEARCH\na\n=======\nb", "change 1: the answer ends before it does");
    refused("<<<<<<< SEARCH\na\n>>>>>>> REPLACE", "change 1: it has no line of =======");
    refused("<<<<<<< SEARCH\na\n<<<<<<< SEARCH\nb", "change 1: another one begins before it ends");
    refused(
        "<<<<<<< SEARCH\na\n=======\n=======\nb\n>>>>>>> REPLACE",
        "change 1: it has a second line of =======",
    );
    refused(
        &(change("    return 1\n", "    return 2\n") + ">>>>>>> REPLACE"),
        "change 1: after it a change ends that did not begin",
    );
    refused(
        &change("def g(x):\n    return 1\ndef f(x):\n    return x\n", ""),
        "change 1: what it searches for is not in the program",
    );
    refused(
        &(change("def g(x):\n    return 1\n", "") + &change("def f(x):\n    return x\n", "")),
        "the program is empty",
    );
}

#[test]
fn marks_confine_changes() {
    let changed = MARKED.replacen("return x", "return 2", 1);
    // The same lines are outside, too, and cannot be meant there.
    gives(&change("    return x\n", "    return 2\n"), MARKED, &changed);
    refuses(
        &change("import math\n", "import os\n"),
        MARKED,
        "change 1: what it searches for is outside of EVOLVE-BLOCK-START and EVOLVE-BLOCK-END",
    );
    // Marks are outside of what they mark.
    for search in ["# EVOLVE-BLOCK-START\n", "    return x\n# EVOLVE-BLOCK-END\n"] {
        refuses(
            &change(search, "x\n"),
            MARKED,
            "change 1: what it searches for is outside of EVOLVE-BLOCK-START and EVOLVE-BLOCK-END",
        );
    }
    refuses(
        &change("    return x\n", "    return x\n# EVOLVE-BLOCK-END\n"),
        MARKED,
        "change 1: it writes a EVOLVE-BLOCK-START or EVOLVE-BLOCK-END of its own",
    );
}

#[test]
fn marks_confine_whole_programs() {
    let inside = |text: &str| MARKED.replacen("return x", text, 1);
    let block = |text: &str| format!("```python\n{text}```\n");
    gives(&block(&inside("return 2")), MARKED, &inside("return 2"));
    // Layout outside is the parent's.
    gives(&block(&inside("return 2").replace("\n\n\n", "\n")), MARKED, &inside("return 2"));
    refuses(
        &block(&inside("return 2").replace("import math", "import os")),
        MARKED,
        "the program differs from its parent outside of EVOLVE-BLOCK-START and EVOLVE-BLOCK-END, lines 1 to 3",
    );
    refuses(
        &block(&format!("{}print(1)\n", inside("return 2"))),
        MARKED,
        "the program differs from its parent outside of EVOLVE-BLOCK-START and EVOLVE-BLOCK-END, lines 6 to 10",
    );
    refuses(
        &block("def f(x):\n    return 2\n"),
        MARKED,
        "the program has 0 regions of EVOLVE-BLOCK-START and EVOLVE-BLOCK-END, its parent has 1",
    );
    refuses(
        &block("# EVOLVE-BLOCK-END\n"),
        MARKED,
        "line 1: EVOLVE-BLOCK-END without EVOLVE-BLOCK-START",
    );
    // Nothing but the regions, or two of them.
    let two = "// EVOLVE-BLOCK-START\na\n// EVOLVE-BLOCK-END\nb\n// EVOLVE-BLOCK-START\nc\n// EVOLVE-BLOCK-END\n";
    gives(
        &block(&two.replace('a', "d").replace("c\n", "")),
        two,
        &two.replace('a', "d").replace("c\n", ""),
    );
}

#[test]
fn marks_come_in_pairs_and_in_comments() {
    assert_eq!(regions(MARKED), Ok(vec![(2, 5)]));
    assert_eq!(regions("x = 'EVOLVE-BLOCK-START'\n"), Ok(Vec::new()));
    let of = |text: &str| regions(text).unwrap_err();
    assert_eq!(of("# EVOLVE-BLOCK-START\n"), "line 1: EVOLVE-BLOCK-START without EVOLVE-BLOCK-END");
    assert_eq!(
        of("# EVOLVE-BLOCK-START\n\n# EVOLVE-BLOCK-START\n"),
        "line 3: a second EVOLVE-BLOCK-START"
    );
}

#[test]
fn no_text_makes_it_panic_or_take_long() {
    // Pieces that mean something, in many orders; the seed is fixed.
    let pieces = [
        "<<<<<<< SEARCH\n",
        "=======\n",
        ">>>>>>> REPLACE\n",
        "```",
        "```python\n",
        "\n",
        "a\n",
        "~~~",
        "é",
        "# EVOLVE-BLOCK-START\n",
        "# EVOLVE-BLOCK-END\n",
        "    return x\n",
        "<think>",
        "</think>",
        "\u{0}",
        "\r\n",
    ];
    let mut draw = crate::draw::Draw::new(7, "answers", 0);
    let (mut programs, mut reasons) = (0, 0);
    for _ in 0..4000 {
        let mut text = |count: usize| -> String {
            (0..count).filter_map(|_| pieces.get(draw.below(pieces.len()))).copied().collect()
        };
        let (answer, parent) = (text(14), text(6));
        match program(&answer, &parent, "py") {
            Ok(_) => programs += 1,
            Err(_) => reasons += 1,
        }
    }
    assert!(0 < programs && 0 < reasons, "{programs} programs, {reasons} reasons");
    // A search that almost fits everywhere is no slower than another.
    let begin = std::time::Instant::now();
    let parent = "a\n".repeat(400_000);
    let search = format!("{}b\n", "a\n".repeat(200_000));
    refuses(&change(&search, ""), &parent, "change 1: what it searches for is not in the program");
    assert!(begin.elapsed().as_secs() < 5, "{:?}", begin.elapsed());
}
