//! What Meta keeps about where an account is: logins, device positions, places it inferred.

use jiff::Timestamp;

use crate::model::{
    AccountId, Audience, AudienceClaim, Claim, Evidence, Item, ItemKind, Life, Location, Origin, Place, PlatformId,
    Rule,
};

/// Who could see a trace, for how long, and whether by its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// Who could see it.
    pub audience: AudienceClaim,
    /// How long it was up, if ever.
    pub life: Life,
    /// Whether strangers could find it by its place.
    pub tagged: Claim,
}

impl Standing {
    /// Of what was never published.
    pub const fn kept(rule: &'static Rule) -> Self {
        Self {
            audience: AudienceClaim::Own(Audience::OnlyMe, Evidence::Recorded, rule),
            life: Life::NeverPublished { evidence: Evidence::Recorded, rule },
            tagged: Claim::no(Evidence::Recorded, rule),
        }
    }

    /// Of what may have been seen by others: the export does not say by whom, nor whether by its place.
    pub const fn not_told(rule: &'static Rule) -> Self {
        Self {
            audience: AudienceClaim::Own(Audience::Unknown, Evidence::Missing, rule),
            life: Life::Live,
            tagged: Claim::unknown(rule),
        }
    }
}

/// A trace before it knows its account.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// What it is.
    pub kind: ItemKind,
    /// When it was; UTC.
    pub time: Option<Timestamp>,
    /// Whether the zone of `time` is known.
    pub zoned: bool,
    /// Where it was.
    pub location: Option<Location>,
    /// The place it names.
    pub place: Option<Place>,
    /// What else it says.
    pub text: Option<String>,
    /// Whether `place` is where the account is based.
    pub home: bool,
    /// Who could see it.
    pub standing: Standing,
    /// Where it was read.
    pub origin: Origin,
}

impl Trace {
    /// A trace with nothing but its time.
    pub const fn new(kind: ItemKind, time: Option<Timestamp>, standing: Standing, origin: Origin) -> Self {
        Self { kind, time, zoned: true, location: None, place: None, text: None, home: false, standing, origin }
    }

    /// A place that the platform keeps, known by its name; `home` if it is where the account is based.
    pub fn place(name: &str, time: Option<Timestamp>, home: bool, standing: Standing, origin: Origin) -> Self {
        Self { place: Some(Place::named(name)), home, ..Self::new(ItemKind::AccountPlace, time, standing, origin) }
    }

    /// The city the account is based in, if this is that trace.
    pub fn home(&self) -> Option<(Box<str>, Origin)> {
        self.place.as_ref().filter(|_| self.home).map(|place| (place.name.clone(), self.origin))
    }

    /// The item.
    pub fn item(self, platform: PlatformId, account: AccountId) -> Item {
        let Standing { audience, life, tagged } = self.standing;
        let mut item = Item::new(platform, self.kind, audience, life, tagged, self.origin);
        item.account = Some(account);
        item.set_zoned_time(self.time, self.zoned);
        item.location = self.location;
        item.place = self.place;
        item.text = self.text.map(Into::into);
        item
    }

    /// Equal for traces that say the same, wherever they were read.
    pub fn key(&self) -> TraceKey {
        let point = self.location.map(|l| (l.point.lat().to_bits(), l.point.lon().to_bits()));
        let place = self.place.as_ref().map(|p| p.name.clone());
        (self.kind, self.time, point, place, self.text.clone())
    }
}

/// What tells one trace from another.
pub type TraceKey = (ItemKind, Option<Timestamp>, Option<(u64, u64)>, Option<Box<str>>, Option<String>);

/// What a file of traces held.
#[derive(Debug, Default, PartialEq)]
pub struct Traces {
    /// The traces.
    pub found: Vec<Trace>,
    /// Records left out, with the reason.
    pub skipped: Vec<&'static str>,
    /// Records with coordinates that were refused.
    pub refused: Vec<Origin>,
}
