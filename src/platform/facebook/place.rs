//! A place as posts and check-ins give it: name, address, position, each of which may be missing.

use serde_json::Value;

use crate::platform::support::meta_json::{self, Label, comparable};
use crate::platform::support::meta_position::{Found, Position, Refused, bracketed, coordinate};

/// A tagged place.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Tag {
    /// Its name.
    pub(super) name: Option<String>,
    /// Its address.
    pub(super) address: Option<String>,
    /// Its position, good or refused.
    pub(super) position: Found,
}

impl Tag {
    /// Reads a `place` or `location` object; empty for anything else.
    pub(super) fn of(place: &Value) -> Self {
        let field = |key: &str| place.get(key);
        let text = |key: &str| field(key).and_then(meta_json::text);
        let own = || coordinate(place);
        Self {
            name: if place.is_object() { text("name") } else { meta_json::text(place) },
            address: text("address").or_else(|| text("address_str")),
            position: field("coordinate").map_or_else(own, coordinate),
        }
    }

    /// Reads the labels of a check-in. The position is told by its form, the name by its label or by
    /// standing first beside the position: labels are translated.
    pub(super) fn of_check_in(labels: &[Label]) -> Self {
        let position = |l: &Label| l.value.as_deref().and_then(bracketed);
        let by_position = labels.iter().find(|l| position(l).is_some());
        let nested = || labels.iter().find(|l| !l.path.is_empty() && l.value.is_some());
        let Some(anchor) = by_position.or_else(nested) else { return Self::default() };
        let plain = |l: &&Label| l.group == anchor.group && position(l).is_none() && l.value.is_some() && !is_link(l);
        let beside: Vec<&Label> = labels.iter().filter(plain).collect();
        let named = |word: &str| beside.iter().find(|l| l.key() == word).copied();
        let name = named("name").or_else(|| beside.first().copied().filter(|l| l.key() != "address"));
        let rest = beside.iter().find(|l| name.is_none_or(|name| !std::ptr::eq(**l, name))).copied();
        let value = |l: Option<&Label>| l.and_then(|l| l.value.clone());
        Self {
            name: value(name),
            address: value(named("address").or(rest)),
            position: by_position.and_then(position),
        }
    }

    /// Reads the labels of a place tagged by someone else: the first text is its name.
    pub(super) fn of_tagged(labels: &[Label]) -> Self {
        let named = labels.iter().find(|l| l.key() == "place name" && l.value.is_some());
        let first = || labels.iter().find(|l| l.value.is_some() && !is_link(l) && !is_app(l));
        let name = named.or_else(first).and_then(|l| l.value.clone());
        let position = labels.iter().find_map(|l| bracketed(l.value.as_deref()?));
        Self { name, address: None, position }
    }

    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.name.is_none() && self.position.is_none()
    }

    /// The position, if it is good.
    pub(super) fn point(&self) -> Option<Position> {
        self.position.and_then(Result::ok)
    }

    /// Why the position was refused, if it was.
    pub(super) fn refused(&self) -> Option<Refused> {
        self.position.and_then(Result::err)
    }

    /// The name in the form in which names are compared, empty without one.
    pub(super) fn key(&self) -> String {
        self.name.as_deref().map(comparable).unwrap_or_default()
    }

    /// Whether two records mean the same place: by name, or by position where one has no name.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (&self.name, &other.name) {
            (Some(_), Some(_)) => self.key() == other.key(),
            _ => self.point().zip(other.point()).is_some_and(|(a, b)| a.point == b.point),
        }
    }

    /// Takes what it lacks from another record of the same place.
    pub(super) fn fill(&mut self, other: Self) {
        if self.point().is_none() && (other.point().is_some() || self.position.is_none()) {
            self.position = other.position;
        }
        self.name = self.name.take().or(other.name);
        self.address = self.address.take().or(other.address);
    }
}

/// Whether a label holds a link.
pub(super) fn is_link(label: &Label) -> bool {
    label.value.as_deref().is_some_and(|v| v.starts_with("http://") || v.starts_with("https://"))
}

/// Apps that tag places on Facebook; labels are translated, and their names are not.
const APPS: [&str; 4] = ["Instagram", "Facebook", "Foursquare", "Swarm"];

/// Whether a label gives the app with which a place was tagged: by its words in English, or by the name of the app.
fn is_app(label: &Label) -> bool {
    let is_one = |value: &str| APPS.contains(&value) || value.starts_with("Facebook ");
    label.key().starts_with("name of application") || label.value.as_deref().is_some_and(is_one)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::platform::support::meta_json::labels;

    fn check_in(tags: &Value) -> Tag {
        Tag::of_check_in(&labels(&json!({"label_values": [
            {"label": "Message", "value": "hi"}, {"label": "URL", "href": "https://example.org"}, tags]})))
    }

    #[test]
    fn a_check_in_is_read_in_any_language() {
        let english = check_in(&json!({"label": "Place tags", "dict": [{"label": "Name", "value": "Café"},
            {"label": "Coordinates", "value": "(1.5 , -2.5)"}, {"label": "Address", "value": "1 Main St"}]}));
        let other = check_in(&json!({"label": "Qqq", "dict": [{"label": "Www", "value": "Café"},
            {"label": "Eee", "value": "(1.5 , -2.5)"}, {"label": "Rrr", "value": "1 Main St"}]}));
        assert_eq!(english, other);
        assert_eq!((english.name.as_deref(), english.address.as_deref()), (Some("Café"), Some("1 Main St")));
        assert_eq!(english.point().map(|p| p.point), crate::model::GeoPoint::new(1.5, -2.5));
    }

    #[test]
    fn a_check_in_without_position_or_name_gives_what_is_there() {
        let named = check_in(&json!({"label": "Place tags", "dict": [{"label": "Name", "value": "Café"}]}));
        assert_eq!((named.name.as_deref(), named.position), (Some("Café"), None));
        let bare = check_in(&json!({"label": "Place tags", "dict": [{"label": "Coordinates", "value": "(1.5 , -2.5)"},
            {"label": "Address", "value": "1 Main St"}]}));
        assert_eq!((bare.name.as_deref(), bare.address.as_deref()), (None, Some("1 Main St")));
        assert!(check_in(&json!({"label": "Place tags", "dict": []})).is_empty(), "the message is no place");
    }

    #[test]
    fn the_same_place_twice_fills_the_gaps() {
        let place = |name: Option<&str>, at: &Value| Tag::of(&json!({"name": name, "coordinate": at}));
        let at = json!({"latitude": 1.5, "longitude": 2.5});
        let mut bare = place(Some("Pier"), &Value::Null);
        assert!(bare.is_same(&place(Some("PIER"), &at)));
        assert!(!bare.is_same(&place(Some("Other"), &at)));
        bare.fill(place(Some("Pier"), &at));
        assert!(bare.point().is_some());
        assert!(place(None, &at).is_same(&place(Some("Pier"), &at)));
    }
}
