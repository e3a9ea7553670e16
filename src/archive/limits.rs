//! Caps on what a container may make this program do.

/// Caps on size, count and depth. The defaults fit the largest real exports with room to spare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Entries in all containers together.
    pub entries: usize,
    /// Containers inside containers.
    pub nesting: usize,
    /// Bytes of one entry read as a whole (a JSON tree, a CSV). Streamed files may be larger.
    pub whole_file_bytes: u64,
    /// Bytes of one streamed entry.
    pub streamed_file_bytes: u64,
    /// Ratio of decompressed to compressed bytes beyond which an entry is taken for a bomb.
    pub inflate_ratio: u64,
    /// Bytes of a compressed container inside a container, which has to be held in memory.
    pub nested_bytes: u64,
    /// Bytes read of a media file for its metadata.
    pub media_head_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            entries: 5_000_000,
            nesting: 2,
            whole_file_bytes: 512 << 20,
            streamed_file_bytes: 64 << 30,
            inflate_ratio: 2_000,
            nested_bytes: 1 << 30,
            media_head_bytes: 64 << 20,
        }
    }
}
