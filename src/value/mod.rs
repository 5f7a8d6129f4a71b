//! The nouns of the domain: values with limits. A value of these types is a valid one.

mod date;
mod email;
mod intent;
mod language;
mod limits;
mod quantity;
mod same;
mod text;
mod timestamp;

pub use date::{Date, DateError};
pub use email::{Email, same_address};
pub use intent::Intent;
pub use language::{LANGUAGES, Language};
pub(crate) use limits::CONTACTS_MAX;
pub use limits::{LengthUnit, longer_than, shorter_than};
pub use quantity::{Offer, OfferError, Owned, Quantities, Quantity, QuantityError};
pub(crate) use same::{same, same_inlined};
pub use text::TextError;
pub use timestamp::{Timestamp, TimestampError};
