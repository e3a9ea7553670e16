//! The program as a user runs it: exit codes, what goes to which stream, the shape of the JSON.
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

#[path = "common/street.rs"]
mod street;

fn geoshadow(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_geoshadow"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    // No display, wherever the tests run.
    for display in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"] {
        command.env_remove(display);
    }
    command.output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

fn json(output: &Output) -> Value {
    assert_eq!(code(output), 0, "{}", stderr(output));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A folder with a small export called `export.zip`.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let sample = geoshadow(folder.path(), &["sample", "-o", "export.zip", "--items", "40", "--seed", "7"]);
    assert_eq!(code(&sample), 0, "{}", stderr(&sample));
    assert!(sample.stdout.is_empty() && sample.stderr.is_empty());
    folder
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap()
}

fn sum(value: &Value) -> u64 {
    value.as_object().unwrap().values().map(number).sum()
}

fn assert_sums(json: &Value) {
    let (files, records) = (&json["files"], &json["records"]);
    assert_eq!(number(&files["total"]), number(&files["read"]) + number(&files["ignored"]) + number(&files["failed"]));
    assert_eq!(number(&files["total"]), files["details"].as_array().unwrap().len() as u64);
    assert_eq!(number(&records["read"]), number(&records["kept"]) + sum(&records["skipped"]));
    let flaws = records["flaws"].as_array().unwrap().len() as u64;
    assert!(flaws <= sum(&records["flawed"]) && (flaws > 0) == (sum(&records["flawed"]) > 0));
    assert_eq!(sum(&json["verdicts"]), number(&json["items"]["total"]));
    assert_eq!(sum(&json["geofences"]), number(&json["verdicts"]["captured"]) + number(&json["verdicts"]["retained"]));
    for count in ["by_platform", "by_kind"] {
        assert_eq!(sum(&json["items"][count]), number(&json["items"]["total"]), "{count}");
    }
}

#[test]
fn inspect_prints_the_contract_and_nothing_else() {
    let folder = folder();
    let json = json(&geoshadow(folder.path(), &["inspect", "export.zip", "--json"]));
    assert_sums(&json);
    assert_eq!(json["tool"], "geoshadow");
    assert_eq!(json["lens"], "hyp3r");
    assert_eq!(json["items"]["total"], 40);
    assert_eq!(json["archives"][0]["name"], "export.zip");
    assert_eq!(json["archives"][0]["container"], "zip");
    assert_eq!(json["archives"][0]["platforms"], serde_json::json!(["instagram"]));
    assert_eq!(json["archives"][0]["bytes"], std::fs::metadata(folder.path().join("export.zip")).unwrap().len());
    let words: Vec<&String> = json["verdicts"].as_object().unwrap().keys().collect();
    assert_eq!(words, ["captured", "retained", "public", "restricted", "private", "unknown"]);
    assert!(json["geofences"]["unclassified"].is_u64() && json["geofences"]["hotel"].is_u64());
}

#[test]
fn zip_and_folder_give_the_same_numbers_and_the_same_ids() {
    let folder = folder();
    let mut archive = zip::ZipArchive::new(std::fs::File::open(folder.path().join("export.zip")).unwrap()).unwrap();
    archive.extract(folder.path().join("unpacked")).unwrap();
    let summary = |path: &str| {
        let mut json = json(&geoshadow(folder.path(), &["inspect", path, "--json"]));
        json.as_object_mut().unwrap().remove("archives");
        for file in json["files"]["details"].as_array_mut().unwrap() {
            file.as_object_mut().unwrap().remove("archive");
        }
        json
    };
    assert_eq!(summary("export.zip"), summary("unpacked"));
    let ids = |path: &str| -> Vec<String> {
        let output = geoshadow(folder.path(), &["items", path]);
        let id = |line: &str| serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned();
        stdout(&output).lines().map(id).collect()
    };
    assert_eq!(ids("export.zip"), ids("unpacked"));
    assert_eq!(ids("export.zip").len(), 40);
}

#[test]
fn items_agree_with_the_summary_in_every_format() {
    let folder = folder();
    let summary = json(&geoshadow(folder.path(), &["inspect", "export.zip", "--json"]));
    let lines = geoshadow(folder.path(), &["items", "export.zip"]);
    let rows: Vec<Value> = stdout(&lines).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for (verdict, count) in summary["verdicts"].as_object().unwrap() {
        let found = rows.iter().filter(|row| row["verdict"] == verdict.as_str()).count();
        assert_eq!(found as u64, number(count), "{verdict}");
    }
    let located = number(&summary["items"]["located"]) as usize;
    assert_eq!(rows.iter().filter(|row| row["lat"].is_f64()).count(), located);
    let text =
        |format: &str| stdout(&geoshadow(folder.path(), &["items", "export.zip", "--format", format])).to_owned();
    let mut csv = csv::Reader::from_reader(Cursor::new(text("csv")));
    assert_eq!(csv.records().map(Result::unwrap).count(), rows.len());
    let geojson: Value = serde_json::from_str(&text("geojson")).unwrap();
    assert_eq!(geojson["features"].as_array().unwrap().len(), rows.len());
    assert_eq!(text("kml").matches("<Point>").count(), located);
    assert_eq!(text("gpx").matches("<wpt ").count(), located);
}

#[test]
fn results_go_to_a_file_when_asked_and_never_over_an_archive() {
    let folder = folder();
    let to_file = geoshadow(folder.path(), &["items", "export.zip", "-o", "items.jsonl"]);
    assert_eq!((code(&to_file), to_file.stdout.len()), (0, 0));
    let to_stdout = geoshadow(folder.path(), &["items", "export.zip", "-o", "-"]);
    assert_eq!(std::fs::read(folder.path().join("items.jsonl")).unwrap(), to_stdout.stdout);
    let before = std::fs::read(folder.path().join("export.zip")).unwrap();
    let over = geoshadow(folder.path(), &["inspect", "export.zip", "-o", "./export.zip"]);
    assert_eq!(code(&over), 2, "{}", stderr(&over));
    assert!(std::fs::read(folder.path().join("export.zip")).unwrap() == before);
    let failing = geoshadow(folder.path(), &["inspect", "missing.zip", "-o", "out.json"]);
    assert_eq!(code(&failing), 1);
    assert!(!folder.path().join("out.json").exists(), "nothing is written when nothing was read");
}

#[test]
fn wrong_use_is_2_failure_is_1_and_both_talk_on_stderr() {
    let folder = folder();
    std::fs::write(folder.path().join("bad.toml"), "id = 1").unwrap();
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    for (arguments, expected) in [
        (&["--nosuch"][..], 2),
        (&["inspect"], 2),
        (&["items", "export.zip", "--format", "xlsx"], 2),
        (&["inspect", "export.zip", "--lens", "nosuch"], 2),
        (&["inspect", "export.zip", "--assume", "instagram"], 2),
        (&["inspect", "export.zip", "--assume", "instagram=everybody"], 2),
        (&["sample"], 2),
        (&["sample", "-o", "x.zip", "--persona", "nobody"], 2),
        (&["sample", "-o", "x.zip", "--items", "0"], 2),
        (&["lenses", "nosuch"], 2),
        (&["--sample", "maya", "export.zip"], 2),
        (&["inspect", "export.zip", "--assume", "instagram=public@2019-01-01..2018-01-01"], 2),
        (&["inspect", "export.zip", "--assume", "flickr.nothing=yes"], 2),
        (&["inspect", "export.zip", "--watch", "48.2,16.4"], 2),
        (&["inspect", "export.zip", "--watch", "98.2,16.4,100"], 2),
        (&["items", "export.zip", "--format", "csv", "--compare"], 2),
        (&["inspect", "export.zip", "--fence", "missing.json"], 1),
        (&["inspect", "export.zip", "--fence", "bad.toml"], 1),
        (&["inspect", "missing.zip"], 1),
        (&["inspect", "empty"], 1),
        (&["inspect", "bad.toml"], 1),
        (&["lenses", "--check", "bad.toml"], 1),
        (&["inspect", "export.zip", "--lens", "bad.toml"], 1),
        (&["inpsect", "export.zip"], 1),
        (&["sample", "-o", "no/such/folder/x.zip"], 1),
    ] {
        let output = geoshadow(folder.path(), arguments);
        assert_eq!(code(&output), expected, "{arguments:?}: {}", stderr(&output));
        assert!(output.stdout.is_empty(), "{arguments:?}");
        assert!(stderr(&output).starts_with("error: "), "{arguments:?}: {}", stderr(&output));
        assert!(!stderr(&output).contains("panicked"), "{arguments:?}");
    }
    assert!(!folder.path().join("x.zip").exists());
}

#[test]
fn help_and_version_are_results() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [&["--help"][..], &["--version"], &["inspect", "--help"], &["help", "items"]] {
        let output = geoshadow(folder.path(), arguments);
        assert_eq!((code(&output), output.stderr.len()), (0, 0), "{arguments:?}");
        assert!(!output.stdout.is_empty());
    }
    let help = geoshadow(folder.path(), &["--help"]);
    for later in ["whatif", "report"] {
        assert!(!stdout(&help).contains(&format!("\n  {later} ")), "{later} does not work yet");
    }
}

#[test]
fn an_assumption_settles_what_the_export_does_not_say() {
    let folder = tempfile::tempdir().unwrap();
    let posts = r#"[{"media":[{"uri":"a.jpg","creation_timestamp":1540000000,"title":"x"}]}]"#;
    std::fs::write(folder.path().join("e.zip"), zipped(&[("content/posts_1.json", posts)])).unwrap();
    let items = |arguments: &[&str]| -> Value {
        let output = geoshadow(folder.path(), &[&["items", "e.zip"], arguments].concat());
        serde_json::from_str(stdout(&output).lines().next().unwrap()).unwrap()
    };
    assert_eq!(items(&[])["verdict"], "unknown");
    let assumed = items(&["--assume", "instagram=friends"]);
    assert_eq!((&assumed["verdict"], &assumed["evidence"]), (&"restricted".into(), &"assumed".into()));
}

#[test]
fn lenses_are_listed_described_and_checked() {
    let folder = tempfile::tempdir().unwrap();
    assert!(stdout(&geoshadow(folder.path(), &["lenses"])).starts_with("hyp3r "));
    assert!(stdout(&geoshadow(folder.path(), &["lenses", "hyp3r"])).contains("2018-04-04"));
    let good = include_str!("../assets/lenses/hyp3r.toml");
    let check = |text: &str| {
        std::fs::write(folder.path().join("mine.toml"), text).unwrap();
        geoshadow(folder.path(), &["lenses", "--check", "mine.toml"])
    };
    assert_eq!(code(&check(good)), 0);
    let contradicting = good.replacen("verdict = \"captured\"", "verdict = \"private\"", 1);
    let (missing, window) = ("min_reach = \"everybody\"", "to = \"2017-08-07\"");
    let wrong = [
        (contradicting, "verdict = \"private\"", "instead of private"),
        (good.replacen("min_reach = \"by_place_open\"", missing, 1), missing, "everybody"),
        (good.replacen("to = \"2019-08-07\"", window, 1), window, "must lie after"),
    ];
    for (text, at, words) in wrong {
        let output = check(&text);
        assert_eq!((code(&output), output.stdout.len()), (1, 0));
        let line = text.lines().position(|line| line.contains(at)).unwrap() + 1;
        // An example is named by the line of its heading.
        let heading =
            text.lines().take(line).collect::<Vec<_>>().iter().rposition(|l| *l == "[[example]]").map_or(0, |i| i + 1);
        let said = stderr(&output);
        let names = |line: usize| {
            said.contains(&format!("mine.toml:{line}:")) || said.contains(&format!("line {line}, column"))
        };
        assert!(said.contains(words) && (names(line) || names(heading)), "{line} {heading}: {said}");
    }
}

#[test]
fn what_no_export_can_decide_is_listed_apart_and_explained() {
    let folder = tempfile::tempdir().unwrap();
    let output = geoshadow(folder.path(), &["lenses"]);
    let (scored, explained) =
        stdout(&output).split_once("not to be decided").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    assert!(scored.contains("\ntw_radius ") && !scored.contains("photo_geolocation"));
    assert!(explained.contains("\nphoto_geolocation "));
    assert!(
        stdout(&geoshadow(folder.path(), &["lenses", "ad_sdk_brokers"])).contains("Why an export cannot decide it")
    );
    assert_eq!(code(&geoshadow(folder.path(), &["inspect", "x.zip", "--lens", "ad_sdk_brokers"])), 2);
}

const POSTS: &str = r#"[
    {"media":[{"uri":"a.jpg","creation_timestamp":1540000000,"title":"x",
        "media_metadata":{"photo_metadata":{"exif_data":[{"latitude":48.2082,"longitude":16.3738}]}}}]},
    {"media":[{"uri":"b.jpg","creation_timestamp":1541000000,"title":"y",
        "media_metadata":{"photo_metadata":{"exif_data":[{"latitude":47.07,"longitude":15.44}]}}}]}]"#;

#[test]
fn watched_places_take_the_place_of_the_lens_s_own() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("e.zip"), zipped(&[("content/posts_1.json", POSTS)])).unwrap();
    let square = r#"{"type":"Feature","properties":{"name":"Square"},"geometry":{"type":"Polygon","coordinates":
        [[[16.36,48.20],[16.39,48.20],[16.39,48.22],[16.36,48.22],[16.36,48.20]]]}}"#;
    std::fs::write(folder.path().join("square.json"), square).unwrap();
    for watch in [["--watch", "48.2082,16.3738,500"], ["--fence", "square.json"]] {
        let arguments = ["e.zip", watch[0], watch[1], "--assume", "instagram=public"];
        let output = geoshadow(folder.path(), &[&["items"], &arguments[..]].concat());
        let rows: Vec<Value> = stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let area = |row: &Value| {
            let reasons = row["reasons"].as_array().unwrap();
            reasons.iter().find(|r| r["clause"] == "area").map(|r| r["holds"].clone())
        };
        assert_eq!(area(&rows[0]), Some(Value::Bool(true)), "{watch:?}");
        assert_eq!(area(&rows[1]), Some(Value::Bool(false)), "{watch:?}");
        assert_eq!(rows[1]["moments"]["then"], false);
        let json = json(&geoshadow(folder.path(), &[&["inspect", "--json"], &arguments[..]].concat()));
        assert_sums(&json);
        assert_eq!(json["lens"], "place_watcher");
        assert_eq!(json["fences"].as_array().unwrap().len(), 1);
        assert_eq!(json["assumptions"], serde_json::json!(["instagram=public"]));
    }
}

#[test]
fn lenses_are_compared_when_asked() {
    let folder = folder();
    let plain = json(&geoshadow(folder.path(), &["inspect", "export.zip", "--json"]));
    assert!(plain.get("comparison").is_none());
    let compared = json(&geoshadow(folder.path(), &["inspect", "export.zip", "--json", "--compare"]));
    let rows = compared["comparison"].as_array().unwrap();
    assert!(rows.len() >= 18);
    for row in rows {
        assert_eq!(sum(&row["verdicts"]), number(&compared["items"]["total"]), "{}", row["lens"]);
        for moment in ["then", "now", "closed_since"] {
            assert_eq!(sum(&row["moments"][moment]), number(&compared["items"]["total"]), "{}", row["lens"]);
        }
    }
    let hyp3r = rows.iter().find(|row| row["lens"] == "hyp3r").unwrap();
    assert_eq!((&hyp3r["verdicts"], &hyp3r["moments"]), (&plain["verdicts"], &plain["moments"]));
    let text = geoshadow(folder.path(), &["inspect", "export.zip", "--compare"]);
    let text = stdout(&text);
    assert!(text.contains("\nplace_watcher "));
    let columns = |start: &str| -> Vec<&str> {
        text.lines().find(|line| line.starts_with(start)).unwrap().split_whitespace().collect()
    };
    let (names, counts) = (columns("lens "), columns("hyp3r "));
    assert_eq!(names.len(), counts.len());
    for (column, moment) in [("then", "then"), ("now", "now"), ("closed", "closed_since")] {
        let at = names.iter().position(|name| *name == column).unwrap();
        assert_eq!(counts[at], hyp3r["moments"][moment]["yes"].to_string(), "{column}");
    }
    let items = geoshadow(folder.path(), &["items", "export.zip", "--compare"]);
    for line in stdout(&items).lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        assert_eq!(row["lenses"]["hyp3r"], row["verdict"]);
        assert_eq!(row["lenses"].as_object().unwrap().len(), rows.len());
    }
}

#[test]
fn an_assumption_holds_for_its_period_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("e.zip"), zipped(&[("content/posts_1.json", POSTS)])).unwrap();
    let first = |assume: &str| -> Value {
        let output = geoshadow(folder.path(), &["items", "e.zip", "--assume", assume]);
        serde_json::from_str(stdout(&output).lines().next().unwrap()).unwrap()
    };
    let within = first("instagram=followers@2018-01-01..2020-01-01");
    assert_eq!((&within["verdict"], &within["evidence"]), (&"restricted".into(), &"assumed".into()));
    assert!(within["reasons"].to_string().contains("from 1 Jan 2018 to 1 Jan 2020"), "{}", within["reasons"]);
    assert_eq!(first("instagram=followers@2020-01-01..")["verdict"], "unknown");
}

#[test]
fn the_user_says_which_name_in_a_chat_is_theirs_and_how_its_dates_are_written() {
    let folder = tempfile::tempdir().unwrap();
    let chat = "5/6/22, 09:00 - Nora: hi\n5/6/22, 09:01 - Olga: location: https://maps.google.com/?q=46.6863,7.8632\n\
        5/6/22, 09:02 - Ana: location: https://maps.google.com/?q=46.9480,7.4474\n";
    std::fs::write(folder.path().join("WhatsApp Chat with Wandern.txt"), chat).unwrap();
    let inspect = |more: &[&str]| {
        let output = geoshadow(folder.path(), &[&["inspect", ".", "--json"], more].concat());
        let said = json(&output);
        assert_sums(&said);
        (said, stderr(&output).to_owned())
    };
    let (silent, talk) = inspect(&[]);
    assert_eq!(number(&silent["items"]["total"]), 0);
    let question = serde_json::json!({"path": "WhatsApp Chat with Wandern.txt", "ask": "own_name", "names": ["Ana", "Olga"], "records": 2});
    assert_eq!(silent["questions"], serde_json::json!([question]));
    assert!(talk.contains("2 shared places were left out") && talk.contains("--me NAME: Ana, Olga"), "{talk}");
    let (told, talk) = inspect(&["--me", "olga"]);
    assert_eq!((number(&told["items"]["total"]), number(&told["verdicts"]["restricted"])), (1, 1));
    assert_eq!((&told["time"]["first"], &told["questions"][0]["ask"]), (&Value::Null, &Value::from("date_order")));
    assert!(talk.contains("--dates day-first"), "{talk}");
    for (order, day) in [("day-first", "2022-06-05"), ("month-first", "2022-05-06")] {
        let (told, talk) = inspect(&["--me", "Olga", "--dates", order]);
        assert!(told["time"]["first"].as_str().unwrap().starts_with(day), "{told}");
        assert!(told.get("questions").is_none() && !talk.contains("hint"), "{talk}");
    }
    assert_eq!(number(&inspect(&["--me", "Mia"]).0["items"]["total"]), 0, "nobody of that name is in it");
    assert_eq!(code(&geoshadow(folder.path(), &["inspect", ".", "--dates", "backwards"])), 2);
}

#[test]
fn whatever_an_adapter_asks_is_answered_on_the_command_line() {
    let cases: &[(&str, &str, &[&str], u64)] = &[
        ("tracks/numbered_dates/unclear.gpx", "date_order", &["--dates", "month-first"], 2),
        ("found/numbered_dates/unsure.csv", "date_order", &["--dates", "day-first"], 2),
        ("google/google_chat_without_owner", "own_name", &["--me", "robin example"], 1),
        ("telegram/chat_of_group", "own_name", &["--me", "x"], 1),
    ];
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    for (path, ask, answer, records) in cases {
        let inspect = |more: &[&str]| {
            let said = json(&geoshadow(&root, &[&["inspect", *path, "--json"], more].concat()));
            assert_sums(&said);
            said
        };
        let (silent, told) = (inspect(&[]), inspect(answer));
        let questions = silent["questions"].as_array().unwrap();
        assert_eq!((questions.len(), &questions[0]["ask"]), (1, &Value::from(*ask)), "{path}");
        assert_eq!(number(&questions[0]["records"]), *records, "{path}");
        assert!(told.get("questions").is_none(), "{path}: {told}");
        let dated = |said: &Value| !said["time"]["first"].is_null();
        let kept = |said: &Value| number(&said["items"]["total"]) + number(&said["points"]["total"]);
        assert!(dated(&told) && (!dated(&silent) || kept(&told) > kept(&silent)), "{path}: {told}");
    }
}

#[test]
fn several_parts_are_one_export_and_a_broken_one_is_named() {
    let folder = folder();
    std::fs::write(folder.path().join("part-2.zip"), "<html>please log in</html>").unwrap();
    let output = geoshadow(folder.path(), &["inspect", "export.zip", "part-2.zip", "--json"]);
    let json = json(&output);
    assert_sums(&json);
    assert_eq!(json["items"]["total"], 40);
    assert_eq!(json["archives"].as_array().unwrap().len(), 2);
    let failed = json["files"]["details"].as_array().unwrap().iter().find(|f| f["status"] == "failed").unwrap();
    assert_eq!(failed["path"], "part-2.zip");
    assert!(failed["reason"].as_str().unwrap().contains("web page"));
    assert!(stderr(&output).contains("warning: part-2.zip is a web page"), "{}", stderr(&output));
}

#[test]
fn a_download_that_stopped_gives_what_is_there_and_says_so() {
    let folder = folder();
    let whole = std::fs::read(folder.path().join("export.zip")).unwrap();
    std::fs::write(folder.path().join("cut.zip"), &whole[..whole.len() - 1000]).unwrap();
    let output = geoshadow(folder.path(), &["inspect", "cut.zip", "--json"]);
    assert_sums(&json(&output));
    assert!(stderr(&output).contains("not downloaded completely"), "{}", stderr(&output));
}

#[test]
fn a_path_called_like_a_command_can_be_opened() {
    let folder = folder();
    std::fs::copy(folder.path().join("export.zip"), folder.path().join("inspect")).unwrap();
    let json = json(&geoshadow(folder.path(), &["inspect", "./inspect", "--json"]));
    assert_eq!(json["archives"][0]["name"], "inspect");
}

#[test]
fn without_a_display_the_window_names_the_command_line() {
    let folder = folder();
    for arguments in [&[][..], &["export.zip"], &["./export.zip"], &["--sample"], &["--sample", "lena"]] {
        let output = geoshadow(folder.path(), arguments);
        assert_eq!((code(&output), output.stdout.len()), (1, 0), "{arguments:?}");
        assert!(stderr(&output).contains("geoshadow inspect PATH"), "{arguments:?}: {}", stderr(&output));
    }
}

#[test]
fn a_closed_pipe_is_quiet() {
    let folder = folder();
    let mut child = Command::new(env!("CARGO_BIN_EXE_geoshadow"))
        .current_dir(folder.path())
        .args(["items", "export.zip"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take().unwrap());
    let mut talk = String::new();
    child.stderr.take().unwrap().read_to_string(&mut talk).unwrap();
    assert!(child.wait().unwrap().success());
    assert!(!talk.contains("error") && !talk.contains("panicked"), "{talk}");
}

#[test]
fn a_sample_is_the_same_for_the_same_seed_and_can_be_piped() {
    let folder = tempfile::tempdir().unwrap();
    let sample = |seed: &str| geoshadow(folder.path(), &["sample", "-o", "-", "--items", "20", "--seed", seed]).stdout;
    let (one, again, two) = (sample("1"), sample("1"), sample("2"));
    assert!(one.starts_with(b"PK") && one == again && one != two);
}

#[test]
fn wrong_archives_are_told_apart_in_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let html = [("start_here.html", "<html>"), ("your_instagram_activity/media/posts_1.html", "<html>")];
    let mut locked = zipped(&[("content/posts_1.json", "[]")]);
    let record = locked.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    locked[record + 8] |= 1;
    let cases: [(&str, Vec<u8>, &str); 6] = [
        ("html.zip", zipped(&html), "choose Format: JSON"),
        ("mail.zip", zipped(&[("Takeout/Mail/All.mbox", "")]), "Google Takeout archive without places (it holds Mail)"),
        ("x.zip", zipped(&[("Connections.csv", "")]), "LinkedIn"),
        ("docs.zip", zipped(&[("a.docx", ""), ("b.docx", "")]), "no export that this program knows"),
        ("locked.zip", locked, "password"),
        ("cut.zip", b"PK\x03\x04 and nothing more".to_vec(), "not downloaded completely"),
    ];
    let mut paths: Vec<PathBuf> = Vec::new();
    for (name, bytes, expected) in cases {
        paths.push(folder.path().join(name));
        std::fs::write(folder.path().join(name), bytes).unwrap();
        let output = geoshadow(folder.path(), &["inspect", name, "--json"]);
        assert_eq!((code(&output), output.stdout.len()), (1, 0), "{name}");
        assert!(stderr(&output).contains(expected), "{name}: {}", stderr(&output));
        assert_eq!(stderr(&output).lines().count(), 1, "{name}: {}", stderr(&output));
    }
}

#[test]
fn the_dossier_has_stable_names_and_holds_sensitive_places_back() {
    let folder = tempfile::tempdir().unwrap();
    let write = ["sample", "-o", "export.zip", "--platform", "google", "--persona", "lena"];
    assert_eq!(code(&geoshadow(folder.path(), &write)), 0);
    let dossier = |arguments: &[&str]| -> Value {
        let output = geoshadow(folder.path(), &[&["dossier", "export.zip", "--json"], arguments].concat());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        serde_json::from_str(stdout(&output)).unwrap()
    };
    let lens = dossier(&[]);
    assert_eq!((&lens["home"], &lens["work"], &lens["k95"]), (&Value::Null, &Value::Null, &Value::Null));
    assert_eq!(lens["withheld"]["home"]["reason"], "too_few_points");
    assert_eq!(lens["items"], 0, "HYP3R did not read this platform");
    assert!(lens["pictures"].is_null(), "nobody asked for the pictures");
    let all = dossier(&["--all"]);
    for key in ["lat", "lon", "radius_m", "confidence", "support"] {
        assert!(!all["home"][key].is_null() && !all["work"][key].is_null(), "{key}");
    }
    for key in ["from", "to", "lag", "items"] {
        assert!(!all["absences"][0][key].is_null(), "{key}");
    }
    assert!(all["k95"].as_u64().is_some() && all["findings"].as_array().is_some_and(|f| !f.is_empty()));
    assert_eq!(all["sensitive"]["count"], 1);
    assert!(all["sensitive"]["visits"].is_null() && all["sensitive"]["note"].is_string());
    assert!(!all.to_string().contains("klinikum"), "the name of the hospital stands nowhere");
    let sensitive = dossier(&["--all", "--sensitive"]);
    assert_eq!(sensitive["sensitive"]["visits"][0]["class"], "health");
    let ids = geoshadow(folder.path(), &["items", "export.zip"]);
    for item in sensitive["sensitive"]["visits"][0]["items"].as_array().unwrap() {
        assert!(stdout(&ids).contains(item.as_str().unwrap()), "the same ids as those of the items");
    }
    let text = geoshadow(folder.path(), &["dossier", "export.zip", "--all"]);
    assert!(stdout(&text).contains("Home: 51.3"), "{}", stdout(&text));
    assert!(!stdout(&text).contains("klinikum"));
    assert_eq!(stdout(&text), stdout(&geoshadow(folder.path(), &["dossier", "export.zip", "--all"])));
}

#[test]
fn pictures_are_looked_at_when_asked_for_and_only_those_that_the_lens_had() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(code(&geoshadow(folder.path(), &["sample", "-o", "export.zip", "--items", "12"])), 0);
    let pictures = |arguments: &[&str]| -> Value {
        let asked = ["dossier", "export.zip", "--json", "--pictures", "--sensitive"];
        let output = geoshadow(folder.path(), &[&asked[..], arguments].concat());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        serde_json::from_str::<Value>(stdout(&output)).unwrap()["pictures"].clone()
    };
    let (lens, all) = (pictures(&[]), pictures(&["--all"]));
    let count = |found: &Value| found["looked_at"].as_u64().unwrap();
    assert!(0 < count(&lens) && count(&lens) < count(&all), "{} of {}", count(&lens), count(&all));
    assert_eq!(all["found"].as_array().map(Vec::len), Some(count(&all) as usize), "{}", all["refused"]);
    assert!(all["note"].as_str().is_some_and(|note| note.contains("guesses")));
    let keys = ["file", "items", "labels", "objects", "people", "faces", "face_areas", "text", "mentions", "kind"];
    for picture in all["found"].as_array().unwrap() {
        assert!(keys.iter().all(|key| picture.get(key).is_some()), "{picture}");
        assert!(!picture["items"].as_array().unwrap().is_empty());
    }
}

#[test]
#[cfg(feature = "gui")]
fn pictures_are_drawn_without_a_display() {
    let folder = folder();
    let sample = geoshadow(folder.path(), &["sample", "-o", "life.zip", "--items", "60"]);
    assert_eq!(code(&sample), 0, "{}", stderr(&sample));
    let draw = |view: &str| {
        let file = format!("{view}.png");
        let size = ["--size", "320x200", "--view", view];
        let drawn = geoshadow(folder.path(), &[&["render", "life.zip", "-o", &file][..], &size[..]].concat());
        assert_eq!(code(&drawn), 0, "{}", stderr(&drawn));
        image::open(folder.path().join(file)).unwrap().to_rgb8()
    };
    let pictures = ["map", "heat", "timeline"].map(draw);
    for picture in &pictures {
        assert_eq!(picture.dimensions(), (320, 200));
        let colours: std::collections::BTreeSet<[u8; 3]> = picture.pixels().map(|p| p.0).collect();
        assert!(colours.len() > 50, "{} colours are no picture", colours.len());
    }
    assert!(pictures[0] != pictures[1] && pictures[1] != pictures[2]);
    let wrong = geoshadow(folder.path(), &["render", "life.zip", "-o", "x.png", "--bbox", "1,2,3"]);
    assert_eq!(code(&wrong), 2);
}

#[test]
fn looking_on_a_day_is_said_and_changes_the_verdicts() {
    let folder = tempfile::tempdir().unwrap();
    let write = |arguments: &[&str]| geoshadow(folder.path(), arguments);
    assert_eq!(code(&write(&["sample", "-o", "maya.zip", "--items", "60"])), 0);
    let json = |arguments: &[&str]| -> Value {
        serde_json::from_str(stdout(&write(&[&["inspect", "maya.zip", "--json"], arguments].concat()))).unwrap()
    };
    let own = json(&[]);
    let on_day = json(&["--seen-on", "2019-01-15"]);
    assert_eq!((&own["seen_on"], &on_day["seen_on"]), (&Value::Null, &"2019-01-15".into()));
    let taken = |json: &Value| json["moments"]["then"]["yes"].as_u64().unwrap();
    assert!(taken(&on_day) > 0 && taken(&on_day) < taken(&own), "one day is less than the whole time");
    assert_eq!(taken(&json(&["--seen-on", "2010-01-01"])), 0, "nothing was there yet");
    let dossier = write(&["dossier", "maya.zip", "--json", "--seen-on", "2019-01-15"]);
    let dossier: Value = serde_json::from_str(stdout(&dossier)).unwrap();
    let versions = dossier["profile"]["versions"].as_array().unwrap();
    let read: Vec<&Value> = versions.iter().filter(|v| !v["taken_with"].as_array().unwrap().is_empty()).collect();
    assert!(!read.is_empty(), "{versions:?}");
    for version in read {
        // The day's own version of a field, and not what stood there before or later.
        let (since, until) = (version["since"].as_str(), version["until"].as_str());
        assert!(since.is_none_or(|t| t < "2019-01-16") && until.is_none_or(|t| t > "2019-01-15"), "{version}");
    }
    assert!(stdout(&write(&["inspect", "maya.zip", "--seen-on", "2019-01-15"])).contains("as seen on 2019-01-15"));
    assert_eq!(code(&write(&["inspect", "maya.zip", "--seen-on", "soon"])), 2);
    assert_eq!(code(&write(&["--seen-on", "2019-01-15"])), 2);
}

/// A post with a position of its own, no place, beside a mapped bar.
#[test]
fn places_of_the_user_tell_kinds_and_broken_ones_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let tweet = r#"window.YTD.tweets.part0 = [{"tweet":{"id_str":"1","created_at":"Wed May 02 18:00:00 +0000 2018","full_text":"evening",
        "coordinates":{"type":"Point","coordinates":["25.4567891","61.2345671"]},"geo":{"type":"Point","coordinates":["61.2345671","25.4567891"]}}}]"#;
    let account = r#"window.YTD.account.part0 = [{"account":{"username":"me","accountId":"7"}}]"#;
    let manifest = "window.__THAR_CONFIG = {}";
    let files = [("data/tweets.js", tweet), ("data/account.js", account), ("data/manifest.js", manifest)];
    std::fs::write(folder.path().join("x.zip"), zipped(&files)).unwrap();
    let tags = &[("amenity", "bar"), ("name", "Ankkuri")];
    let extract = street::Extract::default().node(61.234_57, 25.456_81, tags).write();
    std::fs::write(folder.path().join("own.osm.pbf"), &extract).unwrap();
    std::fs::write(folder.path().join("cut.osm.pbf"), &extract[..extract.len() - 9]).unwrap();

    let told = geoshadow(folder.path(), &["items", "x.zip", "--places", "own.osm.pbf"]);
    let place = &json(&told)["place"];
    assert_eq!((&place["name"], &place["inferred"]), (&"Ankkuri".into(), &true.into()));
    assert_eq!((&place["category"], &place["category_evidence"]), (&"bar".into(), &"likely".into()));
    let because = place["category_because"].as_str().unwrap();
    assert!(because.starts_with("by the places you loaded, 1 m away: “Ankkuri”"), "{because}");
    assert!(stderr(&told).contains("1 in own.osm.pbf (© OpenStreetMap contributors)"), "{}", stderr(&told));
    assert_eq!(json(&geoshadow(folder.path(), &["items", "x.zip"]))["place"], Value::Null);

    let cut = geoshadow(folder.path(), &["items", "x.zip", "--places", "cut.osm.pbf"]);
    assert!(code(&cut) == 1 && cut.stdout.is_empty());
    assert!(stderr(&cut).contains("cut.osm.pbf: the file is damaged or cut short"), "{}", stderr(&cut));
}

#[test]
fn a_trail_without_rows_is_nothing_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let empty = zipped(&[("json/location_history.json", "{\"Location History\":[]}")]);
    std::fs::write(folder.path().join("empty.zip"), empty).unwrap();
    for arguments in [["inspect", "empty.zip"], ["items", "empty.zip"]] {
        let output = geoshadow(folder.path(), &arguments);
        assert_eq!((code(&output), output.stdout.len()), (1, 0));
        assert!(stderr(&output).contains("holds nothing with a time or a place"), "{}", stderr(&output));
    }
}
