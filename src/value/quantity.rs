//! How many of what: the two things that a commitment counts.

use core::fmt;
use core::str::FromStr;

use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use thiserror::Error;

/// A number of licences or consumables: 0 to 2^31 - 1.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(try_from = "u32", into = "u32")]
pub struct Quantity(u32);

/// A number that is negative or beyond 2^31 - 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[error("a quantity must be a whole number from 0 to 2147483647")]
#[expect(clippy::exhaustive_structs, reason = "it is no quantity, and that is all")]
pub struct QuantityError;

impl Quantity {
    /// None at all.
    pub const ZERO: Self = Self(0);
    /// The most that fits the wire: 2^31 - 1.
    pub const MAX: Self = Self(i32::MAX.unsigned_abs());

    /// Every sixteen-bit number is a quantity.
    #[must_use]
    pub const fn of(number: u16) -> Self {
        // Lossless: `From` is no const function yet.
        Self(number as u32)
    }

    /// The quantity with this number.
    ///
    /// # Errors
    ///
    /// [`QuantityError`] when the number is negative or beyond [`MAX`](Self::MAX).
    pub fn new(number: i64) -> Result<Self, QuantityError> {
        u32::try_from(number).map_err(|_| QuantityError).and_then(Self::try_from)
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }
}

impl TryFrom<u32> for Quantity {
    type Error = QuantityError;

    fn try_from(number: u32) -> Result<Self, QuantityError> {
        if number > Self::MAX.0 { Err(QuantityError) } else { Ok(Self(number)) }
    }
}

impl TryFrom<i64> for Quantity {
    type Error = QuantityError;

    fn try_from(number: i64) -> Result<Self, QuantityError> {
        Self::new(number)
    }
}

impl From<u16> for Quantity {
    fn from(number: u16) -> Self {
        Self::of(number)
    }
}

/// Digits and nothing else.
impl FromStr for Quantity {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(QuantityError);
        }
        text.parse::<u32>().map_err(|_| QuantityError).and_then(Self::try_from)
    }
}

impl From<Quantity> for u32 {
    fn from(quantity: Quantity) -> Self {
        quantity.0
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// What can be committed to. Ordered as answers list them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(clippy::exhaustive_enums, reason = "the terms know these two")]
pub enum Offer {
    /// Licences, `LICENSE`.
    #[serde(rename = "LICENSE")]
    License,
    /// Consumables, `CONSUMABLES`.
    #[serde(rename = "CONSUMABLES")]
    Consumables,
}

/// A text that names no [`Offer`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[error("an offer type must be LICENSE or CONSUMABLES")]
#[expect(clippy::exhaustive_structs, reason = "it is no offer, and that is all")]
pub struct OfferError;

impl Offer {
    /// Both, in order.
    pub const ALL: [Self; 2] = [Self::License, Self::Consumables];

    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::License => "LICENSE",
            Self::Consumables => "CONSUMABLES",
        }
    }
}

impl TryFrom<&str> for Offer {
    type Error = OfferError;

    fn try_from(text: &str) -> Result<Self, OfferError> {
        Self::ALL.into_iter().find(|offer| offer.as_str() == text).ok_or(OfferError)
    }
}

impl FromStr for Offer {
    type Err = OfferError;

    fn from_str(text: &str) -> Result<Self, OfferError> {
        Self::try_from(text)
    }
}

impl AsRef<str> for Offer {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for Offer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// How many of each offer; an offer that is not listed has no quantity, not even zero.
///
/// With serde it is a map of unknown length; only for formats that describe themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quantities {
    #[serde(rename = "LICENSE", default)]
    license: Option<Quantity>,
    #[serde(rename = "CONSUMABLES", default)]
    consumables: Option<Quantity>,
}

impl Serialize for Quantities {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // An offer that is not listed is left out: a format that counts members and does not name
        // them could not read that back, and refuses a map of unknown length.
        let mut map = serializer.serialize_map(None)?;
        for (offer, quantity) in self.iter() {
            map.serialize_entry(offer.as_str(), &quantity)?;
        }
        map.end()
    }
}

impl FromIterator<(Offer, Quantity)> for Quantities {
    fn from_iter<I: IntoIterator<Item = (Offer, Quantity)>>(all: I) -> Self {
        let mut listed = Self::NONE;
        listed.extend(all);
        listed
    }
}

impl Extend<(Offer, Quantity)> for Quantities {
    fn extend<I: IntoIterator<Item = (Offer, Quantity)>>(&mut self, more: I) {
        for (offer, quantity) in more {
            self.insert(offer, quantity);
        }
    }
}

impl Quantities {
    /// Nothing listed.
    pub const NONE: Self = Self { license: None, consumables: None };

    /// These quantities.
    #[must_use]
    pub const fn new(license: Option<Quantity>, consumables: Option<Quantity>) -> Self {
        Self { license, consumables }
    }

    /// The quantity of an offer, if listed.
    #[must_use]
    pub const fn of(&self, offer: Offer) -> Option<Quantity> {
        match offer {
            Offer::License => self.license,
            Offer::Consumables => self.consumables,
        }
    }

    /// Lists an offer; returns what was listed for it before.
    pub const fn insert(&mut self, offer: Offer, quantity: Quantity) -> Option<Quantity> {
        self.slot(offer).replace(quantity)
    }

    /// Takes an offer off the list; returns what was listed for it.
    pub const fn remove(&mut self, offer: Offer) -> Option<Quantity> {
        self.slot(offer).take()
    }

    /// The listed offers in order: `LICENSE`, `CONSUMABLES`.
    pub fn iter(&self) -> impl Iterator<Item = (Offer, Quantity)> + use<> {
        let listed = *self;
        Offer::ALL.into_iter().filter_map(move |offer| Some((offer, listed.of(offer)?)))
    }

    /// Whether nothing is listed.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.license.is_none() && self.consumables.is_none()
    }

    const fn slot(&mut self, offer: Offer) -> &mut Option<Quantity> {
        match offer {
            Offer::License => &mut self.license,
            Offer::Consumables => &mut self.consumables,
        }
    }
}

/// How many of each offer the customer has bought. No limit: it is a sum of many orders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_structs, reason = "a caller builds it")]
pub struct Owned {
    /// Licences.
    pub license: u64,
    /// Consumables.
    pub consumables: u64,
}

impl Owned {
    /// Nothing bought.
    pub const NOTHING: Self = Self { license: 0, consumables: 0 };

    /// How many of an offer.
    #[must_use]
    pub const fn of(&self, offer: Offer) -> u64 {
        match offer {
            Offer::License => self.license,
            Offer::Consumables => self.consumables,
        }
    }

    /// Whether at least so many of an offer are owned.
    #[must_use]
    pub fn reaches(&self, offer: Offer, quantity: Quantity) -> bool {
        self.of(offer) >= u64::from(quantity.number())
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    #[test]
    fn a_quantity_fits_31_bits() {
        assert_eq!(Quantity::new(0), Ok(Quantity::ZERO));
        assert_eq!(Quantity::new(2_147_483_647), Ok(Quantity::MAX));
        for number in [-1, 2_147_483_648, i64::MIN, i64::MAX] {
            assert_eq!(Quantity::new(number), Err(QuantityError), "{number}");
        }
        assert_eq!(serde_json::from_str::<Quantity>("10").unwrap(), Quantity::of(10));
        for text in ["-1", "2147483648", "4294967296", "1.5", "1.0", "\"1\"", "null"] {
            assert!(serde_json::from_str::<Quantity>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn offers_have_wire_names() {
        for offer in Offer::ALL {
            assert_eq!(Offer::try_from(offer.as_str()), Ok(offer));
            let json = serde_json::to_string(&offer).unwrap();
            assert_eq!(json, alloc::format!("\"{offer}\""));
        }
        assert_eq!(Offer::try_from("license"), Err(OfferError));
    }

    #[test]
    fn quantities_keep_their_order_and_know_what_is_listed() {
        let mut listed = Quantities::NONE;
        assert!(listed.is_empty());
        assert_eq!(listed.insert(Offer::Consumables, Quantity::of(1000)), None);
        assert_eq!(listed.insert(Offer::License, Quantity::ZERO), None);
        assert_eq!(listed.insert(Offer::License, Quantity::of(10)), Some(Quantity::ZERO));
        let all: Vec<_> = listed.iter().collect();
        assert_eq!(
            all,
            [(Offer::License, Quantity::of(10)), (Offer::Consumables, Quantity::of(1000))]
        );
        let json = serde_json::to_string(&listed).unwrap();
        assert_eq!(json, r#"{"LICENSE":10,"CONSUMABLES":1000}"#);
        assert_eq!(serde_json::from_str::<Quantities>(&json).unwrap(), listed);
        assert_eq!(listed.remove(Offer::License), Some(Quantity::of(10)));
        assert_eq!(listed.of(Offer::License), None);
        assert_eq!(serde_json::to_string(&listed).unwrap(), r#"{"CONSUMABLES":1000}"#);
    }

    #[test]
    fn owned_reaches_what_it_covers() {
        let owned = Owned { license: 10, consumables: u64::MAX };
        assert!(owned.reaches(Offer::License, Quantity::of(10)));
        assert!(!owned.reaches(Offer::License, Quantity::of(11)));
        assert!(owned.reaches(Offer::Consumables, Quantity::MAX));
    }
}
