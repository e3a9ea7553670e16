//! Which places a lens watched.

use serde::Deserialize;

use super::fence::Fence;
use crate::model::{Evidence, VenueKind};

/// Which places a lens watched.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "RawSelect")]
pub enum Select {
    /// A list of venues of some kinds. Nobody outside knows the list itself.
    VenueKind(ListedKinds),
    /// Any place at all.
    Anywhere {},
    /// Any place that whoever searched asked for, within the limits of the search.
    Query(Query),
    /// These fences.
    Fences(Fences),
    /// A list of accounts, whatever the place.
    Accounts(AccountList),
}

/// The table as it is written: all fields of all types at once, so that what is wrong in one is found at its own line.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSelect {
    r#type: SelectType,
    any_of: Option<Vec<VenueKind>>,
    by: Option<Vec<QueryArea>>,
    fence: Option<Vec<Fence>>,
    extent: Option<Extent>,
    because: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SelectType {
    VenueKind,
    Anywhere,
    Query,
    Fences,
    Accounts,
}

impl SelectType {
    /// The word in the file, and the fields that belong to it.
    const fn fields(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::VenueKind => ("venue_kind", &["any_of"]),
            Self::Anywhere => ("anywhere", &[]),
            Self::Query => ("query", &["by", "extent"]),
            Self::Fences => ("fences", &["fence", "extent"]),
            Self::Accounts => ("accounts", &["because"]),
        }
    }
}

impl TryFrom<RawSelect> for Select {
    type Error = String;

    fn try_from(raw: RawSelect) -> Result<Self, String> {
        let (word, fields) = raw.r#type.fields();
        let given = [
            ("any_of", raw.any_of.is_some()),
            ("by", raw.by.is_some()),
            ("fence", raw.fence.is_some()),
            ("extent", raw.extent.is_some()),
            ("because", raw.because.is_some()),
        ];
        if let Some((field, _)) = given.iter().find(|(field, given)| *given && !fields.contains(field)) {
            return Err(format!("a selection of type {word:?} has no field `{field}`"));
        }
        let missing = |field: &str| format!("a selection of type {word:?} needs the field `{field}`");
        let extent = raw.extent.unwrap_or_default();
        Ok(match raw.r#type {
            SelectType::Anywhere => Self::Anywhere {},
            SelectType::VenueKind => {
                Self::VenueKind(ListedKinds { any_of: raw.any_of.ok_or_else(|| missing("any_of"))? })
            }
            SelectType::Query => Self::Query(Query { by: raw.by.ok_or_else(|| missing("by"))?, extent }),
            SelectType::Fences => Self::Fences(Fences { fence: raw.fence.ok_or_else(|| missing("fence"))?, extent }),
            SelectType::Accounts => {
                Self::Accounts(AccountList { because: raw.because.ok_or_else(|| missing("because"))? })
            }
        })
    }
}

/// The kinds on a list of venues.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedKinds {
    /// The kinds.
    pub any_of: Vec<VenueKind>,
}

/// A search by place.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// The areas that can be asked for.
    pub by: Vec<QueryArea>,
    /// Its limits.
    pub extent: Extent,
}

/// An area that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QueryArea {
    /// A point and a radius.
    Circle,
    /// A rectangle in degrees.
    Box,
    /// A drawn outline.
    Polygon,
    /// A place of the platform's own list.
    Place,
}

impl QueryArea {
    /// What it is, for the user.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Circle => "a point and a radius",
            Self::Box => "a rectangle",
            Self::Polygon => "a drawn outline",
            Self::Place => "a place of the platform's list",
        }
    }
}

/// Fences.
#[derive(Clone, Debug, PartialEq)]
pub struct Fences {
    /// The fences.
    pub fence: Vec<Fence>,
    /// What counts as being in one.
    pub extent: Extent,
}

/// A list of accounts.
#[derive(Clone, Debug, PartialEq)]
pub struct AccountList {
    /// How an account got on the list, in one sentence for the user.
    pub because: String,
}

/// What counts as being in an area, and how large or vague a place may be.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extent {
    /// What of a tagged place counts. A point without extent, such as a satellite fix, is in or out whatever this says.
    #[serde(default)]
    pub place_rule: PlaceRule,
    /// The largest radius that can be asked for, in metres.
    #[serde(default)]
    pub max_radius_m: Option<f64>,
    /// The vaguest position that is still found, as a radius in metres.
    #[serde(default)]
    pub coarsest_m: Option<f64>,
    /// How sure these limits are.
    #[serde(default = "recorded")]
    pub evidence: Evidence,
}

const fn recorded() -> Evidence {
    Evidence::Recorded
}

impl Default for Extent {
    fn default() -> Self {
        Self { place_rule: PlaceRule::default(), max_radius_m: None, coarsest_m: None, evidence: Evidence::Recorded }
    }
}

/// What of a tagged place must lie in an area for the place to count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceRule {
    /// Its centre.
    #[default]
    Centre,
    /// All of its outline.
    Inside,
    /// Any part of it.
    Touches,
}

impl Select {
    /// The limits of the search, where there are any.
    pub const fn extent(&self) -> Option<Extent> {
        match self {
            Self::Query(query) => Some(query.extent),
            Self::Fences(fences) => Some(fences.extent),
            Self::VenueKind(_) | Self::Anywhere {} | Self::Accounts(_) => None,
        }
    }

    /// What it watched, in a few words for the user.
    pub fn describe(&self) -> String {
        match self {
            Self::VenueKind(listed) => {
                let kinds: Vec<String> = listed.any_of.iter().map(|k| k.label().to_lowercase()).collect();
                format!("{}; the list itself is not public", kinds.join(", "))
            }
            Self::Anywhere {} => "anywhere".to_owned(),
            Self::Query(query) => {
                let by: Vec<&str> = query.by.iter().map(|b| b.label()).collect();
                let extent = query.extent;
                let most =
                    extent.max_radius_m.map_or_else(String::new, |m| format!("; at most {} around", distance(m)));
                let inside = match extent.place_rule {
                    PlaceRule::Inside => "; a tagged place counts only if all of it lies inside",
                    PlaceRule::Centre | PlaceRule::Touches => "",
                };
                format!("wherever someone searched, by {}{most}{inside}", by.join(" or "))
            }
            Self::Fences(fences) => {
                let names: Vec<&str> = fences.fence.iter().take(5).map(|f| f.name.as_str()).collect();
                let more = fences.fence.len().saturating_sub(names.len());
                let rest = if more == 0 { String::new() } else { format!(" and {more} more") };
                format!("the fences {}{rest}", names.join(", "))
            }
            Self::Accounts(list) => format!("the accounts on a list: {}", list.because),
        }
    }
}

/// A distance for reading: `450 m`, `40 km`.
pub fn distance(metres: f64) -> String {
    if metres < 1000.0 {
        format!("{metres:.0} m")
    } else if metres < 10_000.0 {
        format!("{:.1} km", metres / 1000.0)
    } else {
        format!("{:.0} km", metres / 1000.0)
    }
}
