//! Lens files of the user's own.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use super::{Lens, LensError};

/// Largest lens file read, in bytes. One with sources, examples and fences has a few kilobytes; ten thousand corners of
/// fences need less than a megabyte.
const MOST: u64 = 4 << 20;

/// Reads a lens file: its text, and the lens that it describes.
pub fn read(path: &Path) -> Result<(String, Lens), LensError> {
    let name = path.to_string_lossy();
    let text = read_text(path).map_err(|source| LensError::Read { name: name.as_ref().into(), source })?;
    let lens = Lens::parse(&name, &text)?;
    Ok((text, lens))
}

fn read_text(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(path)?.take(MOST + 1).read_to_string(&mut text)?;
    if text.len() as u64 > MOST {
        let why = format!("it is larger than {} MB, which no lens file is", MOST >> 20);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, why));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_too_large_or_no_text_is_not_read() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let message = |bytes: &[u8]| {
            std::fs::write(file.path(), bytes).unwrap();
            read(file.path()).unwrap_err().to_string()
        };
        assert!(message(&vec![b'#'; MOST as usize + 1]).contains("larger than 4 MB"));
        assert!(message(&[0xff, 0xfe, 0x00]).starts_with("Cannot read"));
        assert!(message(b"id = 1\n").contains("line 1"));
        assert!(read(Path::new("/nowhere/mine.toml")).unwrap_err().to_string().starts_with("Cannot read /nowhere"));
    }
}
