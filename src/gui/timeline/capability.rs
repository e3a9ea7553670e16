//! What could be done with a place on a platform, over time: a band under the time axis.

use std::cmp::Reverse;

use jiff::Timestamp;

use super::paint::Stretch;
use crate::gui::cx::ViewCx;
use crate::gui::format;
use crate::lens::{self, ReachLevel, Surface};
use crate::model::PlatformId;

/// The platform that the band is of: that of the selected item, else the first that the lens read and the archive has.
pub(super) fn platform(cx: &ViewCx<'_>) -> Option<PlatformId> {
    let has_surfaces = |id: &PlatformId| lens::surfaces().iter().any(|s| s.platform == id.0);
    let selected = cx.view.selection.and_then(|id| cx.dataset().items.get(id.index())).map(|item| item.platform);
    let read = || cx.derived.facets.platforms.keys().copied().find(|id| cx.lens.platforms.iter().any(|p| p == id.0));
    selected.filter(has_surfaces).or_else(|| read().filter(has_surfaces))
}

/// The band of a platform: who could find posts by their place, and since when.
pub(super) fn band(cx: &ViewCx<'_>, platform: PlatformId) -> Vec<Stretch> {
    let Some(surfaces) = lens::surfaces().iter().find(|s| s.platform == platform.0) else { return Vec::new() };
    let single: Vec<&Surface> = surfaces.surfaces.iter().filter(|s| !s.aggregate).collect();
    let mut cuts: Vec<Timestamp> = single.iter().flat_map(|s| [Some(s.from), s.to]).flatten().collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut stretches: Vec<Stretch> = Vec::new();
    for (i, from) in cuts.iter().enumerate() {
        let open = single.iter().filter(|s| s.from <= *from && s.to.is_none_or(|to| *from < to));
        // Of several alike the first stays, so that the band is not cut for nothing.
        let Some(widest) = open.min_by_key(|s| Reverse((s.reach, s.reach_at_most))) else { continue };
        let to = cuts.get(i + 1).map(|to| to.as_second() as f64);
        let stretch = stretch(cx, platform, widest, from.as_second() as f64, to);
        match stretches.last_mut() {
            Some(last) if last.label == stretch.label && last.hint == stretch.hint && last.to == stretch.from => {
                last.to = stretch.to;
            }
            _ => stretches.push(stretch),
        }
    }
    stretches
}

fn stretch(cx: &ViewCx<'_>, platform: PlatformId, widest: &Surface, from: f64, to: Option<f64>) -> Stretch {
    let tokens = cx.tokens;
    let (colour, short) = match widest.reach {
        ReachLevel::ByPlaceOpen => (tokens.account_public, "places open to all"),
        ReachLevel::ByPlaceLogin => (tokens.warning, "places, with a login"),
        _ => (tokens.text_faint, "no search by place"),
    };
    let maybe = widest.reach_at_most.is_some_and(|most| most > widest.reach);
    let doubt = if maybe { ", perhaps more" } else { "" };
    let name = format::platform(platform);
    let evidence = widest.evidence.as_str();
    Stretch {
        from: Some(from),
        to,
        colour,
        label: format!("{name}: {short}{doubt}"),
        short: short.to_owned(),
        hint: format!("{}. {} ({evidence}; {})", widest.title, widest.because, widest.sources.join(", ")),
    }
}
