//! The layers point one way, only the window names its toolkit, and no crate can open a connection.
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// For each module of the crate, the modules it may name.
const ALLOWED: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("archive", &["model"]),
    ("media", &["model"]),
    ("lens", &["model"]),
    ("street", &[]),
    ("venue", &["model", "street"]),
    ("vision", &["archive", "media", "model", "venue"]),
    ("platform", &["archive", "media", "model"]),
    ("analysis", &["lens", "model"]),
    ("dossier", &["analysis", "lens", "model", "venue"]),
    ("load", &["archive", "model", "platform", "venue"]),
    ("sample", &["media", "model"]),
    ("report", &["analysis", "archive", "dossier", "lens", "load", "model", "platform", "vision"]),
    (
        "cli",
        &[
            "analysis", "archive", "dossier", "gui", "lens", "load", "model", "platform", "report", "sample", "street",
            "venue", "vision",
        ],
    ),
    (
        "gui",
        &[
            "analysis", "archive", "dossier", "lens", "load", "media", "model", "platform", "report", "sample",
            "street", "venue", "vision",
        ],
    ),
];

/// Crates that talk to a network, or bring something that does.
const NETWORK_CRATES: &[&str] = &[
    "actix-web",
    "async-std",
    "attohttpc",
    "axum",
    "curl",
    "h2",
    "hickory-resolver",
    "http",
    "hyper",
    "isahc",
    "minreq",
    "native-tls",
    "openssl",
    "quinn",
    "reqwest",
    "rustls",
    "socket2",
    "surf",
    "tiny_http",
    "tokio",
    "tonic",
    "trust-dns-resolver",
    "tungstenite",
    "ureq",
    "websocket",
];

/// Crates compiled only for browsers, which this program does not run in; the lock file lists them all the same.
const BROWSER_ONLY: &[&str] = &["js-sys", "wasm-bindgen", "wasm-bindgen-futures", "web-sys"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// The modules of this crate that a source file names outside its tests, and its text without comments.
fn named_modules(path: &Path) -> (BTreeSet<String>, String) {
    let text = std::fs::read_to_string(path).unwrap();
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code: String = lines.collect::<Vec<_>>().join("\n");
    let named = code
        .split("crate::")
        .skip(1)
        .map(|rest| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect::<String>());
    (named.filter(|name| ALLOWED.iter().any(|(module, _)| module == name)).collect(), code)
}

#[test]
fn the_layers_point_one_way() {
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    assert!(files.len() > 20, "the sources were found");
    for file in &files {
        let relative = file.strip_prefix(root().join("src")).unwrap();
        let module = relative.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs");
        let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| *name == module) else {
            assert!(matches!(module, "lib" | "main"), "{} is in no layer", relative.display());
            continue;
        };
        let (named, code) = named_modules(file);
        for name in named {
            assert!(
                name == module || allowed.contains(&name.as_str()),
                "{} names crate::{name}, which lies above or beside it",
                relative.display()
            );
        }
        let toolkit = ["egui", "eframe", "egui_extras", "rfd"];
        let names_toolkit = toolkit.iter().any(|t| code.contains(&format!("{t}::")));
        assert!(module == "gui" || !names_toolkit, "{} names the toolkit", relative.display());
    }
}

#[test]
fn only_data_and_adapters_name_a_platform_or_a_lens() {
    let neutral = ["model", "archive", "media", "analysis", "dossier", "street", "venue", "vision"];
    let mut files = Vec::new();
    for folder in neutral {
        sources(&root().join("src").join(folder), &mut files);
    }
    for file in files {
        let (_, code) = named_modules(&file);
        for word in ["instagram", "hyp3r", "google", "facebook", "twitter", "strava"] {
            assert!(!code.to_lowercase().contains(&format!("\"{word}")), "{} names {word}", file.display());
        }
    }
}

/// The names of the packages that the normal dependencies lead to, by walking Cargo.lock.
fn normal_dependency_tree() -> BTreeSet<String> {
    let manifest: toml::Table = std::fs::read_to_string(root().join("Cargo.toml")).unwrap().parse().unwrap();
    let lock: toml::Table = std::fs::read_to_string(root().join("Cargo.lock")).unwrap().parse().unwrap();
    let mut depends: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in lock["package"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap().to_owned();
        let list = package.get("dependencies").and_then(|d| d.as_array()).cloned().unwrap_or_default();
        let names = list.iter().map(|d| d.as_str().unwrap().split(' ').next().unwrap().to_owned());
        depends.entry(name).or_default().extend(names);
    }
    let mut queue: Vec<String> = manifest["dependencies"].as_table().unwrap().keys().cloned().collect();
    let mut seen = BTreeSet::new();
    while let Some(name) = queue.pop() {
        if !BROWSER_ONLY.contains(&name.as_str()) && seen.insert(name.clone()) {
            queue.extend(depends.get(&name).unwrap_or(&Vec::new()).iter().cloned());
        }
    }
    seen
}

#[test]
fn no_network_crate_is_in_the_normal_dependency_tree() {
    let tree = normal_dependency_tree();
    assert!(tree.contains("serde_json") && tree.contains("winit"), "the tree was walked");
    let found: Vec<&&str> = NETWORK_CRATES.iter().filter(|name| tree.contains(**name)).collect();
    assert!(found.is_empty(), "these can open connections: {found:?}");
}
