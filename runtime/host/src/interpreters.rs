//! The interpreters that ship with Lazaret, and which of them a program gets.

use lazaret_admission::{Language, python_imports};

use crate::packages::Packages;

/// An interpreter that ships with Lazaret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Plugin {
    /// CPython with its standard library.
    Python,
    /// The same with NumPy.
    PythonNumpy,
    /// QuickJS-NG.
    JavaScript,
}

/// Which of the interpreters of Python a task wants for its candidates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PythonChoice {
    /// The one with NumPy for a text that imports NumPy, the plain one for all others.
    #[default]
    ByImports,
    /// The plain one, whatever a text imports.
    Plain,
    /// The one with NumPy, whatever a text imports.
    Numpy,
}

/// What a task has of Python for one of its sides.
#[derive(Clone, Debug, Default)]
pub struct PythonSetting {
    /// Which interpreter.
    pub choice: PythonChoice,
    /// What programs may import besides what the interpreter has.
    pub packages: Packages,
}

impl PythonSetting {
    /// What holds where nobody has said anything.
    pub const USUAL: &'static Self =
        &Self { choice: PythonChoice::ByImports, packages: Packages::NONE };
}

impl PythonChoice {
    /// The choice of this name, as it stands in `task.toml`.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        match name {
            "imports" => Some(Self::ByImports),
            "plain" => Some(Self::Plain),
            "numpy" => Some(Self::Numpy),
            _ => None,
        }
    }

    /// Its name, if it leaves nothing to the text.
    #[must_use]
    pub const fn fixed(self) -> Option<&'static str> {
        match self {
            Self::ByImports => None,
            Self::Plain | Self::Numpy => Some(self.name()),
        }
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ByImports => "imports",
            Self::Plain => "plain",
            Self::Numpy => "numpy",
        }
    }
}

impl Plugin {
    /// Every plugin, those that most programs need first.
    pub const ALL: &'static [Self] = &[Self::Python, Self::PythonNumpy, Self::JavaScript];

    /// The name on the command line, and of its sources.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Python => "python",
            Self::PythonNumpy => "python-numpy",
            Self::JavaScript => "javascript",
        }
    }

    /// The plugin of a name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|plugin| plugin.name() == name)
    }

    /// Whether it is an interpreter of Python.
    #[must_use]
    pub const fn is_python(self) -> bool {
        matches!(self, Self::Python | Self::PythonNumpy)
    }

    /// Whether it is built as soon as a program needs it. One that takes minutes is built by whoever asks for it.
    #[must_use]
    pub const fn is_built_on_first_use(self) -> bool {
        match self {
            Self::Python | Self::JavaScript => true,
            Self::PythonNumpy => false,
        }
    }

    /// The interpreter of a file, if its name says that it is a text for one. What else decides is the text itself,
    /// and what its task says.
    #[must_use]
    pub fn of_text(name: &str, text: &[u8], setting: &PythonSetting) -> Option<Self> {
        Language::of(name).map(|language| match language {
            Language::JavaScript => Self::JavaScript,
            Language::Python => Self::of_python(text, setting),
        })
    }

    fn of_python(text: &[u8], setting: &PythonSetting) -> Self {
        let numpy = match setting.choice {
            PythonChoice::Plain => false,
            PythonChoice::Numpy => true,
            // What is not UTF-8 is refused by admission, and needs no interpreter at all.
            PythonChoice::ByImports => {
                std::str::from_utf8(text).is_ok_and(|text| imports_numpy(text, &setting.packages))
            }
        };
        if numpy { Self::PythonNumpy } else { Self::Python }
    }
}

/// Whether a text says that it imports NumPy, or a package that does; a byte order mark is no part of it.
fn imports_numpy(text: &str, packages: &Packages) -> bool {
    let imports = python_imports(text.strip_prefix('\u{feff}').unwrap_or(text));
    imports.contains("numpy") || packages.lead_to_numpy(&imports)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_gets_follows_from_its_text_and_its_task() {
        use PythonChoice::{ByImports, Numpy, Plain};
        let of = |name, text: &str, choice| {
            let setting = PythonSetting { choice, packages: Packages::NONE };
            Plugin::of_text(name, text.as_bytes(), &setting)
        };
        let (with, without) = ("import numpy as np\n", "# import numpy\nimport math\n");
        assert_eq!(of("x.py", with, ByImports), Some(Plugin::PythonNumpy));
        assert_eq!(of("x.py", without, ByImports), Some(Plugin::Python));
        assert_eq!(of("x.py", with, Plain), Some(Plugin::Python));
        assert_eq!(of("x.py", without, Numpy), Some(Plugin::PythonNumpy));
        assert_eq!(of("x.js", with, Numpy), Some(Plugin::JavaScript));
        assert_eq!(of("x.wasm", with, Numpy), None);
        let usual = PythonSetting::USUAL;
        let not_utf8 = Plugin::of_text("x.py", b"import numpy\n\xff", usual);
        assert_eq!(not_utf8, Some(Plugin::Python));
        let marked = Plugin::of_text("x.py", b"\xef\xbb\xbfimport numpy\n", usual);
        assert_eq!(marked, Some(Plugin::PythonNumpy));
    }

    #[test]
    fn names_go_both_ways() {
        for plugin in Plugin::ALL {
            assert_eq!(Plugin::of_name(plugin.name()), Some(*plugin));
        }
        for choice in [PythonChoice::ByImports, PythonChoice::Plain, PythonChoice::Numpy] {
            assert_eq!(PythonChoice::of(choice.name()), Some(choice));
        }
    }
}
