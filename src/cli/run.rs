//! From checked options to results.

use std::path::PathBuf;

use crate::analysis::Exposure;
use crate::dossier::{self, Dossier, Input, Scope};
use crate::lens;
use crate::load::Loaded;
use crate::report::{self, Format, Show, View};

use super::args::{Args, Command, Look};
use super::error::CliError;
use super::lenses;
use super::loading::{load, tell_warnings};
use super::options::LookOptions;
use super::output::Output;
use super::sample::{self, SampleOptions};
use super::window::{self, WindowOptions};

/// Does what was asked for.
pub(super) fn run(args: Args) -> Result<(), CliError> {
    let Args { command, paths, sample, look } = args;
    match command {
        None => open_window(paths, sample, &look),
        Some(Command::Inspect { paths, look, json, output }) => inspect(paths, &look, json, output),
        Some(Command::Items { paths, look, format, points, output }) => items(paths, &look, &format, points, output),
        Some(Command::Dossier { paths, look, all, sensitive, names, seed, json, output }) => {
            let scope = if all { Scope::Everything } else { Scope::Lens };
            let options = dossier::Options { scope, seed, ..dossier::Options::default() };
            dossier_of(paths, &look, &options, Show { sensitive, names }, json, output)
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
    let look = LookOptions::from_args(look)?;
    if let Some(missing) = paths.iter().find(|path| !path.exists()) {
        let name = missing.display();
        let hint = "hint: the commands are inspect, items, dossier, lenses and sample; see geoshadow --help";
        return Err(CliError::Failed(format!("Cannot open {name}: there is no such file or folder\n{hint}")));
    }
    window::open(WindowOptions { paths, sample, look })
}

fn inspect(paths: Vec<PathBuf>, look: &Look, json: bool, output: Option<PathBuf>) -> Result<(), CliError> {
    let look = LookOptions::from_args(look)?;
    let output = Output::new(output, &paths)?;
    let loaded = load(paths)?;
    if json {
        tell_warnings(&loaded);
    }
    with_view(&loaded, &look, |view| {
        output.write(|out| if json { report::write_summary_json(view, out) } else { report::write_summary(view, out) })
    })
}

fn dossier_of(
    paths: Vec<PathBuf>,
    look: &Look,
    options: &dossier::Options,
    show: Show,
    json: bool,
    output: Option<PathBuf>,
) -> Result<(), CliError> {
    let look = LookOptions::from_args(look)?;
    let output = Output::new(output, &paths)?;
    let loaded = load(paths)?;
    tell_warnings(&loaded);
    with_view(&loaded, &look, |view| {
        let View { dataset, lens, surfaces, assumptions, exposure } = *view;
        let dossier = Dossier::of(&Input { dataset, lens, surfaces, assumptions, exposure }, options);
        output.write(|out| {
            if json {
                report::write_dossier_json(view, &dossier, show, out)
            } else {
                report::write_dossier(view, &dossier, show, out)
            }
        })
    })
}

fn items(
    paths: Vec<PathBuf>,
    look: &Look,
    format: &str,
    points: bool,
    output: Option<PathBuf>,
) -> Result<(), CliError> {
    let look = LookOptions::from_args(look)?;
    let output = Output::new(output, &paths)?;
    let format = Format::ALL.into_iter().find(|f| f.as_str() == format).unwrap_or(Format::Jsonl);
    let loaded = load(paths)?;
    tell_warnings(&loaded);
    with_view(&loaded, &look, |view| output.write(|out| report::write_items(view, format, points, out)))
}

fn with_view<T>(loaded: &Loaded, look: &LookOptions, run: impl FnOnce(&View<'_>) -> T) -> T {
    let (dataset, lens, surfaces) = (&*loaded.dataset, &*look.lens, lens::surfaces());
    let exposure = Exposure::evaluate(dataset, lens, surfaces, &look.assumptions);
    run(&View { dataset, lens, surfaces, assumptions: &look.assumptions, exposure: &exposure })
}
