//! Where archives come in: the system's dialogs, files dropped on the window, a typed path.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::action::{Action, ActionSender, FenceEdit};
use crate::lens::{self, Fence, LensError};

/// Files of streets and places by their names.
const OWN_EXTENSIONS: &[&str] = &["pbf", "pmtiles", "mbtiles", "geojson", "json"];

/// The system's file dialogs, at most one at a time.
#[derive(Default)]
pub(crate) struct Dialogs {
    open: Arc<AtomicBool>,
}

/// What a dialog is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pick {
    /// One or several files.
    Files,
    /// One folder.
    Folder,
    /// One lens file.
    Lens,
    /// Files with fences.
    Fences,
    /// Files of streets and places of the user's own.
    Own,
}

impl Dialogs {
    /// Opens a dialog and sends what was picked as the action that opens it. Some systems refuse dialogs
    /// without saying so; then nothing happens, and the path box remains.
    pub(crate) fn open(&self, pick: Pick, actions: &ActionSender) {
        if self.open.swap(true, Ordering::AcqRel) {
            return;
        }
        // The dialog has to be made on this thread; waiting for it must not hold up the window.
        let dialog = rfd::AsyncFileDialog::new();
        let archive = || dialog.clone().set_title("Open an archive");
        let handles: Pending = match pick {
            Pick::Files => Box::pin(archive().pick_files()),
            Pick::Folder => one(archive().pick_folder()),
            Pick::Lens => one(dialog.set_title("Open a lens file").add_filter("Lens", &["toml"]).pick_file()),
            Pick::Fences => {
                let fences = dialog.set_title("Load fences").add_filter("GeoJSON and KML", FENCE_ENDINGS);
                Box::pin(fences.pick_files())
            }
            Pick::Own => {
                let own = dialog.set_title("Open streets and places").add_filter("Streets and places", OWN_EXTENSIONS);
                Box::pin(own.pick_files())
            }
        };
        let told = move |paths| match pick {
            Pick::Files | Pick::Folder => Action::Open(paths),
            Pick::Lens => Action::OpenLens(paths.into_iter().next().unwrap_or_default()),
            Pick::Fences => Action::Fences(FenceEdit::Load(paths)),
            Pick::Own => Action::OpenOwn(paths),
        };
        self.wait(handles, actions, told);
    }

    /// Asks where to save the fences.
    pub(crate) fn save_fences(&self, actions: &ActionSender) {
        if self.open.swap(true, Ordering::AcqRel) {
            return;
        }
        let dialog = rfd::AsyncFileDialog::new().set_title("Save the fences").set_file_name("fences.geojson");
        self.wait(one(dialog.save_file()), actions, |paths| {
            Action::Fences(FenceEdit::Save(paths.into_iter().next().unwrap_or_default()))
        });
    }

    /// Waits for a dialog on a thread of its own, and tells what was picked.
    fn wait(
        &self,
        handles: Pending,
        actions: &ActionSender,
        told: impl FnOnce(Vec<PathBuf>) -> Action + Send + 'static,
    ) {
        let (open, sender) = (Arc::clone(&self.open), actions.clone());
        let spawned = std::thread::Builder::new().name("file dialog".to_owned()).spawn(move || {
            let picked = block_on(handles);
            open.store(false, Ordering::Release);
            if let Some(handles) = picked {
                let paths: Vec<PathBuf> = handles.into_iter().map(|h| h.path().to_owned()).collect();
                if !paths.is_empty() {
                    sender.send(told(paths));
                }
            }
        });
        if spawned.is_err() {
            self.open.store(false, Ordering::Release);
            actions.send(Action::Notify("The file dialog could not be opened; type the path instead".to_owned()));
        }
    }
}

type Pending = std::pin::Pin<Box<dyn Future<Output = Option<Vec<rfd::FileHandle>>> + Send>>;

/// A dialog that gives one file or none.
fn one(picked: impl Future<Output = Option<rfd::FileHandle>> + Send + 'static) -> Pending {
    Box::pin(async move { picked.await.map(|handle| vec![handle]) })
}

/// How files with fences end; `.json` may be anything.
const FENCE_ENDINGS: &[&str] = &["geojson", "kml", "json"];

fn ends_with(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    endings.iter().any(|e| ending.eq_ignore_ascii_case(e))
}

/// Whether a file could hold fences, by its name.
pub(crate) fn may_be_fences(path: &Path) -> bool {
    ends_with(path, FENCE_ENDINGS)
}

/// Whether files hold fences and nothing else: a KML file may be a track as well.
pub(crate) fn are_fences(paths: &[PathBuf]) -> bool {
    !paths.is_empty() && paths.iter().all(|path| !ends_with(path, &["json"])) && read_fences(paths).is_ok()
}

/// Reads fences on a thread of its own and sends them; where one file is wrong, what is wrong and nothing else.
pub(crate) fn load_fences(paths: Vec<PathBuf>, actions: &ActionSender) {
    let sender = actions.clone();
    let read = move || {
        sender.send(match read_fences(&paths) {
            Ok(fences) => Action::Fences(FenceEdit::Add(fences)),
            Err(error) => Action::Notify(format!("{error}; no fence was added")),
        });
    };
    if std::thread::Builder::new().name("fences".to_owned()).spawn(read).is_err() {
        actions.send(Action::Notify("The fences could not be read; try again".to_owned()));
    }
}

fn read_fences(paths: &[PathBuf]) -> Result<Vec<Fence>, LensError> {
    let mut all = Vec::new();
    for path in paths {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        all.extend(lens::open_fences(&name, path)?);
    }
    Ok(all)
}

/// Waits for a future on this thread: parked until its waker wakes it.
fn block_on<T>(mut future: std::pin::Pin<Box<dyn Future<Output = T> + Send>>) -> T {
    struct Unpark(std::thread::Thread);
    impl std::task::Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Arc::new(Unpark(std::thread::current())).into();
    let mut cx = std::task::Context::from_waker(&waker);
    loop {
        match future.as_mut().poll(&mut cx) {
            std::task::Poll::Ready(value) => return value,
            std::task::Poll::Pending => std::thread::park(),
        }
    }
}

/// The files dropped on the window in this frame.
pub(crate) fn dropped(ctx: &egui::Context) -> Vec<PathBuf> {
    ctx.input(|i| i.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect())
}

/// Lens files among paths, and the rest, which are archives: no platform's export is a TOML file.
pub(crate) fn lens_files(paths: Vec<PathBuf>) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let is_lens = |path: &PathBuf| path.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml")) && path.is_file();
    paths.into_iter().partition(is_lens)
}

/// Whether files are being dragged over the window.
pub(crate) fn is_dragged_over(ctx: &egui::Context) -> bool {
    ctx.input(|i| !i.raw.hovered_files.is_empty())
}

/// The paths in a line that someone typed or pasted: as they are, in quotes, as `file://` addresses,
/// with `~`, several of them separated by `;`.
pub(crate) fn typed_paths(text: &str, home: Option<&str>) -> Vec<PathBuf> {
    text.split([';', '\n']).filter_map(|part| typed_path(part, home)).collect()
}

fn typed_path(text: &str, home: Option<&str>) -> Option<PathBuf> {
    let text = text.trim();
    let quoted = |quote: char| text.strip_prefix(quote).and_then(|t| t.strip_suffix(quote));
    let text = quoted('"').or_else(|| quoted('\'')).unwrap_or(text);
    if text.is_empty() {
        return None;
    }
    if let Some(address) = text.strip_prefix("file://") {
        return Some(PathBuf::from(percent_decoded(address)));
    }
    match (text.strip_prefix('~'), home) {
        (Some(rest), Some(home)) if rest.is_empty() || rest.starts_with(['/', '\\']) => {
            Some(PathBuf::from(format!("{home}{rest}")))
        }
        _ => Some(PathBuf::from(text)),
    }
}

fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while let Some(byte) = bytes.get(i) {
        let hex = bytes.get(i + 1..i + 3).filter(|h| h.iter().all(u8::is_ascii_hexdigit));
        let hex = hex.and_then(|h| std::str::from_utf8(h).ok());
        match hex.and_then(|h| u8::from_str_radix(h, 16).ok()) {
            Some(value) if *byte == b'%' => {
                out.push(value);
                i += 3;
            }
            _ => {
                out.push(*byte);
                i += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_paths_are_read_as_people_paste_them() {
        let paths = |text: &str| {
            let found = typed_paths(text, Some("/home/ana"));
            found.iter().map(|p| p.to_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(paths("  /a/b c.zip "), ["/a/b c.zip"]);
        assert_eq!(paths("\"/a/b.zip\"; '/c.zip'"), ["/a/b.zip", "/c.zip"]);
        assert_eq!(paths("~/x.zip"), ["/home/ana/x.zip"]);
        assert_eq!(paths("~other/x.zip"), ["~other/x.zip"]);
        assert_eq!(paths("file:///a%20b/%C3%A9.zip"), ["/a b/é.zip"]);
        assert_eq!(paths("file:///50%.zip"), ["/50%.zip"]);
        assert!(paths(" ; \n").is_empty());
    }

    #[test]
    fn a_future_is_waited_for() {
        let (send, receive) = std::sync::mpsc::channel::<std::task::Waker>();
        let done = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&done);
        let future = std::future::poll_fn(move |cx| {
            // After the first waking nobody listens any more.
            let _told = send.send(cx.waker().clone());
            if seen.load(Ordering::Acquire) { std::task::Poll::Ready(7) } else { std::task::Poll::Pending }
        });
        let waking = std::thread::Builder::new()
            .spawn(move || {
                let waker = receive.recv().unwrap();
                done.store(true, Ordering::Release);
                waker.wake();
            })
            .unwrap();
        assert_eq!(block_on(Box::pin(future)), 7);
        waking.join().unwrap();
    }
}
