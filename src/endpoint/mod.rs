//! What the endpoints of all vendors have in common: what was looked up, and what follows.
//!
//! A vendor's endpoint is a pure function in three steps. `call` understands the head of a request
//! and looks nothing up. [`Wanted`] names what the caller then looks up: whose credential this is,
//! the record, a stored answer. `respond` gets it as [`Known`] and returns a [`Reply`] with
//! everything that one transaction stores ([`Write`]), or the facts that this call needs besides
//! ([`Lookup`]). Nothing here names a vendor.
//!
//! A body is read up to 4 MiB ([`Limits`]) and 128 levels. What is stored is never larger than
//! 4 MiB or deeper than 100 levels, as documents in the JSON contract: a body that would make a
//! record so is refused as one that can't be read.
//!
//! A service performs the write and sends the reply after the commit and never before.

mod answer;
mod known;
mod page;
mod read;
mod responded;
mod size;
mod steps;

pub use crate::decision::Revision;
pub use answer::{AnswerKey, AnswerKeyRef, Digest, StoredAnswer};
pub use known::{Credential, Found, Fresh, Known, Tenant, Wanted};
pub use responded::{Due, Lookup, Replayed, Replied, Responded, Write};

pub(crate) use page::page;
pub(crate) use read::{needed, optional};
pub(crate) use size::{fits, fits_shown};
pub(crate) use steps::{Methods, Opening, Stop, Transfer, open, reply, transfer};

#[cfg(doc)]
use crate::http::{Limits, Reply};
