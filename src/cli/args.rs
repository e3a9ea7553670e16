//! What was typed.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args as ClapArgs, Parser, Subcommand};

use crate::sample::{DEFAULT_SEED, MOST_ITEMS, PERSONAS, PLATFORMS};

fn persona() -> PossibleValuesParser {
    PossibleValuesParser::new(PERSONAS.iter().map(|p| p.id))
}

/// See what a location-based harvester could have taken from your own data export.
///
/// Without a command the window opens. This program contains no network code: nothing leaves this computer.
#[derive(Debug, Parser)]
#[command(name = "geoshadow", version, args_conflicts_with_subcommands = true)]
#[command(after_help = "A path can be a zip, a tar.gz, a folder, a single file, or several parts of one export. \
    A path called like a command is opened as ./inspect. Exit codes: 0 done, 1 failed, 2 wrong use.")]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    /// Open these in the window
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Open the window on a fictional archive
    #[arg(long, value_name = "PERSONA", num_args = 0..=1, conflicts_with = "paths")]
    #[arg(default_missing_value = PERSONAS[0].id, value_parser = persona())]
    pub(super) sample: Option<String>,
    #[command(flatten)]
    pub(super) look: Look,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Say what is in an archive, and what the lens would have had of it
    Inspect {
        /// Zip, tar.gz, folder, file, or several parts of one export
        #[arg(value_name = "PATH", required = true)]
        paths: Vec<PathBuf>,
        #[command(flatten)]
        look: Look,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
        /// Print only names of files and fields, types and counts, without any value: to report a format that is
        /// not read right without sending data
        #[arg(long)]
        schema: bool,
        /// Add what each of the built-in lenses would have had
        #[arg(long)]
        compare: bool,
        /// Write to this file instead of standard output
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Write every item with its position, its verdict and the reasons
    Items {
        /// Zip, tar.gz, folder, file, or several parts of one export
        #[arg(value_name = "PATH", required = true)]
        paths: Vec<PathBuf>,
        #[command(flatten)]
        look: Look,
        /// How to write them
        #[arg(long, value_name = "FORMAT", default_value = "jsonl", value_parser = ["jsonl", "csv", "geojson", "kml", "gpx"])]
        format: String,
        /// Add the verdict of each of the built-in lenses (jsonl only)
        #[arg(long)]
        compare: bool,
        /// Add the rows of location trails
        #[arg(long)]
        points: bool,
        /// Write to this file instead of standard output
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Say what the harvester's file on you would say: home, work, absences, routine
    Dossier {
        /// Zip, tar.gz, folder, file, or several parts of one export
        #[arg(value_name = "PATH", required = true)]
        paths: Vec<PathBuf>,
        #[command(flatten)]
        look: Look,
        /// From everything the platforms hold, not only from what the lens would have had
        #[arg(long)]
        all: bool,
        /// Show visits to places that may reveal health, belief and the like
        #[arg(long)]
        sensitive: bool,
        /// Show the handles of people named at places
        #[arg(long)]
        names: bool,
        /// A privacy zone of yours: it is cut out of your public tracks and then looked for; may be given several times
        #[arg(long, value_name = "LAT,LON,RADIUS_M", allow_hyphen_values = true)]
        zone: Vec<String>,
        /// Look at the pictures too: what models see in them, and text that can be read. Takes a second or so for each
        #[arg(long)]
        pictures: bool,
        /// Another number gives other random draws, the same number the same
        #[arg(long, value_name = "N", default_value_t = DEFAULT_SEED)]
        seed: u64,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
        /// Write to this file instead of standard output
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// List the lenses, describe one, or check a lens file
    Lenses {
        /// Describe this lens
        #[arg(value_name = "ID")]
        id: Option<String>,
        /// Check this lens file and run its examples
        #[arg(long, value_name = "FILE", conflicts_with = "id")]
        check: Option<PathBuf>,
    },
    /// Draw the map or the timeline into a picture
    #[cfg(feature = "gui")]
    Render {
        /// Zip, tar.gz, folder, file, or several parts of one export
        #[arg(value_name = "PATH", required = true)]
        paths: Vec<PathBuf>,
        #[command(flatten)]
        look: Look,
        /// Where to write the picture, a PNG; - for standard output
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
        /// Width and height in pixels
        #[arg(long, value_name = "WxH", default_value = "1280x800")]
        size: String,
        /// What to draw
        #[arg(long, value_name = "VIEW", default_value = "map", value_parser = ["map", "heat", "hexes", "timeline"])]
        view: String,
        /// What of the world to show, in degrees; everything that has a position if not said
        #[arg(long, value_name = "W,S,E,N", allow_hyphen_values = true)]
        bbox: Option<String>,
        /// How far a place spreads in the heat: auto, so many pixels (12px) or so much ground (250m, 2km)
        #[arg(long, value_name = "RADIUS", default_value = "auto")]
        radius: String,
        /// Draw it light instead of dark
        #[arg(long)]
        light: bool,
        /// Draw the streets of this .osm.pbf, .pmtiles or .mbtiles file over the base map
        #[arg(long, value_name = "FILE")]
        streets: Option<PathBuf>,
    },
    /// Write a fictional archive
    Sample {
        /// Where to write it; - for standard output
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
        /// Whose life it tells
        #[arg(long, value_name = "ID", default_value = PERSONAS[0].id, value_parser = persona())]
        persona: String,
        /// Which platform's export it is
        #[arg(long, value_name = "ID", default_value = PLATFORMS[0], value_parser = PossibleValuesParser::new(PLATFORMS))]
        platform: String,
        /// Another number gives another archive, the same number the same
        #[arg(long, value_name = "N", default_value_t = DEFAULT_SEED)]
        seed: u64,
        /// How many items it holds
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_ITEMS)))]
        items: Option<u32>,
    },
}

/// How to look at an archive.
#[derive(Debug, ClapArgs)]
pub(super) struct Look {
    /// Lens to look through: an id from `geoshadow lenses`, or a lens file
    #[arg(long, value_name = "ID|FILE")]
    pub(super) lens: Option<String>,
    /// Who could see a platform's items, where the export does not say: facebook=friends@2010-01-01..2014-06-01
    ///
    /// Either end of the period may be left out, or the whole of it. Several may be given; where two fit, the
    /// later one counts. Further statements: flickr.place=public for who saw the places of items, where a platform
    /// has a setting for them; PLATFORM.CONDITION=yes|no for a condition that `geoshadow lenses ID` lists.
    #[arg(long, value_name = "PLATFORM=AUDIENCE[@FROM..TO]")]
    pub(super) assume: Vec<String>,
    /// A name of yours in chats, for a chat that does not say which messages are yours; may be given several times
    #[arg(long, value_name = "NAME")]
    pub(super) me: Vec<String>,
    /// Which number of a date is the day, for chats, tables and GPS files that do not tell: 5/6/2022 is day-first in June
    #[arg(long, value_name = "ORDER", value_parser = ["day-first", "month-first", "year-first"])]
    pub(super) dates: Option<String>,
    /// Look on this day in the way of the lens, instead of in its own time: what could be seen on it
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) seen_on: Option<String>,
    /// Watch this circle instead of the lens's own places; may be given several times
    #[arg(long, value_name = "LAT,LON,RADIUS_M", allow_hyphen_values = true)]
    pub(super) watch: Vec<String>,
    /// Watch the polygons of this GeoJSON or KML file instead of the lens's own places
    ///
    /// In GeoJSON also points with a property `radius` in metres. Without --lens, anyone who looks at these places
    /// is meant, in any way on record (the lens `place_watcher`).
    #[arg(long, value_name = "FILE")]
    pub(super) fence: Vec<PathBuf>,
    /// Tell kinds of places by this .osm.pbf extract or GeoJSON of places; may be given several times
    ///
    /// In GeoJSON, places have the tags of OpenStreetMap as properties, or `kind` with a word of this program: hotel,
    /// bar, hospital. A kind told so says by which place, how far away, and how sure.
    #[arg(long, value_name = "FILE")]
    pub(super) places: Vec<PathBuf>,
}
