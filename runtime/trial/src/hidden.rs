//! Characters that nobody sees and that decide what is seen.

/// Control characters, and the invisible ones that change direction or join what they stand between. Whoever shows a
/// text of others makes these visible, or leaves them out.
#[must_use]
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
