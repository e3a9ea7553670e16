//! Pictures of the invented lives, drawn by the program: nothing to license, nobody shown.
#![expect(clippy::unreadable_literal, reason = "colours are six hexadecimal digits in one piece")]

mod canvas;
mod city;
mod indoors;
mod lettering;
mod night;
mod outdoors;
mod people;

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder as _};

use super::rng::Rng;
use canvas::Canvas;

/// What a picture shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Scene {
    /// A room at home.
    Home,
    /// A desk at work.
    Office,
    /// A classroom.
    School,
    /// A cup on a table.
    Cafe,
    /// A plate.
    Food,
    /// Bottles and lamps.
    Bar,
    /// Weights.
    Gym,
    /// A suspension bridge over water.
    Bridge,
    /// Sea and sand.
    Beach,
    /// Trees and a lawn.
    Park,
    /// Peaks.
    Mountain,
    /// A path by a river.
    Track,
    /// Trunks in fog.
    Forest,
    /// Red rocks.
    Desert,
    /// Ice and water.
    Glacier,
    /// Shop windows.
    Mall,
    /// Stands and a pitch.
    Stadium,
    /// A stage.
    Concert,
    /// Frames on a wall.
    Gallery,
    /// Towers, by day or by night.
    Skyline,
    /// Gables around a square.
    OldTown,
    /// A window onto the apron.
    Airport,
    /// A corridor.
    Hospital,
    /// A bed and a view.
    HotelRoom,
    /// Slot machines.
    Slots,
    /// A pool.
    Pool,
    /// A ship.
    Ship,
}

/// Shape of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Frame {
    /// A post, one to one.
    Square,
    /// A post, four to five.
    Portrait,
    /// A story, nine to sixteen.
    Tall,
    /// A camera's picture, four to three.
    Wide,
}

impl Frame {
    /// Width and height in pixels.
    pub(super) const fn size(self) -> (usize, usize) {
        match self {
            Self::Square => (320, 320),
            Self::Portrait => (320, 400),
            Self::Tall => (288, 512),
            Self::Wide => (400, 300),
        }
    }
}

/// Quality of the JPEG files: small, with no visible blocks.
const QUALITY: u8 = 54;

/// A picture as a JPEG file without metadata. `day` is the height of the sun, 0 at night to 1 at noon.
pub(super) fn jpeg(scene: Scene, sign: &str, seed: u64, frame: Frame, day: f64) -> Vec<u8> {
    let (width, height) = frame.size();
    let mut canvas = Canvas::new(width, height, Rng::new(seed, 0x91c7));
    draw(&mut canvas, scene, sign, day as f32);
    encode(canvas, QUALITY)
}

/// A profile picture: a figure before a plain ground. `person` keeps the figure the same over the years.
pub(super) fn portrait(person: u64, seed: u64) -> Vec<u8> {
    let mut canvas = Canvas::new(320, 320, Rng::new(seed, 0x0f11e));
    people::portrait(&mut canvas, person);
    encode(canvas, QUALITY + 6)
}

fn draw(c: &mut Canvas, scene: Scene, sign: &str, day: f32) {
    match scene {
        Scene::Home => indoors::home(c, day),
        Scene::Office => indoors::office(c, sign, day),
        Scene::School => indoors::school(c, sign),
        Scene::Cafe => indoors::cafe(c, sign, day),
        Scene::Food => indoors::food(c, sign),
        Scene::Gym => indoors::gym(c, sign),
        Scene::Gallery => indoors::gallery(c, sign),
        Scene::Hospital => indoors::hospital(c, sign),
        Scene::HotelRoom => indoors::hotel_room(c, sign, day),
        Scene::Airport => city::airport(c, sign, day),
        Scene::Mall => city::mall(c, sign),
        Scene::Skyline => city::skyline(c, day),
        Scene::OldTown => city::old_town(c, day),
        Scene::Bridge => city::bridge(c, day),
        Scene::Ship => city::ship(c, sign, day),
        Scene::Bar => night::bar(c, sign),
        Scene::Slots => night::slots(c, sign),
        Scene::Stadium => night::stadium(c, sign, day),
        Scene::Concert => night::concert(c, sign),
        Scene::Beach => outdoors::beach(c, day),
        Scene::Park => outdoors::park(c, day),
        Scene::Mountain => outdoors::mountain(c, day),
        Scene::Track => outdoors::track(c, day),
        Scene::Forest => outdoors::forest(c, day),
        Scene::Desert => outdoors::desert(c, day),
        Scene::Glacier => outdoors::glacier(c, day),
        Scene::Pool => outdoors::pool(c, sign, day),
    }
}

fn encode(canvas: Canvas, quality: u8) -> Vec<u8> {
    let (pixels, width, height) = canvas.finish(2.6);
    let mut bytes = Vec::with_capacity(24 << 10);
    let encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
    encoder
        .write_image(&pixels, width, height, ExtendedColorType::Rgb8)
        .expect("writing to memory does not fail, and the canvas is smaller than a JPEG may be");
    bytes
}

/// Draws every scene twice into one picture, to look at.
#[cfg(test)]
pub(super) fn contact_sheet(folder: &std::path::Path) {
    use Scene::*;
    let scenes = [
        (Home, ""),
        (Office, "LUMEN & LARCH"),
        (School, "GYMNASIUM"),
        (Cafe, "FOGLINE COFFEE"),
        (Food, "LA GOLONDRINA"),
        (Bar, "BRASS FOGHORN"),
        (Gym, "24 HOUR FITNESS"),
        (Bridge, ""),
        (Beach, ""),
        (Park, ""),
        (Mountain, ""),
        (Track, ""),
        (Forest, ""),
        (Desert, ""),
        (Glacier, ""),
        (Mall, "WESTFIELD"),
        (Stadium, "SECTION 114"),
        (Concert, "TONIGHT"),
        (Gallery, "MUSEUM"),
        (Skyline, ""),
        (OldTown, ""),
        (Airport, "GATE 52"),
        (Hospital, "EMERGENCY"),
        (HotelRoom, "THE COSMOPOLITAN"),
        (Slots, "JACKPOT"),
        (Pool, "HOTEL PALMERA"),
        (Ship, "GRAND PRINCESS"),
    ];
    for (sheet, chunk) in scenes.chunks(9).enumerate() {
        let mut all = image::RgbImage::new(6 * 300, 3 * 300);
        for (number, (scene, sign)) in chunk.iter().enumerate() {
            for (turn, day) in [0.9, 0.05].into_iter().enumerate() {
                let bytes = jpeg(*scene, sign, (sheet * 20 + number * 2 + turn) as u64, Frame::Square, day);
                let picture = image::load_from_memory(&bytes).unwrap().thumbnail_exact(298, 298).to_rgb8();
                let (x, y) = ((number % 3) * 2 + turn, number / 3);
                image::imageops::replace(&mut all, &picture, x as i64 * 300, y as i64 * 300);
            }
        }
        all.save(folder.join(format!("sheet{sheet}.png"))).unwrap();
    }
    std::fs::write(folder.join("portrait.jpg"), portrait(1, 2)).unwrap();
}
