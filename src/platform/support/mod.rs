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
pub mod meta_json;
pub mod meta_position;
pub mod outbox;
pub mod salvage;
pub mod table;
