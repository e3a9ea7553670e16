//! Places that stand in an album between its photos: `{"enrichments": [{"locationEnrichment": {"location": […]}}]}`.
//!
//! Whoever can see the album sees them. They have names and positions, in degrees times 10⁷, and no times.

use crate::archive::EntryId;
use crate::model::{Evidence, ItemKind, Location, LocationSource, Place};
use crate::platform::ImportCx;
use crate::platform::google::record::{self, boxed};
use crate::platform::support::coord;
use crate::platform::support::json_raw::Raw;

/// Keeps the places of an album; `false` when there is none in it.
pub(in crate::platform::google) fn read(cx: &mut ImportCx<'_>, id: EntryId, is_shared: bool) -> bool {
    let Some(bytes) = cx.read(id) else { return true };
    let raw = Raw::new(&bytes);
    let [title, enrichments] = raw.pick(["title", "enrichments"]);
    let note = boxed(title).map(|title| Box::<str>::from(format!("In the album \u{201c}{title}\u{201d}")));
    let lists = enrichments.into_iter().flat_map(Raw::items).filter_map(|e| e.at(&["locationEnrichment", "location"]));
    let mut count = 0_u64;
    for place in lists.flat_map(Raw::items) {
        let [name, description, lat, lon] = place.pick(["name", "description", "latitudeE7", "longitudeE7"]);
        let point = coord::e7(lat.and_then(Raw::integer), lon.and_then(Raw::integer));
        let name = boxed(name);
        if let Err(why) = point
            && name.is_none()
        {
            cx.skip(why.reason(), 1);
            continue;
        }
        let mut item = record::item(ItemKind::SavedPlace, super::privacy(is_shared), record::origin(id, count));
        item.flaw = coord::flaw(&point);
        item.location = point.ok().map(|p| Location::at(p, LocationSource::PlaceTag, Evidence::Recorded));
        item.place = name.map(|name| Place { address: boxed(description), ..Place::named(name) });
        item.text.clone_from(&note);
        cx.item(item);
        count += 1;
    }
    if count > 0 {
        cx.done(id, "places that stand in an album");
    }
    count > 0
}
