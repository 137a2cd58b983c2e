//! Files that never were a program.

use super::{Made, one};
use crate::parameters::Parameters;

/// `bytes text=... [before=...] [times=N] [after=...]`: these bytes.
pub fn bytes(parameters: &mut Parameters) -> Result<Made, String> {
    Ok(one(repeated(parameters)?))
}

/// A text once or many times, between two others.
pub fn repeated(parameters: &mut Parameters) -> Result<Vec<u8>, String> {
    let mut bytes = parameters.bytes("before").unwrap_or_default();
    let times = if parameters.has("times") { parameters.number("times")? } else { 1 };
    bytes.extend(parameters.wanted("text")?.repeat(times as usize));
    bytes.extend(parameters.bytes("after").unwrap_or_default());
    Ok(bytes)
}

/// `layers open=... close=... times=N [before=...] [middle=...] [after=...]`: a text in many layers of two others.
pub fn layers(parameters: &mut Parameters) -> Result<Made, String> {
    let times = parameters.number("times")? as usize;
    let mut bytes = parameters.bytes("before").unwrap_or_default();
    bytes.extend(parameters.wanted("open")?.repeat(times));
    bytes.extend(parameters.bytes("middle").unwrap_or_default());
    bytes.extend(parameters.wanted("close")?.repeat(times));
    bytes.extend(parameters.bytes("after").unwrap_or_default());
    Ok(one(bytes))
}

/// `numbered text=... n=N [from=K] [before=...] [after=...]`: a text many times, with `@` replaced by its number and
/// `^` by the number before.
pub fn numbered(parameters: &mut Parameters) -> Result<Made, String> {
    let count = parameters.number("n")?;
    let from = if parameters.has("from") { parameters.number("from")? } else { 0 };
    let text = parameters.text("text")?;
    let mut bytes = parameters.bytes("before").unwrap_or_default();
    for number in from..from + count {
        let before = number.saturating_sub(1).to_string();
        bytes.extend(text.replace('@', &number.to_string()).replace('^', &before).bytes());
    }
    bytes.extend(parameters.bytes("after").unwrap_or_default());
    Ok(one(bytes))
}

/// `each_byte`: all files of one byte.
pub fn each_byte(_: &mut Parameters) -> Result<Made, String> {
    Ok((0..=u8::MAX).map(|byte| (format!("byte {byte}"), vec![byte])).collect())
}

/// `noise n=... length=... [before=...]`: files that look like nothing in particular, after the same beginning.
pub fn noise(parameters: &mut Parameters) -> Result<Made, String> {
    let (count, length) = (parameters.number("n")?, parameters.number("length")?);
    let before = parameters.bytes("before").unwrap_or_default();
    let mut state = 1_u64;
    let mut byte = || {
        // Xorshift: as good as any for bytes that mean nothing, and the same each time.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    };
    let file = |index| {
        let noise: Vec<u8> = (0..length).map(|_| byte()).collect();
        (format!("file {index}"), [before.clone(), noise].concat())
    };
    Ok((0..count).map(file).collect())
}
