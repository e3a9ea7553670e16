//! Geoshadow: what a location-based harvester could have taken from one's own data export.
//!
//! # Layers
//!
//! Arrows point one way, from the data upwards; `tests/layering.rs` fails on an import that does not.
//!
//! ```text
//!  main ──► cli ──► report ──► dossier ──► analysis ──► lens ──► model
//!    │       │        │           └──────► venue ──► street, model
//!    │       │        └────► vision ──► archive, media, venue ──► model
//!    │       └────► load ──► platform ──► archive, media ──► model
//!    │               └─────► venue
//!    └───► gui ──► load, analysis, dossier, report, lens, venue, vision, street     sample ──► media, model
//! ```
//!
//! | module | what it is | what it does not know |
//! |---|---|---|
//! | [`model`] | plain data: items, points, accounts, ledgers, claims with their evidence | files, platforms, lenses |
//! | [`archive`] | bytes to named entries: zip, folder, tar.gz, file, several as one; caps and cancelling | platforms |
//! | [`media`] | position and time in the metadata of photos and videos; pixels of pictures, with caps | archives, platforms |
//! | [`platform`] | one adapter per platform: entries to items, points, accounts | lenses |
//! | [`street`] | the user's own files of streets and places: extracts of OpenStreetMap, vector tiles | what they are for |
//! | [`venue`] | kinds of places and positions of named places, from embedded tables and files of the user | platforms, lenses |
//! | [`vision`] | what models see in pictures: labels, things, counts of people and faces, text; a background job | platforms, lenses |
//! | [`load`] | one job: open, recognise, import, enrich; with progress and cancel | how it is shown |
//! | [`lens`] | harvester profiles and ways of looking at platforms, as TOML files with sources | items |
//! | [`analysis`] | pure functions of dataset, lens and filter: reach, verdicts, reasons, heat, bins | platforms and lenses by name |
//! | [`dossier`] | what follows from what was taken: home, work, absences, routine, findings | how it is shown |
//! | [`report`] | summary, items and dossier as text, JSON, CSV, GeoJSON, KML, GPX | the window |
//! | [`sample`] | fictional archives, written as a platform would | adapters |
//! | [`cli`] | arguments to a run; stdout is data, stderr is talk | |
#![cfg_attr(feature = "gui", doc = "| [`gui`] | the window; the only module that names its toolkit | |")]
//!
//! # Data flow
//!
//! ```text
//!  paths ──► archive::Source ──► Platform::recognise, ::import ──► Dataset ──► venue::enrich
//!                                                                     │
//!  assets/lenses/*.toml ──► Lens ──► Exposure (one verdict per item) ◄┘
//!                                        │
//!                    Filter ──► visible items ──► map, heat, timeline, table, detail; report
//! ```
//!
//! # How a verdict comes about
//!
//! Every statement read from an export is a [`model::Claim`]: it holds, does not, or is unknown; it has an
//! [`model::Evidence`] and names the [`model::Rule`] by which it was read. From the account's periods, the item's
//! own audience, its life (a story's 24 hours, an unknown moment of archiving) and the surfaces of its platform
//! (who could look at a place, and when) [`analysis::reach`] works out who could see it, as stretches of time over
//! a lattice from "only you" to "anyone who looked at the place, without an account", and, beside it, into which
//! aggregates it went. [`analysis::decide`] then asks its clauses in order: platform, published, kind, window, reach,
//! place, and where a lens has such rules: area (the place lies where it looked), text, condition (what no export
//! tells, unless the user does). All hold: *captured*, or *retained* if it has gone from view since. One fails for
//! certain: *public*, *restricted* or *private*, by who could see it. One is open and none fails: *unknown*. What the
//! user told us is an [`analysis::Assumption`] with its period; a verdict that rests on one is *assumed*. In the same
//! pass [`analysis::gaps`] collects what the export does not record and which verdicts hang on it. A lens can also look
//! on one day instead of in its own time ([`lens::Lens::looking_on`]); of a day after the export nothing is known.
//!
//! # Adding things
//!
//! A platform is one file in `src/platform` with a [`platform::Platform`], one word in the list there, and a folder
//! of made-up fixtures under `tests/fixtures`, which the tests open as zip and as folder. A lens is one TOML file in
//! `assets/lenses` with its sources and worked examples, which the tests run, and one line in `lens::builtin`.
//! Facts about when a platform could be looked at by whom are TOML too, in `assets/surfaces`; what no export can
//! decide is explained on a card in `assets/lenses/cards`.

pub mod analysis;
pub mod archive;
pub mod cli;
pub mod dossier;
#[cfg(feature = "gui")]
pub mod gui;
pub mod lens;
pub mod load;
pub mod media;
pub mod model;
pub mod platform;
pub mod report;
pub mod sample;
pub mod street;
pub mod venue;
pub mod vision;
