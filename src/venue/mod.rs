//! Kinds of places, and where named places are: embedded tables and what the user loads, no network.

mod airports;
mod brands;
mod caption;
mod classify;
mod enrich;
mod fold;
mod gazetteer;
mod handles;
mod heads;
mod name;
mod nameless;
mod nearby;
mod onsite;
mod places;
mod settle;
mod terms;
mod words;
mod written;

pub use enrich::{RULE_KIND, RULE_POSITION, enrich};
pub use fold::fold_key;
pub use gazetteer::{Gazetteer, Settlement, country_code, country_name};
pub use nearby::{area_zones, town_near, zones_within};
pub use places::{Places, PlacesError, PlacesTold};
pub use written::{Written, written_in};

use crate::model::{Evidence, GeoPoint, VenueKind};

/// What kind of venue a place is, and by what that was told.
#[derive(Clone, Debug, PartialEq)]
pub struct Classification {
    /// The kind.
    pub kind: VenueKind,
    /// How sure it is.
    pub evidence: Evidence,
    /// For the user: `“Hotel” in the name`, `2.1 km from the airport SFO`.
    pub because: Box<str>,
}

/// The kind of a place, from its name and, if known, where it is. `None` when nothing tells.
pub fn classify(name: &str, at: Option<GeoPoint>) -> Option<Classification> {
    let name = name::Name::parse(name);
    let told = classify::by_name(&name).or_else(|| classify::by_distance(&name, at?))?;
    Some(told.classification())
}

/// The kind of place that a caption names by a brand's account or hashtag. `None` when it names none, or says something
/// else with it.
pub fn classify_caption(caption: &str) -> Option<Classification> {
    let found = caption::brand(caption)?;
    let because = format!("“{}” in the text is {}", found.written, found.name);
    Some(Classification { kind: found.kind, evidence: Evidence::Likely, because: because.into() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kind(name: &str) -> Option<VenueKind> {
        classify(name, None).map(|c| c.kind)
    }

    fn because(name: &str) -> Box<str> {
        classify(name, None).map(|c| c.because).unwrap_or_default()
    }

    #[test]
    fn the_reason_names_the_words_or_the_brand() {
        assert_eq!(&*because("Ace of Cups Hotel & Casino"), "“Hotel & Casino” in the name");
        assert_eq!(&*because("Boston Marriott Copley Place"), "“Marriott” is a hotel brand");
        assert_eq!(&*because("West End, Vancouver"), "“West End” is a place in British Columbia, Canada");
        assert!(because("Denver International Airport (DEN)").starts_with("DEN is the code of Denver"));
    }

    #[test]
    fn a_german_gymnasium_is_a_school_and_a_gym_is_not() {
        assert_eq!(kind("Schiller-Gymnasium Hof"), Some(VenueKind::School));
        assert_eq!(kind("Ironworks Gym"), Some(VenueKind::Fitness));
    }

    #[test]
    fn titles_and_bare_words_that_are_towns_say_nothing() {
        assert_eq!(kind("Hotel California"), None);
        assert_eq!(kind("Hotel California, Todos Santos"), Some(VenueKind::Hotel));
        assert_eq!(kind("Spa"), None);
        assert_eq!(kind("Spa, Belgium"), Some(VenueKind::Settlement));
    }

    #[test]
    fn a_point_alone_is_an_airport_only_on_its_grounds() {
        let at = |lat, lon| classify("", GeoPoint::new(lat, lon)).map(|c| c.kind);
        assert_eq!(at(37.6188, -122.3754), Some(VenueKind::Airport));
        assert_eq!(at(37.7749, -122.4194), None);
    }

    #[test]
    fn a_passenger_terminal_at_a_seaport_is_a_cruise_terminal() {
        let name = "Passenger Terminal Amsterdam";
        assert_eq!(kind(name), None);
        let near = classify(name, GeoPoint::new(52.3780, 4.9130));
        assert_eq!(near.map(|c| c.kind), Some(VenueKind::CruiseShip));
    }

    proptest! {
        #[test]
        fn classifying_never_panics(name in any::<String>(), lat in -90.0..=90.0f64, lon in -180.0..=180.0f64) {
            classify(&name, GeoPoint::new(lat, lon));
        }

        #[test]
        fn names_of_odd_words_never_panic(
            words in prop::collection::vec(
                prop::sample::select(vec![
                    "Hotel", "of", "the", "&", "Bar", "-", ",", "(SFO)", "空港", "病院通り", "de", "l'", "’s", "Straße", "مطار",
                    "โรงแรม", "12", "@", "Hilton", "\u{301}", "Casino", "/", ")", "Paris",
                ]),
                0..14,
            ),
        ) {
            classify(&words.join(" "), None);
            classify(&words.concat(), None);
        }
    }
}
