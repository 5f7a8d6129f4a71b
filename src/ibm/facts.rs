//! What the caller looked up before asking, and the policy: one reading for each point that the
//! vendor leaves open.

use crate::decision::{Choice, FactValue, choices, chosen, facts, policy};
use crate::json::{At, Errors, Node, Writer};
use crate::member::{Shape, open_enum};
use crate::value::LengthUnit;

open_enum! {
    /// The role in which the caller acts.
    pub enum Role {
        /// Administers its own organization.
        CustomerAdministrator = "CustomerAdministrator",
        /// Sales representative of the vendor.
        Vsr = "VSR",
        /// Uses services; may change no customer.
        User = "User",
    }
}

impl Role {
    /// Whether this role may change a customer.
    pub const fn may_update(&self) -> bool {
        matches!(self, Self::CustomerAdministrator | Self::Vsr)
    }
}

impl FactValue for Role {
    const KIND: &'static str = "a string, CustomerAdministrator or VSR; any other is refused";

    const SHAPE: Shape = Shape::Open(Self::WORDS);

    fn read(node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors) -> Option<Self> {
        node.read(at, errors)
    }

    fn write(&self, w: &mut Writer<'_>) {
        w.text(self.as_str());
    }
}

facts! {
    /// What the caller looked up. There is no default: the caller says each thing, or that it does
    /// not know it, and what depends on a fact that is not known is undecided.
    ///
    /// ```
    /// use customer_core::ibm::{Facts, Policy, Role};
    ///
    /// let facts = Facts {
    ///     role: Some(Role::Vsr),
    ///     same_organization: Some(true),
    ///     ..Facts::unknown(Policy::documented())
    /// };
    /// assert!(facts.role.is_some_and(|role| role.may_update()));
    /// ```
    pub struct Facts {
        /// The role of the caller.
        role: Role = Role, "role", "everything";
        /// Whether the customer is part of the caller's own organization.
        same_organization: bool = SameOrganization, "sameOrganization", "everything";
        /// How many subscriptions of the customer are active.
        active_subscriptions: u64 = ActiveSubscriptions, "activeSubscriptions",
            "unregisterCustomer, where the reading refuses it with active subscriptions";
    }
}

choices! {
    /// Which attributes must be in a request.
    pub enum Required {
        /// The table of the article.
        Article = "article",
        /// That table and `PaymentMethodType`: what the vendor's own client demands.
        Client = "client",
        /// The second table of the page: neither `WorkPhone` nor `LocationName`, but
        /// `PaymentMethodType`.
        Viewer = "viewer",
    }

    /// What an empty `State` or `PostalCode` is.
    pub enum EmptyState {
        /// Missing, as with every other required attribute.
        Refuse = "refused",
        /// A value: some countries have neither.
        Store = "stored",
    }

    /// What null means.
    pub enum Null {
        /// It is refused.
        Refuse = "refused",
        /// The member was left out.
        Missing = "missing",
    }

    /// How a word of a closed list is compared.
    pub enum WordCase {
        /// Letter by letter.
        Exact = "exact",
        /// Without regard to ASCII case. The stored word in another case is an echo; a new one is
        /// stored in capitals.
        Any = "any-case",
    }

    /// How many addresses and accounts a customer has.
    pub enum SetSize {
        /// Exactly one of each.
        One = "one",
        /// At least one of each.
        AtLeastOne = "some",
    }

    /// What becomes of another value for a read-only member.
    pub enum ReadOnly {
        /// It is refused.
        Compare = "compared",
        /// It is ignored.
        Ignore = "ignored",
    }

    /// What unregistering does while subscriptions are active.
    pub enum Unregister {
        /// It is refused.
        Refuse = "refused",
        /// It cancels them.
        Cancel = "cancels",
    }
}

impl Choice for LengthUnit {
    const CHOICES: &'static [&'static str] = &["scalar-values", "utf-16"];

    fn read(node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors) -> Option<Self> {
        let by_name = |name: &str| match name {
            "scalar-values" => Some(Self::Scalars),
            "utf-16" => Some(Self::Utf16),
            _ => None,
        };
        chosen(node, Self::CHOICES, by_name, at, errors)
    }

    fn write(self, w: &mut Writer<'_>) {
        w.text(match self {
            Self::Scalars => "scalar-values",
            Self::Utf16 => "utf-16",
        });
    }
}

policy! {
    /// One reading for each point where presets differ. Every one can be set by itself.
    ///
    /// ```
    /// use customer_core::ibm::{Null, Policy};
    ///
    /// let policy = Policy { null: Null::Missing, ..Policy::documented() };
    /// assert_ne!(policy, Policy::documented());
    /// assert_eq!(Policy::by_name("viewer"), Some(Policy::viewer()));
    /// assert_eq!(Policy::by_name("lenient"), None);
    /// ```
    pub struct Policy {
        required: Required = "required", "which attributes must be in a request";
        empty_state: EmptyState = "empty-state", "what an empty State or PostalCode is";
        null: Null = "null", "what null means";
        length: LengthUnit = "length", "what a maximum length counts";
        words: WordCase = "words", "how AddressType and PaymentMethodType are compared";
        sets: SetSize = "sets", "how many addresses and accounts a customer has";
        read_only: ReadOnly = "read-only", "what becomes of another value for a read-only member";
        unregister: Unregister = "unregister",
            "what unregistering does while subscriptions are active";
    }
    presets {
        "documented" => documented,
        "observed" => observed,
        "viewer" => viewer,
    }
}

impl Policy {
    /// What the vendor's article says; where it is silent, what cannot lose data.
    pub const fn documented() -> Self {
        Self {
            required: Required::Article,
            empty_state: EmptyState::Refuse,
            null: Null::Refuse,
            length: LengthUnit::Scalars,
            words: WordCase::Exact,
            sets: SetSize::One,
            read_only: ReadOnly::Compare,
            unregister: Unregister::Refuse,
        }
    }

    /// What public clients saw or expected.
    pub const fn observed() -> Self {
        Self {
            required: Required::Client,
            empty_state: EmptyState::Store,
            null: Null::Missing,
            length: LengthUnit::Utf16,
            words: WordCase::Any,
            sets: SetSize::AtLeastOne,
            read_only: ReadOnly::Ignore,
            unregister: Unregister::Cancel,
        }
    }

    /// As documented, with what the page's second table requires.
    pub const fn viewer() -> Self {
        Self { required: Required::Viewer, ..Self::documented() }
    }
}
