//! iNaturalist: the CSV export of observations.
//!
//! Observations are public; what may be hidden is where. For an obscured one the owner's export has both
//! points: the true one in `private_latitude`, and the one everybody sees, at random in a cell of 0.2°.

use super::support::coord::{self, NoPoint};
use super::support::moment::{self, Clock};
use super::support::places::{by_head, header_of, loose_files};
use super::support::privacy::Privacy;
use super::support::records::{open_table, read_rows};
use super::support::table::{Row, Table};
use super::{Guide, ImportCx, ImportError, Platform, Recognition};
use crate::archive::{EntryId, Source};
use crate::model::{
    Account, Audience, Claim, Evidence, GeoPoint, Item, ItemKind, Location, LocationSource, Origin, Place, PlatformId,
    Rule,
};

/// The platform's id.
const INATURALIST: PlatformId = PlatformId("inaturalist");

/// The adapter.
pub(super) struct INaturalist;

static PUBLIC: Rule = Rule {
    id: "inaturalist.public",
    text: "Observations are public; only their position can be hidden",
    source: "iNaturalist has no other kind of observation",
};
static OPEN: Rule = Rule {
    id: "inaturalist.open",
    text: "The position is open to everyone",
    source: "geoprivacy, taxon_geoprivacy and coordinates_obscured in the export",
};
static OBSCURED: Rule = Rule {
    id: "inaturalist.obscured",
    text: "Everyone sees a random point in a cell of about 20 km around the true one",
    source: "geoprivacy, taxon_geoprivacy, coordinates_obscured and the two positions in the export",
};
static HIDDEN: Rule = Rule {
    id: "inaturalist.hidden",
    text: "The position is hidden from everyone else",
    source: "geoprivacy in the export",
};
static NO_POSITION: Rule = Rule {
    id: "inaturalist.no_position",
    text: "The observation has no position",
    source: "absence of coordinates in the export",
};
static BAD_POSITION: Rule = Rule {
    id: "inaturalist.bad_position",
    text: "The observation has a position in the export, but not one on Earth",
    source: "latitude and longitude in the export",
};
static NOT_CHOSEN: Rule = Rule {
    id: "inaturalist.not_chosen",
    text: "The columns that say whether the position was hidden were not chosen for this export",
    source: "absence of geoprivacy and coordinates_obscured in the export",
};

/// Half the diagonal of the cell in which a public point lies, in metres: 0.2° by 0.2° at the equator.
const CELL_METRES: f64 = 15_700.0;

const GUIDES: &[Guide] = &[Guide {
    title: "iNaturalist",
    hint: "CSV, with private coordinates",
    steps: &[
        "On inaturalist.org open Your Observations, then Export",
        "Choose all columns of the Geo group, also geoprivacy and the private coordinates",
        "Create the export and download the zip",
    ],
    in_short: "on inaturalist.org, in Your Observations, choose Export with all columns of the Geo group",
}];

fn is_inaturalists(head: &[u8]) -> bool {
    let header = header_of(head);
    let has = |name: &str| header.iter().any(|h| h == name);
    has("latitude")
        && (has("observedon") || has("timeobservedat"))
        && ["qualitygrade", "positionalaccuracy", "geoprivacy", "coordinatesobscured", "speciesguess"].into_iter().any(has)
}

impl Platform for INaturalist {
    fn id(&self) -> PlatformId {
        INATURALIST
    }

    fn name(&self) -> &'static str {
        "iNaturalist"
    }

    fn guides(&self) -> &'static [Guide] {
        GUIDES
    }

    fn recognise(&self, source: &dyn Source) -> Option<Recognition> {
        let mut found = loose_files(source, &["csv"], "observations", is_inaturalists)?;
        let heads = by_head(source, |e| e.extension() == "csv", is_inaturalists);
        let lacks_private = |id: &EntryId| {
            source.head(*id, 4096).is_ok_and(|head| !header_of(&head).iter().any(|h| h == "privatelatitude"))
        };
        if heads.iter().any(lacks_private) {
            found.missing.push("No column `private_latitude`: where you were at an obscured observation is not in this export; choose the private coordinates too".into());
        }
        Some(found)
    }

    fn import(&self, found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        for id in cx.entries_of(found) {
            cx.check()?;
            read(cx, id)?;
        }
        Ok(())
    }
}

/// Where the fields are, by name: which columns there are is the user's choice.
struct Columns {
    id: Option<usize>,
    login: Option<usize>,
    time: Option<usize>,
    day: Option<usize>,
    created: Option<usize>,
    latitude: Option<usize>,
    longitude: Option<usize>,
    accuracy: Option<usize>,
    public_accuracy: Option<usize>,
    private_latitude: Option<usize>,
    private_longitude: Option<usize>,
    geoprivacy: Option<usize>,
    taxon_geoprivacy: Option<usize>,
    obscured: Option<usize>,
    place: Option<usize>,
    private_place: Option<usize>,
    description: Option<usize>,
    species: Option<usize>,
}

impl Columns {
    fn of(table: &Table<'_>) -> Self {
        let at = |name: &str| table.column(&[name]);
        Self {
            id: at("id").or(at("uuid")),
            login: at("user_login"),
            time: at("time_observed_at"),
            day: at("observed_on"),
            created: at("created_at"),
            latitude: at("latitude"),
            longitude: at("longitude"),
            accuracy: at("positional_accuracy"),
            public_accuracy: at("public_positional_accuracy"),
            private_latitude: at("private_latitude"),
            private_longitude: at("private_longitude"),
            geoprivacy: at("geoprivacy"),
            taxon_geoprivacy: at("taxon_geoprivacy"),
            obscured: at("coordinates_obscured"),
            place: at("place_guess"),
            private_place: at("private_place_guess"),
            description: at("description"),
            species: at("species_guess").or(at("scientific_name")),
        }
    }

    /// Whether the table tells at all who may see a position.
    const fn tell_privacy(&self) -> bool {
        self.geoprivacy.is_some() || self.obscured.is_some()
    }
}

fn read(cx: &mut ImportCx<'_>, id: EntryId) -> Result<(), ImportError> {
    let Some(bytes) = cx.read(id) else { return Ok(()) };
    let Some(mut table) = open_table(cx, id, &bytes) else { return Ok(()) };
    let columns = Columns::of(&table);
    let mut read: Vec<(Option<Box<str>>, bool, Item)> = Vec::new();
    read_rows(cx, id, &mut table, "observations", |_, row, origin| {
        let login = row.text(columns.login).map(|l| Box::from(&*l));
        let is_owners = row.text(columns.private_latitude).is_some();
        read.push((login, is_owners, observation(row, &columns, origin)));
    })?;
    let owner = owner(&read);
    let account = owner.as_ref().map(|handle| {
        cx.account(Account {
            platform: INATURALIST,
            handle: handle.clone(),
            private_now: None,
            periods: Vec::new(),
            profile: Vec::new(),
            created: None,
            exported: None,
        })
    });
    let mut others = 0;
    for (login, _, mut item) in read {
        if owner.is_some() && login != owner {
            others += 1;
        } else {
            item.account = account;
            cx.item(item);
        }
    }
    cx.skip("an observation by somebody else", others);
    Ok(())
}

/// Whose export it is: the only one who observed, or the only one whose private coordinates it has.
fn owner(read: &[(Option<Box<str>>, bool, Item)]) -> Option<Box<str>> {
    let only = |owners_only: bool| {
        let mut logins = read.iter().filter(|r| !owners_only || r.1).map(|r| r.0.as_ref());
        let first = logins.next()??;
        logins.all(|login| login == Some(first)).then(|| first.clone())
    };
    only(false).or_else(|| only(true))
}

fn at(point: GeoPoint, accuracy_metres: Option<f64>, evidence: Evidence) -> Location {
    let accuracy_metres = accuracy_metres.filter(|a| *a >= 0.0);
    Location { point, accuracy_metres, source: LocationSource::PlaceTag, evidence }
}

/// Where it was, what everyone sees of that, and whether it can be found there.
fn positions(row: Row<'_>, columns: &Columns) -> (Option<Location>, Option<Location>, Claim) {
    let shown = row.point(columns.latitude, columns.longitude);
    let hidden = row.point(columns.private_latitude, columns.private_longitude).ok();
    let (accuracy, public_accuracy) = (row.number(columns.accuracy), row.number(columns.public_accuracy));
    let says = |column, word: &str| row.text(column).is_some_and(|t| t.eq_ignore_ascii_case(word));
    let by_owner = |word| says(columns.geoprivacy, word) || says(columns.taxon_geoprivacy, word);
    let is_obscured = says(columns.obscured, "true") || by_owner("obscured") || hidden.is_some() && shown.ok() != hidden;
    let recorded = Evidence::Recorded;
    if by_owner("private") {
        let truth = hidden.map(|p| at(p, accuracy, recorded));
        let truth = truth.or_else(|| Some(at(shown.ok()?, public_accuracy.or(accuracy), Evidence::Likely)));
        return (truth, None, Claim::no(recorded, &HIDDEN));
    }
    let Ok(shown) = shown else {
        if matches!(shown, Err(NoPoint::OutOfRange | NoPoint::NotNumbers)) {
            return (None, None, Claim::unknown(&BAD_POSITION));
        }
        let truth = hidden.map(|p| at(p, accuracy, recorded));
        return (truth, None, Claim::no(recorded, if truth.is_some() { &HIDDEN } else { &NO_POSITION }));
    };
    if is_obscured {
        let public = at(shown, public_accuracy.or(Some(CELL_METRES)), recorded);
        let truth = hidden.map(|p| at(p, accuracy, recorded));
        // Without the private columns the export holds no more than everyone sees: somewhere around there it was.
        let about = Location { evidence: Evidence::Likely, ..public };
        return (truth.or(Some(about)), Some(public), Claim::yes(recorded, &OBSCURED));
    }
    // Where neither column was chosen it may be the random point of an obscured observation.
    let is_told = columns.tell_privacy() || columns.private_latitude.is_some();
    let truth = at(shown, accuracy, if is_told { recorded } else { Evidence::Likely });
    if columns.tell_privacy() {
        (Some(truth), Some(truth), Claim::yes(recorded, &OPEN))
    } else {
        (Some(truth), None, Claim::unknown(&NOT_CHOSEN))
    }
}

fn observation(row: Row<'_>, columns: &Columns, origin: Origin) -> Item {
    let (location, public_location, tagged) = positions(row, columns);
    let privacy = Privacy::shared(Audience::Public, Evidence::Likely, &PUBLIC, tagged);
    let mut item = privacy.item(INATURALIST, ItemKind::Post, origin);
    let moment = |column| row.text(column).and_then(|t| moment::read(&t, Clock::Local));
    moment::set_time(&mut item, moment(columns.time).or_else(|| moment(columns.day)));
    let says = |column| row.text(column).is_some_and(|text| !moment::says_none(&text));
    item.unread_time = item.time.is_none() && (says(columns.time) || says(columns.day));
    item.published = moment(columns.created).map(|m| m.time);
    item.flaw = coord::flaw(&row.point(columns.latitude, columns.longitude));
    item.own_id = row.text(columns.id).map(|id| Box::from(&*id));
    item.location = location;
    item.public_location = public_location;
    // A place written out says where it was; the one of an obscured observation is coarse by itself.
    let place = row.text(columns.place).or_else(|| row.text(columns.private_place));
    item.place = place.map(|name| Place::named(&*name));
    item.text = row.text(columns.description).or_else(|| row.text(columns.species)).map(|t| Box::from(&*t));
    item
}
