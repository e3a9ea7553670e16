//! Spacing, sizes and corner radii, in points. Nothing outside this file invents one for itself.

/// Between an icon and its text.
pub(crate) const GAP_SMALL: f32 = 6.0;
/// Between controls in a row.
pub(crate) const GAP: f32 = 10.0;
/// Between groups.
pub(crate) const GAP_LARGE: f32 = 18.0;
/// Inside panels, at the edges.
pub(crate) const PANEL_MARGIN: i8 = 14;
/// Inside cards, at the edges.
pub(crate) const CARD_MARGIN: i8 = 12;

/// Height of buttons and fields.
pub(crate) const CONTROL_HEIGHT: f32 = 30.0;
/// Height of rows in lists of switches.
pub(crate) const ROW_HEIGHT: f32 = 26.0;
/// Size of icons in rows and buttons.
pub(crate) const ICON: f32 = 16.0;
/// Size of the mark of a verdict.
pub(crate) const MARK: f32 = 10.0;

/// Of controls.
pub(crate) const RADIUS: u8 = 7;
/// Of cards.
pub(crate) const RADIUS_CARD: u8 = 10;

/// Height of the top bar.
pub(crate) const TOP_BAR: f32 = 48.0;
/// Width of the rail of pages.
pub(crate) const RAIL: f32 = 62.0;
/// Width of the filters.
pub(crate) const FILTERS: f32 = 244.0;
/// Width of the detail panel.
pub(crate) const DETAIL: f32 = 332.0;
/// Its width in a narrow window.
pub(crate) const DETAIL_NARROW: f32 = 300.0;
/// A window below this width is narrow.
pub(crate) const NARROW: f32 = 1_100.0;
/// Height of a line of small text beside a mark.
pub(crate) const LINE: f32 = 18.0;
/// Height of the timeline.
pub(crate) const TIMELINE: f32 = 219.0;
/// Height of the bar of active filters.
pub(crate) const CHIP_BAR: f32 = 40.0;
