//! Positions spelled out in links to Google Maps: what was looked at or looked for, not where somebody was.

use crate::model::GeoPoint;
use crate::platform::support::coord;

/// A part of a map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct MapView {
    /// Its middle.
    pub(super) point: GeoPoint,
    /// Half the width of what was in view, metres, if the link says how near it was.
    pub(super) radius_metres: Option<f64>,
}

/// Metres of a map tile at the equator when the whole world is one tile.
const WORLD_METRES: f64 = 40_075_017.0;

/// Half the width of a tile at a level of zoom; metres.
fn radius_of_zoom(zoom: f64, lat: f64) -> Option<f64> {
    (0.0..=24.0).contains(&zoom).then(|| WORLD_METRES * lat.to_radians().cos() / zoom.exp2() / 2.0)
}

/// The map that a link opens: `/maps/@48.1,11.5,15z`, `/maps/place/X/@48.1,11.5,800m`.
pub(super) fn map_view(link: &str) -> Option<MapView> {
    let is_map = ["google.", "maps.app"].iter().any(|host| link.contains(host)) && link.contains("/maps");
    let rest = link.split_once("/@").filter(|_| is_map)?.1;
    let mut parts = rest.split(['/', '?', '&', '#']).next()?.split(',');
    let (lat, lon) = (parts.next()?.parse().ok(), parts.next()?.parse().ok());
    let point = coord::degrees(lat, lon).ok()?;
    let radius_metres = parts.find_map(|part| {
        let number = |unit| part.strip_suffix(unit).and_then(|n| n.parse::<f64>().ok());
        // Aerial pictures give the height of what is in view.
        number('z').and_then(|zoom| radius_of_zoom(zoom, point.lat())).or_else(|| number('m').map(|m| m / 2.0))
    });
    Some(MapView { point, radius_metres: radius_metres.filter(|r| r.is_finite() && *r > 0.0) })
}

/// The area of a link of the activity log: `…map_action=map&center=48.1,11.5&zoom=12`.
pub(super) fn area(link: &str) -> Option<MapView> {
    let link = link.replace("%2C", ",").replace("%2c", ",");
    let value = |key: &str| Some(link.split_once(key)?.1.split(['&', '#']).next().unwrap_or_default());
    let (lat, lon) = value("center=")?.split_once(',')?;
    let point = coord::degrees(lat.parse().ok(), lon.parse().ok()).ok()?;
    let zoom = value("zoom=").and_then(|z| z.parse().ok());
    Some(MapView { point, radius_metres: zoom.and_then(|z| radius_of_zoom(z, point.lat())) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_give_the_middle_and_the_width() {
        let view = map_view("https://www.google.com/maps/place/Caf%C3%A9/@48.5,-2.25,15z/data=x").unwrap();
        assert_eq!((view.point.lat(), view.point.lon()), (48.5, -2.25));
        assert!((view.radius_metres.unwrap() - 405.0).abs() < 2.0);
        assert_eq!(map_view("https://www.google.de/maps/@48.5,2.25,800m/data=!3m1").unwrap().radius_metres, Some(400.0));
        assert_eq!(map_view("https://www.google.com/maps/@48.5,2.25,3a,75y,90t").unwrap().radius_metres, None);
        for none in ["https://www.google.com/maps/", "https://example.org/@48.5,2.25,3z", "https://www.google.com/maps/@0,0,3z", "/@"] {
            assert_eq!(map_view(none), None, "{none}");
        }
        let area = area("https://www.google.com/maps/@?api=1&map_action=map&center=10.19,20.28&zoom=12").unwrap();
        assert_eq!((area.point.lat(), area.point.lon()), (10.19, 20.28));
        assert!((4000.0..6000.0).contains(&area.radius_metres.unwrap()));
        assert_eq!(super::area("https://www.google.com/maps/@?api=1&zoom=12"), None);
    }
}
