//! FIT, the binary format of sports watches: the four fields of it that tell where someone was.
//!
//! A reader of its own, because the crates that exist build every field of every record as named
//! values, which makes an export of thousands of activities slow, and give up a file at its first
//! bad byte; here what came before it is kept, and a chain of files in one is read to its end.

use super::{Fix, Format, Line, Tracks};
use crate::platform::support::coord;

/// Seconds from 1970 to the beginning of FIT time, 1989-12-31T00:00:00Z.
const EPOCH: i64 = 631_065_600;
/// Bytes of a file's header at least.
const SMALLEST_HEADER: usize = 12;
const INVALID_U32: u32 = 0xffff_ffff;
const INVALID_ANGLE: i32 = 0x7fff_ffff;

const MESSAGE_FILE_ID: u16 = 0;
const MESSAGE_SPORT: u16 = 12;
const MESSAGE_SESSION: u16 = 18;
const MESSAGE_RECORD: u16 = 20;
const MESSAGE_COURSE: u16 = 31;
const FIELD_TIMESTAMP: u8 = 253;
/// What `sub_sport` says of a ride or run in a virtual world.
const VIRTUAL: u8 = 58;
/// The number of a maker whose rides and runs are all in a virtual world (Zwift).
const VIRTUAL_MAKER: u16 = 260;

/// Reads a file, or as much of it as makes sense; `flaw` says where it stopped doing so.
pub(super) fn read(bytes: &[u8]) -> Tracks {
    let mut out = Tracks::new(Format::Fit);
    let mut rest = bytes;
    loop {
        let mut reader = Reader { out: &mut out, line: Line::default(), kinds: Default::default(), time: None };
        let result = reader.file(rest);
        let line = std::mem::take(&mut reader.line);
        out.line(line);
        match result {
            // Files may be chained; padding after the last is no file.
            Ok(after) if after.get(8..12) == Some(b".FIT") => rest = after,
            Ok(_) => return out,
            Err(why) => {
                out.flaw = Some(why.into());
                return out;
            }
        }
    }
}

#[derive(Clone, Copy)]
struct Field {
    number: u8,
    size: usize,
}

/// The layout of a local kind of message.
struct Kind {
    global: u16,
    big_endian: bool,
    fields: Vec<Field>,
    /// Bytes of a message of this kind, developer fields included.
    size: usize,
}

struct Reader<'o> {
    out: &'o mut Tracks,
    line: Line,
    kinds: [Option<Kind>; 16],
    /// Time of the last message, for those that only give its low bits.
    time: Option<u32>,
}

const CUT: &str = "the file ends too early; what came before is kept";

impl Reader<'_> {
    /// Reads one file and gives what follows it.
    fn file<'b>(&mut self, bytes: &'b [u8]) -> Result<&'b [u8], &'static str> {
        let header = usize::from(*bytes.first().ok_or(CUT)?);
        let is_fit = bytes.get(8..12) == Some(b".FIT") && header >= SMALLEST_HEADER;
        let size = bytes.get(4..8).filter(|_| is_fit).ok_or("not a FIT file")?;
        let size = u32::from_le_bytes([size[0], size[1], size[2], size[3]]) as usize;
        let body = bytes.get(header..).ok_or(CUT)?;
        // A watch that lost power wrote a size of zero.
        let (messages, is_cut) = match body.get(..size).filter(|_| size > 0) {
            Some(messages) => (messages, false),
            None => (body, size > 0),
        };
        let mut at = messages;
        while !at.is_empty() {
            at = self.message(at)?;
        }
        if is_cut { Err(CUT) } else { Ok(body.get(size + 2..).unwrap_or_default()) }
    }

    fn message<'b>(&mut self, bytes: &'b [u8]) -> Result<&'b [u8], &'static str> {
        let (&header, rest) = bytes.split_first().ok_or(CUT)?;
        if header & 0x80 != 0 {
            let local = usize::from(header >> 5 & 3);
            return self.data(local, rest, Some(header & 0x1f));
        }
        let local = usize::from(header & 0x0f);
        if header & 0x40 != 0 { self.definition(local, header & 0x20 != 0, rest) } else { self.data(local, rest, None) }
    }

    fn definition<'b>(&mut self, local: usize, developer: bool, bytes: &'b [u8]) -> Result<&'b [u8], &'static str> {
        let &[_, order, a, b, count, ref rest @ ..] = bytes else { return Err(CUT) };
        let big_endian = order == 1;
        let global = if big_endian { u16::from_be_bytes([a, b]) } else { u16::from_le_bytes([a, b]) };
        let (described, mut rest) = rest.split_at_checked(usize::from(count) * 3).ok_or(CUT)?;
        let fields: Vec<Field> =
            described.chunks_exact(3).map(|f| Field { number: f[0], size: usize::from(f[1]) }).collect();
        let mut size = fields.iter().map(|f| f.size).sum();
        if developer {
            let (&count, after) = rest.split_first().ok_or(CUT)?;
            let (described, after) = after.split_at_checked(usize::from(count) * 3).ok_or(CUT)?;
            size += described.chunks_exact(3).map(|f| usize::from(f[1])).sum::<usize>();
            rest = after;
        }
        self.kinds[local] = Some(Kind { global, big_endian, fields, size });
        Ok(rest)
    }

    fn data<'b>(&mut self, local: usize, bytes: &'b [u8], low_bits: Option<u8>) -> Result<&'b [u8], &'static str> {
        let kind = self.kinds[local].take();
        let Some(layout) = &kind else {
            return Err("damaged: a message of a kind that was never described; what came before is kept");
        };
        let (message, rest) = bytes.split_at_checked(layout.size).ok_or(CUT)?;
        let values = Values { layout, message };
        self.time = match low_bits {
            // Five low bits that have become smaller went past their end.
            Some(bits) => self.time.map(|last| {
                let ahead = u32::from(bits).wrapping_sub(last & 0x1f) & 0x1f;
                last.wrapping_add(ahead)
            }),
            None => values.u32(FIELD_TIMESTAMP).or(self.time),
        };
        match layout.global {
            MESSAGE_RECORD => self.record(&values, low_bits.is_some()),
            MESSAGE_FILE_ID => self.line.is_virtual |= values.u16(1) == Some(VIRTUAL_MAKER),
            MESSAGE_SESSION => self.line.is_virtual |= values.u8(6) == Some(VIRTUAL),
            MESSAGE_SPORT => self.line.is_virtual |= values.u8(1) == Some(VIRTUAL),
            MESSAGE_COURSE => self.line.is_plan = true,
            _ => {}
        }
        self.kinds[local] = kind;
        Ok(rest)
    }

    fn record(&mut self, values: &Values<'_>, is_compressed: bool) {
        let (Some(lat), Some(lon)) = (values.angle(0), values.angle(1)) else {
            return self.out.skip("a reading without a position");
        };
        let time = if is_compressed { self.time } else { values.u32(FIELD_TIMESTAMP) };
        match coord::degrees(Some(lat), Some(lon)) {
            Ok(point) => {
                let accuracy_metres = values.u8(31).map(f32::from);
                let seconds = time.map(|t| i64::from(t) + EPOCH);
                self.out.fix(&mut self.line, Fix { seconds, point, accuracy_metres });
            }
            Err(why) => self.out.skip(why.reason()),
        }
    }
}

/// The fields of one message.
struct Values<'b> {
    layout: &'b Kind,
    message: &'b [u8],
}

impl Values<'_> {
    fn bytes<const N: usize>(&self, number: u8) -> Option<[u8; N]> {
        let mut at = 0;
        for field in &self.layout.fields {
            if field.number == number {
                return self.message.get(at..at + field.size)?.try_into().ok();
            }
            at += field.size;
        }
        None
    }

    fn u32(&self, number: u8) -> Option<u32> {
        let bytes = self.bytes(number)?;
        let value = if self.layout.big_endian { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) };
        (value != INVALID_U32).then_some(value)
    }

    fn u16(&self, number: u8) -> Option<u16> {
        let bytes = self.bytes(number)?;
        Some(if self.layout.big_endian { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    }

    fn u8(&self, number: u8) -> Option<u8> {
        let [value] = self.bytes(number)?;
        (value != 0xff).then_some(value)
    }

    /// Degrees from semicircles, of which 2³¹ are 180°.
    fn angle(&self, number: u8) -> Option<f64> {
        let bytes = self.bytes(number)?;
        let value = if self.layout.big_endian { i32::from_be_bytes(bytes) } else { i32::from_le_bytes(bytes) };
        (value != INVALID_ANGLE).then(|| f64::from(value) * (180.0 / 2_147_483_648.0))
    }
}
