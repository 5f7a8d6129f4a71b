//! What the caller looked up before asking, and the readings it chose.

use crate::decision::{choices, facts, policy};
use crate::value::Timestamp;

facts! {
    /// What the caller looked up. There is no default: each fact is given, or said to be unknown,
    /// and a decision that depends on an unknown one is not made.
    pub struct Facts {
        /// The vendor's clock; `None` leaves `updateTs` as it is, and is never missed.
        now: Timestamp = Now, "now", "nothing: left out, updateTs stays as it is";
        /// Whether another account of the partner has the new `externalId`.
        external_id_taken: bool = ExternalIdTaken, "externalIdTaken",
            "a new, permitted externalId";
        /// Whether another account of the partner has the new `name`.
        name_taken: bool = NameTaken, "nameTaken", "a new, permitted name";
    }
}

choices! {
    /// What a required member means that was left out.
    pub enum Missing {
        /// The update is refused.
        Refuse = "refused",
        /// It stays as it is.
        Keep = "kept",
    }

    /// What an empty text means in a member that may have no value.
    pub enum EmptyText {
        /// A value like any other.
        Value = "value",
        /// The same as null.
        Null = "null",
    }

    /// What a member means that no update can change and that does not repeat what is stored.
    pub enum Foreign {
        /// The update is refused.
        Refuse = "refused",
        /// It is not looked at.
        Ignore = "ignored",
    }

    /// What an update means while another one runs.
    pub enum Busy {
        /// It is refused.
        Refuse = "refused",
        /// It takes the place of the running one: the last writer wins.
        Replace = "replaced",
    }

    /// What an update means for a deactivated account.
    pub enum Deactivated {
        /// It is refused.
        Refuse = "refused",
        /// It runs, and success returns to the status before it, also after failures in between.
        Return = "returns",
    }
}

policy! {
    /// One choice for each point that the vendor's page leaves open. Start from a preset and set
    /// single ones by hand.
    ///
    /// ```
    /// # use customer_core::commvault::{Busy, Policy};
    /// let mine = Policy { busy: Busy::Replace, ..Policy::documented() };
    /// assert_ne!(mine, Policy::documented());
    /// assert_eq!(Policy::by_name("lenient"), Some(Policy::lenient()));
    /// assert_eq!(Policy::by_name("strict"), None);
    /// ```
    pub struct Policy {
        identity: Missing = "names-missing", "externalId or name left out";
        contacts: Missing = "contacts-missing", "contacts left out or without an element";
        empty: EmptyText = "empty", "an empty text in a member that may have no value";
        foreign: Foreign = "not-updatable",
            "unknown members, and those that an update can't change";
        busy: Busy = "updating", "an update while another one runs";
        deactivated: Deactivated = "deactivated",
            "an update of a deactivated account, and internal.statusBefore";
    }
    presets {
        "documented" => documented,
        "lenient" => lenient,
    }
}

impl Policy {
    /// What the vendor's page says, read strictly.
    pub const fn documented() -> Self {
        Self {
            identity: Missing::Refuse,
            contacts: Missing::Refuse,
            empty: EmptyText::Value,
            foreign: Foreign::Refuse,
            busy: Busy::Refuse,
            deactivated: Deactivated::Refuse,
        }
    }

    /// What a forgiving server would do.
    pub const fn lenient() -> Self {
        Self {
            identity: Missing::Keep,
            contacts: Missing::Keep,
            empty: EmptyText::Null,
            foreign: Foreign::Ignore,
            busy: Busy::Replace,
            deactivated: Deactivated::Return,
        }
    }
}
