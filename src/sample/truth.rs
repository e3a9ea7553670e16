//! What the HYP3R lens must say of every item, worked out from the life and not from the archive.
//!
//! Independent of the engine on purpose: it shares no code with it, only the rules. What the
//! export cannot tell is unknown here too; that is the one thing taken from the layout.

use super::filing::Filing;
use super::instagram::picture_count;
use super::instagram_old;
use super::life::{Deed, moment};
use super::takeout::{self, Takeout};
use super::takeout_places as places;
use super::world::{Form, Persona, Role};

/// What must come out for one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TruthRow {
    /// Path inside the archive of the file it stands in.
    pub file: String,
    /// Zero-based position of the record in the file.
    pub record: u32,
    /// The verdict's word.
    pub verdict: &'static str,
    /// Words the geofence may rightly hold, best first; empty for an item not taken. Where the
    /// export names the place the first words are the place's kinds; without a name, `unclassified` is right too.
    pub geofence: Vec<&'static str>,
    /// Why, in one sentence.
    pub why: String,
}

/// First moment of the lens's window, Unix seconds: 2018-04-04.
const WINDOW_FROM: i64 = 1_522_800_000;
/// First moment after it: 2019-08-07.
const WINDOW_TO: i64 = 1_565_136_000;
/// Seconds a story is up.
const STORY: i64 = 86_400;
/// The account is open from the beginning to the end of time.
const ALWAYS: (i64, i64) = (i64::MIN, i64::MAX);

/// What the export tells of an item's place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tag {
    Tagged,
    Untagged,
    NotTold,
}

/// How long an item was up, as far as the export tells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Up {
    /// Still.
    Still,
    /// For a day.
    ADay,
    /// Until some moment since.
    UntilSomeDay,
    /// At least until this moment.
    AtLeastUntil(i64),
}

#[derive(Clone, Copy)]
struct Case {
    at: i64,
    up: Up,
    tag: Tag,
}

/// Truth of the 2022 layout.
pub(super) fn instagram(filing: &Filing) -> Vec<TruthRow> {
    let persona = filing.persona;
    let public = public_periods(persona);
    let mut rows = Vec::new();
    let lists = [
        ("content/posts_1.json", &filing.posts),
        ("content/stories.json", &filing.stories),
        ("content/archived_posts.json", &filing.archived),
        ("content/recently_deleted_content.json", &filing.deleted),
        ("content/other_content.json", &filing.drafts),
    ];
    for (file, deeds) in lists {
        for (record, deed) in deeds.iter().enumerate() {
            let tag = match deed.form {
                Form::Carousel(_) => Tag::NotTold,
                _ if deed.tagged => Tag::Tagged,
                _ => Tag::Untagged,
            };
            let case = Case { at: deed.at, up: up(deed, moment(persona.exported)), tag };
            let (verdict, why) = if deed.form == Form::Draft {
                draft(deed.at, &public)
            } else {
                judge(&case, &public, persona.private_now)
            };
            let geofence = fences(deed, verdict, false);
            rows.push(TruthRow { file: file.to_owned(), record: record as u32, verdict, geofence, why });
        }
    }
    rows.extend(account_rows(filing));
    rows
}

/// Truth of the 2019 layout. It knows the flag of its day and no switches, and gives stories no place.
pub(super) fn instagram_old(filing: &Filing) -> Vec<TruthRow> {
    let persona = filing.persona;
    let exported = moment(persona.exported_old);
    let private = private_at(persona, exported);
    let public = if private { Vec::new() } else { vec![ALWAYS] };
    let mut rows = Vec::new();
    let mut record = 0;
    let lists = [
        instagram_old::photos(filing).collect::<Vec<_>>(),
        instagram_old::videos(filing).collect(),
        filing.stories.iter().collect(),
    ];
    for deed in lists.into_iter().flatten() {
        let tag = match deed.form {
            Form::Story => Tag::NotTold,
            _ if deed.tagged => Tag::Tagged,
            _ => Tag::Untagged,
        };
        let (verdict, why) = judge_within_a_day(&Case { at: deed.at, up: up(deed, exported), tag }, &public, private);
        rows.push(TruthRow {
            file: "media.json".to_owned(),
            record,
            verdict,
            geofence: fences(deed, verdict, true),
            why,
        });
        record += picture_count(deed) as u32;
    }
    for _ in &filing.profile_photos {
        rows.push(plain("media.json", record, "public", "a profile picture is shown to anyone and has no place"));
        record += 1;
    }
    rows
}

fn account_rows(filing: &Filing) -> Vec<TruthRow> {
    let mut rows = Vec::new();
    for record in 0..filing.profile_photos.len() {
        let why = "a profile picture is shown to anyone and has no place";
        rows.push(plain("content/profile_photos.json", record as u32, "public", why));
    }
    for record in 0..filing.logins.len() {
        let file = "login_and_account_creation/login_activity.json";
        rows.push(plain(file, record as u32, "private", "a login is never published"));
    }
    if filing.last_location {
        let file = "login_and_account_creation/last_known_location.json";
        rows.push(plain(file, 0, "private", "the platform keeps it for itself"));
    }
    if filing.based_in {
        let file = "information_about_you/account_based_in.json";
        rows.push(plain(file, 0, "private", "the platform keeps it for itself"));
    }
    rows
}

/// A row without a fence.
pub(super) fn plain(file: &str, record: u32, verdict: &'static str, why: &str) -> TruthRow {
    TruthRow { file: file.to_owned(), record, verdict, geofence: Vec::new(), why: why.to_owned() }
}

fn up(deed: &Deed, exported: i64) -> Up {
    match deed.form {
        Form::Story => Up::ADay,
        Form::Archived => Up::UntilSomeDay,
        // Meta keeps deleted items for 30 days: it was up until at least then.
        Form::Deleted => Up::AtLeastUntil(exported - 30 * 86_400),
        _ => Up::Still,
    }
}

/// The periods in which the account was public, `[from, to)`.
fn public_periods(persona: &Persona) -> Vec<(i64, i64)> {
    let Some((_, first_to_private)) = persona.switches.first() else {
        return if persona.private_now { Vec::new() } else { vec![ALWAYS] };
    };
    let mut periods = Vec::new();
    let mut since = first_to_private.then_some(i64::MIN);
    for (at, to_private) in persona.switches {
        match (since, to_private) {
            (Some(from), true) => {
                periods.push((from, moment(at)));
                since = None;
            }
            (None, false) => since = Some(moment(at)),
            _ => {}
        }
    }
    periods.extend(since.map(|from| (from, i64::MAX)));
    periods
}

fn private_at(persona: &Persona, at: i64) -> bool {
    !public_periods(persona).iter().any(|(from, to)| (*from..*to).contains(&at))
}

fn meets(public: &[(i64, i64)], from: i64, to: i64) -> bool {
    public.iter().any(|(a, b)| from.max(*a) < to.min(*b))
}

/// The verdict, and why.
fn judge(case: &Case, public: &[(i64, i64)], private_now: bool) -> (&'static str, String) {
    let certainly_up_to = match case.up {
        Up::Still => i64::MAX,
        Up::ADay => case.at + STORY,
        Up::UntilSomeDay => case.at + 1,
        Up::AtLeastUntil(at) => at.max(case.at + 1),
    };
    let perhaps_up_to = if case.up == Up::UntilSomeDay { i64::MAX } else { certainly_up_to };
    let say = |verdict, why: &str| (verdict, why.to_owned());
    if !meets(public, case.at, perhaps_up_to) {
        return say("restricted", "the account was private for as long as it was up");
    }
    if case.tag == Tag::Untagged {
        return say("public", "it carried no place");
    }
    let perhaps_seen = meets(public, case.at.max(WINDOW_FROM), perhaps_up_to.min(WINDOW_TO));
    if !perhaps_seen {
        return say("public", "the harvester collected at another time");
    }
    if case.tag == Tag::NotTold {
        return say("unknown", "the export does not tell whether it carried a place");
    }
    if !meets(public, case.at.max(WINDOW_FROM), certainly_up_to.min(WINDOW_TO)) {
        return say("unknown", "it was taken down at an unknown moment, perhaps before the harvester began");
    }
    match case.up {
        Up::ADay => say("retained", "a public story of the time, kept past its day"),
        Up::UntilSomeDay | Up::AtLeastUntil(_) => say("retained", "public then, taken down since"),
        Up::Still if private_now => say("retained", "public then, the account was closed since"),
        Up::Still => say("captured", "public, and found by its place"),
    }
}

/// This layout gives times without a zone, so each may be off by up to a day: where that decides
/// whether an item was taken, nobody can tell.
fn judge_within_a_day(case: &Case, public: &[(i64, i64)], private_now: bool) -> (&'static str, String) {
    let at = |shift: i64| judge(&Case { at: case.at + shift, ..*case }, public, private_now);
    let class = |verdict: &str| match verdict {
        "captured" | "retained" => 0,
        "unknown" => 1,
        _ => 2,
    };
    let middle = at(0);
    if [at(-STORY), at(STORY)].iter().any(|end| class(end.0) != class(middle.0)) {
        return (
            "unknown",
            "the export gives no time zone, and a day earlier or later it would be different".to_owned(),
        );
    }
    middle
}

/// The file of drafts holds other things too, so the export does not say that it was never published;
/// that it was never public is certain if the account was private from then on.
fn draft(at: i64, public: &[(i64, i64)]) -> (&'static str, String) {
    if meets(public, at, i64::MAX) {
        ("unknown", "the export does not say whether it was published".to_owned())
    } else {
        ("restricted", "at most followers saw it, if it was published at all".to_owned())
    }
}

/// Truth of a Takeout: nothing of it is of the platform that the lens read.
pub(super) fn google(takeout: &Takeout) -> Vec<TruthRow> {
    let persona = takeout.persona;
    let mut rows = Vec::new();
    for photo in &takeout.photos {
        rows.push(plain(&format!("{}.json", photo.path), 0, "private", "a photo kept in Google Photos"));
    }
    for (file, records) in takeout::months(takeout) {
        let why = "location history is seen by nobody else";
        rows.extend(records.iter().map(|(record, _)| plain(&file, *record, "private", why)));
    }
    if takeout.places {
        let list = |file: &str, count: usize, verdict, why: &str| -> Vec<TruthRow> {
            (0..count).map(|record| plain(file, record as u32, verdict, why)).collect()
        };
        rows.extend(list(places::REVIEWS, persona.reviews.len(), "public", "a review stands on the place's page"));
        rows.extend(list(places::SAVED, persona.saved.len(), "private", "starred places are shown to nobody else"));
        rows.extend(list(
            places::LABELLED,
            takeout::labelled(persona).len(),
            "private",
            "labels are shown to nobody else",
        ));
    }
    rows
}

/// Words the geofence may hold. `named`: the export gives the place's name.
fn fences(deed: &Deed, verdict: &str, named: bool) -> Vec<&'static str> {
    if !matches!(verdict, "captured" | "retained") {
        return Vec::new();
    }
    let listed = |kind: &&crate::model::VenueKind| LISTED.contains(&kind.as_str());
    let mut words: Vec<&'static str> = deed.spot.kinds.iter().filter(listed).map(|k| k.as_str()).collect();
    if words.is_empty() || !named || deed.spot.role == Role::Town {
        words.push("unclassified");
    }
    words
}

/// The kinds on HYP3R's list.
const LISTED: [&str; 10] =
    ["hotel", "casino", "cruise_ship", "airport", "fitness", "stadium", "shopping", "hospital", "bar", "restaurant"];
