use super::*;
use crate::archive::MemorySource;

fn text(files: &[(&str, &str)]) -> String {
    let files = files.iter().map(|(name, content)| ((*name).to_owned(), content.as_bytes().to_vec()));
    let mut out = Vec::new();
    let source = MemorySource::new("x", files);
    Schema::of(&source, &CancelToken::default()).write_text(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn the_vocabulary_is_sorted() {
    assert!(words::WORDS.is_sorted());
}

#[test]
fn fields_are_named_and_values_are_not() {
    let shown = text(&[(
        "content/posts_1.json",
        r#"[{"creation_timestamp":1546300800,"caption":"At Grandma's","tags":["x","y"]},{}]"#,
    )]);
    for line in [
        "content/posts_#.json: ",
        "[]: object × 2",
        "creation_timestamp: integer × 1",
        "caption: text × 1",
        "tags: list × 1, at most 2 long",
    ] {
        assert!(shown.contains(line), "{line} in {shown}");
    }
    for value in ["Grandma", "1546300800", "x\n"] {
        assert!(!shown.contains(value), "{value} in {shown}");
    }
}

#[test]
fn a_key_that_is_also_a_value_is_hidden() {
    let shown = text(&[("a.json", r#"{"rosalind.example":{"time":1},"owner":"Rosalind.Example"}"#)]);
    assert!(!shown.to_lowercase().contains("rosalind"), "{shown}");
    assert!(shown.contains("owner: text × 1") && shown.contains("~: object × 1"), "{shown}");
}

#[test]
fn names_in_paths_are_hidden() {
    let shown = text(&[("messages/inbox/rosalind_8812/message_1.json", "{}"), ("Zürich, mit Oma/photo 3.jpg", "")]);
    assert!(shown.contains("messages/inbox/~_#/message_#.json"), "{shown}");
    assert!(!shown.contains("rosalind") && !shown.contains("rich") && !shown.contains("Oma"), "{shown}");
}

#[test]
fn a_list_keyed_by_data_names_none_of_it() {
    let entries: Vec<String> = (0..300).map(|n| format!(r#""handle{n}x":{{"seen":{n}}}"#)).collect();
    let shown = text(&[("a.json", &format!("{{{}}}", entries.join(",")))]);
    assert!(!shown.contains("handle"), "{shown}");
    assert!(shown.contains("seen: integer"), "{shown}");
}

#[test]
fn tables_scripts_and_damage_are_told() {
    let shown = text(&[
        ("visits.csv", "\u{feff}Place name;Latitude\nCafé Example;48.5\n;\n"),
        ("data/tweets.js", "window.YTD.tweets.part0 = [ { \"tweet\" : { \"id\" : \"17\" } } ]"),
        ("broken.json", "[{\"a\":1},{\"b\""),
    ]);
    for line in [
        "Place name: empty text × 1, text × 1",
        "Latitude: empty text × 1, text of a number × 1",
        "tweet: object × 1",
        "not JSON, or cut off",
    ] {
        assert!(shown.contains(line), "{line} in {shown}");
    }
}
