//! One thing the person did: a post, a story, a photo, a review.

use jiff::{SignedDuration, Timestamp};

use super::{AccountId, Captured, Claim, Evidence, GeoPoint, Rule, VenueKind};

/// Stable id of a platform, for example the word used in JSON; also `photos` and `tracks`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PlatformId(pub &'static str);

impl std::fmt::Display for PlatformId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

/// Index of an item in [`Dataset::items`](super::Dataset).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ItemId(pub u32);

impl ItemId {
    /// The position in the item list.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl $name {
            /// Every value, in declaration order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word used in JSON and in lens files.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

words! {
    /// What the person did.
    ItemKind {
        /// A feed post of one or several photos or videos, or a text post.
        Post = "post",
        /// A story, gone from public view after its lifetime.
        Story = "story",
        /// A short video published as a reel.
        Reel = "reel",
        /// A photo outside a post.
        Photo = "photo",
        /// A video outside a post, or a long video published on its own.
        Video = "video",
        /// A check-in at a place.
        CheckIn = "check_in",
        /// A review of a place.
        Review = "review",
        /// A sports activity.
        Activity = "activity",
        /// A message to other people.
        Message = "message",
        /// A stay at a place as a location history recorded it.
        Visit = "visit",
        /// A place the person saved, starred or labelled.
        SavedPlace = "saved_place",
        /// A profile picture.
        ProfilePhoto = "profile_photo",
        /// A login or session.
        Login = "login",
        /// The position of a device as the platform last knew it.
        DeviceLocation = "device_location",
        /// A place the platform keeps for the account: home city, places of interest.
        AccountPlace = "account_place",
        /// Something with a position, of which nothing tells what it is.
        Other = "other",
        /// A part of a map that the person looked at, which is not where they were.
        MapView = "map_view",
    }
}

words! {
    /// Where a position comes from.
    LocationSource {
        /// The tagged place's own coordinate.
        PlaceTag = "place_tag",
        /// The tagged place's name, without a coordinate in the export.
        PlaceName = "place_name",
        /// A check-in.
        CheckIn = "check_in",
        /// Metadata of a photo or video.
        Exif = "exif",
        /// A satellite fix of a device.
        Gps = "gps",
        /// A fix from Wi-Fi or mobile cells.
        Wifi = "wifi",
        /// Worked out by the platform or by this program.
        Inferred = "inferred",
        /// An internet address.
        Ip = "ip",
        /// Free text in a profile.
        ProfileText = "profile_text",
        /// Free text of the item.
        Text = "text",
    }
}

impl LocationSource {
    /// Those by which others can see where an item is from, where a platform shows them.
    pub const PUBLISHED: [Self; 4] = [Self::PlaceTag, Self::PlaceName, Self::CheckIn, Self::Gps];
}

words! {
    /// Who an item was shared with.
    Audience {
        /// Everyone.
        Public = "public",
        /// Approved followers.
        Followers = "followers",
        /// Friends on both sides.
        Friends = "friends",
        /// A hand-picked list of close friends.
        CloseFriends = "close_friends",
        /// Some other chosen people or group, or whoever holds a link.
        Custom = "custom",
        /// Only the person and the platform.
        OnlyMe = "only_me",
        /// The export does not say.
        Unknown = "unknown",
    }
}

words! {
    /// How finely a time is known.
    TimePrecision {
        /// To the second.
        Second = "second",
        /// To the minute.
        Minute = "minute",
        /// To the day, for instance when the zone is missing.
        Day = "day",
        /// No time at all.
        Unknown = "unknown",
    }
}

/// A position and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Location {
    /// The position.
    pub point: GeoPoint,
    /// Radius of uncertainty in metres, when known.
    pub accuracy_metres: Option<f64>,
    /// Where it comes from.
    pub source: LocationSource,
    /// How sure the position is.
    pub evidence: Evidence,
}

impl Location {
    /// A position of which no radius is stated.
    pub const fn at(point: GeoPoint, source: LocationSource, evidence: Evidence) -> Self {
        Self { point, accuracy_metres: None, source, evidence }
    }
}

/// A named place.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The name, as exported or as `name_evidence` says.
    pub name: Box<str>,
    /// How sure the name is: [`Evidence::Recorded`] as exported, [`Evidence::Likely`] if worked out by this program.
    pub name_evidence: Evidence,
    /// Street address or region, when exported.
    pub address: Option<Box<str>>,
    /// Kind of venue, when it could be told.
    pub kind: Option<VenueKind>,
    /// By what the kind was told, for the user: "“Hotel” in the name"; empty when `kind` is `None`.
    pub kind_because: Box<str>,
    /// How sure the kind is.
    pub kind_evidence: Evidence,
}

impl Place {
    /// A place known by name alone, as exported.
    pub fn named(name: impl Into<Box<str>>) -> Self {
        Self {
            name: name.into(),
            name_evidence: Evidence::Recorded,
            address: None,
            kind: None,
            kind_because: "".into(),
            kind_evidence: Evidence::Missing,
        }
    }

    /// The name that the export gives; `None` if it gives none, or the name was worked out.
    pub fn recorded_name(&self) -> Option<&str> {
        Some(&*self.name).filter(|name| self.name_evidence == Evidence::Recorded && !name.trim().is_empty())
    }
}

/// Who could see an item, by its own setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AudienceClaim {
    /// Whoever the account was open to at the time: the account's privacy periods decide.
    FollowsAccount,
    /// The item follows the account, but may have gone to a smaller circle that the export does not record.
    FollowsAccountOrLess(&'static Rule),
    /// The item follows the account as far as is known; the rule says why that is only likely.
    FollowsAccountLikely(&'static Rule),
    /// The item has an audience of its own.
    Own(Audience, Evidence, &'static Rule),
}

/// How long an item was up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// Published and still up when the export was made.
    Live,
    /// Published, and gone from public view after this long (a story).
    Expires {
        /// Time from publication to disappearance.
        after: SignedDuration,
        /// Where the lifetime comes from.
        rule: &'static Rule,
    },
    /// Published, then archived or deleted at an unknown moment before the export.
    TakenDown {
        /// It was certainly still up at this moment, if the export tells.
        up_until_at_least: Option<Timestamp>,
        /// The rule or file that says so.
        rule: &'static Rule,
    },
    /// Published; the export does not say how long it stayed up, nor whether it still is.
    PerhapsGone {
        /// The rule or file that says so.
        rule: &'static Rule,
    },
    /// Never published: a draft, a location history, a login, a file on a disk.
    NeverPublished {
        /// How sure that is.
        evidence: Evidence,
        /// The rule or file that says so.
        rule: &'static Rule,
    },
}

impl Life {
    /// Whether it stays in view until someone takes it down, unlike a story.
    pub const fn lasts(self) -> bool {
        !matches!(self, Self::Expires { .. })
    }
}

/// The file and record an item was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// Index into the [`FileLedger`](super::FileLedger).
    pub file: u32,
    /// Zero-based position of the record in the file.
    pub record: u32,
}

impl Origin {
    /// The record with this number in a file; numbers beyond what can be kept stay at the last.
    pub fn new(file: u32, record: u64) -> Self {
        Self { file, record: u32::try_from(record).unwrap_or(u32::MAX) }
    }
}

/// A picture or video of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaRef {
    /// Path as the export gives it, or of the entry itself.
    pub path: Box<str>,
    /// Index into the [`FileLedger`](super::FileLedger) when the file is in the archive.
    pub file: Option<u32>,
}

impl MediaRef {
    /// The name of the file, without the folders.
    pub fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

/// One thing the person did.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The platform it was done on.
    pub platform: PlatformId,
    /// The account, when the archive names one.
    pub account: Option<AccountId>,
    /// What it is.
    pub kind: ItemKind,
    /// When it was published, or happened if it never was; UTC.
    pub time: Option<Timestamp>,
    /// How finely `time` is known.
    pub time_precision: TimePrecision,
    /// When it came into view, if that differs from `time` (a backdated post); UTC.
    pub published: Option<Timestamp>,
    /// When and where its picture was taken, if that is known apart from when it was published.
    pub captured: Option<Captured>,
    /// What the platform or the file holds.
    pub location: Option<Location>,
    /// What the public could see of the position, if the item was public.
    pub public_location: Option<Location>,
    /// The place it names.
    pub place: Option<Place>,
    /// Whether it carried a place by which strangers could find it.
    pub tagged: Claim,
    /// Who it was shared with.
    pub audience: AudienceClaim,
    /// How long it was up.
    pub life: Life,
    /// Caption or text.
    pub text: Option<Box<str>>,
    /// Its pictures and videos.
    pub media: Vec<MediaRef>,
    /// Where it was read from.
    pub origin: Origin,
    /// Further files and records that hold the same item.
    pub also_in: Vec<Origin>,
    /// What the platform calls it, whatever the export: two items of one platform with the same id are one.
    pub own_id: Option<Box<str>>,
    /// Why a position of it was left out, if one stands there that cannot be right.
    pub flaw: Option<&'static str>,
    /// Whether a time stands there that could not be read.
    pub unread_time: bool,
}

impl Item {
    /// An item with nothing but what every item has: no time, no place, no text.
    pub const fn new(
        platform: PlatformId,
        kind: ItemKind,
        audience: AudienceClaim,
        life: Life,
        tagged: Claim,
        origin: Origin,
    ) -> Self {
        Self {
            platform,
            account: None,
            kind,
            time: None,
            time_precision: TimePrecision::Unknown,
            published: None,
            captured: None,
            location: None,
            public_location: None,
            place: None,
            tagged,
            audience,
            life,
            text: None,
            media: Vec::new(),
            origin,
            also_in: Vec::new(),
            own_id: None,
            flaw: None,
            unread_time: false,
        }
    }

    /// Sets the time, known to the second, or that there is none.
    pub const fn set_time(&mut self, time: Option<Timestamp>) {
        self.time = time;
        self.time_precision = if time.is_some() { TimePrecision::Second } else { TimePrecision::Unknown };
    }

    /// Sets the time; one whose zone is not known is good for the day only.
    pub const fn set_zoned_time(&mut self, time: Option<Timestamp>, zoned: bool) {
        self.set_time(time);
        if time.is_some() && !zoned {
            self.time_precision = TimePrecision::Day;
        }
    }

    /// The moment it came into view, else the moment it happened.
    pub fn published_at(&self) -> Option<Timestamp> {
        self.published.or(self.time)
    }
}
