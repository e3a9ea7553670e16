//! The map or the timeline as a picture.

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::analysis::heat::Kernel;
use crate::gui::render::{PictureOptions, SIDES, Scene, Subject, picture};
use crate::model::GeoBounds;
use crate::street::Streets;

use super::args::Look;
use super::error::CliError;
use super::loading::{load_with, tell_warnings};
use super::options::LookOptions;
use super::output::Output;
use super::run::with_view;

/// What was typed, checked.
pub(super) fn options(
    size: &str,
    view: &str,
    bbox: Option<&str>,
    radius: &str,
    light: bool,
) -> Result<PictureOptions, CliError> {
    let usage = |text: String| CliError::Usage(text);
    let sides = size.split_once(['x', 'X']).and_then(|(w, h)| Some([w.trim().parse().ok()?, h.trim().parse().ok()?]));
    let Some(size) = sides.filter(|sides: &[u32; 2]| sides.iter().all(|side| SIDES.contains(side))) else {
        let (least, most) = (SIDES.start(), SIDES.end());
        return Err(usage(format!("--size takes WIDTHxHEIGHT, {least} to {most} pixels each, found {size:?}")));
    };
    let bounds = match bbox {
        None => None,
        Some(typed) => Some(bounds(typed).ok_or_else(|| {
            usage(format!("--bbox takes WEST,SOUTH,EAST,NORTH in degrees, south below north, found {typed:?}"))
        })?),
    };
    let subject = match view {
        "heat" => Subject::Heat,
        "hexes" => Subject::Hexes,
        "timeline" => Subject::Timeline,
        _ => Subject::Map,
    };
    let kernel = Kernel::parse(radius)
        .ok_or_else(|| usage(format!("--radius takes auto, 12px, 250m or 2km, found {radius:?}")))?;
    Ok(PictureOptions { subject, size, bounds, kernel, light })
}

fn bounds(typed: &str) -> Option<GeoBounds> {
    let numbers: Vec<f64> = typed.split(',').map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    let [west, south, east, north] = numbers[..] else { return None };
    let valid = [west, east].iter().all(|lon| (-180.0..=180.0).contains(lon))
        && [south, north].iter().all(|lat| (-90.0..=90.0).contains(lat))
        && south < north;
    valid.then_some(GeoBounds { west, south, east, north })
}

/// Draws the picture and writes it as PNG.
pub(super) fn write(
    paths: Vec<PathBuf>,
    look: &Look,
    options: &PictureOptions,
    streets: Option<&Path>,
    output: PathBuf,
) -> Result<(), CliError> {
    if look.seen_on.is_some() {
        // A picture has no heading: whoever is handed it would take the verdicts for those of the lens's own time.
        return Err(CliError::Usage("--seen-on is not for pictures, which could not say so".to_owned()));
    }
    let look = LookOptions::from_args(look)?;
    let output = Output::new(Some(output), &paths)?;
    let streets = streets.map(open_streets).transpose()?;
    let loaded = load_with(paths, &look)?;
    tell_warnings(&loaded);
    let drawn = with_view(&loaded, &look, false, |view| {
        let scene = Scene {
            loaded: &loaded,
            lens: view.lens,
            assumptions: view.assumptions,
            exposure: view.exposure,
            streets: streets.as_ref(),
        };
        picture(&scene, options)
    });
    let drawn = drawn.map_err(|why| CliError::Failed(format!("The picture cannot be drawn: {why}")))?;
    let mut png = Cursor::new(Vec::new());
    let encoded = image::DynamicImage::from(drawn).to_rgb8().write_to(&mut png, image::ImageFormat::Png);
    encoded.map_err(|error| CliError::Failed(format!("The picture cannot be written: {error}")))?;
    output.write(|out| out.write_all(png.get_ref()))
}

fn open_streets(path: &Path) -> Result<Arc<Streets>, CliError> {
    let opened = Streets::open(path, &|| false).map(Arc::new);
    opened.map_err(|error| CliError::Failed(format!("{}: {error}", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_boxes_are_checked() {
        assert_eq!(options("640x480", "heat", None, "auto", false).unwrap().size, [640, 480]);
        for wrong in ["640", "640x", "0x9", "99999x10", "-1x5"] {
            assert!(matches!(options(wrong, "map", None, "auto", false), Err(CliError::Usage(_))), "{wrong}");
        }
        let across = options("640x480", "map", Some("170,-20,-170,10"), "auto", false).unwrap().bounds.unwrap();
        assert_eq!((across.west, across.east), (170.0, -170.0), "across the antimeridian");
        for wrong in ["1,2,3", "1,2,3,x", "0,10,5,5", "200,0,1,1", "0,0,1,91"] {
            assert!(options("640x480", "map", Some(wrong), "auto", false).is_err(), "{wrong}");
        }
        assert_eq!(options("640x480", "heat", None, "2km", false).unwrap().kernel, Kernel::Metres(2_000));
        assert!(options("640x480", "heat", None, "2 miles", false).is_err());
    }
}
