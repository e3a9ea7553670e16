//! Names of places that picture metadata hold beside a position, or instead of one.

use crate::model::Place;

/// Where a picture was taken, in words, as the person or a program wrote it into the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MediaPlace {
    /// The spot: a sight, a quarter, a venue.
    pub name: Option<Box<str>>,
    /// City or town.
    pub city: Option<Box<str>>,
    /// State, province or region.
    pub region: Option<Box<str>>,
    /// Country, as a name if there is one, else as a code.
    pub country: Option<Box<str>>,
}

/// Characters kept of one name.
const NAME_CAP: usize = 256;

impl MediaPlace {
    /// Whether nothing is named.
    pub const fn is_empty(&self) -> bool {
        self.name.is_none() && self.city.is_none() && self.region.is_none() && self.country.is_none()
    }

    /// As the place of an item: the narrowest name, the others as its address.
    pub fn to_place(&self) -> Option<Place> {
        let mut parts = [&self.name, &self.city, &self.region, &self.country].into_iter().flatten();
        let mut place = Place::named(parts.next()?.clone());
        let rest: Vec<&str> = parts.map(|part| &**part).collect();
        place.address = (!rest.is_empty()).then(|| rest.join(", ").into());
        Some(place)
    }
}

/// A name as metadata hold it, without padding and characters that are not to be seen.
pub(super) fn name(text: &str) -> Option<Box<str>> {
    let seen = |c: &char| {
        !c.is_control()
            && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let text: String =
        text.chars().map(|c| if c == '\n' || c == '\t' { ' ' } else { c }).filter(seen).take(NAME_CAP).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_narrowest_name_is_the_place_and_the_rest_its_address() {
        let place = MediaPlace { city: name("Lyon"), country: name(" France "), ..MediaPlace::default() };
        let place = place.to_place().unwrap();
        assert_eq!((&*place.name, place.address.as_deref()), ("Lyon", Some("France")));
        assert_eq!(MediaPlace::default().to_place(), None);
        assert_eq!(name("\u{202e}Ly\0on\u{200b}\n"), Some("Lyon".into()));
        assert_eq!(name(" \u{7}"), None);
    }
}
