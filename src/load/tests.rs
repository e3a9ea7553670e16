//! Loading with adapters made for the test: what the loader itself must guarantee.

use std::io::{Cursor, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ::zip::ZipWriter;
use ::zip::write::SimpleFileOptions;
use serde_json::Value;

use super::import::import;
use super::*;
use crate::archive::{CancelToken, Limits, MemorySource, Progress, open_bytes};
use crate::model::{
    Account, AudienceClaim, Claim, Evidence, FileStatus, GeoPoint, Item, ItemKind, Life, Location, LocationSource,
    Origin, PlatformId, Rule,
};
use crate::platform::{ExportRoot, Guide, ImportCx, ImportError, Platform, Recognition};

static RULE: Rule = Rule { id: "test", text: "a test", source: "a test" };

/// Reads `places.json`: a list of pairs of latitude and longitude.
struct Places(PlatformId);

fn item(platform: PlatformId, point: Option<GeoPoint>, origin: Origin) -> Item {
    let location = point.map(|point| Location::at(point, LocationSource::Gps, Evidence::Recorded));
    let audience = AudienceClaim::FollowsAccount;
    Item { location, ..Item::new(platform, ItemKind::Post, audience, Life::Live, Claim::unknown(&RULE), origin) }
}

impl Platform for Places {
    fn id(&self) -> PlatformId {
        self.0
    }

    fn name(&self) -> &'static str {
        "Places"
    }

    fn is_loose(&self) -> bool {
        self.0 == PHOTOS.0
    }

    fn recognise(&self, source: &dyn Source) -> Option<Recognition> {
        let mine = source.entries().iter().filter(|e| e.has_suffix("places.json"));
        let roots: Vec<ExportRoot> =
            mine.map(|e| ExportRoot { container: e.container, folder: e.folder().into() }).collect();
        (!roots.is_empty()).then(|| Recognition {
            roots,
            layout: "test".into(),
            because: "places.json".into(),
            missing: vec![],
        })
    }

    fn import(&self, found: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        for id in cx.entries_of(found) {
            cx.check()?;
            let theirs = self.0 == PHOTOS.0 && cx.owned_by_another(id);
            if !cx.source().entry(id).has_suffix("places.json") || theirs {
                continue;
            }
            let Some(value) = cx.read_json(id) else { continue };
            for (record, pair) in value.as_array().into_iter().flatten().enumerate() {
                let numbers = (pair.get(0).and_then(Value::as_f64), pair.get(1).and_then(Value::as_f64));
                let point = match numbers {
                    (Some(lat), Some(lon)) => GeoPoint::from_export(lat, lon),
                    _ => None,
                };
                match point {
                    Some(_) => cx.item(item(self.0, point, Origin { file: id.0, record: record as u32 })),
                    None => cx.skip("no position", 1),
                }
            }
            cx.done(id, "places");
        }
        Ok(())
    }
}

/// Keeps one record, then falls over.
struct Falling;

impl Platform for Falling {
    fn id(&self) -> PlatformId {
        PlatformId("falling")
    }

    fn name(&self) -> &'static str {
        "Falling"
    }

    fn recognise(&self, source: &dyn Source) -> Option<Recognition> {
        let root = ExportRoot { container: 0, folder: "fall".into() };
        let mine = source.entries().iter().any(|e| root.contains(e.container, &e.path));
        mine.then(|| Recognition { roots: vec![root], layout: "test".into(), because: "fall/".into(), missing: vec![] })
    }

    fn import(&self, _: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        cx.fact(1);
        panic!("a fault");
    }
}

/// Takes a photo out of every archive.
struct Loose;
impl Platform for Loose {
    fn id(&self) -> PlatformId {
        PlatformId("photos")
    }
    fn name(&self) -> &'static str {
        "Photos"
    }
    fn is_loose(&self) -> bool {
        true
    }
    fn recognise(&self, _: &dyn Source) -> Option<Recognition> {
        let roots = vec![ExportRoot { container: 0, folder: "".into() }];
        Some(Recognition { roots, layout: "".into(), because: "".into(), missing: vec![] })
    }
    fn import(&self, _: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        cx.item(item(self.id(), GeoPoint::new(1.0, 2.0), Origin { file: 2, record: 0 }));
        Ok(())
    }
}

/// Knows whose export it is, and nothing else.
struct OnlyAccount;
impl Platform for OnlyAccount {
    fn id(&self) -> PlatformId {
        PlatformId("instagram")
    }
    fn name(&self) -> &'static str {
        "Instagram"
    }
    fn guides(&self) -> &'static [Guide] {
        &[Guide { title: "", hint: "", steps: &[], in_short: "choose Format: JSON" }]
    }
    fn recognise(&self, _: &dyn Source) -> Option<Recognition> {
        let roots = vec![ExportRoot { container: 0, folder: "".into() }];
        Some(Recognition { roots, layout: "".into(), because: "".into(), missing: vec![] })
    }
    fn import(&self, _: &Recognition, cx: &mut ImportCx<'_>) -> Result<(), ImportError> {
        cx.account(Account {
            platform: self.id(),
            handle: "someone".into(),
            private_now: None,
            periods: Vec::new(),
            profile: Vec::new(),
            created: None,
            exported: None,
        });
        Ok(())
    }
}

static PLACES: Places = Places(PlatformId("places"));
static PHOTOS: Places = Places(PlatformId("photos"));
static FALLING: Falling = Falling;
static TEST_PLATFORMS: &[&dyn Platform] = &[&PLACES, &FALLING];

fn run(platforms: &[&dyn Platform], source: Arc<dyn Source>) -> Result<Loaded, LoadError> {
    let mut preview = |_| ();
    import(platforms, source, &Opening::default(), &Progress::default(), &CancelToken::default(), &mut preview)
}

fn memory(files: &[(&str, &str)]) -> Arc<dyn Source> {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    Arc::new(MemorySource::new("export.zip", files))
}

fn message(files: &[(&str, &str)]) -> String {
    run(TEST_PLATFORMS, memory(files)).err().unwrap().to_string()
}

fn assert_sums(dataset: &Dataset, source: &dyn Source) {
    let counts = [FileStatus::Read, FileStatus::Ignored, FileStatus::Failed].map(|s| dataset.files.count(s));
    assert_eq!(counts.iter().sum::<usize>(), source.entries().len());
    assert_eq!(dataset.records.read(), dataset.records.kept() + dataset.records.skipped().values().sum::<u64>());
    for (file, entry) in dataset.files.iter().zip(source.entries()) {
        assert_eq!((&file.path, file.archive), (&entry.path, entry.container), "the ledger is indexed by entry");
    }
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn open(bytes: Vec<u8>) -> Arc<dyn Source> {
    let set = open_bytes(
        vec![("export.zip".to_owned(), bytes.into())],
        Limits::default(),
        &Progress::default(),
        &CancelToken::default(),
    );
    Arc::new(set.unwrap())
}

#[test]
fn every_file_and_record_is_accounted_for() {
    let files = [
        ("a/places.json", "[[1,2],[3,4],[0,0],\"x\"]"),
        ("a/other.bin", "x"),
        ("__MACOSX/a/._places.json", "junk"),
        ("b/places.json", "not json"),
    ];
    let loaded = run(TEST_PLATFORMS, memory(&files)).unwrap();
    let dataset = &loaded.dataset;
    assert_sums(dataset, &*loaded.source);
    assert_eq!(dataset.items.len(), 2);
    assert_eq!(dataset.records.skipped()["no position"], 2);
    let statuses: Vec<(&str, &str)> = dataset.files.iter().map(|f| (f.status.as_str(), &*f.path)).collect();
    assert_eq!(
        statuses,
        [
            ("ignored", "__MACOSX/a/._places.json"),
            ("ignored", "a/other.bin"),
            ("read", "a/places.json"),
            ("failed", "b/places.json")
        ]
    );
    assert_eq!(&*dataset.files.get(0).unwrap().reason, "macOS resource fork");
    assert_eq!(dataset.archives[0].platforms, [PlatformId("places")]);
}

#[test]
fn a_fault_in_one_reader_does_not_take_the_others_down() {
    let files = [("places.json", "[[1,2]]"), ("fall/a.json", "[]"), ("fall/b.json", "[]")];
    let loaded = run(TEST_PLATFORMS, memory(&files)).unwrap();
    assert_eq!(loaded.dataset.items.len(), 1);
    assert_sums(&loaded.dataset, &*loaded.source);
    assert_eq!(loaded.dataset.files.count(FileStatus::Failed), 2, "its own files, which nobody else has read");
    assert!(loaded.dataset.warnings.iter().any(|w| w.text.contains("Falling stopped unexpectedly")));
}

#[test]
fn loose_files_inside_an_export_stay_with_the_export() {
    let loaded = run(&[&PLACES, &PHOTOS], memory(&[("a/places.json", "[[1,2]]")])).unwrap();
    let platforms: Vec<PlatformId> = loaded.dataset.items.iter().map(|i| i.platform).collect();
    assert_eq!(platforms, [PLACES.0]);
    assert_eq!(
        loaded.dataset.archives[0].platforms,
        [PLACES.0],
        "an adapter of loose files is named where it found some"
    );
    assert_eq!(loaded.dataset.warnings, [], "that it found none here is not worth a word");
}

#[test]
fn what_opening_told_is_in_the_ledger_and_the_warnings() {
    let bytes = zipped(&[("places.json", b"[[1,2]]"), ("zz.bin", &[7; 5000])]);
    let cut = bytes.windows(6).position(|w| w == b"zz.bin").unwrap() + 10;
    let loaded = run(TEST_PLATFORMS, open(bytes[..cut].to_vec())).unwrap();
    assert_sums(&loaded.dataset, &*loaded.source);
    assert_eq!(loaded.dataset.items.len(), 1);
    assert_eq!(loaded.dataset.files.count(FileStatus::Failed), 1);
    assert!(loaded.dataset.warnings[0].text.contains("not downloaded completely"));
}

#[test]
fn pictures_can_be_read_after_the_job_is_gone() {
    let bytes = zipped(&[("places.json", b"[[1,2]]")]);
    let source = open(bytes);
    let cancel = CancelToken::default();
    let loaded =
        import(TEST_PLATFORMS, source, &Opening::default(), &Progress::default(), &cancel, &mut |_| ()).unwrap();
    cancel.cancel();
    assert_eq!(loaded.source.read(crate::archive::EntryId(0), 100).unwrap(), b"[[1,2]]");
}

#[test]
fn progress_ends_at_its_total() {
    let progress = Progress::default();
    let source =
        open(zipped(&[("a/places.json", b"[[1,2]]"), ("a/unused.json", &[b' '; 9000]), ("a/m.jpg", &vec![0; 90_000])]));
    import(TEST_PLATFORMS, source, &Opening::default(), &progress, &CancelToken::default(), &mut |_| ()).unwrap();
    assert_eq!(progress.total_bytes.load(Ordering::Relaxed), 7 + 9000 + (32 << 10));
    assert_eq!(progress.fraction(), Some(1.0));
}

#[test]
fn what_is_no_export_is_told_in_one_sentence() {
    for (files, expected) in [
        (&[][..], "holds no files"),
        (&[("start_here.html", ""), ("content/posts_1.html", "<html>")], "an Instagram export as HTML pages"),
        (&[("your_facebook_activity/posts/your_posts_1.html", "")], "a Facebook export as HTML pages"),
        (&[("connections/followers_and_following/followers_1.json", "[]")], "Instagram export without posts"),
        (
            &[("likes.json", r#"{"media_likes": []}"#), ("settings.json", ""), ("saved.json", "{}")],
            "without media.json",
        ),
        (&[("x/searches.json", ""), ("x/settings.json", ""), ("x/seen_content.json", "{}")], "without media.json"),
        // Names that any app may use.
        (&[("messages.json", "{}"), ("settings.json", "{}"), ("comments.json", "{}")], "mostly .json"),
        (&[("seen_content.json", ""), ("b/settings.json", ""), ("c/saved.json", "")], "mostly .json"),
        (&[("your_facebook_activity/messages/inbox/x/message_1.json", "{}")], "Facebook export without posts"),
        (&[("Takeout/Mail/All mail.mbox", ""), ("Takeout/archive_browser.html", "")], "it holds Mail"),
        (&[("Post/Posts.txt", "")], "TikTok export as text files"),
        (
            &[("Beitrag/Beiträge.txt", "Datum: 2026-03-01\nLink: https://www.tiktokv.com/share/video/1/")],
            "TikTok export as text files",
        ),
        (&[("Connections.csv", "")], "looks like a LinkedIn export"),
        (&[("a.docx", ""), ("b.docx", ""), ("c.txt", "")], "3 files, mostly .docx"),
        (&[("places.json", "[]")], "holds nothing with a time or a place"),
        (&[("places.json", "[[1,")], "places.json: not valid JSON"),
        (&[("places.json", "[[1,")], "nothing in the export could be put on the map"),
        (
            &[("places.json", r#"["x"]"#)],
            "nothing in the export could be put on the map or the timeline (1 record left out: no position)",
        ),
    ] {
        let text = message(files);
        assert!(text.contains(expected), "{files:?}: {text}");
        assert!(!text.ends_with('.'), "{text}");
    }
}

#[test]
fn exports_that_no_adapter_reads_are_called_by_their_name() {
    for (file, text, name) in [
        ("Rich Media.csv", "", "a LinkedIn export: it holds no positions"),
        ("Spotify Account Data/StreamingHistory_music_0.json", "[]", "a Spotify export"),
        ("CONTENT_INTERACTION/ViewingActivity.csv", "", "a Netflix export"),
        ("Retail.OrderHistory.1/Retail.OrderHistory.1.csv", "", "an Amazon export"),
        ("attachments/airbnb_support_attachments/a.pdf", "", "an Airbnb export"),
        ("messages/index-messages.html", "", "a VK archive"),
        ("request/site_history/minute_watched.csv", "", "a Twitch export"),
        ("a/com.samsung.shealth.exercise.20240101.csv", "", "a Samsung Health export"),
        ("apple_health_export/export.xml", "", "an Apple Health export"),
        ("repo.car", "\x3a\u{a2}eroots", "a Bluesky repository"),
        ("talk.txt", "[LINE] Chat history with Mia\n", "a chat of LINE"),
        ("talk.txt", "Mia 님과 카카오톡 대화\n", "a chat of KakaoTalk"),
        ("msgstore-2024-01-01.1.db.crypt14", "", "a backup of WhatsApp"),
        ("signal-2024-01-01-10-00-00.backup", "", "a backup of Signal"),
        ("Your archive.html", "", "the page for reading an X archive"),
        ("MyActivity.html", "", "My Activity of Google as a web page"),
        ("inside.rar", "", "an archive or folder of packed files"),
    ] {
        let text = message(&[(file, text)]);
        assert!(text.contains(&format!("looks like {name}")), "{file}: {text}");
    }
    let hinge = message(&[("matches.json", "[]"), ("prompts.json", "[]")]);
    assert!(hinge.contains("looks like a Hinge export"), "{hinge}");
    for (file, text) in [
        ("Assets.car", "BOMStore"),
        ("KakaoTalk_20240101_100000.jpg", ""),
        ("signal-2024-01-01-100000.jpg", ""),
        ("matches.json", "[]"),
        ("Manifest.db", ""),
        ("user_data.xlsx", ""),
        ("talk.txt", "as she wrote: [LINE] is"),
    ] {
        let text = message(&[(file, text)]);
        assert!(text.contains("is no export that this program knows"), "{file}: {text}");
    }
}

#[test]
fn a_known_export_with_nothing_in_it_is_called_by_its_name() {
    for (file, text, name) in [
        ("memories.json", "[]", "BeReal"),
        ("json/memories_history.json", "{}", "Snapchat"),
        ("posts/your_posts_1.json", "[]", "Facebook"),
        ("X/your_facebook_activity/posts/CHECK-INS.JSON", "{}", "Facebook"),
        ("content/posts_1.json", "[]", "Instagram"),
        ("checkins1.json", r#"{"count": 0, "items": []}"#, "Foursquare Swarm"),
        ("account_profile.json", "", "Flickr"),
        ("untappd.json", "[]", "Untappd"),
        ("_chat.txt", "\n", "WhatsApp"),
    ] {
        let text = run(crate::platform::PLATFORMS, memory(&[(file, text)])).err().unwrap().to_string();
        assert!(text.contains(&format!("looks like an export of {name}")), "{file}: {text}");
    }
    for (file, text) in
        [("content/posts_1.json", r#"[{"a": 1}]"#), ("my_content/posts_1.json", "[]"), ("_chat.txt", "x")]
    {
        let text = run(crate::platform::PLATFORMS, memory(&[(file, text)])).err().unwrap().to_string();
        assert!(!text.contains("looks like"), "{file}: {text}");
    }
}

#[test]
fn an_html_export_whose_photos_were_read_still_says_what_is_missing() {
    assert!(message(&[("start_here.html", ""), ("content/posts_1.html", "")]).contains("ask for it again as JSON"));
    let bytes = zipped(&[("start_here.html", b""), ("content/posts_1.html", b""), ("x.places", b"[[1,2]]")]);
    let loaded = run(&[&Loose], open(bytes)).unwrap();
    assert!(loaded.dataset.warnings.iter().any(|w| w.text.contains("ask for it again as JSON")));
}

#[test]
fn an_account_alone_is_worth_showing() {
    let loaded = run(&[&OnlyAccount], memory(&[("profile.json", "{}")])).unwrap();
    assert!(loaded.dataset.warnings[0].text.contains("choose Format: JSON"), "{:?}", loaded.dataset.warnings);
}

#[test]
fn a_job_reports_its_end_and_wakes_the_window() {
    let wakes = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&wakes);
    let wake = move || {
        counter.fetch_add(1, Ordering::Relaxed);
    };
    let bytes = zipped(&[("a.docx", b"x")]);
    let job = Job::start_made(move || Ok(vec![("sample".to_owned(), bytes.into())]), Limits::default(), wake).unwrap();
    let event = job.events.recv_timeout(Duration::from_secs(20)).unwrap();
    assert!(matches!(event, LoadEvent::Finished(Err(LoadError::NotRecognised(_)))));
    assert!(job.events.recv().is_err(), "nothing follows");
    assert!(wakes.load(Ordering::Relaxed) > 0);
    let missing = Job::start(vec!["/nowhere/at/all.zip".into()], Limits::default(), || ()).unwrap();
    let event = missing.events.recv_timeout(Duration::from_secs(20)).unwrap();
    let LoadEvent::Finished(Err(error)) = event else { panic!("it cannot be opened") };
    assert!(error.to_string().starts_with("Cannot open"), "{error}");
}
