//! A wheel: the form in which packages of Python are handed on, a zip archive of files.
//!
//! Only what is sure to be a pure-Python package is read, and only in the plainest form of a zip archive: whatever two
//! readers could understand in two ways is refused, and nothing is unpacked beyond its caps.

use std::collections::BTreeMap;
use std::io::Read;

use flate2::Crc;
use flate2::read::DeflateDecoder;
use lazaret_trial::Weakness;

/// The most bytes of all files of the packages of one side of a task. Each worker holds them once; the largest packages
/// that are pure Python have some 40 MB.
pub const UNPACKED_BYTES_MAX: u64 = 64 << 20;

/// The most files. Their names go to each program that imports a package.
pub const FILES_MAX: usize = 10_000;

/// The most bytes of a path.
pub const PATH_BYTES_MAX: usize = 256;

/// Ends of names of native code, for whatever machine.
const NATIVE: &[&str] = &["a", "dll", "dylib", "o", "pyd", "so", "wasm"];

/// The newest Python whose syntax the interpreters read.
const PYTHON_MINOR_MAX: u32 = 14;

/// What is wrong with a wheel.
#[derive(Debug, thiserror::Error)]
pub enum WheelError {
    /// Its name is not that of a wheel for every machine.
    #[error("its name is not `NAME-VERSION-py3-none-any.whl`: {0}")]
    Name(&'static str),
    /// It is no zip archive of the plain kind.
    #[error("it is no zip archive as wheels are: {0}")]
    Archive(&'static str),
    /// A path in it cannot be used.
    #[error("the path `{0}` in it {1}")]
    Path(String, &'static str),
    /// It has native code in it.
    #[error("`{0}` in it is native code; only pure Python can be imported")]
    Native(String),
    /// It does not say that it is pure Python.
    #[error("it has no `*.dist-info/WHEEL` that says `Root-Is-Purelib: true`")]
    NotPure,
    /// Too much is in it.
    #[error(
        "its files have more than {0} bytes; {UNPACKED_BYTES_MAX} are allowed for all packages of a side"
    )]
    TooLarge(u64),
    /// Too many files are in it.
    #[error("it has more than {0} files; {FILES_MAX} are allowed for all packages of a side")]
    TooMany(usize),
}

/// What may still be unpacked.
pub struct Room {
    pub bytes: u64,
    pub files: usize,
}

/// Checks the name of a wheel: it must be for Python 3 and for every machine.
pub fn check_name(name: &str) -> Result<(), WheelError> {
    let stem = name.strip_suffix(".whl").ok_or(WheelError::Name("it does not end in `.whl`"))?;
    let parts: Vec<&str> = stem.split('-').collect();
    let [_, _, .., python, abi, platform] = parts.as_slice() else {
        return Err(WheelError::Name("it has too few parts"));
    };
    if parts.len() > 6 || parts.iter().any(|part| part.is_empty()) {
        return Err(WheelError::Name("it has empty parts or too many"));
    }
    if (*abi, *platform) != ("none", "any") {
        return Err(WheelError::Name("it is for some machines only"));
    }
    if !python.split('.').any(is_readable) {
        return Err(WheelError::Name("it is not for Python 3.14"));
    }
    Ok(())
}

/// Whether a tag such as `py3` or `py310` is one of a Python whose sources the interpreters read.
fn is_readable(tag: &str) -> bool {
    let Some(minor) = tag.strip_prefix("py3") else { return false };
    minor.is_empty() || minor.parse().is_ok_and(|minor: u32| minor <= PYTHON_MINOR_MAX)
}

/// The files of a wheel by their paths.
pub fn unpack(bytes: &[u8], room: &mut Room) -> Result<BTreeMap<String, Vec<u8>>, WheelError> {
    let mut files = BTreeMap::new();
    for entry in entries(bytes)? {
        if entry.path.ends_with('/') && entry.size == 0 {
            continue;
        }
        check_path(&entry.path)?;
        // For whoever installs it: programs, headers, files for other places.
        if is_for_installers(&entry.path)? {
            continue;
        }
        if room.files == 0 {
            return Err(WheelError::TooMany(FILES_MAX));
        }
        room.files -= 1;
        let content = entry.read(bytes, room)?;
        let path = entry.path.clone();
        if files.insert(path, content).is_some() {
            return Err(WheelError::Path(shown(&entry.path), "stands there twice"));
        }
    }
    let says = |path: &str, content: &[u8]| {
        path.ends_with(".dist-info/WHEEL")
            && std::str::from_utf8(content).is_ok_and(|text| {
                text.lines().any(|line| line.trim().eq_ignore_ascii_case("root-is-purelib: true"))
            })
    };
    if !files.iter().any(|(path, content)| says(path, content)) {
        return Err(WheelError::NotPure);
    }
    Ok(files)
}

/// A path for people: short, and without characters that a terminal obeys.
pub fn shown(path: &str) -> String {
    path.chars().take(80).flat_map(char::escape_debug).collect()
}

fn check_path(path: &str) -> Result<(), WheelError> {
    if !Weakness::PackagePaths.is_chosen() {
        check_parts(path)?;
    }
    let name = path.rsplit('/').next().unwrap_or_default();
    // Libraries may have their version at the end: `libx.so.1`.
    let mut ends = name.split('.').skip(1);
    let native = ends.any(|end| NATIVE.iter().any(|native| native.eq_ignore_ascii_case(end)));
    if native && !Weakness::PackageNative.is_chosen() {
        return Err(WheelError::Native(shown(path)));
    }
    Ok(())
}

fn check_parts(path: &str) -> Result<(), WheelError> {
    let error = |what| Err(WheelError::Path(shown(path), what));
    if PATH_BYTES_MAX < path.len() {
        return error("has more than 256 bytes");
    }
    // No path of a file is one by which the host knows what was made of a file.
    if path.chars().any(|it| it.is_control() || matches!(it, '\\' | ':')) {
        return error("has a character that paths do not have everywhere");
    }
    if path.split('/').any(|part| matches!(part, "" | "." | "..")) {
        return error("leads out of the package");
    }
    Ok(())
}

fn is_for_installers(path: &str) -> Result<bool, WheelError> {
    let mut parts = path.split('/');
    if !parts.next().is_some_and(|first| first.ends_with(".data")) {
        return Ok(false);
    }
    match parts.next() {
        Some("purelib" | "platlib") => {
            Err(WheelError::Path(shown(path), "is a module in a place that only installers know"))
        }
        _ => Ok(true),
    }
}

/// A file as the archive's list at its end tells of it.
struct Entry {
    path: String,
    method: u16,
    crc: u32,
    packed: u64,
    size: u64,
    /// Where the entry begins.
    at: usize,
}

const END: &[u8] = b"PK\x05\x06";
const LISTED: &[u8] = b"PK\x01\x02";
const LOCAL: &[u8] = b"PK\x03\x04";

const END_BYTES: usize = 22;
const LISTED_BYTES: usize = 46;
const LOCAL_BYTES: usize = 30;

/// Stands for a number that is elsewhere, in archives of more than 4 GiB.
const ELSEWHERE: u64 = 0xffff_ffff;

fn cut_short() -> WheelError {
    WheelError::Archive("it is cut short")
}

/// The files that the list at the end of an archive names.
fn entries(bytes: &[u8]) -> Result<Vec<Entry>, WheelError> {
    // Without a comment, which wheels do not have, there is one place where the end can be.
    let end = bytes.len().checked_sub(END_BYTES).and_then(|at| bytes.get(at..));
    let end = end.filter(|end| end.starts_with(END));
    let end = end.ok_or(WheelError::Archive("it does not end as one"))?;
    let count = number(end, 10, 2)?;
    let at = usize::try_from(number(end, 16, 4)?).map_err(|_| cut_short())?;
    if count == 0xffff || number(end, 8, 2)? != count || number(end, 4, 4)? != 0 {
        return Err(WheelError::Archive("it is in several parts, or has too many files"));
    }
    let mut rest = bytes.get(at..bytes.len() - END_BYTES).ok_or_else(cut_short)?;
    let mut entries = Vec::new();
    for _ in 0..count {
        if !rest.starts_with(LISTED) {
            return Err(cut_short());
        }
        let lengths = [number(rest, 28, 2)?, number(rest, 30, 2)?, number(rest, 32, 2)?];
        let [name, _, _] = lengths.map(|length| usize::try_from(length).unwrap_or(usize::MAX));
        let whole = lengths.iter().sum::<u64>();
        let whole = LISTED_BYTES + usize::try_from(whole).map_err(|_| cut_short())?;
        let path = rest.get(LISTED_BYTES..LISTED_BYTES + name).ok_or_else(cut_short)?;
        let path = std::str::from_utf8(path)
            .map_err(|_| WheelError::Archive("a path in it is not UTF-8"))?;
        // Bit 0: locked by a password. The kind of file, as Unix says it, is in the upper half.
        let (locked, kind) = (number(rest, 8, 2)? & 1, number(rest, 38, 4)? >> 28);
        if locked != 0 || !matches!(kind, 0 | 0o10 | 0o4) {
            return Err(WheelError::Path(shown(path), "is locked, or a link, or no file"));
        }
        let entry = Entry {
            path: path.to_owned(),
            method: u16::try_from(number(rest, 10, 2)?).unwrap_or(u16::MAX),
            crc: u32::try_from(number(rest, 16, 4)?).unwrap_or(u32::MAX),
            packed: number(rest, 20, 4)?,
            size: number(rest, 24, 4)?,
            at: usize::try_from(number(rest, 42, 4)?).map_err(|_| cut_short())?,
        };
        if [entry.packed, entry.size, entry.at as u64].contains(&ELSEWHERE) {
            return Err(WheelError::Archive("it is larger than 4 GiB"));
        }
        entries.push(entry);
        rest = rest.get(whole..).ok_or_else(cut_short)?;
    }
    if !rest.is_empty() {
        return Err(WheelError::Archive("something stands behind its list"));
    }
    Ok(entries)
}

impl Entry {
    /// The bytes of the file, no more than there is room for.
    fn read(&self, archive: &[u8], room: &mut Room) -> Result<Vec<u8>, WheelError> {
        let local = archive.get(self.at..).ok_or_else(cut_short)?;
        let name = usize::try_from(number(local, 26, 2)?).map_err(|_| cut_short())?;
        let extra = usize::try_from(number(local, 28, 2)?).map_err(|_| cut_short())?;
        let path = local.get(LOCAL_BYTES..LOCAL_BYTES + name).ok_or_else(cut_short)?;
        if !local.starts_with(LOCAL) || path != self.path.as_bytes() {
            return Err(WheelError::Path(shown(&self.path), "has another name in its own place"));
        }
        let packed = local.get(LOCAL_BYTES + name + extra..).ok_or_else(cut_short)?;
        let length = usize::try_from(self.packed).map_err(|_| cut_short())?;
        let packed = packed.get(..length).ok_or_else(cut_short)?;
        if room.bytes < self.size {
            return Err(WheelError::TooLarge(UNPACKED_BYTES_MAX));
        }
        let mut content = Vec::new();
        match self.method {
            0 => content.extend(packed),
            8 => {
                // One byte more than it says, so that more is noticed and never kept.
                let mut reader = DeflateDecoder::new(packed).take(self.size + 1);
                let read = reader.read_to_end(&mut content);
                read.map_err(|_| WheelError::Path(shown(&self.path), "is damaged"))?;
            }
            _ => return Err(WheelError::Path(shown(&self.path), "is packed in an unusual way")),
        }
        let mut crc = Crc::new();
        crc.update(&content);
        if content.len() as u64 != self.size || crc.sum() != self.crc {
            return Err(WheelError::Path(shown(&self.path), "is damaged"));
        }
        room.bytes -= self.size;
        Ok(content)
    }
}

/// A number of a header, the least of its bytes first.
fn number(bytes: &[u8], at: usize, length: usize) -> Result<u64, WheelError> {
    let bytes = bytes.get(at..at + length).ok_or_else(cut_short)?;
    Ok(bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}
