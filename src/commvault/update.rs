//! What can happen to an account: the vendor's update call, and its end some time later.

use crate::json::{At, Unreadable, read_whole};
use crate::member::Member;

use super::record::Profile;
pub use super::record::Update;

/// The request body as it arrived: of every member whether it was absent, null or a value. It
/// borrows from the text it was read from.
impl<'a> Update<'a> {
    /// Reads the request body.
    ///
    /// ```
    /// # use customer_core::commvault::Update;
    /// # use customer_core::member::Field;
    /// let update = Update::from_json(r#"{"name": "Acme", "website": null}"#)?;
    /// assert_eq!(update.website, Field::Null);
    /// assert_eq!(update.contacts, Field::Absent);
    /// # Ok::<(), customer_core::json::Unreadable>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Text that is no JSON (`{`), that is no object (`[]`), or has a member of another type
    /// (`{"name":1}`).
    pub fn from_json(text: &'a str) -> Result<Self, Unreadable> {
        read_whole(text, |from, errors| Profile::read_sent(from, &At::ROOT, errors))
    }

    /// The same update, owned.
    pub fn into_owned(self) -> Update<'static> {
        <Profile as Member>::own(self)
    }
}

/// How a running update ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Settlement {
    /// Its values hold now.
    Succeeded,
    /// The old values still hold.
    Failed,
}

/// Anything that can happen to an account.
#[expect(clippy::large_enum_variant, reason = "passed by reference; a box would cost more")]
#[derive(Clone, Debug, PartialEq)]
pub enum Input<'a> {
    /// The update call with its body.
    Update(Update<'a>),
    /// The running update has ended.
    Settled(Settlement),
}

impl Input<'_> {
    /// The same input, owned.
    pub fn into_owned(self) -> Input<'static> {
        match self {
            Self::Update(update) => Input::Update(update.into_owned()),
            Self::Settled(settlement) => Input::Settled(settlement),
        }
    }
}

impl<'a> From<Update<'a>> for Input<'a> {
    fn from(update: Update<'a>) -> Self {
        Self::Update(update)
    }
}

impl From<Settlement> for Input<'_> {
    fn from(settlement: Settlement) -> Self {
        Self::Settled(settlement)
    }
}
