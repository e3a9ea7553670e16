//! What several adapters share: tolerant readers of dialects, not knowledge of one platform.

pub mod coord;
pub mod html;
pub mod instant;
pub mod json_raw;
pub mod json_scan;
pub mod json_split;
pub mod json_stream;
pub mod kept;
pub mod lines;
pub mod medium;
pub mod meta_export;
pub mod meta_file;
pub mod meta_json;
pub mod meta_position;
pub mod meta_trace;
pub mod meta_words;
pub mod moment;
pub mod outbox;
pub mod places;
pub mod privacy;
pub mod records;
pub mod salvage;
pub mod table;
pub mod track;
pub mod xml;
