//! How well pictures are recognised, printed: text on signs that the test draws, and words for licence-free photographs.
//!
//! `cargo test --test vision -- --nocapture` shows the figures.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test may fail by panicking, and this one prints figures"
)]

#[path = "common/sign.rs"]
#[allow(dead_code, missing_docs, unreachable_pub, clippy::allow_attributes, reason = "it uses a part of this")]
mod sign;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ab_glyph::{Font as _, FontRef, PxScale, ScaleFont as _, point};
use geoshadow::archive::{CancelToken, EntryId, Limits, MemorySource, Progress, Source};
use geoshadow::load::{Loaded, load_bytes};
use geoshadow::media::{PictureCaps, decode_picture};
use geoshadow::model::{GeoPoint, ItemId, ItemKind, VenueKind};
use geoshadow::vision::{Depth, Job, Models, Seen, pictures_of, search};
use image::{DynamicImage, GrayImage, Rgb, RgbImage};

static SIGNS: &str = include_str!("vision/signs.tsv");
static PHOTOS: &str = include_str!("vision/photos.tsv");
static SPOTS: &str = include_str!("vision/spots.tsv");
static SANS: &[u8] = include_bytes!("../assets/fonts/Inter-Medium.ttf.z");
static BOLD: &[u8] = include_bytes!("../assets/fonts/Inter-Bold.ttf.z");
static CHINESE: &[u8] = include_bytes!("vision/NotoSansSC-subset.ttf");
static HEBREW: &[u8] = include_bytes!("vision/NotoSansHebrew-subset.ttf");

/// Pictures taken nearer to a place than this, in metres, are from it.
const AT_A_SPOT: f64 = 250.0;
/// Scripts that the reader knows well.
const READ: [&str; 3] = ["latin", "accents", "han"];
/// Scripts that it does not know at all.
const UNKNOWN: [&str; 3] = ["cyrillic", "hebrew", "kana"];
/// Angles of the lines, clockwise in degrees.
const ANGLES: [f32; 6] = [0.0, 12.0, -25.0, 45.0, 90.0, 180.0];
/// Signs in a picture: three by three.
const ACROSS: u32 = 3;
/// Room of a sign, in pixels.
const CELL: u32 = 320;
/// Colours of ground and letters.
const COLOURS: [([u8; 3], [u8; 3]); 4] = [
    ([242, 240, 232], [25, 25, 30]),
    ([18, 40, 84], [250, 246, 230]),
    ([150, 32, 28], [255, 240, 200]),
    ([70, 120, 90], [12, 20, 14]),
];

fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'))
}

/// Draws `text` into `mask`, its middle at `centre`, turned by `degrees`, at most as long as a sign has room for.
fn draw(mask: &mut GrayImage, text: &str, script: &str, sans: &[u8], centre: (f32, f32), degrees: f32) {
    let bytes = match script {
        "han" | "kana" => CHINESE,
        "hebrew" => HEBREW,
        _ => sans,
    };
    let font = FontRef::try_from_slice(bytes).unwrap();
    // Hebrew is written from right to left.
    let letters: Vec<char> = if script == "hebrew" { text.chars().rev().collect() } else { text.chars().collect() };
    let width = |size: f32| letters.iter().map(|c| font.as_scaled(size).h_advance(font.glyph_id(*c))).sum::<f32>();
    let size = (34.0 * 190.0 / width(34.0)).clamp(24.0, 44.0);
    let scaled = font.as_scaled(size);
    let flat_width = width(size).ceil() as u32 + 8;
    let flat_height = scaled.height().ceil() as u32 + 8;
    let mut flat = GrayImage::new(flat_width, flat_height);
    let mut x = 4.0;
    for letter in letters {
        let id = font.glyph_id(letter);
        assert!(id.0 != 0, "{letter} is not in the font for {script}");
        let glyph = id.with_scale_and_position(PxScale::from(size), point(x, 4.0 + scaled.ascent()));
        x += scaled.h_advance(id);
        let Some(outline) = font.outline_glyph(glyph) else { continue };
        let corner = outline.px_bounds().min;
        outline.draw(|gx, gy, cover| {
            let (px, py) = (corner.x as i32 + gx as i32, corner.y as i32 + gy as i32);
            if px >= 0 && py >= 0 && (px as u32) < flat_width && (py as u32) < flat_height {
                let pixel = flat.get_pixel_mut(px as u32, py as u32);
                pixel.0[0] = pixel.0[0].max((cover.clamp(0.0, 1.0) * 255.0) as u8);
            }
        });
    }
    let (sin, cos) = degrees.to_radians().sin_cos();
    let half = CELL as f32 / 2.0;
    for y in (centre.1 - half) as i32..(centre.1 + half) as i32 {
        for x in (centre.0 - half) as i32..(centre.0 + half) as i32 {
            let (dx, dy) = (x as f32 + 0.5 - centre.0, y as f32 + 0.5 - centre.1);
            let u = dx * cos + dy * sin + flat_width as f32 / 2.0;
            let v = -dx * sin + dy * cos + flat_height as f32 / 2.0;
            let cover = cover_at(&flat, u - 0.5, v - 0.5);
            if cover > 0 {
                mask.put_pixel(x as u32, y as u32, image::Luma([cover]));
            }
        }
    }
}

fn cover_at(flat: &GrayImage, u: f32, v: f32) -> u8 {
    let at = |x: f32, y: f32| {
        let inside = x >= 0.0 && y >= 0.0 && (x as u32) < flat.width() && (y as u32) < flat.height();
        if inside { f32::from(flat.get_pixel(x as u32, y as u32).0[0]) } else { 0.0 }
    };
    let (left, top, su, sv) = (u.floor(), v.floor(), u - u.floor(), v - v.floor());
    let upper = at(left, top) * (1.0 - su) + at(left + 1.0, top) * su;
    let lower = at(left, top + 1.0) * (1.0 - su) + at(left + 1.0, top + 1.0) * su;
    (upper * (1.0 - sv) + lower * sv) as u8
}

/// A picture with nine signs of one script at one angle.
fn drawn(script: &str, signs: &[&str], sans: &[u8], degrees: f32, colours: ([u8; 3], [u8; 3])) -> DynamicImage {
    let side = ACROSS * CELL;
    let mut mask = GrayImage::new(side, side);
    for (index, text) in signs.iter().enumerate() {
        draw(&mut mask, text, script, sans, centre(index), degrees);
    }
    let (ground, letters) = colours;
    DynamicImage::ImageRgb8(RgbImage::from_fn(side, side, |x, y| {
        let share = f32::from(mask.get_pixel(x, y).0[0]) / 255.0;
        // A ground that is not quite even, as painted walls are not.
        let uneven = f32::from(((x * 7 + y * 13) % 11) as u8) - 5.0;
        let mix = |i: usize| f32::from(ground[i]) * (1.0 - share) + f32::from(letters[i]) * share + uneven;
        Rgb([0, 1, 2].map(|i| mix(i).clamp(0.0, 255.0) as u8))
    }))
}

fn centre(index: usize) -> (f32, f32) {
    let middle = |n: usize| (n as f32 + 0.5) * CELL as f32;
    (middle(index % ACROSS as usize), middle(index / ACROSS as usize))
}

/// What was read in the room of a sign; lines that fell apart are joined.
fn read_at(seen: &Seen, index: usize) -> String {
    let (x, y) = centre(index);
    let side = (ACROSS * CELL) as f32;
    let near = |a: f32, b: f32| (a * side - b).abs() < CELL as f32 / 2.0;
    let lines =
        seen.text.iter().filter(|l| near(l.area.x + l.area.width / 2.0, x) && near(l.area.y + l.area.height / 2.0, y));
    let texts: Vec<&str> = lines.map(|l| &*l.text).collect();
    texts.join(" ")
}

/// Letters to put in, take out or replace to make one text of the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

/// Letters wanted, letters wrong, signs read in full, signs of which anything was claimed.
#[derive(Default)]
struct Score {
    letters: usize,
    wrong: usize,
    signs: usize,
    whole: usize,
    claimed: usize,
}

impl Score {
    fn add(&mut self, wanted: &str, got: &str) {
        let letters = wanted.chars().count();
        self.letters += letters;
        self.wrong += distance(wanted, got).min(letters);
        self.signs += 1;
        self.whole += usize::from(wanted == got);
        self.claimed += usize::from(!got.is_empty());
    }

    fn accuracy(&self) -> f64 {
        1.0 - self.wrong as f64 / self.letters.max(1) as f64
    }

    fn line(&self, name: &str) {
        println!(
            "{name:>10}: {:5.1} % of letters, {} of {} signs in full, something read in {}",
            self.accuracy() * 100.0,
            self.whole,
            self.signs,
            self.claimed
        );
    }
}

/// Nine signs of a script, and the angle at which they are drawn.
struct Sheet<'a> {
    script: &'a str,
    signs: &'a [&'static str],
    angle: f32,
}

/// The signs of each script.
fn scripts() -> BTreeMap<&'static str, Vec<&'static str>> {
    let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (script, text) in rows(SIGNS) {
        found.entry(script).or_default().push(text);
    }
    found
}

#[test]
fn signs_at_angles_are_read_in_the_scripts_that_the_reader_knows() {
    let scripts = scripts();
    let models = Models::load().unwrap();
    // Each sign at two of the angles, each script at all of them.
    let mut sheets: Vec<Sheet<'_>> = Vec::new();
    for (script, signs) in &scripts {
        for (index, signs) in signs.chunks((ACROSS * ACROSS) as usize).enumerate() {
            sheets.extend([index, index + 3].map(|turn| Sheet { script, signs, angle: ANGLES[turn % ANGLES.len()] }));
        }
    }
    let fonts = [SANS, BOLD].map(sign::unpacked);
    let read = |(index, sheet): (usize, &Sheet<'_>)| {
        let font = &fonts[index / 2 % 2];
        let picture = drawn(sheet.script, sheet.signs, font, sheet.angle, COLOURS[index % COLOURS.len()]);
        models.look(&picture, Depth::Text).unwrap()
    };
    let halves: Vec<Vec<(usize, Seen)>> = std::thread::scope(|scope| {
        let work = |start: usize| {
            let (sheets, read) = (&sheets, &read);
            move || {
                let own = sheets.iter().enumerate().skip(start).step_by(2);
                own.map(|sheet| (sheet.0, read(sheet))).collect::<Vec<_>>()
            }
        };
        let other = scope.spawn(work(1));
        let own = work(0)();
        vec![own, other.join().unwrap()]
    });
    let mut by_script: BTreeMap<&str, Score> = BTreeMap::new();
    let mut by_angle: BTreeMap<i32, Score> = BTreeMap::new();
    let (mut all, mut claims) = (0, Vec::new());
    for (index, seen) in halves.into_iter().flatten() {
        let Sheet { script, signs, angle } = sheets[index];
        if UNKNOWN.contains(&script) && (!seen.mentions.is_empty() || seen.setting.is_some()) {
            let texts: Vec<&str> = seen.text.iter().map(|l| &*l.text).collect();
            claims.push(format!("{script}: {texts:?} name {:?}, look like {:?}", seen.mentions, seen.setting));
        }
        for (sign, wanted) in signs.iter().enumerate() {
            let got = read_at(&seen, sign);
            if got != *wanted && (READ.contains(&script) || !got.is_empty()) {
                println!("{script} at {angle}°: {wanted} read as {got:?}");
            }
            by_script.entry(script).or_default().add(wanted, &got);
            if READ.contains(&script) {
                by_angle.entry(angle as i32).or_default().add(wanted, &got);
            }
            all += 1;
        }
    }
    println!("Letters read right on {all} drawn signs, by script:");
    for (script, score) in &by_script {
        score.line(script);
    }
    println!("and by angle, of Latin, accents and Han:");
    for (angle, score) in &by_angle {
        score.line(&format!("{angle}°"));
    }
    assert!(claims.is_empty(), "concluded from letters that only look alike: {claims:#?}");
    assert!(scripts.values().map(Vec::len).sum::<usize>() >= 300 && all >= 600);
    let accuracy = |script: &str| by_script[script].accuracy();
    assert!(accuracy("latin") >= 0.95, "latin {}", accuracy("latin"));
    assert!(accuracy("accents") >= 0.85, "accents {}", accuracy("accents"));
    assert!(accuracy("han") >= 0.85, "han {}", accuracy("han"));
    assert!(by_angle.values().all(|score| score.accuracy() >= 0.85), "at every angle");
    let greek = &by_script["greek"];
    assert!(greek.accuracy() >= 0.2, "greek {}", greek.accuracy());
    for script in UNKNOWN {
        let score = &by_script[script];
        assert!(score.claimed * 4 <= score.signs, "{script}: letters that look alike in {} signs", score.claimed);
    }
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vision")
}

#[test]
fn photographs_get_words_that_fit() {
    let files: Vec<(String, Vec<u8>)> = rows(PHOTOS)
        .map(|(name, _)| {
            (format!("{name}.jpg"), std::fs::read(fixtures().join("photos").join(format!("{name}.jpg"))).unwrap())
        })
        .collect();
    let source: Arc<dyn Source> = Arc::new(MemorySource::new("photos", files));
    let ids = (0..source.entries().len() as u32).map(EntryId).collect();
    let job = Job::start(Arc::clone(&source), ids, Depth::Everything, || ()).unwrap();
    let seen: BTreeMap<String, Seen> = job
        .results
        .iter()
        .map(|l| (source.entry(l.file).path.trim_end_matches(".jpg").to_owned(), l.seen.unwrap()))
        .collect();
    let (mut told, mut first, mut misread) = (0, 0, 0);
    for (name, wanted) in rows(PHOTOS) {
        let seen = &seen[name];
        let words: Vec<String> =
            seen.labels.iter().map(|l| format!("{} {:.0} %", l.name(), l.confidence * 100.0)).collect();
        let kind = seen.setting.as_ref().map(|s| s.kind);
        println!(
            "{name}: {}; {} people, {} faces, kind {kind:?}, text {:?}",
            words.join(", "),
            seen.people(),
            seen.faces.len(),
            seen.text.iter().map(|l| &*l.text).collect::<Vec<_>>()
        );
        misread += seen.text.len();
        assert_eq!(seen.faces.len(), 0, "nobody looks into the camera in {name}");
        if let Some(label) = seen.labels.first() {
            told += 1;
            first += usize::from(wanted.split('|').any(|w| w == label.name()));
        }
    }
    let all = seen.len();
    println!(
        "Of {all} photographs {told} are told a word, and it fits in {first}; {misread} lines read where there are none"
    );
    assert!(told >= 7 && first * 3 >= told * 2, "{first} of {told}");
    assert_eq!(misread, 0);
    let found = search(seen.iter().map(|(name, seen)| (name.as_str(), seen)), "castle");
    assert!(found.iter().take(3).any(|(name, _)| *name == "carcassonne"), "{found:?}");
}

/// Kinds of venue, latitude and longitude of the places of the fictional life.
fn spots() -> Vec<(Vec<VenueKind>, GeoPoint)> {
    let kind = |word: &str| VenueKind::ALL.iter().copied().find(|k| k.as_str() == word).unwrap();
    let spot = |line: &str| {
        let fields: Vec<&str> = line.split('\t').collect();
        let point = GeoPoint::new(fields[1].parse().unwrap(), fields[2].parse().unwrap()).unwrap();
        (fields[0].split('|').map(kind).collect(), point)
    };
    SPOTS.lines().filter(|l| !l.starts_with('#')).map(spot).collect()
}

/// The fictional archive that comes with the program.
fn sample() -> Loaded {
    let sample = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample/maya-instagram.zip")).unwrap();
    let archives = vec![("maya.zip".to_owned(), sample.into())];
    load_bytes(archives, Limits::default(), &Progress::default(), &CancelToken::default(), &mut |_| ()).unwrap()
}

fn looked_at(loaded: &Loaded, files: Vec<EntryId>) -> BTreeMap<EntryId, Seen> {
    let job = Job::start(Arc::clone(&loaded.source), files, Depth::Everything, || ()).unwrap();
    job.results.iter().map(|l| (l.file, l.seen.unwrap())).collect()
}

#[test]
fn a_drawn_face_from_the_front_is_counted_once_and_where_it_is() {
    let loaded = sample();
    let all = (0..loaded.dataset.items.len() as u32).map(ItemId);
    let of_profile: Vec<ItemId> = all.filter(|id| loaded.dataset.item(*id).kind == ItemKind::ProfilePhoto).collect();
    let pictures = pictures_of(&loaded.dataset, &of_profile);
    assert!(!pictures.is_empty(), "the sample has profile pictures");
    for (file, seen) in looked_at(&loaded, pictures.iter().map(|p| p.file).collect()) {
        println!("{}: {:?}", loaded.source.entry(file).path, seen.faces);
        let [face] = seen.faces.as_slice() else { panic!("{} faces", seen.faces.len()) };
        let middle = face.area.x + face.area.width / 2.0;
        assert!((middle - 0.5).abs() < 0.1 && (0.2..0.6).contains(&face.area.width), "{face:?}");
    }
}

#[test]
fn the_kinds_of_places_on_drawn_pictures_are_never_far_off() {
    let loaded = sample();
    let spots = spots();
    let all = (0..loaded.dataset.items.len() as u32).map(ItemId);
    let truth: BTreeMap<ItemId, &[VenueKind]> = all
        .filter_map(|id| {
            let at = loaded.dataset.item(id).location.as_ref()?.point;
            let near = spots.iter().map(|(kinds, point)| (kinds, point.distance_metres(at)));
            let (kinds, metres) = near.min_by(|a, b| a.1.total_cmp(&b.1))?;
            (metres < AT_A_SPOT).then_some((id, kinds.as_slice()))
        })
        .collect();
    let ids: Vec<ItemId> = truth.keys().copied().collect();
    let pictures = pictures_of(&loaded.dataset, &ids);
    assert!(pictures.len() > 60, "the sample holds pictures from known places: {}", pictures.len());
    // Every so many, to stay within seconds.
    let chosen: Vec<_> = pictures.iter().step_by(pictures.len() / 30).collect();
    let seen = looked_at(&loaded, chosen.iter().map(|p| p.file).collect());
    let (mut told, mut right) = (0, 0);
    for picture in &chosen {
        let (seen, truth) = (&seen[&picture.file], truth[&picture.items[0]]);
        let said = seen.setting.as_ref().map(|s| s.kind);
        let texts: Vec<&str> = seen.text.iter().map(|l| &*l.text).collect();
        let label = seen.labels.first().map(geoshadow::vision::Label::name);
        println!("{truth:?} taken for {said:?}: {texts:?} {label:?}");
        told += usize::from(said.is_some());
        right += usize::from(said.is_some_and(|s| truth.contains(&s)));
    }
    let known = chosen.len();
    println!("Of {known} drawn pictures from a place of a known kind, {told} are told a kind, {right} of them rightly");
    assert!(told * 3 >= known, "{told} of {known}");
    assert!(right * 10 >= told * 9, "{right} of {told}");
}

#[test]
fn bombs_are_refused_before_they_are_decoded() {
    // A PNG that promises 16,000 by 16,000 pixels in 16-bit colours: two gigabytes.
    let mut png = Vec::new();
    let small = DynamicImage::new_rgba16(1, 1);
    small.write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
    png[16..24].copy_from_slice(&[0, 0, 0x3e, 0x80, 0, 0, 0x3e, 0x80]);
    assert!(decode_picture(&png, 1_280, PictureCaps::BACKGROUND).is_err());
}
