//! What the walkers find, and the rules by which it becomes one position and one time.

use jiff::civil::DateTime;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use crate::model::NoPoint;

use super::fix::{Fix, PointDoubt};
use super::moment::WrittenTime;
use super::place::MediaPlace;
use super::window::Stop;
use super::{MediaKind, MediaMetadata};

/// Everything the walkers collect, unjudged. The first value of each kind stays.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Position of an EXIF block.
    pub(super) exif: Option<Fix>,
    /// Position of an XMP packet.
    pub(super) xmp: Option<Fix>,
    /// Position of a maker's own property of an XMP packet, or of the place where it says the picture was created.
    pub(super) xmp_other: Option<Fix>,
    /// Place names of an XMP packet.
    pub(super) xmp_place: Option<MediaPlace>,
    /// Place names of an IPTC record.
    pub(super) iptc_place: Option<MediaPlace>,
    /// Place names of a video.
    pub(super) video_place: Option<MediaPlace>,
    /// How many bytes before the end of the file a video begins, as an XMP packet says.
    pub(super) motion_tail: Option<u64>,
    /// The mark of the packet that goes on with an XMP packet.
    pub(super) extended_guid: Option<[u8; 32]>,
    /// XMP packets read.
    pub(super) packets: u8,
    /// Position of a video's own fields.
    pub(super) video: Option<Fix>,
    /// Position of a video in a field of lower resolution.
    pub(super) video_coarse: Option<Fix>,
    /// Accuracy that stands apart from the position; metres.
    pub(super) video_accuracy_metres: Option<f64>,
    /// When the picture was taken, by the camera's clock.
    pub(super) original: Option<WrittenTime>,
    /// That clock's offset, which EXIF keeps in a field of its own.
    pub(super) original_offset: Option<Offset>,
    /// Date and time of the satellite fix; UTC.
    pub(super) fix_time: Option<Timestamp>,
    /// When an XMP packet says that the picture was taken.
    pub(super) xmp_time: Option<WrittenTime>,
    /// When a video's own fields say that it was taken.
    pub(super) video_time: Option<WrittenTime>,
    /// Creation time of a movie header; UTC.
    pub(super) header_time: Option<Timestamp>,
    pub(super) maker: Option<Box<str>>,
    pub(super) model: Option<Box<str>>,
    /// Why the first coordinates that are no position are none.
    pub(super) flaw: Option<NoPoint>,
    /// The first part that could not be read, although it is there.
    pub(super) damage: Option<&'static str>,
    /// Whether a part is packed in a way that is not unpacked here.
    pub(super) is_packed: bool,
    /// EXIF blocks and lists of resources read, which can stand inside each other.
    blocks: u8,
}

/// XMP packets read of one file.
const PACKETS_CAP: u8 = 8;
/// Blocks read of one file. Real files have a handful; with more, a small file could keep this program busy for days
/// or nest them until the stack ends.
const BLOCKS_CAP: u8 = 64;

/// A satellite time and a camera's clock further apart than any two zones contradict each other.
const ZONES_APART: SignedDuration = SignedDuration::from_hours(27);

impl Found {
    /// Notes that something could not be read; the rest still counts.
    pub(super) fn damaged(&mut self, what: &'static str) {
        self.damage.get_or_insert(what);
    }

    /// A position that was read; notes why coordinates are none.
    pub(super) fn noted(&mut self, fix: Result<Fix, NoPoint>) -> Option<Fix> {
        if let Err(why) = fix
            && why != NoPoint::Missing
        {
            self.flaw.get_or_insert(why);
        }
        fix.ok()
    }

    /// Passes failures of the system and the cap on; notes a broken structure and goes on.
    pub(super) fn tolerate(&mut self, result: Result<(), Stop>, what: &'static str) -> Result<(), Stop> {
        match result {
            Err(Stop::End | Stop::Bad(_)) => {
                self.damaged(what);
                Ok(())
            }
            other => other,
        }
    }

    /// Counts a block that can hold others, unless there are too many.
    pub(super) fn count_block(&mut self) -> Result<(), Stop> {
        self.blocks += 1;
        if self.blocks > BLOCKS_CAP {
            self.blocks = BLOCKS_CAP;
            return Err(Stop::Bad("too many blocks"));
        }
        Ok(())
    }

    /// Whether an XMP packet could still add something. Real files have one, those of panoramas a few.
    pub(super) const fn wants_xmp(&self) -> bool {
        self.packets < PACKETS_CAP
    }

    /// Whether any position was found.
    pub(super) const fn has_point(&self) -> bool {
        self.has_own_point() || self.xmp.is_some() || self.xmp_other.is_some()
    }

    /// Whether a position was found outside XMP packets.
    pub(super) const fn has_own_point(&self) -> bool {
        self.exif.is_some() || self.video.is_some() || self.video_coarse.is_some()
    }

    /// Whether anything at all was found.
    pub(super) const fn is_empty(&self) -> bool {
        !self.has_own_point()
            && self.xmp.is_none()
            && self.xmp_other.is_none()
            && self.xmp_place.is_none()
            && self.iptc_place.is_none()
            && self.video_place.is_none()
            && self.original.is_none()
            && self.fix_time.is_none()
            && self.xmp_time.is_none()
            && self.video_time.is_none()
            && self.header_time.is_none()
            && self.maker.is_none()
            && self.model.is_none()
    }

    /// One position, one time, one device.
    pub(super) fn resolve(self, kind: MediaKind, bytes_read: u64) -> MediaMetadata {
        let fix = self.fix();
        let (taken, taken_local) = self.time();
        MediaMetadata {
            kind,
            point: fix.map(|f| f.point),
            no_point: self.flaw.filter(|_| fix.is_none()),
            accuracy_metres: fix
                .and_then(|f| f.accuracy_metres)
                .or(self.video_accuracy_metres.filter(|_| fix.is_some())),
            point_doubt: fix.and_then(|f| f.doubt),
            altitude_metres: fix.and_then(|f| f.altitude_metres),
            method: fix.and_then(|f| f.method),
            place: self.xmp_place.or(self.iptc_place).or(self.video_place),
            taken,
            taken_local,
            device: device(self.maker, self.model),
            damage: self.damage,
            is_packed: self.is_packed,
            bytes_read,
        }
    }

    /// The position by which all others are outdone. One whose hemisphere or seconds are missing gives way to
    /// any that says them.
    fn fix(&self) -> Option<Fix> {
        let is_whole = |fix: &Fix| !matches!(fix.doubt, Some(PointDoubt::Hemisphere | PointDoubt::Seconds));
        let all = [self.exif, self.video, self.video_coarse, self.xmp, self.xmp_other];
        all.iter().flatten().find(|fix| is_whole(fix)).or_else(|| all.iter().flatten().next()).copied()
    }

    /// A time with a zone before a satellite time, that before a time without zone, and a header's time last.
    fn time(&self) -> (Option<Timestamp>, Option<DateTime>) {
        let original = self.original.map(|m| WrittenTime { offset: m.offset.or(self.original_offset), ..m });
        let moments = [original, self.video_time, self.xmp_time];
        let local = moments.iter().flatten().next().map(|m| m.local);
        let zoned = moments.iter().flatten().find_map(|m| m.instant());
        let satellite = self.fix_time.filter(|fix| local.is_none_or(|local| agree(*fix, local)));
        let header = self.header_time.filter(|_| local.is_none());
        (zoned.or(satellite).or(header), local)
    }
}

/// Whether a clock somewhere on Earth can have shown `local` at the instant `fix`.
fn agree(fix: Timestamp, local: DateTime) -> bool {
    Offset::UTC.to_timestamp(local).is_ok_and(|as_utc| fix.duration_since(as_utc).abs() <= ZONES_APART)
}

fn device(maker: Option<Box<str>>, model: Option<Box<str>>) -> Option<Box<str>> {
    match (maker, model) {
        (Some(maker), Some(model)) if !starts_with_word(&model, &maker) => Some(format!("{maker} {model}").into()),
        (_, Some(model)) => Some(model),
        (maker, None) => maker,
    }
}

/// Whether `model` repeats the first word of `maker`, as in `Canon Inc.` and `Canon EOS`.
fn starts_with_word(model: &str, maker: &str) -> bool {
    let word = maker.split_whitespace().next().unwrap_or_default();
    model.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// A maker or model as text for people: no control characters, no padding.
pub(super) fn label(bytes: &[u8]) -> Option<Box<str>> {
    let bytes = bytes.split(|b| *b == 0).next().unwrap_or_default();
    let text = String::from_utf8_lossy(bytes);
    let text: String = text.chars().filter(|c| !c.is_control()).take(64).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Option<WrittenTime> {
        WrittenTime::parse(text)
    }

    #[test]
    fn a_zone_beats_a_satellite_time_and_that_beats_no_zone() {
        let fix_time = Some("2019-06-15T12:03:00Z".parse().unwrap());
        let mut found = Found { original: moment("2019:06:15 14:03:22"), fix_time, ..Found::default() };
        assert_eq!(found.time().0, fix_time);
        found.original_offset = super::super::moment::parse_offset("+02:00");
        assert_eq!(found.time().0.unwrap().to_string(), "2019-06-15T12:03:22Z");
        found = Found { original: moment("2019:06:15 14:03:22"), ..Found::default() };
        assert_eq!(found.time(), (None, Some("2019-06-15T14:03:22".parse().unwrap())));
    }

    #[test]
    fn a_satellite_time_that_contradicts_the_clock_is_not_used() {
        let fix_time = Some("1999-10-30T12:03:00Z".parse().unwrap());
        let found = Found { original: moment("2019:06:15 14:03:22"), fix_time, ..Found::default() };
        assert_eq!(found.time().0, None);
        let alone = Found { fix_time, ..Found::default() };
        assert_eq!(alone.time().0, fix_time);
    }

    #[test]
    fn a_header_time_does_not_replace_a_local_one() {
        let header_time = Some("2019-06-15T12:03:00Z".parse().unwrap());
        assert_eq!(Found { header_time, ..Found::default() }.time().0, header_time);
        let found = Found { header_time, video_time: moment("2019-06-15T14:03:22"), ..Found::default() };
        assert_eq!(found.time().0, None);
    }

    #[test]
    fn the_maker_is_not_said_twice() {
        let device = |maker: &str, model: &str| device(label(maker.as_bytes()), label(model.as_bytes()));
        assert_eq!(device("Canon Inc.\0", "Canon EOS 5D").as_deref(), Some("Canon EOS 5D"));
        assert_eq!(device("Apple", "iPhone X").as_deref(), Some("Apple iPhone X"));
        assert_eq!(device("Apple", " \0").as_deref(), Some("Apple"));
        assert_eq!(device("", "\u{7}"), None);
    }
}
