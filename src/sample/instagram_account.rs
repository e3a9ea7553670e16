//! The files about the account in the 2022 layout: profile, privacy switches, logins, places.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::SampleError;
use super::filing::Filing;
use super::instagram::profile_photo_path;
use super::json::{self as out, Text};
use super::life::moment;
use super::packing::{Drawing, Packing};
use super::pictures::portrait;
use super::rng::{Rng, seed_of};
use super::world::{Persona, Role};

/// Writes every file that is not a post.
pub(super) fn write(zip: &mut Packing<'_>, filing: &Filing) -> Result<(), SampleError> {
    let persona = filing.persona;
    let list = |zip: &mut Packing<'_>, path: &str, key: &str, records: Vec<Value>| {
        if records.is_empty() {
            return Ok(());
        }
        zip.file(path, |mut w| out::under_key(&mut w, key, records.into_iter(), Text::Mangled))
    };
    list(zip, "content/profile_photos.json", "ig_profile_picture", profile_photos(filing))?;
    let portrait = |at: &i64| -> Drawing<'_> {
        let at = *at;
        (profile_photo_path(at), Box::new(move || portrait(seed_of(persona.id), at as u64)))
    };
    zip.pictures(&filing.profile_photos.iter().map(portrait).collect::<Vec<_>>())?;
    list(zip, "account_information/personal_information.json", "profile_user", vec![personal(filing)])?;
    list(zip, "account_information/account_information.json", "profile_account_insights", vec![insights(filing)])?;
    list(zip, "account_information/profile_changes.json", "profile_profile_change", profile_changes(persona))?;
    let logins = "login_and_account_creation";
    list(
        zip,
        &format!("{logins}/account_privacy_changes.json"),
        "account_history_account_privacy_history",
        switches(persona),
    )?;
    list(zip, &format!("{logins}/login_activity.json"), "account_history_login_history", login_records(filing))?;
    list(
        zip,
        &format!("{logins}/signup_information.json"),
        "account_history_registration_info",
        vec![signup(persona)],
    )?;
    if filing.last_location {
        let key = "account_history_imprecise_last_known_location";
        list(zip, &format!("{logins}/last_known_location.json"), key, vec![last_location(filing)])?;
    }
    if filing.based_in {
        let city = labelled("", &[("City Name", entry(persona.home_city, 0))]);
        list(zip, "information_about_you/account_based_in.json", "inferred_data_primary_location", vec![city])?;
    }
    list(zip, "followers_and_following/followers.json", "relationships_followers", followers(persona))?;
    zip.file("loyalty_accounts/no-data.txt", |w| w.write_all(b"There is no data in this section"))
}

fn entry(value: &str, timestamp: i64) -> Value {
    json!({ "href": "", "value": value, "timestamp": timestamp })
}

fn labelled(title: &str, entries: &[(&str, Value)]) -> Value {
    let map: Map<String, Value> = entries.iter().map(|(label, value)| ((*label).to_owned(), value.clone())).collect();
    json!({ "title": title, "media_map_data": {}, "string_map_data": map })
}

fn iso(at: i64) -> String {
    let at = Timestamp::from_second(at).unwrap_or(Timestamp::UNIX_EPOCH);
    at.strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string()
}

fn profile_photos(filing: &Filing) -> Vec<Value> {
    let record = |(number, at): (usize, &i64)| json!({ "uri": profile_photo_path(*at), "creation_timestamp": at, "title": "", "is_profile_picture": number == 0 });
    filing.profile_photos.iter().enumerate().map(record).collect()
}

fn personal(filing: &Filing) -> Value {
    let persona = filing.persona;
    let private = if persona.private_now { "True" } else { "False" };
    let mail = format!("{}@example.com", persona.id);
    let mut record = labelled(
        "User Information",
        &[
            ("Email", entry(&mail, 0)),
            ("Phone Confirmed", entry("False", 0)),
            ("Username", entry(persona.handle, 0)),
            ("Name", entry(persona.name, 0)),
            ("Bio", entry(persona.bio, 0)),
            ("Date of birth", entry(persona.born, 0)),
            ("Private Account", entry(private, 0)),
        ],
    );
    if let (Some(at), Some(fields)) = (filing.profile_photos.first(), record.as_object_mut()) {
        let photo = json!({ "uri": profile_photo_path(*at), "creation_timestamp": at, "title": "" });
        fields.insert("media_map_data".to_owned(), json!({ "Profile Photo": photo }));
    }
    record
}

fn insights(filing: &Filing) -> Value {
    let stories = (filing.stories.last().map_or(0, |s| s.at), filing.stories.first().map_or(0, |s| s.at));
    labelled(
        "",
        &[
            ("Last Login", entry("", filing.logins.first().copied().unwrap_or_default())),
            ("First Story Time", entry("", stories.0)),
            ("Last Story Time", entry("", stories.1)),
        ],
    )
}

fn profile_changes(persona: &Persona) -> Vec<Value> {
    let record = |change: &super::world::ProfileChange| {
        labelled(
            "",
            &[
                ("Changed", entry(change.field, 0)),
                ("Previous Value", entry(change.before, 0)),
                ("New Value", entry(change.after, 0)),
                ("Change Date", entry("", moment(change.at))),
            ],
        )
    };
    persona.profile_changes.iter().map(record).collect()
}

fn switches(persona: &Persona) -> Vec<Value> {
    let record = |(at, private): &(&str, bool)| {
        let title = if *private { "Switched to Private" } else { "Switched to Public" };
        labelled(title, &[("Time", entry("", moment(at)))])
    };
    persona.switches.iter().rev().map(record).collect()
}

fn login_records(filing: &Filing) -> Vec<Value> {
    let persona = filing.persona;
    let mut rng = Rng::new(seed_of(persona.id), 0x1b);
    let (maker, model, code) = persona.phone;
    let record = |at: &i64| {
        // Addresses reserved for documentation: nobody's.
        let network = *rng.pick(&["192.0.2", "198.51.100", "203.0.113"]);
        let address = format!("{network}.{}", rng.between(2, 250));
        let agent =
            format!("Instagram 210.0.0.28.71 Android (29/10; 420dpi; 1080x2094; {maker}; {model}; {code}; en_US)");
        labelled(
            &iso(*at),
            &[
                ("Cookie Name", entry(&format!("**************************{}", &iso(*at)[17..19]), 0)),
                ("IP Address", entry(&address, 0)),
                ("Language Code", entry(persona.language, 0)),
                ("Time", entry("", *at)),
                ("User Agent", entry(&agent, 0)),
            ],
        )
    };
    filing.logins.iter().map(record).collect()
}

/// Without an address, as in some exports: with one it would be an item more than was asked for.
fn signup(persona: &Persona) -> Value {
    labelled("", &[("Username", entry(persona.handle, 0)), ("Time", entry("", moment(persona.joined)))])
}

fn last_location(filing: &Filing) -> Value {
    let home = filing.persona.everyday(Role::Home);
    let mut rng = Rng::new(seed_of(filing.persona.id), 0x1a57);
    let lat = home.lat + rng.range(-0.004, 0.004);
    let lon = home.lon + rng.range(-0.004, 0.004);
    labelled(
        "",
        &[
            ("Imprecise Latitude", entry(&format!("{lat:.6}"), 0)),
            ("Imprecise Longitude", entry(&format!("{lon:.6}"), 0)),
            ("Time Uploaded", entry("", moment(filing.persona.exported) - 5400)),
        ],
    )
}

fn followers(persona: &Persona) -> Vec<Value> {
    let joined = moment(persona.joined);
    let count = 180 + seed_of(persona.id) % 400;
    let name =
        |n: u64| persona.friends.get(n as usize).map_or_else(|| format!("follower.{n}.example"), |f| (*f).to_owned());
    let record = |n: u64| {
        let since = json!([{ "href": "", "value": name(n), "timestamp": joined + 86_400 * (1 + n as i64) * 3 }]);
        json!({ "title": "", "media_list_data": [], "string_list_data": since })
    };
    (0..count).rev().map(record).collect()
}
