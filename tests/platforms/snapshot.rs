//! A dataset as text for review: one line a fact, nothing left out that a verdict rests on.

use geoshadow::model::{
    Account, ArchiveInfo, Ask, AudienceClaim, Claim, Dataset, Evidence, Flawed, Item, Life, Location, MediaRef, Origin,
    PrivacyPeriod, Question, Recognised,
};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

/// Points shown one by one; the rest are counted.
const POINT_ROWS: usize = 40;

/// The dataset as JSON, fields without a value left out, or why there is none.
pub(crate) fn of(loaded: &Result<Dataset, String>) -> String {
    let dataset = match loaded {
        Ok(dataset) => dataset,
        Err(why) => return without_zip(why),
    };
    let view = View(dataset);
    let mut value = json!({
        "archives": dataset.archives.iter().map(archive).collect::<Vec<_>>(),
        "recognised": dataset.recognised.iter().map(recognised).collect::<Vec<_>>(),
        "accounts": dataset.accounts.iter().map(|a| view.account(a)).collect::<Vec<_>>(),
        "items": dataset.items.iter().map(|i| view.item(i)).collect::<Vec<_>>(),
        "points": view.points(),
        "files": dataset.files.iter().map(|f| json!(format!("{}{}: {}: {}", view.part(f.archive), f.path, f.status.as_str(), f.reason))).collect::<Vec<_>>(),
        "records": present([
            ("read", json!(dataset.records.read())),
            ("kept", json!(dataset.records.kept())),
            ("skipped", json!(dataset.records.skipped())),
            ("flawed", view.flawed()),
        ]),
        "warnings": dataset.warnings.iter().map(|w| match w.file {
            Some(file) => format!("{}: {}", view.file(file), w.text),
            None => w.text.to_string(),
        }).collect::<Vec<_>>(),
    });
    if !dataset.questions.is_empty() {
        value["questions"] = dataset.questions.iter().map(|q| view.question(q)).collect();
    }
    without_zip(&serde_json::to_string_pretty(&value).unwrap())
}

/// The same whether the containers were folders or zips.
fn without_zip(text: &str) -> String {
    text.replace(".zip", "")
}

struct View<'a>(&'a Dataset);

impl View<'_> {
    fn question(&self, question: &Question) -> Value {
        let asked = match &question.ask {
            Ask::OwnName(names) => format!("who of {}", names.join(", ")),
            Ask::DateOrder => "the order of its dates".to_owned(),
        };
        json!(format!("{}: {asked}, for {} records", self.file(question.file), question.records))
    }
}

/// An object of the fields that have a value.
fn present(fields: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    let empty = |v: &Value| v.is_null() || v.as_array().is_some_and(Vec::is_empty);
    Value::Object(fields.into_iter().filter(|(_, v)| !empty(v)).map(|(k, v)| (k.to_owned(), v)).collect::<Map<_, _>>())
}

fn time(at: Option<Timestamp>) -> Value {
    at.map_or(Value::Null, |t| json!(t.to_string()))
}

fn private(state: Option<bool>) -> &'static str {
    match state {
        Some(true) => "private",
        Some(false) => "public",
        None => "unknown",
    }
}

fn claim(c: Claim) -> String {
    let holds = match c.holds {
        Some(true) => "yes",
        Some(false) => "no",
        None => "unknown",
    };
    format!("{holds}, {} ({})", c.evidence.as_str(), c.rule.id)
}

fn audience(claim: AudienceClaim) -> String {
    match claim {
        AudienceClaim::FollowsAccount => "follows the account".to_owned(),
        AudienceClaim::FollowsAccountOrLess(rule) => format!("follows the account, or less ({})", rule.id),
        AudienceClaim::FollowsAccountLikely(rule) => format!("follows the account, likely ({})", rule.id),
        AudienceClaim::Own(audience, evidence, rule) => format!("{audience}, {} ({})", evidence.as_str(), rule.id),
    }
}

fn life(life: Life) -> String {
    match life {
        Life::Live => "live".to_owned(),
        Life::Expires { after, rule } => format!("expires after {after:#} ({})", rule.id),
        Life::PerhapsGone { rule } => format!("perhaps gone ({})", rule.id),
        Life::TakenDown { up_until_at_least: None, rule } => format!("taken down ({})", rule.id),
        Life::TakenDown { up_until_at_least: Some(at), rule } => {
            format!("taken down, up until {at} at least ({})", rule.id)
        }
        Life::NeverPublished { evidence, rule } => format!("never published, {} ({})", evidence.as_str(), rule.id),
    }
}

fn archive(a: &ArchiveInfo) -> String {
    let platforms: Vec<&str> = a.platforms.iter().map(|id| id.0).collect();
    format!("{}: {} files: {}", a.name, a.entries, platforms.join(", "))
}

fn recognised(found: &Recognised) -> Value {
    let text = format!("{}: {}, by {}", found.platform, found.layout, found.because);
    if found.missing.is_empty() { json!(text) } else { json!({ "export": text, "missing": found.missing }) }
}

fn location(at: Option<Location>) -> Value {
    let Some(l) = at else { return Value::Null };
    let accuracy = l.accuracy_metres.map_or(String::new(), |m| format!(" ±{m} m"));
    json!(format!("{}, {}{accuracy}, {}, {}", l.point.lat(), l.point.lon(), l.source, l.evidence.as_str()))
}

impl View<'_> {
    /// `part: ` when there are several containers.
    fn part(&self, archive: u16) -> String {
        match self.0.archives.as_slice() {
            [_] => String::new(),
            all => format!("{}: ", all[archive as usize].name),
        }
    }

    fn file(&self, file: u32) -> String {
        let record = self.0.files.get(file).unwrap();
        format!("{}{}", self.part(record.archive), record.path)
    }

    fn origin(&self, origin: Origin) -> String {
        format!("{} #{}", self.file(origin.file), origin.record)
    }

    fn media(&self, media: &MediaRef) -> String {
        match media.file.map(|file| self.file(file)) {
            Some(path) if *path == *media.path => path,
            Some(path) => format!("{} in {path}", media.path),
            None => format!("{} (missing)", media.path),
        }
    }

    fn period(&self, p: &PrivacyPeriod) -> String {
        let moment = |t: Option<Timestamp>| t.map_or("…".to_owned(), |t| t.to_string());
        let origin = p.origin.map_or(String::new(), |o| format!(", {}", self.origin(o)));
        let (from, to, rule) = (moment(p.from), moment(p.to), p.rule.id);
        format!("{from} to {to}: {}, {} ({rule}){origin}", private(p.private), p.evidence.as_str())
    }

    fn account(&self, a: &Account) -> Value {
        let facts = a.profile.iter().map(|fact| {
            let since = fact.since.map_or(String::new(), |t| format!(" since {t}"));
            format!("{:?}{since}: {} ({})", fact.field, fact.value, self.origin(fact.origin))
        });
        present([
            ("platform", json!(a.platform.0)),
            ("handle", json!(a.handle)),
            ("now", json!(private(a.private_now))),
            ("periods", a.periods.iter().map(|p| self.period(p)).collect()),
            ("profile", facts.collect()),
            ("created", time(a.created)),
            ("exported", time(a.exported)),
        ])
    }

    fn item(&self, i: &Item) -> Value {
        let place = i.place.as_ref().map_or(Value::Null, |p| {
            let kind = p.kind.map_or(Value::Null, |k| {
                debug_assert!(p.kind_evidence != Evidence::Missing);
                json!(format!("{k}, {}: {}", p.kind_evidence.as_str(), p.kind_because))
            });
            present([("name", json!(p.name)), ("address", json!(p.address)), ("kind", kind)])
        });
        present([
            ("kind", json!(i.kind.as_str())),
            ("account", i.account.map_or(Value::Null, |a| json!(format!("{} {}", i.platform, a.0)))),
            ("platform", if i.account.is_none() { json!(i.platform.0) } else { Value::Null }),
            ("time", i.time.map_or(Value::Null, |t| json!(format!("{t}, {}", i.time_precision)))),
            ("published", time(i.published)),
            ("location", location(i.location)),
            (
                "public_location",
                if i.public_location == i.location {
                    json!(i.location.map(|_| "the same"))
                } else {
                    location(i.public_location)
                },
            ),
            (
                "camera",
                i.captured.and_then(|c| c.point).map_or(Value::Null, |p| json!(format!("{}, {}", p.lat(), p.lon()))),
            ),
            ("place", place),
            ("tagged", json!(claim(i.tagged))),
            ("audience", json!(audience(i.audience))),
            ("life", json!(life(i.life))),
            ("text", json!(i.text)),
            ("media", i.media.iter().map(|m| self.media(m)).collect()),
            ("origin", json!(self.origin(i.origin))),
            ("also_in", i.also_in.iter().map(|o| self.origin(*o)).collect()),
        ])
    }

    /// Positions left out of records that were kept, with the first of them.
    fn flawed(&self) -> Value {
        let line = |reason: &str, flawed: &Flawed| {
            let first: Vec<String> = flawed.first.iter().map(|origin| self.origin(*origin)).collect();
            json!(format!("{} {reason}: {}", flawed.count, first.join(", ")))
        };
        self.0.records.flawed().iter().map(|(reason, flawed)| line(reason, flawed)).collect()
    }

    fn points(&self) -> Value {
        let points = &self.0.points;
        let tracks =
            points.tracks().iter().map(|t| json!(format!("{}: {} ({})", t.platform, t.name, self.file(t.file))));
        let rows = (0..points.len().min(POINT_ROWS)).map(|i| {
            let row = points.row(i);
            let at = points.timestamp(i).map_or_else(|| row.seconds.to_string(), |t| t.to_string());
            let accuracy = row.accuracy_metres.map_or(String::new(), |m| format!(" ±{m} m"));
            let (lat, lon, source, track) = (row.point.lat(), row.point.lon(), row.source, row.track.0);
            json!(format!("{at}: {lat}, {lon}{accuracy}, {source:?}, track {track}"))
        });
        present([("count", json!(points.len())), ("tracks", tracks.collect()), ("rows", rows.collect())])
    }
}
