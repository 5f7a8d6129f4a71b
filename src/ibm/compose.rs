//! Two updates, one after the other, said as one.

use alloc::vec::Vec;

use super::check::Attributes;
use super::facts::{Null, Policy};
use super::record::{
    Account, Address, CUSTOMER, Contact, Identifier, Organization, Profile, SentOrganization,
    SentProfile,
};
use super::rules;
use super::update::{Form, Update};
use crate::decision::TwoSteps;
use crate::json::{At, Pointer};
use crate::member::{Field, Member, SentOthers};

/// The update that does what `first` does and then `second`: a full replacement is the second one,
/// with the lock token of the first one and the unknown members that only the first one has, since
/// the vendor keeps what a request leaves out of them.
///
/// Two flat bodies give a flat one. A flat body has no place for identifiers, so those of the
/// nested one count, and the result is nested.
///
/// ```
/// use customer_core::ibm::{Policy, Update, compose};
///
/// let first = r#"{"Customer": {"Version": 7, "Tier": 1.50, "Organization": {"OrgName": "A"}}}"#;
/// let second = r#"{"Customer": {"Version": 8, "Organization": {"OrgName": "B"}}}"#;
/// let (first, second) = (Update::from_json(first)?, Update::from_json(second)?);
/// let both = compose(&first, &second, &Policy::documented())?;
/// let expected = r#"{"Customer":{"Version":7,"Organization":{"OrgName":"B"},"Tier":1.50}}"#;
/// assert_eq!(both.to_json(), expected);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// A set that is longer in the second one (or is there only): its elements would be those of the
/// record, of which the first one has dropped some. The smallest: an identifier in the second
/// nested body, and none in the first.
pub fn compose<'a>(
    first: &Update<'a>,
    second: &Update<'a>,
    policy: &Policy,
) -> Result<Update<'a>, TwoSteps> {
    let composing = Composing { first: first.form(), second: second.form(), policy };
    let nothing = SentProfile::default();
    let one = first.document().value().unwrap_or(&nothing);
    TwoSteps::unless_none(&rules::PLAN_COMPOSE, composing.longer(one, second))?;
    let mut both = second.clone();
    if composing.is_nested() {
        both.make_nested();
    }
    composing.profile(one, both.document_mut());
    Ok(both)
}

struct Composing<'p> {
    first: Form,
    second: Form,
    policy: &'p Policy,
}

impl Composing<'_> {
    /// Whether the result is nested.
    fn is_nested(&self) -> bool {
        self.first == Form::Nested || self.second == Form::Nested
    }

    /// The sets of the second update that have more elements than those of the first one.
    fn longer(&self, first: &SentProfile<'_>, second: &Update<'_>) -> Vec<Pointer> {
        let Some(second) = second.document().value() else { return Vec::new() };
        let mut places = Vec::new();
        let root = At::ROOT;
        let customer = root.name(CUSTOMER);
        let inside = customer.name("Organization");
        let mut compare = |first: usize, second: usize, at: &At<'_>| {
            if second > first {
                // In a flat body the place is the whole.
                let at = if self.second == Form::Flat { &root } else { at };
                places.push(at.pointer());
            }
        };
        let addresses =
            |one: &SentProfile<'_>| count(one.organization.value().map(|one| &one.address_set));
        compare(addresses(first), addresses(second), &inside.name("AddressSet"));
        let accounts = |one: &SentProfile<'_>| count(Some(&one.customer_account_set));
        compare(accounts(first), accounts(second), &customer.name("CustomerAccountSet"));
        // After a flat body they are those of the record, as they are for the result.
        if (self.first, self.second) == (Form::Nested, Form::Nested) {
            let identifiers = |one: &SentProfile<'_>| count(Some(&one.customer_identifier_set));
            let at = customer.name("CustomerIdentifierSet");
            compare(identifiers(first), identifiers(second), &at);
        }
        places
    }

    fn profile<'a>(&self, first: &SentProfile<'a>, both: &mut SentProfile<'a>) {
        both.version = first.version.value().copied().map_or(Field::Absent, Field::Value);
        self.unknown::<Profile>(&first.others, &mut both.others);
        if let (Field::Value(first), Field::Value(both)) =
            (&first.organization, &mut both.organization)
        {
            self.organization(first, both);
        }
        self.set::<Account>(&first.customer_account_set, &mut both.customer_account_set);
        match (self.first, self.second) {
            (Form::Nested, Form::Flat) => {
                both.customer_identifier_set = first.customer_identifier_set.clone();
            }
            _ => self.set::<Identifier>(
                &first.customer_identifier_set,
                &mut both.customer_identifier_set,
            ),
        }
    }

    fn organization<'a>(&self, first: &SentOrganization<'a>, both: &mut SentOrganization<'a>) {
        self.unknown::<Organization>(&first.others, &mut both.others);
        self.set::<Address>(&first.address_set, &mut both.address_set);
        if let (Field::Value(first), Field::Value(both)) = (&first.contact, &mut both.contact) {
            self.unknown::<Contact>(&first.others, &mut both.others);
        }
    }

    /// Elements are matched by index.
    fn set<'a, T: Attributes>(
        &self,
        first: &Field<<Vec<T> as Member>::Sent<'a>>,
        both: &mut Field<<Vec<T> as Member>::Sent<'a>>,
    ) {
        let (Field::Value(first), Field::Value(both)) = (first, both) else { return };
        for pair in first.iter().zip(both) {
            if let (Field::Value(first), Field::Value(both)) = pair {
                self.unknown::<T>(T::sent_unknown(first), T::sent_unknown_mut(both));
            }
        }
    }

    /// What the second one says of unknown members, and what only the first one says. The other
    /// spelling of an attribute is none of them.
    fn unknown<'a, T: Attributes>(&self, first: &SentOthers<'a>, both: &mut SentOthers<'a>) {
        if first.is_empty() {
            return;
        }
        let mut first = first.clone();
        first.retain(|name| !T::SPELLINGS.contains(&name));
        if self.policy.null == Null::Missing {
            // Under this reading null is a member that is left out: it hides no earlier value.
            let said = both.clone();
            both.retain(|name| said.get(name) != Some("null") || first.get(name).is_none());
        }
        *both = first.then(both);
    }
}

/// How many elements a set has; one that is missing has none.
fn count<T>(set: Option<&Field<Vec<T>>>) -> usize {
    set.and_then(Field::value).map_or(0, Vec::len)
}
