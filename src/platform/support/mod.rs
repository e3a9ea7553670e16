//! What several adapters share: tolerant readers of dialects, not knowledge of one platform.

pub mod meta_json;
pub mod meta_position;
pub mod salvage;
