//! What the contract takes of each vendor, as data: for documentation and schemas.

use alloc::string::String;
use alloc::vec::Vec;

use crate::decision::{FactRow, ReadingRow, Rule};
use crate::json::Writer;
use crate::member::{Part, Shape};
use crate::neutral::{self, Kept};
use crate::plan::Planner;
use crate::vendors;

/// What the contract takes of one vendor: the readers' own tables.
///
/// ```
/// use customer_core::contract::VENDORS;
///
/// let ibm = VENDORS.iter().find(|vendor| vendor.name == "ibm").unwrap();
/// assert_eq!(ibm.presets, ["documented", "observed", "viewer"]);
/// assert!(ibm.facts.iter().any(|fact| fact.name == "role"));
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Described {
    /// The vendor's name.
    pub name: &'static str,
    /// Every rule, those that refuse in order of precedence.
    pub rules: &'static [Rule],
    /// Names of the presets; the first is the default.
    pub presets: &'static [&'static str],
    /// The readings of the policy.
    pub readings: &'static [ReadingRow],
    /// The facts.
    pub facts: &'static [FactRow],
    /// The inputs.
    pub inputs: &'static [Part],
    /// The document, in each form that it may come in.
    pub document: Shape,
    /// What the vendor keeps to itself.
    pub internal: Shape,
    /// A wished document, in each form that it may come in.
    pub wished: Shape,
    /// A merge patch on the document.
    pub patch: Shape,
    /// Whether a mail can be wished for.
    pub resends: bool,
    /// The effects.
    pub effects: &'static [Shape],
    policy: fn(&str) -> Option<String>,
    kept: fn() -> Vec<Kept>,
}

impl Described {
    /// The readings of a preset, as an object of the contract's `policy`.
    ///
    /// ```
    /// use customer_core::contract::VENDORS;
    ///
    /// let commvault = VENDORS.iter().find(|vendor| vendor.name == "commvault").unwrap();
    /// assert!(commvault.preset("lenient").unwrap().contains(r#""names-missing":"kept""#));
    /// assert_eq!(commvault.preset("viewer"), None);
    /// ```
    pub fn preset(&self, name: &str) -> Option<String> {
        (self.policy)(name)
    }

    /// Where the vendor keeps what a neutral customer says.
    ///
    /// ```
    /// use customer_core::contract::VENDORS;
    ///
    /// let ibm = VENDORS.iter().find(|vendor| vendor.name == "ibm").unwrap();
    /// let name = &ibm.neutral()[0];
    /// assert_eq!(name.member, "name");
    /// assert_eq!(name.place.as_deref(), Some("Customer/Organization/OrgName"));
    /// ```
    pub fn neutral(&self) -> Vec<Kept> {
        (self.kept)()
    }
}

const fn described<V: Planner>(policy: fn(&str) -> Option<String>) -> Described {
    Described {
        name: V::NAME,
        rules: V::RULES,
        presets: V::PRESETS,
        readings: V::READINGS,
        facts: V::FACTS,
        inputs: V::INPUT_PARTS,
        document: V::DOCUMENT,
        internal: V::INTERNAL,
        wished: V::WISHED,
        patch: V::PATCH,
        resends: V::RESEND.is_some(),
        effects: V::EFFECTS,
        policy,
        kept: neutral::kept::<V>,
    }
}

macro_rules! list {
    ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => {
        /// Every vendor, in the order of the list.
        pub const VENDORS: &[Described] = &[$( described::<vendors::$Vendor>(|name| {
            let mut out = String::new();
            crate::$module::Policy::by_name(name)?.write(&mut Writer::new(&mut out));
            Some(out)
        }) ),*];
    };
}

crate::for_each_vendor!(list);
