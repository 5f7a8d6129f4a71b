//! JSON text: read with places, kept exactly, written in a fixed order.
//!
//! Why not a general JSON library: an answer needs the *place* of every error (also of syntax,
//! duplicates and depth), *all* errors of form at once, and the exact text of every number that is
//! only carried. Readers that stop at the first error or turn numbers into floats can't give that.
//! Of errors of syntax, doubled names and depth among them, only the first is reported, and nothing
//! else beside it: what follows may be read wrongly.
//! Everything with serde goes through one bridge on top of this. Nothing here names another module.

mod bridge;
pub(crate) mod chunk;
mod compare;
pub(crate) mod equal;
mod errors;
mod exact;
mod index;
mod inline_str;
mod name;
mod node;
mod path;
mod place;
mod reader;
mod reason;
mod scan;
mod sorted;
mod stored;
mod tape;
mod text;
mod to_text;
mod utf8;
mod writer;

// Machinery that the members of a document are read by: a user of documents needs none of it.
#[doc(hidden)]
pub use reader::{Elements, Members, Reader};

pub use errors::{Errors, FormError, Unreadable};
pub use exact::Stored;
pub use inline_str::InlineStr;
pub use node::{Elements as NodeElements, Members as NodeMembers, Node};
pub use path::{Path, PathStep};
pub use place::{At, Pointer, Step};
pub use reason::{Reason, Words};
pub use tape::{DEPTH_MAX, DOCUMENT_DEPTH_MAX, DOCUMENT_SIZE_MAX, Document};
pub use text::{Text, Word};
pub use writer::Writer;

pub(crate) use bridge::{deserialize, deserialize_node, serialize, unnamed};
pub(crate) use compare::reads_as_text;
pub(crate) use index::{Folded, Index, Key, hash_folded};
#[cfg(feature = "endpoint")]
pub(crate) use reader::read_body;
pub(crate) use reader::{as_document, read_document, read_whole, read_wrapped};
pub(crate) use scan::is_number;
pub(crate) use sorted::{OverflowMap, sort_by, sort_by_key};
pub(crate) use stored::{is_default, stored, unread};
pub(crate) use tape::deepest;
pub(crate) use to_text::{code, decimal, to_text};
pub(crate) use utf8::utf8;
pub(crate) use writer::written;
