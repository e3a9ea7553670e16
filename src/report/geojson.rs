//! GeoJSON as RFC 7946 has it: longitude first, WGS 84, no `crs`.

use std::io::{self, Write};

use serde::Serialize;

use super::View;
use super::row::{Row, each};

#[derive(Serialize)]
struct Feature<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'a str,
    geometry: Option<Point>,
    properties: &'a Row<'a>,
}

#[derive(Serialize)]
struct Point {
    #[serde(rename = "type")]
    kind: &'static str,
    coordinates: [f64; 2],
}

pub(super) fn write(view: &View<'_>, points: bool, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
    let mut separator: &[u8] = b"\n";
    each(view, points, |row| {
        let coordinates = row.lon.zip(row.lat).map(|(lon, lat)| [lon, lat]);
        let geometry = coordinates.map(|coordinates| Point { kind: "Point", coordinates });
        out.write_all(std::mem::replace(&mut separator, b",\n"))?;
        serde_json::to_writer(&mut *out, &Feature { kind: "Feature", id: &row.id, geometry, properties: row })?;
        Ok::<_, io::Error>(())
    })?;
    out.write_all(b"\n]}\n")
}
