//! JSON text underneath: read with places, kept exactly, written in a fixed order.
//!
//! Why not a general JSON library: an answer needs the *place* of every error (also of syntax,
//! duplicates and depth), *all* errors of form at once, and the exact text of every number that is
//! only carried. Readers that stop at the first error or turn numbers into floats can't give that.
//! Everything with serde goes through one bridge on top of this.

mod bridge;
mod diff;
mod document;
mod equal;
mod form;
mod list;
mod member;
mod name;
mod node;
mod number;
mod object;
mod others;
mod path;
mod raw;
mod reader;
mod scan;
mod small;
mod text;
mod words;
mod writer;

pub use document::{DEPTH_MAX, Document};
pub use form::{Errors, FormError, Reason, Unreadable};
pub use member::{Echo, Member, Shown, ShownSent};
pub use node::Node;
pub use others::{Others, SentOthers};
pub use path::{Path, PathStep};
pub use raw::{Number, Raw, Value};
pub use reader::{Elements, Members, Reader};
pub use small::Small;
pub use text::{Text, Word};
pub use writer::Writer;

pub(crate) use bridge::{deserialize, serialize};
pub(crate) use diff::raw as differ_raw;
pub(crate) use member::{differ_scalar, echo_text};
pub(crate) use object::object;
pub(crate) use reader::read_whole;
pub(crate) use words::words;
