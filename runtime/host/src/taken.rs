//! Names that packages cannot have, because the interpreters have modules of these names, which come first.

/// What the interpreters have beside the standard library.
const OURS: &[&str] = &[
    "__main__",
    "app",
    "candidate",
    "componentize_py_async_support",
    "componentize_py_runtime",
    "componentize_py_types",
    "evaluator",
    "lazaret",
    "numpy",
    "wit_world",
];

/// The modules of the standard library that an import finds, those that then miss a part of theirs included. Without
/// those that are left out, such as `ctypes`: a package of such a name is found.
#[rustfmt::skip]
const STANDARD: &[&str] = &[
    "__future__", "_abc", "_aix_support", "_android_support", "_apple_support", "_ast", "_ast_unparse",
    "_asyncio", "_bisect", "_blake2", "_codecs", "_codecs_cn", "_codecs_hk", "_codecs_iso2022", "_codecs_jp",
    "_codecs_kr", "_codecs_tw", "_collections", "_collections_abc", "_colorize", "_compat_pickle",
    "_contextvars", "_csv", "_datetime", "_decimal", "_elementtree", "_frozen_importlib",
    "_frozen_importlib_external", "_functools", "_heapq", "_hmac", "_imp", "_io", "_ios_support", "_json",
    "_locale", "_lsprof", "_markupbase", "_md5", "_multibytecodec", "_opcode", "_opcode_metadata",
    "_operator", "_osx_support", "_pickle", "_py_abc", "_py_warnings", "_pydatetime", "_pydecimal", "_pyio",
    "_pylong", "_pyrepl", "_queue", "_random", "_sha1", "_sha2", "_sha3", "_signal", "_sitebuiltins", "_socket",
    "_sqlite3", "_sre", "_stat", "_statistics", "_string", "_strptime", "_struct", "_suggestions",
    "_symtable", "_sysconfig", "_thread", "_threading_local", "_tokenize", "_tracemalloc", "_types",
    "_typing", "_warnings", "_weakref", "_weakrefset", "_zoneinfo", "abc", "annotationlib", "argparse",
    "array", "ast", "asyncio", "atexit", "base64", "bdb", "binascii", "bisect", "builtins", "bz2", "cProfile",
    "calendar", "cmath", "cmd", "code", "codecs", "codeop", "collections", "colorsys", "compileall",
    "compression", "concurrent", "configparser", "contextlib", "contextvars", "copy", "copyreg", "csv",
    "dataclasses", "datetime", "dbm", "decimal", "difflib", "dis", "doctest", "email", "encodings", "enum",
    "errno", "faulthandler", "filecmp", "fileinput", "fnmatch", "fractions", "ftplib", "functools", "gc",
    "genericpath", "getopt", "getpass", "gettext", "glob", "graphlib", "gzip", "hashlib", "heapq", "hmac",
    "html", "http", "imaplib", "importlib", "inspect", "io", "ipaddress", "itertools", "json", "keyword",
    "linecache", "locale", "logging", "lzma", "mailbox", "marshal", "math", "mimetypes", "modulefinder",
    "netrc", "ntpath", "nturl2path", "numbers", "opcode", "operator", "optparse", "os", "pathlib", "pdb",
    "pickle", "pickletools", "pkgutil", "platform", "plistlib", "poplib", "posix", "posixpath", "pprint",
    "profile", "pstats", "pty", "py_compile", "pyclbr", "pydoc", "pyexpat", "queue", "quopri", "random", "re",
    "reprlib", "rlcompleter", "runpy", "sched", "secrets", "select", "selectors", "shelve", "shlex", "shutil",
    "signal", "site", "smtplib", "socket", "socketserver", "sqlite3", "sre_compile", "sre_constants",
    "sre_parse", "ssl", "stat", "statistics", "string", "stringprep", "struct", "subprocess", "symtable",
    "sys", "sysconfig", "tabnanny", "tarfile", "tempfile", "textwrap", "threading", "time", "timeit", "token",
    "tokenize", "tomllib", "trace", "traceback", "tracemalloc", "tty", "types", "typing", "unicodedata",
    "unittest", "urllib", "uuid", "warnings", "wave", "weakref", "webbrowser", "xml", "zipapp", "zipfile",
    "zipimport", "zlib", "zoneinfo",
];

/// Whose a name is, if an import of it finds something else than a package.
pub fn taken(name: &str) -> Option<&'static str> {
    if OURS.contains(&name) {
        return Some("the interpreter has");
    }
    STANDARD.binary_search(&name).is_ok().then_some("the standard library has")
}

/// All names of modules of the standard library that are taken.
#[must_use]
pub fn taken_modules() -> &'static [&'static str] {
    STANDARD
}
