//! What a thing is drawn as: by the tags of OpenStreetMap, and by the layers of the three common tile schemes
//! (`OpenMapTiles`, Protomaps, Shortbread), which carry the same words under other keys.

use super::pbf::Tags;
use super::tile::Class;

/// The class of a road by its word in any of the schemes.
fn road(word: &str) -> Option<Class> {
    Some(match word.trim_end_matches("_link").trim_end_matches("_construction") {
        "motorway" | "trunk" | "highway" => Class::Motorway,
        "primary" | "major_road" => Class::Primary,
        "secondary" => Class::Secondary,
        "tertiary" | "medium_road" | "unclassified" => Class::Street,
        "residential" | "living_street" | "service" | "minor" | "minor_road" | "road" | "pedestrian" | "busway" => {
            Class::Minor
        }
        "path" | "footway" | "cycleway" | "steps" | "track" | "bridleway" | "corridor" => Class::Path,
        "rail" | "transit" | "light_rail" | "tram" | "subway" | "narrow_gauge" | "funicular" | "monorail" => {
            Class::Rail
        }
        _ => return None,
    })
}

/// Words of areas that are green, in any of the schemes.
const GREEN: &[&str] = &[
    "park",
    "garden",
    "nature_reserve",
    "golf_course",
    "playground",
    "forest",
    "wood",
    "grass",
    "meadow",
    "cemetery",
    "village_green",
    "recreation_ground",
    "allotments",
    "grassland",
    "scrub",
    "heath",
    "pitch",
    "common",
    "orchard",
    "vineyard",
    "farmland",
    "dog_park",
    "grave_yard",
    "wetland",
    "national_park",
    "protected_area",
    "park_or_garden",
];

/// What an element of OpenStreetMap is drawn as.
pub(super) fn by_tags(tags: Tags<'_>, closed: bool) -> Option<Class> {
    let is = |key: &str, words: &[&str]| tags.get(key).is_some_and(|v| words.contains(&v));
    let underground =
        is("tunnel", &["yes", "building_passage", "culvert"]) || tags.get("location") == Some("underground");
    if closed && tags.get("building").is_some_and(|v| v != "no") && !underground {
        return Some(Class::Building);
    }
    if let Some(word) = tags.get("highway") {
        return road(word).filter(|_| tags.get("area") != Some("yes"));
    }
    if let Some(word) = tags.get("railway") {
        return road(word).filter(|class| *class == Class::Rail && !underground && word != "subway");
    }
    if closed
        && (is("natural", &["water", "bay"])
            || is("waterway", &["riverbank", "dock"])
            || is("landuse", &["reservoir", "basin"]))
    {
        return Some(Class::Water);
    }
    if is("waterway", &["river", "canal", "stream"]) && !underground {
        return Some(Class::Waterway);
    }
    let green = ["leisure", "landuse", "natural"].iter().any(|key| is(key, GREEN));
    (closed && green).then_some(Class::Green)
}

/// Layers of streets, by the schemes' own names.
const ROAD_LAYERS: &[&str] = &["transportation", "transportation_name", "roads", "streets", "street_labels", "transit"];

/// What a feature of a vector tile is drawn as, by its layer and its properties.
pub(super) fn by_layer<'a>(layer: &str, get: impl Fn(&str) -> Option<&'a str>) -> Option<Class> {
    let any = |keys: &[&str]| keys.iter().find_map(|key| get(key));
    match layer {
        _ if ROAD_LAYERS.contains(&layer) => {
            ["kind_detail", "pmap:kind_detail", "highway", "subclass", "class", "kind", "pmap:kind"]
                .iter()
                .find_map(|key| road(get(key)?))
        }
        "water" | "ocean" | "water_polygons" => Some(Class::Water),
        "waterway" | "water_lines" | "physical_line" => Some(Class::Waterway),
        "building" | "buildings" => Some(Class::Building),
        "earth" => Some(Class::Land),
        "park" | "parks" => Some(Class::Green),
        "landcover" | "landuse" | "land" | "natural" | "globallandcover" | "sites" => {
            let words = ["subclass", "kind", "pmap:kind", "class"];
            any(&words)
                .filter(|_| words.iter().any(|key| get(key).is_some_and(|v| GREEN.contains(&v))))
                .map(|_| Class::Green)
        }
        _ => None,
    }
}

/// Layers that hold names of quarters and villages.
pub(super) fn is_place_layer(layer: &str) -> bool {
    matches!(layer, "place" | "places" | "place_labels")
}

/// Words of places that the settlements of the base map do not have.
pub(super) fn is_quarter(word: &str) -> bool {
    matches!(word, "suburb" | "quarter" | "neighbourhood" | "hamlet" | "locality" | "island" | "islet")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_say_what_is_drawn() {
        let class = |tags: &[(&str, &str)], closed| by_tags(Tags(tags), closed);
        assert_eq!(class(&[("highway", "primary_link")], false), Some(Class::Primary));
        assert_eq!(class(&[("highway", "proposed")], false), None);
        assert_eq!(class(&[("building", "yes")], true), Some(Class::Building));
        assert_eq!(class(&[("railway", "subway")], false), None, "nothing to see from above");
        assert_eq!(class(&[("natural", "water")], true), Some(Class::Water));
        assert_eq!(class(&[("leisure", "park")], true), Some(Class::Green));
        assert_eq!(class(&[("leisure", "park")], false), None);
    }

    #[test]
    fn three_schemes_of_tiles_mean_the_same() {
        let class = |layer, tags: &[(&'static str, &'static str)]| by_layer(layer, |key| Tags(tags).get(key));
        for (layer, key) in [("transportation", "class"), ("roads", "kind_detail"), ("streets", "kind")] {
            assert_eq!(class(layer, &[(key, "secondary")]), Some(Class::Secondary), "{layer}");
        }
        assert_eq!(class("roads", &[("kind", "minor_road")]), Some(Class::Minor));
        assert_eq!(class("landuse", &[("kind", "park")]), Some(Class::Green));
        assert_eq!(class("landuse", &[("kind", "industrial")]), None);
        assert_eq!(class("boundary", &[]), None);
    }
}
