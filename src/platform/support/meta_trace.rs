//! What Meta keeps about where an account is: logins, device positions, places it inferred.

use jiff::Timestamp;
use serde_json::Value;

use super::meta_json;
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

    /// Equal for traces that say the same, wherever they were read. One that others may have seen is not the
    /// same as one that nobody saw.
    pub fn key(&self) -> TraceKey {
        let point = self.location.map(|l| (l.point.lat().to_bits(), l.point.lon().to_bits()));
        let place = self.place.as_ref().map(|p| p.name.clone());
        let was_kept = matches!(self.standing.life, Life::NeverPublished { .. });
        (self.kind, was_kept, self.time, point, place, self.text.clone())
    }
}

/// What tells one trace from another.
pub type TraceKey = (ItemKind, bool, Option<Timestamp>, Option<(u64, u64)>, Option<Box<str>>, Option<String>);

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

/// Places that Meta thinks the person cares about, in any dialect of `locations_of_interest.json`: a map of
/// labels, a list of values, labels with lists in them, or bare names.
pub fn places_of_interest(record: &Value, standing: Standing, origin: Origin) -> Vec<Trace> {
    if let Some(name) = meta_json::text(record) {
        return vec![Trace::place(&name, None, false, standing, origin)];
    }
    let labels = meta_json::labels(record);
    let named = labels.iter().filter_map(|l| Some((l.value.as_deref().filter(|v| is_name(v))?, l.at)));
    named.map(|(name, at)| Trace::place(name, at, false, standing, origin)).collect()
}

/// The address that one typed into forms in the app, in a file of such fields under one of `roots`. They bear the names
/// that browsers give them, and at Facebook also others in capitals, with lists of texts in them. Shape as parsers of
/// 2022–26 read it. `Err` says what the file holds instead.
pub fn typed_address(file: &Value, roots: &[&str], standing: Standing, origin: Origin) -> Result<Traces, String> {
    let mut all = file.as_object().into_iter().flatten();
    let fields =
        all.find(|(key, _)| roots.contains(&meta_json::root_name(key))).and_then(|(_, fields)| fields.as_object());
    let fields = fields.ok_or("fields that this program does not know")?;
    let of = |names: &[&str]| {
        let known = names.iter().flat_map(|name| [fields.get(*name), fields.get(&name.to_ascii_uppercase())]);
        known.flatten().flat_map(meta_json::list).find_map(meta_json::text)
    };
    let street = of(&["street_address", "address_line1", "street"]);
    let code = of(&["postal_code", "zip"]);
    let wide = [&["address_level2", "city"][..], &["address_level1", "state"], &["country_name", "country"]].map(of);
    let mut traces = Traces::default();
    let name = wide.iter().chain([&street, &code]).flatten().next().cloned();
    let Some(name) = name else {
        traces.skipped.push("fields of forms without an address");
        return Ok(traces);
    };
    let mut trace = Trace::place(&name, None, false, standing, origin);
    let rest: Vec<String> = [street, code].into_iter().chain(wide).flatten().filter(|part| *part != name).collect();
    if let Some(place) = trace.place.as_mut().filter(|_| !rest.is_empty()) {
        place.address = Some(rest.join(", ").into());
    }
    trace.text = Some("An address you typed into a form".to_owned());
    traces.found.push(trace);
    Ok(traces)
}

/// Whether a value is words, and no number, address of a page or yes or no.
pub fn is_name(value: &str) -> bool {
    let is_flag = ["true", "false"].iter().any(|flag| value.eq_ignore_ascii_case(flag));
    !is_flag && !value.contains("://") && value.contains(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    static RULE: Rule = Rule { id: "test.kept", text: "", source: "" };

    #[test]
    fn a_typed_address_is_named_by_its_town_and_never_more_than_a_name() {
        let read = |file: Value| typed_address(&file, &["form"], Standing::kept(&RULE), Origin::new(0, 0));
        let place = |file| read(file).unwrap().found.pop().map(|t| t.place.unwrap());
        let both = [
            json!({"form": {"address_line1": "1 Main St", "address_level2": "Town", "postal_code": "12", "country": "XX", "tel": "1"}}),
            json!({"form_v2": {"STREET": ["1 Main St"], "CITY": ["Town", "Other"], "ZIP": ["12"], "country_name": "XX", "EMAIL": ["a"]}}),
        ];
        for file in both {
            let place = place(file).unwrap();
            assert_eq!((&*place.name, place.address.as_deref()), ("Town", Some("1 Main St, 12, XX")));
        }
        assert_eq!(
            place(json!({"form": {"postal_code": "12"}})).map(|p| (p.name, p.address)),
            Some(("12".into(), None))
        );
        assert_eq!(read(json!({"form": {"tel": "1"}})).unwrap().skipped.len(), 1);
        assert!(read(json!({"form": [1]})).is_err() && read(json!([])).is_err());
    }

    #[test]
    fn places_of_interest_are_read_in_every_dialect() {
        let records = [
            json!("Town, Region"),
            json!({"string_map_data": {"Places": {"href": "", "value": "Town, Region", "timestamp": 0}}}),
            json!({"string_list_data": [{"href": "", "value": "Town, Region", "timestamp": 0}]}),
            json!({"label_values": [{"label": "Places", "vec": [{"value": "Town, Region"}]}], "fbid": "17"}),
            json!({"label_values": [{"label": "Places", "vec": ["Town, Region"]}, {"label": "Count", "value": "1"}, {"label": "Shown", "value": "False"}]}),
            json!({"label_values": [{"title": "Places", "dict": [{"title": "", "dict": [{"label": "Name", "value": "Town, Region"}]}]}]}),
        ];
        for record in records {
            let found = places_of_interest(&record, Standing::kept(&RULE), Origin::new(0, 0));
            let names: Vec<_> = found.iter().filter_map(|t| t.place.as_ref()).map(|p| &*p.name).collect();
            assert_eq!(names, ["Town, Region"], "{record}");
        }
    }
}
