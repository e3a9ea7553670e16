//! An Instagram export in the layout of 2018 to 2020: one `media.json`, plain UTF-8, names of places without coordinates.

use std::io::Write;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::SampleError;
use super::filing::Filing;
use super::instagram::{drawing, picture_count};
use super::json::{self as out, Text};
use super::life::{Deed, moment};
use super::packing::{Drawing, Packing, Pictures, Target};
use super::pictures::portrait;
use super::rng::seed_of;
use super::world::Form;

/// Writes the export.
pub(super) fn write(target: &mut dyn Target, filing: &Filing, pictures: Pictures) -> Result<Vec<String>, SampleError> {
    let mut zip = Packing::new(target, pictures);
    zip.file("media.json", |mut w| media_json(&mut w, filing))?;
    let plain = |zip: &mut Packing<'_>, path: &str, value: Value| {
        zip.file(path, |mut w| out::value(&mut w, &value, Text::Plain))
    };
    plain(&mut zip, "profile.json", profile(filing))?;
    plain(&mut zip, "connections.json", connections(filing))?;
    plain(&mut zip, "settings.json", json!({ "allow_comments_from": "Everyone", "blocked_commenters": [] }))?;
    zip.pictures(&drawings(filing))?;
    zip.finish()
}

fn drawings(filing: &Filing) -> Vec<Drawing<'_>> {
    let mut drawings: Vec<Drawing<'_>> = Vec::new();
    for deed in filing.posts.iter().chain(&filing.stories).filter(|d| filing.has_picture(d)) {
        for number in 0..picture_count(deed) {
            drawings.push((path(deed, number), Box::new(move || drawing(deed, number))));
        }
    }
    let person = seed_of(filing.persona.id);
    for at in filing.profile_photos.iter().copied() {
        drawings.push((profile_path(at), Box::new(move || portrait(person, at as u64))));
    }
    drawings
}

fn media_json(mut w: &mut dyn Write, filing: &Filing) -> std::io::Result<()> {
    let photos = photos(filing).flat_map(|d| (0..picture_count(d)).map(move |n| record(d, n)));
    let videos = videos(filing).map(|d| record(d, 0));
    let stories = filing.stories.iter().map(|d| record(d, 0));
    let profile = filing.profile_photos.iter().enumerate().map(|(number, at)| {
        json!({ "caption": "", "taken_at": local_iso(*at), "is_active_profile": number == 0, "path": profile_path(*at) })
    });
    w.write_all(b"{\"photos\": ")?;
    out::array(&mut w, photos, Text::Plain)?;
    w.write_all(b", \"videos\": ")?;
    out::array(&mut w, videos, Text::Plain)?;
    w.write_all(b", \"stories\": ")?;
    out::array(&mut w, stories, Text::Plain)?;
    w.write_all(b", \"profile\": ")?;
    out::array(&mut w, profile, Text::Plain)?;
    w.write_all(b"}")
}

/// The posts under `photos`, in file order; an album stands there once per picture.
pub(super) fn photos(filing: &Filing) -> impl Iterator<Item = &Deed> {
    filing.posts.iter().filter(|d| d.form != Form::Video)
}

/// The posts under `videos`, in file order.
pub(super) fn videos(filing: &Filing) -> impl Iterator<Item = &Deed> {
    filing.posts.iter().filter(|d| d.form == Form::Video)
}

fn record(deed: &Deed, number: u64) -> Value {
    let mut record = json!({ "caption": deed.caption, "taken_at": local_iso(deed.at) });
    if let Some(fields) = record.as_object_mut() {
        // The layout names places of posts; stories were exported without.
        if deed.tagged && deed.form != Form::Story {
            fields.insert("location".to_owned(), deed.spot.name.into());
        }
        fields.insert("path".to_owned(), path(deed, number).into());
    }
    record
}

/// UTC without saying so, as the exports of these years wrote it.
fn local_iso(at: i64) -> String {
    let at = Timestamp::from_second(at).unwrap_or(Timestamp::UNIX_EPOCH);
    at.strftime("%Y-%m-%dT%H:%M:%S").to_string()
}

fn month(at: i64) -> String {
    Timestamp::from_second(at).map_or_else(|_| String::new(), |t| t.strftime("%Y%m").to_string())
}

fn path(deed: &Deed, number: u64) -> String {
    let (folder, extension) = match deed.form {
        Form::Video => ("videos", "mp4"),
        Form::Story => ("stories", "jpg"),
        _ => ("photos", "jpg"),
    };
    let id = u128::from(super::rng::mix(deed.seed)) << 64 | u128::from(super::rng::mix(deed.seed ^ (number + 1)));
    format!("{folder}/{}/{id:032x}.{extension}", month(deed.at))
}

fn profile_path(at: i64) -> String {
    format!("profile/{}/{:032x}.jpg", month(at), super::rng::mix(at as u64))
}

fn profile(filing: &Filing) -> Value {
    let persona = filing.persona;
    let exported = moment(persona.exported_old);
    let private =
        persona.switches.iter().rev().find(|(at, _)| moment(at) < exported).map_or(persona.private_now, |s| s.1);
    json!({
        "biography": persona.profile_changes.iter().find(|c| c.field == "Profile Bio Text" && moment(c.at) < exported).map_or(persona.bio, |c| c.after),
        "date_joined": local_iso(moment(persona.joined)),
        "email": format!("{}@example.com", persona.id),
        "gender": "",
        "private_account": private,
        "name": persona.name,
        "username": persona.handle,
    })
}

fn connections(filing: &Filing) -> Value {
    let joined = moment(filing.persona.joined);
    let entry =
        |(n, name): (usize, &&str)| ((*name).to_owned(), Value::from(local_iso(joined + 86_400 * (n as i64 + 1))));
    let people: serde_json::Map<String, Value> = filing.persona.friends.iter().enumerate().map(entry).collect();
    json!({ "followers": people, "following": people })
}
