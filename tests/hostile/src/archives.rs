//! What an archive of a package may not have in it: checks of the wall before whatever is unpacked.
//!
//! A task whose archives are refused has no verdict, so these are no cases. Each archive is right but for one file, and
//! the same archive without it is taken.

use anyhow::{Result, ensure};
use flate2::Crc;
use lazaret_host::{Packages, PackagesError};

const NAME: &str = "hostile-1.0-py3-none-any.whl";

/// What every archive has, so that nothing else is wrong with it.
const RIGHT: &[(&str, &str)] = &[
    ("hostile/__init__.py", "x = 1\n"),
    ("hostile-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\n"),
];

/// Paths that lead out, that say something else on another machine, or by which the host would take a file for what
/// an interpreter has made of one.
const PATHS: &[&str] = &[
    "../evil.py",
    "hostile/../../evil.py",
    "/etc/cron.d/evil.py",
    "hostile//evil.py",
    "./evil.py",
    "..\\evil.py",
    "c:evil.py",
    "compiled:hostile/__init__.py",
    "hostile/evil\n.py",
];

/// Code for a machine, by all names that it goes by.
const NATIVE: &[&str] = &[
    "hostile/evil.so",
    "hostile/evil.cpython-314-wasm32-wasi.so",
    "hostile/evil.cpython-314-x86_64-linux-gnu.so",
    "hostile.libs/evil.so.1",
    "hostile/evil.PYD",
    "hostile/evil.dll",
    "hostile/evil.wasm",
];

/// No file has a path that leads anywhere but into its package.
pub fn paths() -> Result<()> {
    refused(PATHS, |error| matches!(error, PackagesError::Wheel { .. }))
}

/// Nothing in it is for a machine.
pub fn native() -> Result<()> {
    let is_native = |error: &PackagesError| {
        let cause = std::error::Error::source(error).map(ToString::to_string);
        cause.is_some_and(|cause| cause.contains("native code"))
    };
    refused(NATIVE, is_native)
}

fn refused(paths: &[&str], rightly: impl Fn(&PackagesError) -> bool) -> Result<()> {
    Packages::of(vec![(NAME.to_owned(), archive(RIGHT))])?;
    for path in paths {
        let files = [RIGHT, &[(*path, "y = 2\n")]].concat();
        match Packages::of(vec![(NAME.to_owned(), archive(&files))]) {
            Ok(_) => anyhow::bail!("an archive with `{}` is taken", path.escape_debug()),
            Err(error) => ensure!(rightly(&error), "{}: {error}", path.escape_debug()),
        }
    }
    Ok(())
}

/// A zip archive of files that are not packed.
fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let (mut bytes, mut list) = (Vec::new(), Vec::new());
    for (path, text) in files {
        let mut crc = Crc::new();
        crc.update(text.as_bytes());
        let at = short(bytes.len());
        // Version, flags, method, time, date; checksum, packed, size; length of the name, and of what is beside it.
        let mut head = Vec::new();
        for word in [20_u16, 0, 0, 0, 0x21] {
            head.extend(word.to_le_bytes());
        }
        for word in [crc.sum(), short(text.len()), short(text.len()), short(path.len())] {
            head.extend(word.to_le_bytes());
        }
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&head);
        bytes.extend(path.bytes().chain(text.bytes()));
        list.extend(b"PK\x01\x02\x14\x03");
        list.extend(&head);
        // Neither a comment nor a second disk, and an ordinary file.
        list.extend([0; 6]);
        list.extend((0o100_644_u32 << 16).to_le_bytes());
        list.extend(at.to_le_bytes());
        list.extend(path.bytes());
    }
    let count = u16::try_from(files.len()).unwrap_or(u16::MAX).to_le_bytes();
    let at = short(bytes.len());
    bytes.extend(&list);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend([count, count].concat());
    bytes.extend(short(list.len()).to_le_bytes());
    bytes.extend(at.to_le_bytes());
    bytes.extend([0; 2]);
    bytes
}

fn short(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
