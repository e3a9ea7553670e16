//! What the user says of an archive that it does not tell itself.

use unicode_normalization::UnicodeNormalization as _;

pub use super::support::numbered_date::Order;

/// What the user says when opening an archive. It counts only where a file leaves the matter open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// Names under which the user appears in chats.
    pub names: Vec<Box<str>>,
    /// Which number of a date is the day.
    pub dates: Option<Order>,
}

impl Hints {
    /// Whether a name in a chat is one of the user's.
    pub fn is_own(&self, name: &str) -> bool {
        !self.names.is_empty() && {
            let name = comparable(name);
            !name.is_empty() && self.names.iter().any(|own| comparable(own) == name)
        }
    }
}

/// A name in lower case, with the spaces that some programs replace, and with its accents in one form.
pub(super) fn comparable(name: &str) -> String {
    name.nfc().collect::<String>().to_lowercase().replace('_', " ").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_ones_own_however_it_is_written() {
        let hints = Hints { names: vec!["José P".into(), "Olga".into()], dates: None };
        for own in ["José P", "jose\u{301} p", " JOSÉ P ", "olga"] {
            assert!(hints.is_own(own), "{own}");
        }
        for other in ["José", "Olga W", ""] {
            assert!(!hints.is_own(other), "{other}");
        }
        let nobody = Hints { names: vec!["".into(), " _ ".into()], dates: None };
        assert!(!nobody.is_own("") && !nobody.is_own("_") && !Hints::default().is_own(""));
    }
}
