//! What can happen to an account: the vendor's update call, and its end some time later.

use alloc::string::String;
use alloc::vec::Vec;

use crate::decision::{Choice as _, choices, stored_input};
#[cfg(feature = "endpoint")]
use crate::json::read_body;
use crate::json::{
    At, Errors, Node, Reader, Text, Unreadable, Writer, read_document, utf8, written,
};
use crate::member::{Field, Member as _, Part, Shape};

use super::record::{Account, Profile, SentContact, limit_contacts};

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
    /// Everything that is wrong with its form: no object (`[]`), a member of another type
    /// (`{"name":1}`). Of syntax only the first error: no JSON (`{`), or a name that is there
    /// twice.
    pub fn from_json(text: &'a str) -> Result<Self, Unreadable> {
        // Rule: commvault.update.not-wrapped
        read_document(text, |from, errors| read(from, &At::ROOT, errors))
    }

    /// Reads the body of a call.
    #[cfg(feature = "endpoint")]
    pub(super) fn from_body(body: &'a [u8]) -> Result<Self, Unreadable> {
        // Of what may be so deep nothing is accepted but what the record has.
        read_body(utf8(body)?, |from, errors| read(from, &At::ROOT, errors))
    }

    /// What an update says that changes nothing: the two members that are required, and one contact
    /// without a member. Set what shall change.
    ///
    /// ```
    /// use customer_core::commvault::{Account, SentContact, Update};
    /// use customer_core::member::Field;
    ///
    /// let account = r#"{"externalId": "X1", "name": "Acme", "website": "acme.example"}"#;
    /// let account = Account::from_json(account)?;
    /// let mut update = Update::echo(&account);
    /// update.website = Field::Null;
    /// update.set_contact(SentContact { phone: Field::Value("1".into()), ..Default::default() });
    /// let body =
    ///     r#"{"externalId":"X1","name":"Acme","website":null,"contacts":[{"phone":"1"}]}"#;
    /// assert_eq!(update.to_json(), body);
    /// # Ok::<(), customer_core::json::Unreadable>(())
    /// ```
    pub fn echo(account: &'a Account) -> Self {
        fn repeated(stored: Option<&String>) -> Field<Text<'_>> {
            stored.map_or(Field::Absent, |text| Field::Value(Text::from(text.as_str())))
        }
        let mut update = Self {
            external_id: repeated(account.document.external_id.as_ref()),
            name: repeated(account.document.name.as_ref()),
            ..Self::default()
        };
        update.set_contact(SentContact::default());
        update
    }

    /// Makes this the one contact of the update.
    pub fn set_contact(&mut self, contact: SentContact<'a>) {
        self.contacts = Field::Value(Vec::from([Field::Value(contact)]));
    }

    /// The request body as JSON text.
    pub fn to_json(&self) -> String {
        written(|w| Profile::write_sent(self, w))
    }

    /// The same update, owned.
    pub fn into_owned(self) -> Update<'static> {
        Profile::own(self)
    }
}

impl Update<'static> {
    /// Reads the request body from bytes.
    ///
    /// ```
    /// # use customer_core::commvault::Update;
    /// # use customer_core::json::Reason;
    /// assert!(Update::from_slice(br#"{"name": "Acme"}"#).is_ok());
    /// let error = Update::from_slice(b"{\"name\": \"\xff\"}").unwrap_err().errors.remove(0);
    /// assert_eq!((error.pointer.as_str(), error.reason), ("/name", Reason::Encoding));
    /// ```
    ///
    /// # Errors
    ///
    /// Bytes that are not UTF-8, and what [`from_json`](Update::from_json) does not read.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, Unreadable> {
        Ok(Update::from_json(utf8(bytes)?)?.into_owned())
    }
}

/// Reads an update with at most as many contacts as a list may have.
pub(super) fn read<'a>(
    from: &mut Reader<'a>,
    at: &At<'_>,
    errors: &mut Errors,
) -> Option<Update<'a>> {
    let before = errors.count();
    let update = Profile::read_sent(from, at, errors)?;
    let count = update.contacts.value().map_or(0, Vec::len);
    limit_contacts(count, before, at, errors);
    Some(update)
}

choices! {
    /// How a running update ended.
    pub enum Settlement {
        /// Its values hold now.
        Succeeded = "succeeded",
        /// The old values still hold.
        Failed = "failed",
    }
}

/// Anything that can happen to an account.
///
/// With serde it has the form of `input` in the JSON contract, for formats that describe
/// themselves: so a service may queue it. What serde wrote is to be read by serde.
///
/// ```
/// use customer_core::commvault::{Input, Settlement};
///
/// let settled = Input::from(Settlement::Succeeded);
/// let text = serde_json::to_string(&settled)?;
/// assert_eq!(text, r#"{"settled":"succeeded"}"#);
/// assert_eq!(serde_json::from_str::<Input<'_>>(&text)?, settled);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[expect(clippy::large_enum_variant, reason = "passed by reference; a box would cost more")]
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there is no other way in, and callers build it")]
pub enum Input<'a> {
    /// The update call with its body.
    Update(Update<'a>),
    /// The running update has ended.
    Settled(Settlement),
}

impl<'a> Input<'a> {
    /// The names of the inputs in the JSON contract.
    pub const NAMES: &'static [&'static str] = &["update", "settled"];

    /// What each of them is.
    pub const PARTS: &'static [Part] = &[
        Part::new("update", Profile::SENT, "The body of an update.").not_null(),
        Part::new("settled", Shape::Word(Settlement::NAMES), "How a running update ended.")
            .not_null(),
    ];

    /// Whether it is an API call, which gets an HTTP answer.
    pub const fn is_call(&self) -> bool {
        match self {
            Self::Update(_) => true,
            Self::Settled(_) => false,
        }
    }

    /// Writes the member of the JSON contract that it is.
    fn write(&self, w: &mut Writer<'_>) {
        match self {
            Self::Update(update) => {
                w.name("update");
                Profile::write_sent(update, w);
            }
            Self::Settled(settlement) => w.member("settled", settlement.name()),
        }
    }

    /// The same input, owned.
    pub fn into_owned(self) -> Input<'static> {
        match self {
            Self::Update(update) => Input::Update(update.into_owned()),
            Self::Settled(settlement) => Input::Settled(settlement),
        }
    }

    /// Reads the input of this name, found at `at`; `None` without an error when there is none.
    pub(crate) fn read(
        name: &str,
        value: Node<'_, 'a>,
        at: &At<'_>,
        errors: &mut Errors,
    ) -> Option<Self> {
        match name {
            "update" => read(&mut value.reader(), at, errors).map(Self::Update),
            "settled" => Settlement::read(value, at, errors).map(Self::Settled),
            _ => None,
        }
    }
}

stored_input!(Input);

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
