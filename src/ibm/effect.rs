//! What is due after a decision: nothing.

use serde::{Deserialize, Serialize};

/// Follow-up work. An accepted request to this vendor is over when it is answered: nobody is mailed
/// and nothing settles later, so no effect exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Effect {}
