//! When two texts are the same program: they differ in nothing but layout and comments.

use lazaret_trial::{Digest, Digester};

/// The digest of a program without empty lines, trailing blanks and lines that are comments. Programs that differ in it
/// may still do the same; those that do not, do.
#[must_use]
pub fn normal(program: &str, language: &str) -> Digest {
    let comment = match language {
        "py" => "#",
        "c" | "rs" | "js" | "mjs" => "//",
        _ => "",
    };
    // In a text over several lines, what looks like layout is content.
    let texts = ["\"\"\"", "'''", "`", "/*", "\\\n", "#!"];
    if comment.is_empty()
        || texts.iter().any(|it| program.contains(it))
        || language == "rs" && program.contains('"')
    {
        return Digest::of(program.as_bytes());
    }
    let lines = program.lines().map(str::trim_end);
    let lines = lines.filter(|line| {
        let line = line.trim_start();
        !line.is_empty() && !line.starts_with(comment)
    });
    lines
        .fold(Digester::new("lazaret program 1"), |it, line| it.part("line", line.as_bytes()))
        .finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout_and_comments_make_no_other_program() {
        let same = |one: &str, other: &str| normal(one, "py") == normal(other, "py");
        let program = "def f(x):\n    return x\n";
        assert!(same(program, "# better\n\ndef f(x):   \n    # yes\n    return x"));
        assert!(!same(program, "def f(x):\n    return -x\n"));
        // Blanks at the beginning of a line mean something.
        assert!(!same("if a:\n  b\nc\n", "if a:\n  b\n  c\n"));
        // So does everything in a text.
        assert!(!same("x = '''\n# a\n'''", "x = '''\n'''"));
    }
}
