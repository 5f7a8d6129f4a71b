//! From an accepted update to the changes that will hold once it has succeeded. Cannot fail, and
//! allocates only for what differs. An update is taken apart here as in the checks, so that a new
//! member does not compile until it is decided whether it changes anything.

use alloc::string::String;
use alloc::vec::Vec;

use super::facts::{EmptyText, Policy};
use super::record::{Address, Contact, Profile, SentAddress, SentContact, Update};
use crate::decision::{Cause, Change, Changes};
use crate::json::{At, Text};
use crate::member::{Edit, Field, Member, Value};

/// What differs between the account and what the update wants, in document order.
pub(super) fn merge(stored: &Profile, update: &Update<'_>, policy: &Policy) -> Changes {
    // Rule: commvault.updating.starts-from-old-values
    let mut merge = Merge { empty: policy.empty, changes: Vec::new() };
    let at = At::ROOT;
    // What has an underscore an update may only repeat.
    let Update {
        id: _,
        status: _,
        insert_ts: _,
        update_ts: _,
        external_id,
        name,
        website,
        provision_country: _,
        contacts,
        services: _,
        deactivated_options: _,
        kind: _,
        others: _,
    } = update;
    merge.required(stored.external_id.as_ref(), external_id, &at, "externalId");
    merge.required(stored.name.as_ref(), name, &at, "name");
    // Rule: commvault.website.merged
    merge.optional(stored.website.as_ref(), website, &at, "website");
    if let Field::Value(contacts) = contacts
        && let Some(Field::Value(sent)) = contacts.first()
    {
        let list = at.name("contacts");
        match stored.meant(policy.empty) {
            Some((index, contact)) => merge.contact(contact, sent, &list.index(index)),
            None => {
                // Rule: commvault.contact.added
                let end = stored.contacts.as_ref().map_or(0, Vec::len);
                merge.new_contact(sent, &list.index(end));
            }
        }
    }
    merge.changes
}

struct Merge {
    empty: EmptyText,
    changes: Changes,
}

impl Merge {
    /// What a field wants of a member that can't be without a value: the rules have refused null
    /// and empty.
    fn required(
        &mut self,
        stored: Option<&String>,
        sent: &Field<Text<'_>>,
        at: &At<'_>,
        name: &'static str,
    ) {
        self.text(stored, Edit::explicit(sent.as_ref().map(|text| &**text)), at, name);
    }

    /// What a field wants of a member that can be without a value.
    fn optional(
        &mut self,
        stored: Option<&String>,
        sent: &Field<Text<'_>>,
        at: &At<'_>,
        name: &'static str,
    ) {
        self.text(stored, self.edit(sent), at, name);
    }

    /// Whether a stored text is a value.
    fn is_value(&self, stored: &str) -> bool {
        !stored.is_empty() || self.empty == EmptyText::Value
    }

    fn edit<'s>(&self, sent: &'s Field<Text<'_>>) -> Edit<&'s str> {
        match Edit::explicit(sent.as_ref().map(|text| &**text)) {
            // Rule: commvault.text.empty
            Edit::Set(text) if !self.is_value(text) => Edit::Clear,
            edit => edit,
        }
    }

    fn text(&mut self, stored: Option<&String>, edit: Edit<&str>, at: &At<'_>, name: &'static str) {
        let (cause, after) = match (stored, edit) {
            (_, Edit::Keep) => return,
            (Some(stored), Edit::Set(text)) if **stored == *text => return,
            (_, Edit::Set(text)) => (Cause::Set, Some(Value::Text(text.into()))),
            (Some(stored), Edit::Clear) if self.is_value(stored) => (Cause::Cleared, None),
            // No value in place of none: what is stored stays as it is spelt.
            // Rule: commvault.no-value.echo
            (_, Edit::Clear) => return,
        };
        let before = stored.map(|stored| Value::Text(stored.as_str().into()));
        self.changes.push(Change { path: at.name(name).path(), cause, before, after });
    }

    fn contact(&mut self, stored: &Contact, sent: &SentContact<'_>, at: &At<'_>) {
        // A type that is sent is the stored one or names what has none.
        let SentContact { kind: _, email, first_name, last_name, phone, address, others: _ } = sent;
        self.required(stored.email.as_ref(), email, at, "email");
        self.required(stored.first_name.as_ref(), first_name, at, "firstName");
        self.required(stored.last_name.as_ref(), last_name, at, "lastName");
        // Rule: commvault.contact.apart-from-names
        self.optional(stored.phone.as_ref(), phone, at, "phone");
        let stored = stored.address.as_ref();
        match Edit::explicit(address.as_ref()) {
            Edit::Keep => {}
            Edit::Clear => self.cleared(stored, &at.name("address")),
            // Rule: commvault.address.empty-object
            Edit::Set(sent) => self.address(stored, sent, &at.name("address")),
        }
    }

    /// Null clears the address as a whole.
    fn cleared(&mut self, stored: Option<&Address>, at: &At<'_>) {
        Address::differ(stored, None, &at.path(), &mut |change| {
            self.changes.push(Change { cause: Cause::Cleared, ..change });
        });
    }

    /// Attribute by attribute.
    fn address(&mut self, stored: Option<&Address>, sent: &SentAddress<'_>, at: &At<'_>) {
        // The rules have looked at the unknown members.
        let SentAddress { line1, line2, city, state, country, postal_code, others: _ } = sent;
        // Rule: commvault.address.by-attribute
        let mut attribute = |stored: Option<&String>, sent, name| {
            self.optional(stored, sent, at, name);
        };
        let of = |member: fn(&Address) -> &Option<String>| stored.and_then(|s| member(s).as_ref());
        attribute(of(|stored| &stored.line1), line1, "addressLine1");
        attribute(of(|stored| &stored.line2), line2, "addressLine2");
        attribute(of(|stored| &stored.city), city, "city");
        attribute(of(|stored| &stored.state), state, "state");
        attribute(of(|stored| &stored.country), country, "country");
        attribute(of(|stored| &stored.postal_code), postal_code, "postalCode");
    }

    /// A contact comes as a whole. Without the three names there is nothing to store.
    fn new_contact(&mut self, sent: &SentContact<'_>, at: &At<'_>) {
        let SentContact { kind: _, email, first_name, last_name, phone, address, others: _ } = sent;
        if email.is_absent() {
            return;
        }
        let address = address.value().map(|sent| self.new_address(sent));
        let contact = Contact {
            kind: Some("admin".into()),
            email: self.value(email),
            first_name: self.value(first_name),
            last_name: self.value(last_name),
            phone: self.value(phone),
            address: address.filter(|address| !address.is_blank()),
            ..Contact::default()
        };
        let after = Some(Value::of(&contact));
        self.changes.push(Change { path: at.path(), cause: Cause::Replaced, before: None, after });
    }

    fn new_address(&self, sent: &SentAddress<'_>) -> Address {
        let SentAddress { line1, line2, city, state, country, postal_code, others: _ } = sent;
        Address {
            line1: self.value(line1),
            line2: self.value(line2),
            city: self.value(city),
            state: self.value(state),
            country: self.value(country),
            postal_code: self.value(postal_code),
            ..Address::default()
        }
    }

    fn value(&self, sent: &Field<Text<'_>>) -> Option<String> {
        match self.edit(sent) {
            Edit::Set(text) => Some(text.into()),
            Edit::Keep | Edit::Clear => None,
        }
    }
}
