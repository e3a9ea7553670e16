//! `snap_map_places_history.json`: snaps shared with the name of a place. No coordinates.

use super::{SNAPCHAT, rules};
use crate::archive::EntryId;
use crate::model::Place;
use crate::platform::support::json_raw::Raw;
use crate::platform::support::moment::{self, Clock};
use crate::platform::support::records::{boxed, keep, read_list};
use crate::platform::{ImportCx, ImportError};

/// Reads the file.
pub(super) fn read(cx: &mut ImportCx<'_>, id: EntryId) -> Result<(), ImportError> {
    read_list(cx, id, &["Snap Map Places History"], "snaps with a place", |cx, raw, origin| {
        let [date, place, town, share_type] = raw.pick(["Date", "Place", "Place Location", "Share Type"]);
        let Some(name) = boxed(place) else { return keep(cx, Err("a snap without the name of a place")) };
        let share_type = share_type.and_then(Raw::text).unwrap_or_default();
        let (kind, privacy) = rules::by_share_type(&share_type);
        let mut item = privacy.item(SNAPCHAT, kind, origin);
        moment::set_raw(&mut item, date, Clock::Local);
        item.place = Some(Place { address: boxed(town), ..Place::named(name) });
        cx.item(item);
    })
}
