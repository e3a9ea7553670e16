//! Towns and brands that a line of text names: a sign, a poster, a label. Unlike a place's name, such a line need not be
//! where it speaks of.

use super::brands::{self, Brand};
use super::fold_key;
use super::gazetteer::country_name;
use super::name::Name;
use super::settle::candidates;
use crate::model::VenueKind;

/// Something that a line names.
#[derive(Clone, Debug, PartialEq)]
pub enum Written {
    /// A town: its usual name and its country.
    Town {
        /// As the gazetteer calls it.
        name: Box<str>,
        /// The country's name.
        country: Box<str>,
    },
    /// A brand or house of one kind.
    Brand {
        /// As written.
        name: Box<str>,
        /// The kind of its places.
        kind: VenueKind,
    },
}

/// Longest name of a town looked for, in words.
const MOST_WORDS: usize = 3;
/// Fewest letters of a town's name, unless it is written without spaces between words.
const LEAST_LETTERS: usize = 4;
/// Further words that stand on signs, bottles and cars, and are names of towns too.
const WORDS: [&str; 16] = [
    "bath", "buffalo", "cork", "dining", "essen", "gap", "gold", "levis", "metro", "orion", "phoenix", "sale", "soda",
    "tango", "tours", "toyota",
];
/// A town among other words, or under another than its usual name, needs this many inhabitants: many small ones are called like any word.
const LARGE: u32 = 500_000;

/// The town and the brand that a line names. `None` for each of which nothing is clear.
pub fn written_in(line: &str) -> Vec<Written> {
    let name = Name::parse(line);
    let brand = name.segments.iter().find_map(|segment| brands::find(segment).filter(is_clear));
    let brand = brand.map(|b| Written::Brand { name: b.written, kind: b.kind });
    town(&name).into_iter().chain(brand).collect()
}

/// Brands of the long list are called like any word; of them only those written in full count.
fn is_clear(brand: &Brand) -> bool {
    brand.known || brand.written.chars().count() >= LEAST_LETTERS
}

fn town(name: &Name<'_>) -> Option<Written> {
    for segment in &name.segments {
        let words = &segment.words[..];
        for count in (1..=MOST_WORDS.min(words.len())).rev() {
            for span in words.windows(count) {
                let text = super::name::join(span);
                let short = text.chars().count() < LEAST_LETTERS && text.is_ascii();
                if short || span.iter().any(super::name::Word::is_counter) {
                    continue;
                }
                let found = candidates(&text, &[]);
                let Some(town) = found.clear() else { continue };
                let key = fold_key(&text);
                let whole = count == words.len() && key == fold_key(town.name);
                if WORDS.contains(&key.as_str()) {
                    continue;
                }
                if whole || town.population >= LARGE {
                    let country = country_name(town.country).unwrap_or(town.country);
                    return Some(Written::Town { name: town.name.into(), country: country.into() });
                }
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn town_of(line: &str) -> Option<String> {
        written_in(line).into_iter().find_map(|w| match w {
            Written::Town { name, country } => Some(format!("{name}, {country}")),
            Written::Brand { .. } => None,
        })
    }

    fn brand_of(line: &str) -> Option<VenueKind> {
        written_in(line).into_iter().find_map(|w| match w {
            Written::Brand { kind, .. } => Some(kind),
            Written::Town { .. } => None,
        })
    }

    #[test]
    fn towns_count_alone_or_when_they_are_large() {
        assert_eq!(town_of("WELCOME TO LAS VEGAS").as_deref(), Some("Las Vegas, United States"));
        assert_eq!(town_of("HELSINKI").as_deref(), Some("Helsinki, Finland"));
        assert_eq!(town_of("NO SMOKING IN THIS AREA"), None);
        assert_eq!(town_of("GATE B12"), None);
    }

    #[test]
    fn words_of_signs_are_no_towns() {
        for word in ["SALE", "METRO", "NICE", "BATH", "DINING", "APOTHEKE", "OKAY", "SODA", "LEVIS", "TOYOTA"] {
            assert_eq!(town_of(word), None, "{word}");
        }
        assert_eq!(town_of("WIEN").as_deref(), Some("Vienna, Austria"), "other names of large towns count");
        assert_eq!(town_of("NICE, FRANCE"), None);
        assert_eq!(town_of("BOLOGNA").as_deref(), Some("Bologna, Italy"));
    }

    #[test]
    fn brands_are_told_with_their_kind() {
        assert_eq!(brand_of("STARBUCKS COFFEE"), Some(VenueKind::Restaurant));
        assert_eq!(brand_of("Hilton"), Some(VenueKind::Hotel));
        assert_eq!(brand_of("PUSH TO OPEN"), None);
    }
}
