//! Accounts of brands and houses on platforms, by which a caption can name them: `@hyatt`.
//!
//! `assets/venues/handles.z` is zlib; inside, one line a brand: kind, name, and its handles on Instagram and X with `|`
//! between, in small letters, the fields with tabs between. Handles of brands of several kinds are left out.
//! `handles.tsv` is our own list, written likewise.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::brands::kind_of;
use super::gazetteer::inflate;
use crate::model::VenueKind;

static LISTED: &[u8] = include_bytes!("../../assets/venues/handles.z");
static OWN: &str = include_str!("../../assets/venues/handles.tsv");

/// Whose account it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Holder {
    /// The kind of its places.
    pub(super) kind: VenueKind,
    /// The name of the brand or house.
    pub(super) name: Box<str>,
}

/// The brand or house that has exactly this handle, in small letters and without `@`.
pub(super) fn holder(handle: &str) -> Option<&'static Holder> {
    static TABLE: LazyLock<HashMap<Box<str>, Holder>> = LazyLock::new(|| {
        let bytes = inflate(LISTED);
        let listed = std::str::from_utf8(&bytes).expect("packed as UTF-8");
        let lines = OWN.lines().filter(|l| !l.starts_with('#')).chain(listed.lines());
        let mut table = HashMap::new();
        for line in lines {
            let fields: Vec<&str> = line.split('\t').collect();
            let [kind, name, handles] = fields[..] else { continue };
            let Some(kind) = kind_of(kind) else { continue };
            for handle in handles.split('|') {
                table.entry(handle.into()).or_insert_with(|| Holder { kind, name: name.into() });
            }
        }
        table
    });
    TABLE.get(handle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_are_known_exactly() {
        assert_eq!(holder("hyatt").map(|h| (h.kind, &*h.name)), Some((VenueKind::Hotel, "Hyatt")));
        assert_eq!(holder("royalcaribbean").map(|h| h.kind), Some(VenueKind::CruiseShip));
        assert_eq!(holder("hyatt_jones"), None);
        assert_eq!(holder(""), None);
    }

    #[test]
    fn every_line_of_our_own_list_is_understood() {
        for line in OWN.lines().filter(|l| !l.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            assert!(fields.len() == 3 && kind_of(fields[0]).is_some(), "{line}");
            assert!(fields[2].split('|').all(|h| holder(h).is_some_and(|h| *h.name == *fields[1])), "{line}");
        }
    }
}
