//! What zips may be: packed in rarer ways, nested, in parts, with directories that lie.

use super::*;

/// Bits as Deflate64 has them: numbers from their lowest bit, codes from their highest.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    used: usize,
}

impl Bits {
    fn number(&mut self, value: u32, count: usize) {
        for bit in 0..count {
            if self.used.is_multiple_of(8) {
                self.bytes.push(0);
            }
            *self.bytes.last_mut().unwrap() |= ((value >> bit & 1) as u8) << (self.used % 8);
            self.used += 1;
        }
    }

    fn code(&mut self, value: u32, count: usize) {
        (0..count).rev().for_each(|bit| self.number(value >> bit & 1, 1));
    }
}

/// A zip of `m.bin`, which is `start`, then `a` as often as no plain Deflate could repeat it at once,
/// then a byte copied from further back than plain Deflate reaches.
pub(super) fn deflate64(start: &[u8], count: u32) -> Vec<u8> {
    let mut bits = Bits::default();
    // A block of bytes as they are.
    bits.number(0, 8);
    bits.number(start.len() as u32, 16);
    bits.number(!(start.len() as u32), 16);
    for byte in start {
        bits.number(u32::from(*byte), 8);
    }
    // The last block, of fixed codes: `a`, and its repetition, whose length is 3 and 16 bits more.
    bits.number(0b011, 3);
    bits.code(0x30 + u32::from(b'a'), 8);
    bits.code(0b1100_0000 + 285 - 280, 8);
    bits.number(count - 1 - 3, 16);
    bits.code(0, 5);
    // Three bytes from the very beginning, in a window of 64 KiB: distance code 31 reaches from 49,153 on.
    let back = start.len() as u32 + count;
    if back >= 49_153 {
        bits.code(1, 7);
        bits.code(31, 5);
        bits.number(back - 49_153, 14);
    }
    bits.code(0, 7);
    let mut content = [start, &vec![b'a'; count as usize]].concat();
    if back >= 49_153 {
        content.extend_from_within(..3);
    }
    packed_as(&bits.bytes, 9, &content)
}

/// A zip of `m.bin`, of which `packed` is said to be the content, packed by a method of this number.
fn packed_as(packed: &[u8], method: u16, content: &[u8]) -> Vec<u8> {
    let mut zip = zipped(&[("m.bin", packed)], CompressionMethod::Stored);
    let mut crc = flate2::Crc::new();
    crc.update(content);
    let record = records(&zip)[0];
    for (header, shift) in [(0, 0), (record, 2)] {
        let at = header + shift;
        zip[at + 8..at + 10].copy_from_slice(&method.to_le_bytes());
        zip[at + 14..at + 18].copy_from_slice(&crc.sum().to_le_bytes());
        zip[at + 22..at + 26].copy_from_slice(&(content.len() as u32).to_le_bytes());
    }
    zip
}

/// Where the records of the directory start.
fn records(zip: &[u8]) -> Vec<usize> {
    zip.windows(4).enumerate().filter(|(_, w)| *w == b"PK\x01\x02").map(|(i, _)| i).collect()
}

fn three() -> Vec<u8> {
    zipped(&[("a.json", b"[1]"), ("b.json", b"[2]"), ("c.json", b"[3]")], CompressionMethod::Deflated)
}

fn limited(zip: Vec<u8>, limits: Limits) -> Result<ArchiveSet, ArchiveError> {
    open_bytes(vec![("export.zip".to_owned(), zip.into())], limits, &Progress::default(), &CancelToken::default())
}

#[test]
fn deflate64_is_unpacked() {
    let start = varied(2_000);
    let set = open_zip(deflate64(&start, 60_000));
    let bytes = content(&set, "m.bin");
    assert_eq!(bytes.len(), 62_003);
    assert!(bytes[..2_000] == start && bytes[2_000..62_000].iter().all(|b| *b == b'a'));
    assert_eq!(bytes[62_000..], start[..3]);
    let mut reader = set.open(EntryId(0)).unwrap();
    for (at, expected) in [(61_999, [b'a', start[0]]), (5, [start[5], start[6]])] {
        reader.seek(SeekFrom::Start(at)).unwrap();
        let mut two = [0; 2];
        reader.read_exact(&mut two).unwrap();
        assert_eq!(two, expected);
    }
}

#[test]
fn damage_is_found_whatever_the_method() {
    for zip in [
        zipped(&[("m.bin", &varied(5_000))], CompressionMethod::Deflated),
        zipped(&[("m.bin", &varied(5_000))], CompressionMethod::Bzip2),
        deflate64(&varied(2_000), 60_000),
    ] {
        let record = records(&zip)[0];
        let mut wrong_sum = zip.clone();
        wrong_sum[record + 16] ^= 1;
        let error = open_zip(wrong_sum).read(EntryId(0), 1 << 20).unwrap_err().to_string();
        assert!(error.contains("its content is damaged"), "{error}");
        let mut longer = zip.clone();
        longer[record + 24] += 1;
        assert!(open_zip(longer).read(EntryId(0), 1 << 20).is_err(), "it unpacks to less than it says");
        let set = open_zip(zip);
        assert_eq!(set.head(EntryId(0), 10).unwrap(), varied(10));
    }
}

#[test]
fn a_bad_record_costs_only_its_own_file() {
    let zip = three();
    let second = records(&zip)[1];
    let mut no_magic = zip.clone();
    no_magic[second] = 0;
    let mut wild_name = zip.clone();
    wild_name[second + 28..second + 30].copy_from_slice(&60_000_u16.to_le_bytes());
    let mut beyond_its_neighbour = zip.clone();
    beyond_its_neighbour[second + 32..second + 34].copy_from_slice(&30_u16.to_le_bytes());
    for bad in [no_magic, wild_name, beyond_its_neighbour] {
        let set = open_zip(bad);
        assert_eq!(paths(&set), ["a.json", "c.json"]);
        assert_eq!(content(&set, "a.json"), b"[1]");
        assert_eq!(content(&set, "c.json"), b"[3]");
        let warning = warnings(&set)[0];
        assert!(warning.contains("its directory lists 2 of 3 files") && warning.contains("2 files could"), "{warning}");
    }
    let mut bad_place = zip;
    bad_place[second + 42..second + 46].copy_from_slice(&9_u32.to_le_bytes());
    let set = open_zip(bad_place);
    assert_eq!(paths(&set), ["a.json", "b.json", "c.json"]);
    assert!(set.open(id(&set, "b.json")).is_err());
    assert_eq!(content(&set, "c.json"), b"[3]");
}

#[test]
fn attributes_that_make_no_sense_cost_nothing() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for name in ["a.json", "b.json"] {
        let mut with_extra = options(CompressionMethod::Deflated).into_full_options();
        with_extra.add_extra_field(0x9999, b"12345678", false).unwrap();
        writer.start_file(name, with_extra).unwrap();
        writer.write_all(b"[]").unwrap();
    }
    let zip = writer.finish().unwrap().into_inner();
    // Sizes of a zip64 that are not there: the crate refuses such a directory as a whole.
    let set = open_zip(replace(&zip, b"\x99\x99\x08\x00", b"\x01\x00\xff\x00"));
    assert_eq!(paths(&set), ["a.json", "b.json"]);
    assert_eq!(content(&set, "b.json"), b"[]");
    assert!(warnings(&set).is_empty(), "{:?}", warnings(&set));
}

#[test]
fn a_number_of_files_that_is_wrong_is_not_believed() {
    let zip = three();
    let end = zip.windows(4).rposition(|w| w == b"PK\x05\x06").unwrap();
    let counted = |count: u16| {
        let mut zip = zip.clone();
        zip[end + 8..end + 10].copy_from_slice(&count.to_le_bytes());
        zip[end + 10..end + 12].copy_from_slice(&count.to_le_bytes());
        zip
    };
    for count in [0, 1, 3] {
        let set = open_zip(counted(count));
        assert_eq!(paths(&set), ["a.json", "b.json", "c.json"], "{count}");
        assert!(warnings(&set).is_empty());
    }
    let set = open_zip(counted(5));
    assert_eq!(paths(&set), ["a.json", "b.json", "c.json"]);
    assert!(warnings(&set)[0].contains("lists 3 of 5 files"), "{:?}", warnings(&set));
    let limits = Limits { entries: 2, ..Limits::default() };
    for count in [1, 3] {
        assert!(matches!(limited(counted(count), limits), Err(ArchiveError::TooMany { .. })), "{count}");
    }
    assert_eq!(limited(counted(3), Limits { entries: 3, ..limits }).unwrap().entries().len(), 3);
}

#[test]
fn files_of_one_name_are_all_read_also_beside_others() {
    let files: [(&str, &[u8]); 4] =
        [("one.json", b"1"), ("two.json", b"2"), ("x/six.json", b"3"), ("x/ten.json", b"4")];
    let zip = zipped(&files, CompressionMethod::Deflated);
    let set = open_zip(replace(&replace(&zip, b"one.json", b"two.json"), b"x/six", b"x/ten"));
    assert_eq!(paths(&set), ["two (copy 2).json", "two.json", "x/ten (copy 2).json", "x/ten.json"]);
    for (path, expected) in [("two (copy 2).json", b"1"), ("two.json", b"2"), ("x/ten (copy 2).json", b"3")] {
        assert_eq!(content(&set, path), expected);
    }
    assert!(warnings(&set)[0].contains("2 files have the name of another one"), "{:?}", warnings(&set));
}

#[test]
fn a_stored_zip_inside_a_zip_is_read_in_place() {
    let inner = zipped(&[("in.json", b"2"), ("photo.jpg", &varied(9_000))], CompressionMethod::Deflated);
    let outer = zipped(&[("out.json", b"1"), ("p/inner.zip", &inner)], CompressionMethod::Stored);
    let set = limited(outer, Limits { nested_bytes: 0, ..Limits::default() }).unwrap();
    assert_eq!(names(&set), ["export.zip", "export.zip/p/inner.zip"]);
    assert!(content(&set, "photo.jpg") == varied(9_000));
    let mut reader = set.open(id(&set, "photo.jpg")).unwrap();
    reader.seek(SeekFrom::End(-4)).unwrap();
    let mut end = Vec::new();
    reader.read_to_end(&mut end).unwrap();
    assert_eq!(end, varied(9_000)[8_996..]);
}

#[test]
fn parts_of_a_set_may_repeat_a_path() {
    let dir = tempfile::tempdir().unwrap();
    let [one, two] = ["takeout-001.zip", "takeout-002.zip"].map(|name| dir.path().join(name));
    let index: (&str, &[u8]) = ("Takeout/archive_browser.html", b"<html>");
    std::fs::write(&one, zipped(&[index, ("Takeout/a.json", b"1")], CompressionMethod::Deflated)).unwrap();
    std::fs::write(&two, zipped(&[index, ("Takeout/b.json", b"2")], CompressionMethod::Stored)).unwrap();
    let set = open_all(&[&one, &two]).unwrap();
    assert_eq!(
        paths(&set),
        ["Takeout/a.json", "Takeout/archive_browser.html", "Takeout/archive_browser.html", "Takeout/b.json"]
    );
    assert_eq!(set.entries().iter().map(|e| e.container).collect::<Vec<_>>(), [0, 0, 1, 1]);
    assert!(warnings(&set).is_empty(), "the same path in two parts is no repetition: {:?}", warnings(&set));
}

#[test]
fn a_zip_that_was_split_is_told_from_a_damaged_one() {
    let big = varied(3_000);
    let whole = zipped(&[("a.json", b"[1]"), ("b.bin", &big), ("c.json", b"[3]")], CompressionMethod::Stored);
    let mut last = whole[1_000..].to_vec();
    let end = last.windows(4).rposition(|w| w == b"PK\x05\x06").unwrap();
    last[end + 4..end + 6].copy_from_slice(&1_u16.to_le_bytes());
    let error = open_named("export.zip", last).unwrap_err().to_string();
    assert!(error.contains("part 2 of a zip that was split; join the parts"), "{error}");
    let first = [b"PK\x07\x08".as_slice(), &whole[..1_000]].concat();
    let set = open_named("export.z01", first).unwrap();
    assert_eq!(content(&set, "a.json"), b"[1]");
    assert_eq!(note_of(&set, "b.bin"), Some((FileStatus::Failed, "the archive ends inside it")));
}

#[test]
#[ignore = "measures a directory of 100,000 members; in release"]
fn a_hundred_thousand_members_open_within_a_second_and_little_memory() {
    const COUNT: usize = 100_000;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..COUNT {
        let name = format!("your_instagram_activity/media/stories/2016{:02}/{i:08}_n.jpg", i % 12 + 1);
        writer.start_file(name, options(CompressionMethod::Stored)).unwrap();
    }
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("export.zip");
    std::fs::write(&path, writer.finish().unwrap().into_inner()).unwrap();
    let before = peak_memory_anew();
    let start = std::time::Instant::now();
    let set = open_all(&[&path]).unwrap();
    let (took, peak) = (start.elapsed(), peak_memory());
    assert_eq!(set.entries().len(), COUNT);
    let start = std::time::Instant::now();
    for i in (0..COUNT).step_by(10) {
        assert!(set.head(EntryId(i as u32), 16).unwrap().is_empty());
    }
    let heads = start.elapsed();
    assert!(took.as_millis() < 1_000 && heads.as_millis() < 1_000, "opened in {took:?}, 10,000 heads in {heads:?}");
    let grown = peak.zip(before).map(|(peak, before)| peak.saturating_sub(before) >> 10);
    assert!(grown.is_none_or(|mebibytes| mebibytes < 60), "{grown:?} MiB, opened in {took:?}, heads in {heads:?}");
}

/// The most memory this process has had so far, in KiB, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.split_whitespace().next()?.parse().ok()
}

/// The same, after making it forget what it had before.
fn peak_memory_anew() -> Option<u64> {
    std::fs::write("/proc/self/clear_refs", "5").ok()?;
    peak_memory()
}
