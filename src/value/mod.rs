//! The nouns of the domain: values with limits, parsed and never merely validated.

mod country;
mod date;
mod email;
mod language;
mod limits;
mod phone;
mod quantity;
mod region;
mod same;
mod text;
mod timestamp;

pub use country::Country;
pub use date::{Date, DateError};
pub use email::{Email, same_address};
pub use language::{LANGUAGES, Language};
pub use limits::{LengthUnit, longer_than, shorter_than};
pub use phone::Phone;
pub use quantity::{Offer, OfferError, Owned, Quantities, Quantity, QuantityError};
pub use region::Region;
pub(crate) use same::same;
pub(crate) use text::check_length;
pub use text::{TextError, TextOf};
pub use timestamp::{Timestamp, TimestampError};
