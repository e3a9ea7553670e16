//! Pictures from inside the archive, decoded on a thread of their own and kept for a while.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};

use egui::{ColorImage, Context, Rect, TextureHandle, TextureOptions, Vec2};

use crate::archive::{EntryId, Source};
use crate::media::{PICTURE_FILE_CAP, PictureCaps, decode_picture, is_video_path};

/// How large a picture is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PictureSize {
    /// For a list.
    Thumb,
    /// For the panel.
    Panel,
    /// For the whole window.
    Large,
}

impl PictureSize {
    /// Longest side, in pixels.
    const fn pixels(self) -> u32 {
        match self {
            Self::Thumb => 240,
            Self::Panel => 720,
            Self::Large => 2_400,
        }
    }
}

/// Pictures kept, unless said otherwise.
const KEPT: usize = 16;

/// A picture as far as it is known.
#[derive(Clone)]
pub(crate) enum Picture {
    /// Being read.
    Loading,
    /// To be shown.
    Shown(TextureHandle),
    /// Not to be shown, and why.
    Refused(Box<str>),
}

/// A picture at a size.
type Wish = (EntryId, PictureSize);
type Decoded = (Wish, Result<ColorImage, Box<str>>);

/// The pictures of one set of archives.
pub(crate) struct Pictures {
    source: Arc<dyn Source>,
    worker: Option<Worker>,
    pending: Option<Wish>,
    /// Least recently used first.
    kept: Vec<(Wish, Picture)>,
    /// Pictures kept at most.
    room: usize,
}

struct Worker {
    requests: Sender<Wish>,
    results: Receiver<Decoded>,
}

impl Pictures {
    /// Reads from `source`.
    pub(crate) fn new(source: &Arc<dyn Source>) -> Self {
        Self::keeping(source, KEPT)
    }

    /// Reads from `source` and keeps up to `room` pictures.
    pub(crate) fn keeping(source: &Arc<dyn Source>, room: usize) -> Self {
        Self { source: Arc::clone(source), worker: None, pending: None, kept: Vec::new(), room }
    }

    /// Like [`Pictures::get`] for one of several pictures that are shown together: while one is being read, the others
    /// wait for their turn.
    pub(crate) fn get_in_turn(&mut self, ctx: &Context, file: u32, size: PictureSize) -> Picture {
        self.take_results(ctx);
        let id = (EntryId(file), size);
        let waits = self.pending.is_some() && !self.kept.iter().any(|(kept, _)| *kept == id);
        if waits { Picture::Loading } else { self.get(ctx, file, size) }
    }

    /// The picture in the file with this index, asking the worker for it if need be.
    pub(crate) fn get(&mut self, ctx: &Context, file: u32, size: PictureSize) -> Picture {
        self.take_results(ctx);
        let id = (EntryId(file), size);
        if id.0.index() >= self.source.entries().len() {
            return Picture::Refused("This file is not in the archive".into());
        }
        if let Some(at) = self.kept.iter().position(|(kept, _)| *kept == id) {
            let found = self.kept.remove(at);
            self.kept.push(found.clone());
            return found.1;
        }
        if self.pending != Some(id) {
            self.request(ctx, id);
        }
        Picture::Loading
    }

    fn request(&mut self, ctx: &Context, id: Wish) {
        if self.worker.is_none() {
            self.worker = Worker::start(Arc::clone(&self.source), ctx.clone());
        }
        let sent = self.worker.as_ref().is_some_and(|w| w.requests.send(id).is_ok());
        if sent {
            self.pending = Some(id);
        } else {
            self.keep(id, Picture::Refused("The picture could not be read".into()));
        }
    }

    fn take_results(&mut self, ctx: &Context) {
        while let Some(worker) = &self.worker {
            match worker.results.try_recv() {
                Ok((id, result)) => {
                    if self.pending == Some(id) {
                        self.pending = None;
                    }
                    let picture = match result {
                        Ok(image) => Picture::Shown(ctx.load_texture("picture", image, TextureOptions::LINEAR)),
                        Err(why) => Picture::Refused(why),
                    };
                    self.keep(id, picture);
                }
                Err(TryRecvError::Empty) => return,
                Err(TryRecvError::Disconnected) => {
                    // The decoder gave up on this very file; the next one gets a new worker.
                    self.worker = None;
                    if let Some(id) = self.pending.take() {
                        self.keep(id, Picture::Refused("The picture is damaged".into()));
                    }
                }
            }
        }
    }

    fn keep(&mut self, id: Wish, picture: Picture) {
        self.kept.push((id, picture));
        if self.kept.len() > self.room {
            self.kept.remove(0);
        }
    }
}

impl Worker {
    /// Starts the thread. It ends when the requests' sender is dropped.
    fn start(source: Arc<dyn Source>, ctx: Context) -> Option<Self> {
        let (requests, inbox) = channel::<Wish>();
        let (outbox, results) = channel();
        let work = move || {
            while let Ok(first) = inbox.recv() {
                // Only the latest wish counts: the user may have moved on through many items.
                let wish = inbox.try_iter().last().unwrap_or(first);
                if outbox.send((wish, decode(&*source, wish))).is_err() {
                    return;
                }
                ctx.request_repaint();
            }
        };
        std::thread::Builder::new().name("pictures".to_owned()).spawn(work).ok()?;
        Some(Self { requests, results })
    }
}

/// The part of a picture that fills a square, in its own coordinates.
pub(crate) fn centre_square(size: Vec2) -> Rect {
    let short = size.x.min(size.y).max(1.0);
    let share = Vec2::new(short / size.x.max(1.0), short / size.y.max(1.0));
    Rect::from_center_size(egui::pos2(0.5, 0.5), share)
}

fn decode(source: &dyn Source, (id, size): Wish) -> Result<ColorImage, Box<str>> {
    let path = &source.entry(id).path;
    if is_video_path(path) {
        return Err("A video".into());
    }
    let bytes =
        source.read(id, PICTURE_FILE_CAP).map_err(|_unreadable| "The picture could not be read from the archive")?;
    decode_bytes(&bytes, size.pixels())
}

fn decode_bytes(bytes: &[u8], side: u32) -> Result<ColorImage, Box<str>> {
    let picture = decode_picture(bytes, side, PictureCaps::ALONE).map_err(|error| error.to_string())?;
    let rgba = picture.to_rgba8();
    let size = [rgba.width() as usize, rgba.height() as usize];
    Ok(ColorImage::from_rgba_unmultiplied(size, rgba.as_raw()))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::archive::MemorySource;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        let picture = image::RgbaImage::from_pixel(width, height, image::Rgba([200, 100, 50, 255]));
        picture.write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Png).unwrap();
        bytes
    }

    #[test]
    fn the_worker_answers_and_videos_are_not_decoded() {
        let files = [("a.png".to_owned(), png(8, 8)), ("b.MP4".to_owned(), vec![0; 10])];
        let source: Arc<dyn Source> = Arc::new(MemorySource::new("x", files));
        let ctx = Context::default();
        let mut pictures = Pictures::new(&source);
        let mut wait = |file| {
            for _ in 0..1_000 {
                match pictures.get(&ctx, file, PictureSize::Panel) {
                    Picture::Loading => std::thread::sleep(std::time::Duration::from_millis(5)),
                    other => return other,
                }
            }
            Picture::Loading
        };
        assert!(matches!(wait(0), Picture::Shown(_)));
        assert!(matches!(wait(1), Picture::Refused(why) if &*why == "A video"));
        assert!(matches!(wait(7), Picture::Refused(_)), "an index from elsewhere is no reason to panic");
    }
}
