//! What is shown with what it was judged by, so that a verdict and its reasons never disagree.

use std::sync::Arc;

use crate::analysis::{Assumptions, Exposure};
use crate::lens::Lens;

/// A lens applied to the data. While verdicts are being worked out again it is older than what the user chose last.
#[derive(Clone)]
pub(crate) struct Judged {
    /// The lens, looking on its day or in its own time.
    pub lens: Lens,
    /// What the user had told when it was applied.
    pub assumptions: Assumptions,
    /// What it found.
    pub exposure: Arc<Exposure>,
}
