//! From tags to kinds of places: `assets/venues/osm_kinds.tsv`.

use std::sync::LazyLock;

use super::super::brands::kind_of;
use crate::model::VenueKind;

static LISTED: &str = include_str!("../../../assets/venues/osm_kinds.tsv");

/// A line of the table: the kind, `None` where nothing follows, and its tags; `None` as value is any.
type Line = (Option<VenueKind>, Vec<(&'static str, Option<&'static str>)>);

fn table() -> &'static [Line] {
    static TABLE: LazyLock<Vec<Line>> = LazyLock::new(|| {
        let lines = LISTED.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'));
        let tag = |tag: &'static str| tag.split_once('=').map(|(key, value)| (key, Some(value).filter(|v| *v != "*")));
        lines.map(|(kind, tags)| (kind_of(kind), tags.split('|').filter_map(tag).collect())).collect()
    });
    &TABLE
}

/// The kind of a place with these tags, which `get` looks up by key.
pub(super) fn kind_by_tags<'a>(get: impl Fn(&str) -> Option<&'a str>) -> Option<VenueKind> {
    // A place may have several values: `bar;restaurant`. The first is what it is most.
    let is = |key: &str, wanted: Option<&str>| {
        get(key).is_some_and(|value| wanted.is_none_or(|w| value.split(';').next().map(str::trim) == Some(w)))
    };
    table().iter().find(|(_, tags)| tags.iter().any(|(key, value)| is(key, *value))).and_then(|(kind, _)| *kind)
}

/// The kind that somebody calls by our own word: `hotel`, `worship`.
pub(super) fn kind_by_word(word: &str) -> Option<VenueKind> {
    let word = word.trim().to_lowercase();
    kind_of(&word).filter(|kind| *kind != VenueKind::Settlement)
}

/// One place of a kind, for those without a name.
pub(super) const fn one(kind: VenueKind) -> &'static str {
    match kind {
        VenueKind::Hotel => "hotel",
        VenueKind::Casino => "casino",
        VenueKind::CruiseShip => "cruise terminal",
        VenueKind::Airport => "airport",
        VenueKind::Fitness => "gym",
        VenueKind::Stadium => "stadium",
        VenueKind::Shopping => "shop",
        VenueKind::Hospital => "hospital or clinic",
        VenueKind::Bar => "bar",
        VenueKind::Restaurant => "restaurant or café",
        VenueKind::Worship => "place of worship",
        VenueKind::School => "school",
        VenueKind::Museum => "museum",
        VenueKind::Theatre => "theatre or cinema",
        VenueKind::Outdoors => "park or open-air place",
        VenueKind::Transit => "station",
        VenueKind::Settlement => "town",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(tags: &[(&str, &str)]) -> Option<VenueKind> {
        let tags: Vec<(String, String)> = tags.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        kind_by_tags(|key| tags.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str()))
    }

    #[test]
    fn every_line_of_the_table_is_understood() {
        for line in LISTED.lines().filter(|l| !l.starts_with('#')) {
            let (word, tags) = line.split_once('\t').unwrap();
            assert!(word == "none" || kind_of(word).is_some(), "{word}");
            assert!(tags.split('|').all(|t| t.split_once('=').is_some_and(|(k, v)| !k.is_empty() && !v.is_empty())));
        }
        assert_eq!(table().len(), LISTED.lines().filter(|l| !l.starts_with('#')).count());
    }

    #[test]
    fn tags_make_kinds_and_services_are_no_shops() {
        assert_eq!(kind(&[("tourism", "hotel"), ("amenity", "restaurant")]), Some(VenueKind::Hotel));
        assert_eq!(kind(&[("amenity", "bar;restaurant")]), Some(VenueKind::Bar));
        assert_eq!(kind(&[("amenity", "place_of_worship")]), Some(VenueKind::Worship));
        assert_eq!(kind(&[("aeroway", "terminal")]), Some(VenueKind::Airport));
        assert_eq!(kind(&[("leisure", "fitness_centre")]), Some(VenueKind::Fitness));
        assert_eq!(kind(&[("shop", "mall")]), Some(VenueKind::Shopping));
        assert_eq!(kind(&[("shop", "hairdresser")]), None);
        assert_eq!(kind(&[("amenity", "school"), ("disused", "yes")]), None);
        assert_eq!(kind(&[("amenity", "bench")]), None);
    }
}
