//! Wheels that the tests make: zip archives, right ones and wrong ones.

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use lazaret_trial::Digest;

/// A file of an archive, and what the archive says of it; whoever wants it wrong changes it.
#[derive(Clone)]
pub struct Entry {
    pub path: String,
    /// The name where the file itself stands.
    pub own_path: String,
    pub content: Vec<u8>,
    /// The size that is said.
    pub size: u32,
    pub crc: u32,
    /// 0 or 8.
    pub method: u16,
    pub flags: u16,
    /// What kind of file it is, in the upper half, as Unix says it.
    pub attributes: u32,
}

impl Entry {
    pub fn of(path: &str, content: &[u8]) -> Self {
        let mut crc = flate2::Crc::new();
        crc.update(content);
        Self {
            path: path.to_owned(),
            own_path: path.to_owned(),
            content: content.to_vec(),
            size: u32::try_from(content.len()).unwrap(),
            crc: crc.sum(),
            method: 8,
            flags: 0,
            attributes: 0o100_644 << 16,
        }
    }
}

/// The entries of a wheel that is right: these files, and what says that it is pure.
pub fn pure(name: &str, files: &[(&str, &str)]) -> Vec<Entry> {
    let mut entries: Vec<Entry> =
        files.iter().map(|(path, text)| Entry::of(path, text.as_bytes())).collect();
    let about = format!("{name}-1.0.dist-info");
    let wheel = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n";
    let metadata = format!("Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n");
    entries.push(Entry::of(&format!("{about}/WHEEL"), wheel.as_bytes()));
    entries.push(Entry::of(&format!("{about}/METADATA"), metadata.as_bytes()));
    entries
}

/// The bytes of a wheel of these files.
pub fn wheel(name: &str, files: &[(&str, &str)]) -> Vec<u8> {
    archive(&pure(name, files))
}

/// An archive as the entries say, also if they lie.
pub fn archive(entries: &[Entry]) -> Vec<u8> {
    let (mut bytes, mut list) = (Vec::new(), Vec::new());
    for entry in entries {
        let at = u32::try_from(bytes.len()).unwrap();
        let packed = match entry.method {
            8 => {
                let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
                encoder.write_all(&entry.content).unwrap();
                encoder.finish().unwrap()
            }
            _ => entry.content.clone(),
        };
        let mut head = Vec::new();
        for word in [20, entry.flags, entry.method, 0, 0x21] {
            head.extend(word.to_le_bytes());
        }
        head.extend(entry.crc.to_le_bytes());
        head.extend(u32::try_from(packed.len()).unwrap().to_le_bytes());
        head.extend(entry.size.to_le_bytes());
        let length = |path: &str| u16::try_from(path.len()).unwrap().to_le_bytes();
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&head);
        bytes.extend(length(&entry.own_path));
        bytes.extend([0, 0]);
        bytes.extend(entry.own_path.as_bytes());
        bytes.extend(&packed);
        list.extend(b"PK\x01\x02\x14\x03");
        list.extend(&head);
        list.extend(length(&entry.path));
        list.extend([0; 8]);
        list.extend(entry.attributes.to_le_bytes());
        list.extend(at.to_le_bytes());
        list.extend(entry.path.as_bytes());
    }
    let (at, length) = (bytes.len(), list.len());
    bytes.extend(list);
    bytes.extend(b"PK\x05\x06\x00\x00\x00\x00");
    let count = u16::try_from(entries.len()).unwrap().to_le_bytes();
    bytes.extend([count, count].concat());
    bytes.extend(u32::try_from(length).unwrap().to_le_bytes());
    bytes.extend(u32::try_from(at).unwrap().to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

/// The list in `task.toml` that names these files.
pub fn list(wheels: &[(&str, &[u8])]) -> String {
    let mut list = String::from("[");
    for (file, bytes) in wheels {
        let hex = Digest::of(bytes).hex();
        write!(list, "{{ file = \"{file}\", sha256 = \"{hex}\" }}, ").unwrap();
    }
    list + "]"
}
