//! Words for what an import did.

/// A number with its noun: `1 post`, `12 posts`.
pub fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
