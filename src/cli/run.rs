//! From checked options to results.

use std::path::PathBuf;

use crate::analysis::Exposure;
use crate::archive::{CancelToken, Limits, Progress, open_paths};
use crate::dossier::{self, Dossier, Input, Scope};
use crate::lens::{self, Lens};
use crate::load::Loaded;
use crate::report::{self, Format, Schema, Show, View};

use super::args::{Args, Command, Look};
use super::error::CliError;
use super::lenses;
use super::loading::{load_with, tell_warnings};
use super::options::LookOptions;
use super::output::Output;
use super::pictures;
#[cfg(feature = "gui")]
use super::render;
use super::sample::{self, SampleOptions};
use super::window::{self, WindowOptions};

/// Does what was asked for.
pub(super) fn run(args: Args) -> Result<(), CliError> {
    let Args { command, paths, sample, look } = args;
    match command {
        None => open_window(paths, sample, &look),
        Some(Command::Inspect { paths, look: _, json, schema: true, output, .. }) => print_schema(&paths, json, output),
        Some(Command::Inspect { paths, look, json, compare, schema: false, output }) => {
            inspect(paths, &look, &Inspected { json, compare }, output)
        }
        Some(Command::Items { paths, look, format, compare, points, output }) => {
            let written = Written { format: Format::from_word(&format), compare, points };
            items(paths, &look, &written, output)
        }
        Some(Command::Dossier { paths, look, all, sensitive, names, pictures, zone, seed, json, output }) => {
            let scope = if all { Scope::Everything } else { Scope::Lens };
            let zones: Result<Vec<_>, _> = zone.iter().map(|typed| dossier::Zone::parse(typed)).collect();
            let zones = zones.map_err(|error| CliError::Usage(format!("--zone: {error}")))?;
            let options = dossier::Options { scope, seed, zones, ..dossier::Options::default() };
            let asked = Asked { show: Show { sensitive, names }, pictures, json };
            dossier_of(paths, &look, &options, asked, output)
        }
        #[cfg(feature = "gui")]
        Some(Command::Render { paths, look, output, size, view, bbox, radius, light, streets }) => {
            let options = render::options(&size, &view, bbox.as_deref(), &radius, light)?;
            render::write(paths, &look, &options, streets.as_deref(), output)
        }
        Some(Command::Lenses { id: _, check: Some(file) }) => lenses::check(&file),
        Some(Command::Lenses { id: Some(id), check: None }) => lenses::show(&id),
        Some(Command::Lenses { id: None, check: None }) => lenses::list(),
        Some(Command::Sample { output, persona, platform, seed, items }) => {
            let output = Output::new(Some(output), &[])?;
            sample::write(&SampleOptions { persona, platform, seed, items }, &output)
        }
    }
}

fn open_window(paths: Vec<PathBuf>, sample: Option<String>, look: &Look) -> Result<(), CliError> {
    if look.seen_on.is_some() {
        let instead = "--seen-on is for the commands; in the window drag the handle under the timeline";
        return Err(CliError::Usage(instead.to_owned()));
    }
    let look = LookOptions::from_args(look)?;
    if let Some(missing) = paths.iter().find(|path| !path.exists()) {
        let name = missing.display();
        let hint = "hint: the commands are inspect, items, dossier, render, lenses and sample; see geoshadow --help";
        return Err(CliError::Failed(format!("Cannot open {name}: there is no such file or folder\n{hint}")));
    }
    window::open(WindowOptions { paths, sample, look })
}

/// How the summary is written.
struct Inspected {
    json: bool,
    compare: bool,
}

fn inspect(paths: Vec<PathBuf>, look: &Look, asked: &Inspected, output: Option<PathBuf>) -> Result<(), CliError> {
    let Inspected { json, compare } = *asked;
    let look = LookOptions::from_args(look)?;
    let output = Output::new(output, &paths)?;
    let loaded = load_with(paths, &look)?;
    if json {
        tell_warnings(&loaded);
    }
    with_view(&loaded, &look, compare, |view| {
        output.write(|out| if json { report::write_summary_json(view, out) } else { report::write_summary(view, out) })
    })
}

fn print_schema(paths: &[PathBuf], json: bool, output: Option<PathBuf>) -> Result<(), CliError> {
    let output = Output::new(output, paths)?;
    let cancel = CancelToken::default();
    let source = open_paths(paths, Limits::default(), &Progress::default(), &cancel).map_err(CliError::failed)?;
    let schema = Schema::of(&source, &cancel);
    output.write(|out| if json { schema.write_json(out) } else { schema.write_text(out) })
}

/// What of the dossier is written, and how.
#[derive(Clone, Copy)]
struct Asked {
    show: Show,
    pictures: bool,
    json: bool,
}

fn dossier_of(
    paths: Vec<PathBuf>,
    look: &Look,
    options: &dossier::Options,
    asked: Asked,
    output: Option<PathBuf>,
) -> Result<(), CliError> {
    let look = LookOptions::from_args(look)?;
    let output = Output::new(output, &paths)?;
    let loaded = load_with(paths, &look)?;
    tell_warnings(&loaded);
    with_view(&loaded, &look, false, |view| {
        let View { dataset, lens, surfaces, assumptions, exposure, .. } = *view;
        let dossier = Dossier::of(&Input { dataset, lens, surfaces, assumptions, exposure, area: None }, options);
        let seen = asked.pictures.then(|| pictures::look(&loaded, &dossier.had)).transpose()?;
        let gallery = seen.as_ref().map(pictures::SeenPictures::gallery);
        output.write(|out| {
            if asked.json {
                report::write_dossier_json(view, &dossier, gallery, asked.show, out)
            } else {
                report::write_dossier(view, &dossier, gallery, asked.show, out)
            }
        })
    })
}

/// How items are written.
struct Written {
    format: Format,
    compare: bool,
    points: bool,
}

fn items(paths: Vec<PathBuf>, look: &Look, written: &Written, output: Option<PathBuf>) -> Result<(), CliError> {
    let Written { format, compare, points } = *written;
    if compare && format != Format::Jsonl {
        return Err(CliError::Usage("--compare is only for --format jsonl".to_owned()));
    }
    let look = LookOptions::from_args(look)?;
    let output = Output::new(output, &paths)?;
    let loaded = load_with(paths, &look)?;
    tell_warnings(&loaded);
    with_view(&loaded, &look, compare, |view| output.write(|out| report::write_items(view, format, points, out)))
}

pub(super) fn with_view<T>(loaded: &Loaded, look: &LookOptions, compare: bool, run: impl FnOnce(&View<'_>) -> T) -> T {
    let (dataset, lens, surfaces) = (&*loaded.dataset, &*look.lens, lens::surfaces());
    let through = |lens: &Lens| Exposure::evaluate(dataset, lens, surfaces, &look.assumptions);
    let exposure = through(lens);
    let compared: &[Lens] = if compare { lens::builtin() } else { &[] };
    // All of them look on the same day, if one was asked for.
    let on_day = |l: &Lens| lens.seen_on.map_or_else(|| l.clone(), |day| l.clone().looking_on(day));
    let compared: Vec<Lens> = compared.iter().map(on_day).collect();
    let comparison: Vec<(&Lens, Exposure)> = compared.iter().map(|lens| (lens, through(lens))).collect();
    let assumptions = &look.assumptions;
    run(&View { dataset, lens, surfaces, assumptions, exposure: &exposure, comparison: &comparison })
}
