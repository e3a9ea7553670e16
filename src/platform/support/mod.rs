//! What several adapters share: tolerant readers of dialects, not knowledge of one platform.

pub mod coord;
pub mod instant;
pub mod json_raw;
pub mod json_scan;
pub mod json_split;
pub mod json_stream;
pub mod meta_date;
pub mod meta_export;
pub mod meta_file;
pub mod meta_html;
pub mod meta_json;
pub mod meta_position;
pub mod meta_trace;
pub mod meta_words;
pub mod salvage;
pub mod table;
