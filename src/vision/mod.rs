//! What models see in pictures: words, things, people and faces as counts, readable text, and what follows for the kind
//! of place. All of it runs in this program, on this computer.
//!
//! ```text
//!  archive ──► pixels, with caps ──┬──► labels ─────┐
//!                                  ├──► objects ────┼──► kind of place, with its evidence
//!                                  ├──► text ───────┘──► towns, brands, dates named in it
//!                                  └──► faces, people: counts and boxes, no identity
//! ```
//!
//! A model's word is a guess with a confidence, never a fact: everything here is worded "the model sees", and nothing is
//! said of who a person is. [`Job`] looks at many pictures in the background; its results are held in memory only.

mod dates;
mod faces;
mod job;
mod labels;
mod mentions;
mod network;
mod objects;
mod picked;
mod search;
mod setting;
mod shape;
mod text;

use image::DynamicImage;

pub use faces::Face;
pub use job::{Job, Looked, Refusal};
pub use labels::{Label, label_names};
pub use mentions::{Mention, Named};
pub use network::NetworkError;
pub use objects::Object;
pub use picked::{PicturedFile, pictures_of};
pub use search::{Hit, matches, search};
pub use setting::{Clue, Setting};
pub use shape::Area;
pub use text::TextLine;

use network::Core;

/// Longest side at which a picture is looked at, in pixels. Instagram's own files are not larger by much.
pub const LOOK_SIDE: u32 = 1_280;

/// What the models see in one picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// Words for the picture as a whole, surest first.
    pub labels: Vec<Label>,
    /// Things and people, surest first.
    pub objects: Vec<Object>,
    /// Faces from the front, surest first.
    pub faces: Vec<Face>,
    /// Readable text, in order of reading.
    pub text: Vec<TextLine>,
    /// Towns, brands and dates named in the text.
    pub mentions: Vec<Mention>,
    /// The kind of place, when labels, objects and text speak for one.
    pub setting: Option<Setting>,
}

impl Seen {
    /// How many people the model sees.
    pub fn people(&self) -> usize {
        self.objects.iter().filter(|o| o.is_person()).count()
    }

    /// The kinds of things that are no people: name, how many, and the confidence of the surest; most first.
    pub fn things(&self) -> Vec<(&'static str, usize, f32)> {
        let mut found: Vec<(&'static str, usize, f32)> = Vec::new();
        for object in self.objects.iter().filter(|o| !o.is_person()) {
            match found.iter_mut().find(|(name, ..)| *name == object.name()) {
                Some((_, count, _)) => *count += 1,
                None => found.push((object.name(), 1, object.confidence)),
            }
        }
        found.sort_by_key(|(_, count, _)| std::cmp::Reverse(*count));
        found
    }

    /// Whether anything was seen at all.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty() && self.objects.is_empty() && self.faces.is_empty() && self.text.is_empty()
    }
}

/// How much to look for. Labels alone are several times faster.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// Labels only.
    Labels,
    /// Text only.
    Text,
    /// Labels, objects, faces and text.
    #[default]
    Everything,
}

/// The models, read from the program. They take about eighty megabytes.
pub struct Models {
    labeller: labels::Labeller,
    finder: objects::Finder,
    faces: faces::Faces,
    reader: text::Reader,
}

impl Models {
    /// Reads the models; it takes some tenths of a second.
    pub fn load() -> Result<Self, NetworkError> {
        Ok(Self {
            labeller: labels::Labeller::new()?,
            finder: objects::Finder::new()?,
            faces: faces::Faces::new()?,
            reader: text::Reader::new()?,
        })
    }

    /// Looks at one picture, on one core.
    pub fn look(&self, picture: &DynamicImage, depth: Depth) -> Result<Seen, NetworkError> {
        self.look_on(picture, depth, &Core::new())
    }

    fn look_on(&self, picture: &DynamicImage, depth: Depth, core: &Core) -> Result<Seen, NetworkError> {
        let mut seen = Seen::default();
        if depth != Depth::Text {
            seen.labels = self.labeller.labels(picture, core)?;
        }
        if depth == Depth::Everything {
            seen.objects = self.finder.objects(picture, core)?;
            seen.faces = self.faces.faces(picture);
        }
        if depth != Depth::Labels {
            seen.text = self.reader.lines(picture, core)?;
            seen.mentions = mentions::mentions(&seen.text);
        }
        seen.setting = setting::setting(&seen);
        Ok(seen)
    }
}
