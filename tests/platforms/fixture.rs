//! The fixture folders, read from disk.

use std::path::{Path, PathBuf};

/// One fixture: the containers that are opened together.
pub(crate) struct Case {
    /// Id of the platform: the folder's name.
    pub(crate) platform: String,
    /// Name of the case.
    pub(crate) name: String,
    /// The containers.
    pub(crate) parts: Vec<Part>,
}

/// One container of a fixture.
#[derive(Clone)]
pub(crate) struct Part {
    /// Its name.
    pub(crate) name: String,
    /// Where it lies on disk.
    pub(crate) path: PathBuf,
    /// Paths inside it and their bytes, sorted.
    pub(crate) files: Vec<(String, Vec<u8>)>,
}

/// The folder of all fixtures.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// Folders in a folder, sorted; none when it does not exist.
pub(crate) fn folders(folder: &Path) -> Vec<PathBuf> {
    children(folder).into_iter().filter(|p| p.is_dir()).collect()
}

/// Files in a folder, sorted; none when it does not exist.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    children(folder).into_iter().filter(|p| p.is_file()).collect()
}

fn children(folder: &Path) -> Vec<PathBuf> {
    let Ok(read) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = read.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

impl Case {
    /// Every fixture of every platform, sorted.
    pub(crate) fn all() -> Vec<Self> {
        let platforms = folders(&root());
        platforms.iter().flat_map(|p| folders(p).into_iter().map(|case| Self::read(&name_of(p), &case))).collect()
    }

    fn read(platform: &str, folder: &Path) -> Self {
        let name = name_of(folder);
        let paths = if name.strip_suffix(".parts").is_some() { children(folder) } else { vec![folder.to_owned()] };
        let parts = paths.iter().map(|path| Part::read(path)).collect();
        Self { platform: platform.to_owned(), name, parts }
    }
}

impl Part {
    fn read(path: &Path) -> Self {
        let mut files: Vec<(String, Vec<u8>)> = if path.is_file() {
            vec![(name_of(path), std::fs::read(path).unwrap())]
        } else {
            let walk = walkdir::WalkDir::new(path).into_iter().map(Result::unwrap);
            walk.filter(|entry| entry.file_type().is_file())
                .map(|entry| {
                    let inside = entry.path().strip_prefix(path).unwrap().to_str().unwrap().replace('\\', "/");
                    (inside, std::fs::read(entry.path()).unwrap())
                })
                .collect()
        };
        files.sort();
        Self { name: name_of(path), path: path.to_owned(), files }
    }

    /// Writes the files below a folder, as they lay on disk; gives the path to open.
    pub(crate) fn write(&self, folder: &Path) -> PathBuf {
        let whole = folder.join(&self.name);
        for (name, bytes) in &self.files {
            // A container that is a single file is opened by its own name.
            let path = if self.path.is_file() { folder.join(name) } else { whole.join(name) };
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        if self.path.is_file() { folder.join(&self.files[0].0) } else { whole }
    }
}
