//! The stack of a CPython that runs in a guest, read from the guest's memory while it stands still.
//!
//! CPython keeps a table of where its structures have what, for debuggers that look at it from outside
//! (`_Py_DebugOffsets`). So nothing has to run in the interpreter, and no program in it can notice. What is read
//! may be anything that a hostile program has written there: every address is checked, every list has an end,
//! and what comes out is only ever shown. It refuses to know any version but 3.14, whose table it has in hand.

use lazaret_trial::{Stack, StackFrame};

/// What the table begins with.
const COOKIE: u64 = u64::from_le_bytes(*b"xdebugpy");

/// Major and minor version, the upper half of `PY_VERSION_HEX`.
const VERSION: u64 = 0x030e;

/// The most frames that are walked; more than any recursion limit that a program would set.
const FRAMES_MAX: usize = 100_000;

/// The most characters of a name that are read; a few more than are kept.
const TEXT_CHARACTERS_MAX: u32 = 300;

/// Where the structures have what, in bytes from their beginning.
#[derive(Clone, Copy, Debug)]
struct Offsets {
    runtime_interpreters: u32,
    interpreter_threads: u32,
    thread_frame: u32,
    frame_previous: u32,
    frame_executable: u32,
    frame_instruction: u32,
    code_file: u32,
    code_name: u32,
    code_lines: u32,
    code_first_line: u32,
    code_start: u32,
    object_type: u32,
    type_name: u32,
    bytes_length: u32,
    bytes_data: u32,
    text_size: u32,
    text_state: u32,
    text_length: u32,
    text_ascii_data: u32,
}

/// Reads one memory.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    memory: &'a [u8],
    runtime: u32,
    offsets: Offsets,
}

impl<'a> Reader<'a> {
    /// None if there is no CPython in this memory.
    pub fn new(memory: &'a [u8]) -> Option<Self> {
        let (words, _) = memory.as_chunks::<8>();
        let found =
            words.iter().enumerate().filter(|(_, word)| u64::from_le_bytes(**word) == COOKIE);
        found.take(16).find_map(|(index, _)| {
            let runtime = u32::try_from(index * 8).ok()?;
            let offsets = Offsets::read(memory.get(index * 8..)?)?;
            Some(Self { memory, runtime, offsets })
        })
    }

    /// The functions that the interpreter has under way, or none if they cannot be made out.
    pub fn stack(self) -> Option<Stack> {
        let offsets = self.offsets;
        let interpreter = self.pointer(self.runtime, offsets.runtime_interpreters)?;
        // There is one thread. Which one is the main one is only said by a program with a `main` of its own.
        let thread = self.pointer(interpreter, offsets.interpreter_threads)?;
        let mut frame = self.pointer(thread, offsets.thread_frame);
        let mut frames = Vec::new();
        for _ in 0..FRAMES_MAX {
            let Some(at) = frame else { break };
            frames.extend(self.frame(at));
            frame = self.pointer(at, offsets.frame_previous);
        }
        frames.reverse();
        (!frames.is_empty()).then(|| Stack::of(frames))
    }

    /// A frame, unless it is one of those that the interpreter has for itself.
    fn frame(self, at: u32) -> Option<StackFrame> {
        let offsets = self.offsets;
        // A reference whose lowest bits say who counts it.
        let code = self.pointer(at, offsets.frame_executable)? & !3;
        let kind = self.pointer(self.pointer(code, offsets.object_type)?, offsets.type_name)?;
        if self.bytes(kind, 5)? != b"code\0" {
            return None;
        }
        let text = |offset| self.pointer(code, offset).and_then(|text| self.text(text));
        let instruction = self.word(at, offsets.frame_instruction)?;
        let unit = instruction.wrapping_sub(code.wrapping_add(offsets.code_start)) / 2;
        Some(StackFrame {
            function: text(offsets.code_name).unwrap_or_else(|| "?".to_owned()),
            file: text(offsets.code_file).unwrap_or_default(),
            line: self.line(code, unit).unwrap_or(0),
        })
    }

    /// The line of an instruction: CPython's `Objects/locations.md` says how the table is written.
    fn line(self, code: u32, unit: u32) -> Option<u32> {
        let offsets = self.offsets;
        let table = self.pointer(code, offsets.code_lines)?;
        let length = self.word(table, offsets.bytes_length)?;
        let mut rest = self.bytes(table.checked_add(offsets.bytes_data)?, length)?;
        let mut line = i64::from(self.word(code, offsets.code_first_line)?);
        let mut end = 0;
        while let Some((&first, tail)) = rest.split_first() {
            rest = tail;
            let kind = (first >> 3) & 15;
            match kind {
                // None at all, a line with everything, a line alone, a small step with columns, columns alone.
                15 => {}
                14 => {
                    line += signed(varint(&mut rest)?);
                    for _ in 0..3 {
                        varint(&mut rest)?;
                    }
                }
                13 => line += signed(varint(&mut rest)?),
                10..=12 => {
                    line += i64::from(kind - 10);
                    rest = rest.get(2..)?;
                }
                _ => rest = rest.get(1..)?,
            }
            end += u32::from(first & 7) + 1;
            if unit < end {
                return if kind == 15 { None } else { u32::try_from(line).ok() };
            }
        }
        None
    }

    /// A text, or its beginning.
    fn text(self, at: u32) -> Option<String> {
        let offsets = self.offsets;
        let state = self.word(at, offsets.text_state)?;
        // Below are two bits that say whether it is interned.
        let (width, compact, ascii) = ((state >> 2) & 7, (state >> 5) & 1, (state >> 6) & 1);
        let length = self.word(at, offsets.text_length)?;
        let length = length.min(TEXT_CHARACTERS_MAX);
        if compact == 0 || !matches!(width, 1 | 2 | 4) {
            return None;
        }
        // What is not ASCII has more in its head; only the pointer of those that are not compact comes after it.
        let head =
            if ascii == 1 { offsets.text_ascii_data } else { offsets.text_size.checked_sub(4)? };
        let data = self.bytes(at.checked_add(head)?, length.checked_mul(width)?)?;
        let character = |bytes: &[u8]| {
            let number = bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte));
            char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER)
        };
        Some(data.chunks(usize::try_from(width).ok()?).map(character).collect())
    }

    /// An address that is kept at an offset; none if it is null.
    fn pointer(self, at: u32, offset: u32) -> Option<u32> {
        self.word(at, offset).filter(|pointer| *pointer != 0)
    }

    fn word(self, at: u32, offset: u32) -> Option<u32> {
        let bytes = self.bytes(at.checked_add(offset)?, 4)?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?))
    }

    fn bytes(self, at: u32, length: u32) -> Option<&'a [u8]> {
        let at = usize::try_from(at).ok()?;
        self.memory.get(at..at.checked_add(usize::try_from(length).ok()?)?)
    }
}

impl Offsets {
    /// None if it is not the table of a version that is known.
    fn read(table: &[u8]) -> Option<Self> {
        let (words, _) = table.as_chunks::<8>();
        // The first is the cookie, then come version and whether there are threads without a lock.
        let number = |index: usize| words.get(1 + index).map(|word| u64::from_le_bytes(*word));
        if number(0)? >> 16 != VERSION || number(1)? != 0 {
            return None;
        }
        let at = |index| number(index).and_then(|offset| u32::try_from(offset).ok());
        Some(Self {
            runtime_interpreters: at(4)?,
            interpreter_threads: at(8)?,
            thread_frame: at(25)?,
            frame_previous: at(31)?,
            frame_executable: at(32)?,
            frame_instruction: at(33)?,
            code_file: at(39)?,
            code_name: at(41)?,
            code_lines: at(42)?,
            code_first_line: at(43)?,
            code_start: at(47)?,
            object_type: at(50)?,
            type_name: at(52)?,
            bytes_length: at(74)?,
            bytes_data: at(75)?,
            text_size: at(76)?,
            text_state: at(77)?,
            text_length: at(78)?,
            text_ascii_data: at(79)?,
        })
    }
}

/// A whole number of six bits a byte, the lowest first.
fn varint(rest: &mut &[u8]) -> Option<u64> {
    let (mut number, mut shift) = (0_u64, 0);
    loop {
        let (&byte, tail) = rest.split_first()?;
        *rest = tail;
        number |= u64::from(byte & 0x3f).checked_shl(shift)?;
        shift += 6;
        if byte & 0x40 == 0 {
            return Some(number);
        }
    }
}

/// A whole number whose lowest bit is its sign.
fn signed(number: u64) -> i64 {
    let half = i64::try_from(number >> 1).unwrap_or(0);
    if number & 1 == 0 { half } else { -half }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Any memory at all, the table included, gives a stack or none, and neither a panic nor an endless walk.
    #[test]
    fn memory_that_is_hostile_does_no_harm() {
        let mut memory = vec![0_u8; 1 << 16];
        memory[..8].copy_from_slice(b"xdebugpy");
        memory[8..16].copy_from_slice(&0x030e_00f0_u64.to_le_bytes());
        // Frames that follow themselves, in a table whose offsets are all 0.
        assert!(Reader::new(&memory).unwrap().stack().is_none());
        let mut state = 1_u64;
        for _ in 0..2_000 {
            for (index, byte) in memory.iter_mut().enumerate().take(4096).skip(24) {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                // Mostly small numbers, so that offsets and addresses lie in the memory.
                *byte = if index % 4 < 2 { state.to_le_bytes()[5] } else { 0 };
            }
            if let Some(reader) = Reader::new(&memory) {
                let _ = reader.stack();
            }
        }
        assert!(Reader::new(&[]).is_none() && Reader::new(b"xdebugpy").is_none());
    }

    #[test]
    fn numbers_of_the_line_table_are_read() {
        assert_eq!(varint(&mut &[0x3f_u8][..]), Some(63));
        assert_eq!(varint(&mut &[0x40 | 1_u8, 2][..]), Some(129));
        assert_eq!(varint(&mut &[0x40_u8][..]), None);
        assert_eq!(varint(&mut &[0x7f_u8; 100][..]), None);
        assert_eq!((signed(4), signed(5)), (2, -2));
    }
}
