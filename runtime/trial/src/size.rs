//! Quantities as people write and read them: `64 KiB`, `20_000_000_000`, `2.5e9`.

/// A text that is no quantity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not {expected}")]
pub struct ParseQuantityError {
    text: String,
    expected: &'static str,
}

const UNITS: &[(&str, u64)] = &[
    ("GiB", 1 << 30),
    ("MiB", 1 << 20),
    ("KiB", 1 << 10),
    ("GB", 1_000_000_000),
    ("MB", 1_000_000),
    ("kB", 1_000),
    ("KB", 1_000),
    ("G", 1 << 30),
    ("M", 1 << 20),
    ("K", 1 << 10),
    ("B", 1),
];

/// Reads a number of bytes: a whole number, or a number with `KiB`, `MiB`, `GiB`, `kB`, `MB` or `GB`.
///
/// # Errors
/// If the text is no such number, or it does not fit 64 bits.
pub fn parse_bytes(text: &str) -> Result<u64, ParseQuantityError> {
    let expected = "a number of bytes such as `65536`, `64 KiB` or `1.5 GiB`";
    let trimmed = text.trim();
    let (number, factor) = UNITS
        .iter()
        .find_map(|(unit, factor)| Some((trimmed.strip_suffix(unit)?.trim_end(), *factor)))
        .unwrap_or((trimmed, 1));
    scaled(number, factor).ok_or_else(|| ParseQuantityError { text: text.to_owned(), expected })
}

/// Reads a count: a whole number with optional `_` between digits, or one in the form `2.5e9`.
///
/// # Errors
/// If the text is no such number, is not whole, or does not fit 64 bits.
pub fn parse_count(text: &str) -> Result<u64, ParseQuantityError> {
    let expected = "a count such as `5000000`, `5_000_000` or `5e6`";
    scaled(text.trim(), 1).ok_or_else(|| ParseQuantityError { text: text.to_owned(), expected })
}

/// `number` times `factor`, if that is a whole number of 64 bits.
fn scaled(number: &str, factor: u64) -> Option<u64> {
    if !number.starts_with(|first: char| first.is_ascii_digit()) || number.ends_with('_') {
        return None;
    }
    let digits: String = number.chars().filter(|character| *character != '_').collect();
    if let Ok(whole) = digits.parse::<u64>() {
        return whole.checked_mul(factor);
    }
    if !digits.bytes().all(|byte| byte.is_ascii_digit() || b".eE+".contains(&byte)) {
        return None;
    }
    let product = digits.parse::<f64>().ok()? * factor as f64;
    // Above 2^53 a fractional spelling no longer names one whole number.
    let exact = product.fract() == 0.0 && (0.0..=9_007_199_254_740_992.0).contains(&product);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked above")]
    exact.then_some(product as u64)
}

/// A number of bytes for people: exact when it is a whole number of units, else with one decimal.
#[must_use]
pub fn format_bytes(bytes: u64) -> String {
    for (unit, factor) in [("GiB", 1_u64 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)] {
        if factor <= bytes {
            let whole = bytes / factor;
            return if bytes.is_multiple_of(factor) {
                format!("{whole} {unit}")
            } else {
                format!("{:.1} {unit}", bytes as f64 / factor as f64)
            };
        }
    }
    format!("{bytes} B")
}

/// A count for people, with `_` between groups of three digits.
#[must_use]
pub fn format_count(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (index, digit) in digits.chars().enumerate() {
        if 0 < index && (digits.len() - index).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes() {
        for (text, bytes) in [
            ("0", 0),
            ("65536", 65_536),
            ("64 KiB", 65_536),
            ("64KiB", 65_536),
            ("1.5 GiB", 1_610_612_736),
            ("128M", 134_217_728),
            ("1 MB", 1_000_000),
            ("1_024", 1_024),
        ] {
            assert_eq!(parse_bytes(text), Ok(bytes), "{text}");
        }
        for text in ["", "-1", "x", "1 XB", "1.5", "1e30 GiB", "NaN", "inf", "0x10", "1_", "KiB"] {
            assert!(parse_bytes(text).is_err(), "{text}");
        }
    }

    #[test]
    fn counts() {
        for (text, count) in [("5", 5), ("5_000", 5_000), ("2.5e9", 2_500_000_000)] {
            assert_eq!(parse_count(text), Ok(count), "{text}");
        }
        assert_eq!(parse_count(&u64::MAX.to_string()), Ok(u64::MAX));
        for text in ["18446744073709551616", "1e40", "0.5", "5 KiB", "+5"] {
            assert!(parse_count(text).is_err(), "{text}");
        }
    }

    #[test]
    fn for_people() {
        assert_eq!(format_bytes(1023), "1023 B");
        assert_eq!(format_bytes(1 << 27), "128 MiB");
        assert_eq!(format_bytes((1 << 20) + (1 << 18)), "1.2 MiB");
        assert_eq!(format_count(0), "0");
        assert_eq!(format_count(1_234_567), "1_234_567");
        assert_eq!(format_count(123_456), "123_456");
    }
}
