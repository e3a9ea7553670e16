//! What several adapters share: tolerant readers of dialects, not knowledge of one platform.
