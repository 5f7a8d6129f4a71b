//! What can happen to a customer.

use super::record::{Resource, Update};
use crate::commitment;
use crate::json::{At, Unreadable, Writer, read_whole};
use crate::member::Member;

/// Anything that can happen to a customer.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "an update is read once and passed by reference")]
pub enum Input<'a> {
    /// `PATCH /v3/customers/<customer-id>` with this body.
    Update(Update<'a>),
    /// The three-year commitment went on.
    Commitment(Event),
}

/// What happens to a three-year commitment outside of updates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// The customer accepts the pending request.
    Accepted,
    /// The customer declines it.
    Declined,
    /// Nothing but a day passed.
    Elapsed,
    /// An order was processed.
    Ordered,
    /// An anniversary renewal was processed.
    Renewed,
}

impl Event {
    /// The event of this name in the JSON contract.
    pub fn by_name(name: &str) -> Option<Self> {
        match name {
            "accepted" => Some(Self::Accepted),
            "declined" => Some(Self::Declined),
            "elapsed" => Some(Self::Elapsed),
            "ordered" => Some(Self::Ordered),
            "renewed" => Some(Self::Renewed),
            _ => None,
        }
    }

    /// The machine's input.
    pub(super) const fn input(self) -> commitment::Input {
        match self {
            Self::Accepted => commitment::Input::Accepted,
            Self::Declined => commitment::Input::Declined,
            Self::Elapsed => commitment::Input::Elapsed,
            Self::Ordered => commitment::Input::Ordered,
            Self::Renewed => commitment::Input::Renewed,
        }
    }
}

impl<'a> Update<'a> {
    /// Reads a request body; texts stay borrowed from it.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with its form: no JSON (`{`), no object (`[]`), a member of another
    /// type (`{"companyProfile": "Fairmont"}`).
    ///
    /// ```
    /// use customer_core::adobe::Update;
    /// use customer_core::member::Field;
    /// let update = Update::from_json(r#"{"externalReferenceId": null}"#).unwrap();
    /// assert_eq!(update.external_reference_id, Field::Null);
    /// assert_eq!(update.company_profile, Field::Absent);
    /// ```
    pub fn from_json(text: &'a str) -> Result<Self, Unreadable> {
        read_whole(text, |from, errors| Resource::read_sent(from, &At::ROOT, errors))
    }

    /// Writes the request body.
    pub fn to_json(&self) -> alloc::string::String {
        let mut out = alloc::string::String::new();
        Resource::write_sent(self, &mut Writer::new(&mut out));
        out
    }

    /// The same update, owned: for queues.
    pub fn into_owned(self) -> Update<'static> {
        Resource::own(self)
    }
}

impl<'a> From<Update<'a>> for Input<'a> {
    fn from(update: Update<'a>) -> Self {
        Self::Update(update)
    }
}
