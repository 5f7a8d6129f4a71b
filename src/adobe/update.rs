//! What can happen to a customer.

mod echo;

use alloc::string::String;

use super::record::{Resource, SentAddress, SentCompanyProfile, SentContact, Update};
use crate::commitment;
use crate::decision::{Choice as _, choices, stored_input, unknown_members};
#[cfg(feature = "endpoint")]
use crate::json::read_body;
use crate::json::{At, Errors, Node, Reason, Unreadable, Writer, read_document, utf8, written};
use crate::member::{Field, Member, OtherMembers, Part, Shape};
use crate::value::same_address;

/// Anything that can happen to a customer.
///
/// With serde it has the form of `input` in the JSON contract, for formats that describe
/// themselves: so a service may queue it. What serde wrote is to be read by serde.
///
/// ```
/// use customer_core::adobe::{AccountInput, CommitmentInput, Inactive, Input};
///
/// let accepted = Input::from(CommitmentInput::Accepted);
/// assert_eq!(serde_json::to_string(&accepted)?, r#"{"commitment":"accepted"}"#);
/// let inactive = Input::from(AccountInput::Inactive(Inactive::Duplicate));
/// let text = serde_json::to_string(&inactive)?;
/// assert_eq!(text, r#"{"account":{"inactive":"1014"}}"#);
/// assert_eq!(serde_json::from_str::<Input<'_>>(&text)?, inactive);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
// The tag is not hidden in the update, so that the compiler sees which input is given.
#[repr(u8)]
#[expect(clippy::large_enum_variant, reason = "an update is read once and passed by reference")]
#[expect(clippy::exhaustive_enums, reason = "there is no other way in, and callers build it")]
pub enum Input<'a> {
    /// `PATCH /v3/customers/<customer-id>` with this body.
    Update(Update<'a>),
    /// The three-year commitment went on.
    Commitment(CommitmentInput),
    /// A new account was checked by the vendor.
    Account(AccountInput),
}

choices! {
    /// What happens to a three-year commitment outside of updates.
    pub enum CommitmentInput {
        /// The customer accepts the pending request.
        Accepted = "accepted",
        /// The customer declines it.
        Declined = "declined",
        /// Nothing but a day passed.
        Elapsed = "elapsed",
        /// An order was processed.
        Ordered = "ordered",
        /// An anniversary renewal was processed.
        Renewed = "renewed",
    }

    /// Why a new account is not active, by the code that becomes its status.
    pub enum Inactive {
        /// No better code.
        Other = "1004",
        /// Invalid address.
        InvalidAddress = "1010",
        /// Blocked.
        Blocked = "1012",
        /// Such a customer exists.
        Duplicate = "1014",
    }
}

/// What becomes of a new account, which is pending until the vendor has checked it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "it is active, or it is not")]
pub enum AccountInput {
    /// It is active.
    Activated,
    /// It is not, for this reason.
    Inactive(Inactive),
}

impl CommitmentInput {
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
    /// Everything that is wrong with its form: no object (`[]`), a member of another type
    /// (`{"companyProfile": "Fairmont"}`). Of syntax only the first error: no JSON (`{`), or a name
    /// that is there twice.
    ///
    /// ```
    /// use customer_core::adobe::Update;
    /// use customer_core::member::Field;
    /// let update = Update::from_json(r#"{"externalReferenceId": null}"#).unwrap();
    /// assert_eq!(update.external_reference_id, Field::Null);
    /// assert_eq!(update.company_profile, Field::Absent);
    /// ```
    pub fn from_json(text: &'a str) -> Result<Self, Unreadable> {
        read_document(text, |from, errors| Resource::read_sent(from, &At::ROOT, errors))
    }

    /// Reads the body of a call.
    #[cfg(feature = "endpoint")]
    pub(super) fn from_body(body: &'a [u8]) -> Result<Self, Unreadable> {
        // Of what may be so deep nothing is accepted but what the record has.
        read_body(utf8(body)?, |from, errors| Resource::read_sent(from, &At::ROOT, errors))
    }

    /// Writes the request body.
    pub fn to_json(&self) -> String {
        written(|w| Resource::write_sent(self, w))
    }

    /// The same update, owned: for queues.
    pub fn into_owned(self) -> Update<'static> {
        Resource::own(self)
    }

    /// The company profile to edit; one that is not there begins with nothing said.
    ///
    /// ```
    /// use customer_core::adobe::Update;
    /// use customer_core::member::Field;
    /// let mut update = Update::default();
    /// update.profile_mut().preferred_language = Field::Value("fr-FR".into());
    /// assert_eq!(update.to_json(), r#"{"companyProfile":{"preferredLanguage":"fr-FR"}}"#);
    /// ```
    pub fn profile_mut(&mut self) -> &mut SentCompanyProfile<'a> {
        self.company_profile.get_or_insert_default()
    }

    /// The address to edit; one that is not there begins with nothing said.
    pub fn address_mut(&mut self) -> &mut SentAddress<'a> {
        self.profile_mut().address.get_or_insert_default()
    }

    /// The contact with this e-mail address, ASCII letter case aside, to edit.
    pub fn contact_mut(&mut self, email: &str) -> Option<&mut SentContact<'a>> {
        let Field::Value(profile) = &mut self.company_profile else { return None };
        let Field::Value(contacts) = &mut profile.contacts else { return None };
        contacts.iter_mut().find_map(|contact| match contact {
            Field::Value(contact) => {
                contact.email.value().is_some_and(|one| same_address(one, email)).then_some(contact)
            }
            Field::Absent | Field::Null => None,
        })
    }
}

impl Update<'static> {
    /// Reads a request body from bytes, owned.
    ///
    /// # Errors
    ///
    /// As [`from_json`](Update::from_json), and bytes that are not UTF-8.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, Unreadable> {
        Update::from_json(utf8(bytes)?).map(Update::into_owned)
    }
}

impl<'a> From<Update<'a>> for Input<'a> {
    fn from(update: Update<'a>) -> Self {
        Self::Update(update)
    }
}

impl From<CommitmentInput> for Input<'_> {
    fn from(input: CommitmentInput) -> Self {
        Self::Commitment(input)
    }
}

impl From<AccountInput> for Input<'_> {
    fn from(input: AccountInput) -> Self {
        Self::Account(input)
    }
}

impl<'a> Input<'a> {
    /// The names in the JSON contract.
    pub const NAMES: &'static [&'static str] = &["update", "commitment", "account"];

    /// What each of them is.
    pub const PARTS: &'static [Part] = &[
        Part::new("update", Resource::SENT, "The body of a PATCH.").not_null(),
        Part::new(
            "commitment",
            Shape::Word(CommitmentInput::NAMES),
            "What happened to the three-year commitment.",
        )
        .not_null(),
        Part::new("account", AccountInput::SHAPE, "How the check of a new account ended.")
            .not_null(),
    ];

    /// The same input, owned.
    pub fn into_owned(self) -> Input<'static> {
        match self {
            Self::Update(update) => Input::Update(update.into_owned()),
            Self::Commitment(input) => Input::Commitment(input),
            Self::Account(input) => Input::Account(input),
        }
    }

    /// Writes the member of the JSON contract that it is.
    fn write(&self, w: &mut Writer<'_>) {
        match self {
            Self::Update(update) => {
                w.name("update");
                Resource::write_sent(update, w);
            }
            Self::Commitment(input) => w.member("commitment", input.name()),
            Self::Account(AccountInput::Activated) => w.member("account", "activated"),
            Self::Account(AccountInput::Inactive(why)) => {
                w.name("account");
                w.begin_object();
                w.member("inactive", why.name());
                w.end_object();
            }
        }
    }

    /// Whether it is an API call, which gets an answer.
    pub const fn is_call(&self) -> bool {
        matches!(self, Self::Update(_))
    }

    /// Reads the input of this name; `None` without an error when there is no such input.
    pub(crate) fn read(
        name: &str,
        value: Node<'_, 'a>,
        at: &At<'_>,
        errors: &mut Errors,
    ) -> Option<Self> {
        match name {
            "update" => value.read_sent::<Resource>(at, errors).map(Self::Update),
            "commitment" => CommitmentInput::read(value, at, errors).map(Self::Commitment),
            "account" => AccountInput::read(value, at, errors).map(Self::Account),
            _ => None,
        }
    }
}

stored_input!(Input);

impl AccountInput {
    const SHAPE: Shape = Shape::OneOf(&[
        Shape::Word(&["activated"]),
        Shape::Object {
            name: "NotActivated",
            parts: &[Part::new("inactive", Shape::Word(Inactive::NAMES), "Why: the status.")
                .needed()
                .not_null()],
            others: OtherMembers::Closed,
        },
    ]);

    fn read(value: Node<'_, '_>, at: &At<'_>, errors: &mut Errors) -> Option<Self> {
        if let Some(word) = value.text() {
            if *word == *"activated" {
                return Some(Self::Activated);
            }
            errors.push(at, Reason::one_of(&["activated", "an object with the member inactive"]));
            return None;
        }
        if value.members().is_none() {
            let what = "the text activated, or an object with the member inactive";
            errors.push(at, Reason::expected(what));
            return None;
        }
        let place = at.name("inactive");
        let before = errors.count();
        let read = match value.member("inactive") {
            None => {
                errors.push(&place, Reason::Missing);
                None
            }
            Some(code) if code.is_null() => {
                errors.push(&place, Reason::Null);
                None
            }
            Some(code) => Inactive::read(code, &place, errors).map(Self::Inactive),
        };
        unknown_members(value, &["inactive"], at, errors);
        read.filter(|_| errors.count() == before)
    }
}
