//! Builds EXIF blocks field by field, right and wrong ones.

/// The value of a field.
#[derive(Clone)]
pub(crate) enum Value {
    Ascii(&'static [u8]),
    /// Bytes under a type of one byte each.
    Raw(u16, Vec<u8>),
    Long(u32),
    Rational(Vec<(u32, u32)>),
    SignedRational(Vec<(i32, i32)>),
    Double(Vec<f64>),
    Float(Vec<f32>),
}

/// A field of a directory.
#[derive(Clone)]
pub(crate) struct Field {
    pub(crate) tag: u16,
    pub(crate) value: Value,
}

pub(crate) fn field(tag: u16, value: Value) -> Field {
    Field { tag, value }
}

/// A block to build.
#[derive(Clone)]
pub(crate) struct Block {
    pub(crate) big_endian: bool,
    /// The TIFF type of the pointers to directories: 4 or 13.
    pub(crate) pointer: u16,
    pub(crate) main: Vec<Field>,
    pub(crate) exif: Vec<Field>,
    pub(crate) gps: Vec<Field>,
    /// Whether the pointer to the position stands in the directory of a second picture.
    pub(crate) in_second: bool,
}

impl Block {
    /// A block with nothing but a position.
    pub(crate) fn new(gps: Vec<Field>) -> Self {
        Self { big_endian: false, pointer: 4, main: Vec::new(), exif: Vec::new(), gps, in_second: false }
    }

    fn u16(&self, value: u16) -> [u8; 2] {
        if self.big_endian { value.to_be_bytes() } else { value.to_le_bytes() }
    }

    fn u32(&self, value: u32) -> [u8; 4] {
        if self.big_endian { value.to_be_bytes() } else { value.to_le_bytes() }
    }

    fn encode(&self, value: &Value) -> (u16, u32, Vec<u8>) {
        match value {
            Value::Ascii(text) => (2, text.len() as u32, text.to_vec()),
            Value::Raw(kind, bytes) => (*kind, bytes.len() as u32, bytes.clone()),
            Value::Long(value) => (4, 1, self.u32(*value).to_vec()),
            Value::Rational(all) => {
                (5, all.len() as u32, all.iter().flat_map(|(a, b)| [self.u32(*a), self.u32(*b)]).flatten().collect())
            }
            Value::SignedRational(all) => {
                let words = all.iter().flat_map(|(a, b)| [self.u32(a.cast_unsigned()), self.u32(b.cast_unsigned())]);
                (10, all.len() as u32, words.flatten().collect())
            }
            Value::Double(all) => {
                let bytes = |v: &f64| if self.big_endian { v.to_be_bytes() } else { v.to_le_bytes() };
                (12, all.len() as u32, all.iter().flat_map(bytes).collect())
            }
            Value::Float(all) => (11, all.len() as u32, all.iter().flat_map(|v| self.u32(v.to_bits())).collect()),
        }
    }

    fn directory(&self, fields: &[(u16, u16, u32, Vec<u8>)], at: usize, next: u32) -> Vec<u8> {
        let mut table = self.u16(fields.len() as u16).to_vec();
        let mut values: Vec<u8> = Vec::new();
        let values_at = at + 2 + fields.len() * 12 + 4;
        for (tag, kind, count, value) in fields {
            table.extend([self.u16(*tag), self.u16(*kind)].concat());
            table.extend(self.u32(*count));
            if value.len() <= 4 {
                table.extend(value.iter().copied().chain([0; 4]).take(4));
            } else {
                table.extend(self.u32((values_at + values.len()) as u32));
                values.extend(value);
                values.resize(values.len().next_multiple_of(2), 0);
            }
        }
        table.extend(self.u32(next));
        [table, values].concat()
    }

    fn encoded(&self, fields: &[Field]) -> Vec<(u16, u16, u32, Vec<u8>)> {
        let one = |f: &Field| {
            let (kind, count, bytes) = self.encode(&f.value);
            (f.tag, kind, count, bytes)
        };
        fields.iter().map(one).collect()
    }

    /// The bytes of the block.
    pub(crate) fn build(&self) -> Vec<u8> {
        self.build_with([0x2a, 0])
    }

    /// The bytes with another number in place of 42; little-endian as given.
    pub(crate) fn build_with(&self, magic: [u8; 2]) -> Vec<u8> {
        let magic = if self.big_endian { [magic[1], magic[0]] } else { magic };
        let head = [if self.big_endian { b"MM" } else { b"II" }.as_slice(), &magic, &self.u32(8)].concat();
        [head, self.directories(8)].concat()
    }

    /// The fields for positioning one after the other, as Nikon lists them.
    pub(crate) fn listed(&self) -> Vec<u8> {
        let one = |(tag, kind, count, value): &(u16, u16, u32, Vec<u8>)| {
            let head = [(0x0120_0000 | u32::from(*tag)).to_be_bytes().as_slice(), &kind.to_be_bytes()].concat();
            [head, (*count as u16).to_be_bytes().to_vec(), value.clone()].concat()
        };
        let big = Self { big_endian: true, ..self.clone() };
        big.encoded(&self.gps).iter().flat_map(one).collect()
    }

    /// The value of a field for positioning.
    pub(crate) fn value_of(&self, tag: u16) -> Option<Vec<u8>> {
        self.encoded(&self.gps).into_iter().find(|field| field.0 == tag).map(|field| field.3)
    }

    /// The directories, the first of them at `start`.
    pub(crate) fn directories(&self, start: usize) -> Vec<u8> {
        let main = |exif_at: u32, gps_at: u32| {
            let mut fields = self.encoded(&self.main);
            if !self.exif.is_empty() {
                fields.push((0x8769, self.pointer, 1, self.u32(exif_at).to_vec()));
            }
            let gps = (0x8825, self.pointer, 1, self.u32(gps_at).to_vec());
            if !self.gps.is_empty() && !self.in_second {
                fields.push(gps.clone());
            }
            fields.sort_by_key(|f| f.0);
            let first = self.directory(&fields, start, 0);
            if !self.in_second {
                return first;
            }
            let second_at = start + first.len();
            let second = self.directory(&[gps], second_at, 0);
            [self.directory(&fields, start, second_at as u32), second].concat()
        };
        let exif_at = start + main(0, 0).len();
        let exif =
            if self.exif.is_empty() { Vec::new() } else { self.directory(&self.encoded(&self.exif), exif_at, 0) };
        let gps_at = exif_at + exif.len();
        let gps = if self.gps.is_empty() { Vec::new() } else { self.directory(&self.encoded(&self.gps), gps_at, 0) };
        [main(exif_at as u32, gps_at as u32), exif, gps].concat()
    }
}
