//! A customer in no vendor's form: what the three have in common, and where each of them keeps it.
//!
//! A wish can be made in it ([`Wish::customer`](crate::plan::Wish::customer)), and every record can
//! be seen in it.

#![cfg_attr(
    not(feature = "contract"),
    allow(dead_code, reason = "its tables describe the contract")
)]

mod table;
mod wish;

use alloc::string::String;
use alloc::vec::Vec;

use crate::json::{At, Document, Errors, Node, Reason};
use crate::member::{Field, Member as _, Raw, SentOthers, object};
use crate::plan::{Json, People, Planner};
use crate::value::{CONTACTS_MAX, Quantity};

use table::{Said, Section};

pub(crate) use wish::{Reached, aim};

object! {
    /// A customer. Codes are ISO 3166 and `ll-CC`.
    pub struct Customer, sent as SentCustomer {
        /// Its name.
        name: String = "name",
        /// The caller's own id for it.
        external_reference: String = "externalReference",
        /// Its web site.
        website: String = "website",
        /// Its language, as `ll-CC`.
        language: String = "language",
        /// Its phone.
        phone: String = "phone",
        /// Where it is.
        address: Address = "address",
        /// Its people.
        contacts: Vec<Contact> = "contacts",
        /// What it commits to for three years.
        commitment: Commitment = "commitment",
    }
}

object! {
    /// A postal address.
    pub struct Address, sent as SentAddress {
        /// Street and number.
        line1: String = "line1",
        /// More of the street.
        line2: String = "line2",
        /// City.
        city: String = "city",
        /// Region: the part of ISO 3166-2 behind the hyphen.
        region: String = "region",
        /// Country: ISO 3166-1 alpha-2.
        country: String = "country",
        /// Postal code.
        postal_code: String = "postalCode",
    }
}

object! {
    /// A person.
    pub struct Contact, sent as SentContact {
        /// First name.
        given_name: String = "givenName",
        /// Last name.
        family_name: String = "familyName",
        /// E-mail address.
        email: String = "email",
        /// Phone.
        phone: String = "phone",
        /// Where this person is.
        address: Address = "address",
    }
}

object! {
    /// How many of what are committed to. A wish may say any number: which of them are quantities
    /// is for a rule to judge.
    pub struct Commitment, sent as SentCommitment {
        /// Licences.
        license: Quantity = "LICENSE",
        /// Consumables.
        consumables: Quantity = "CONSUMABLES",
    }
}

/// A record as a neutral customer, texts as they are stored. To wish for it is to wish for nothing.
///
/// ```
/// use customer_core::commvault::{Account, Policy};
/// use customer_core::neutral;
/// use customer_core::vendors::Commvault;
///
/// let account = Account::from_json(r#"{"externalId": "X", "name": "Acme"}"#)?;
/// let seen = neutral::view::<Commvault>(&account, &Policy::documented());
/// assert_eq!(seen.external_reference.as_deref(), Some("X"));
/// # Ok::<(), customer_core::json::Unreadable>(())
/// ```
#[allow(private_bounds, reason = "every vendor is one")]
pub fn view<V: Planner>(record: &V::Record, policy: &V::Policy) -> Customer {
    let seen = wish::view::<V>(record, policy).to_text();
    let read =
        crate::json::read_whole(&seen, |from, errors| Customer::read(from, &At::ROOT, errors));
    // A stored text is a text, and a quantity a quantity.
    read.unwrap_or_default()
}

/// A neutral customer, as a wish says it.
///
/// ```
/// use customer_core::neutral::{Customer, sent};
/// let customer = Customer { name: Some("Acme".into()), ..Customer::default() };
/// assert_eq!(sent(&customer).name.value().map(|name| &**name), Some("Acme"));
/// assert!(sent(&customer).website.is_absent());
/// ```
pub fn sent(customer: &Customer) -> SentCustomer<'_> {
    customer.sent()
}

/// One member of the neutral customer, and where a vendor keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Kept {
    /// The member: `address/city`.
    pub member: String,
    /// Its place in the vendor's document, if there is one; a contact's in the one that is meant.
    pub place: Option<String>,
    /// Whether the vendor has words of its own for the codes.
    pub has_words: bool,
}

fn followed(mut text: String, by: &str) -> String {
    text.push_str(by);
    text
}

/// Where a vendor keeps what a neutral customer says, in the order of the table.
pub(crate) fn kept<V: Planner>() -> Vec<Kept> {
    let policy = V::read_policy(None, &At::ROOT, &mut Errors::default());
    let people = match V::people(&policy) {
        People::Many(list) => followed(list.text(), "/i/"),
        People::One(one, _) => followed(one.text(), "/"),
    };
    let row = |row: &table::Row| {
        let (of, at) = match row.of {
            Section::Customer => ("", ""),
            Section::Address => ("address/", ""),
            Section::Contact => ("contacts/i/", &*people),
            Section::ContactAddress => ("contacts/i/address/", &*people),
        };
        let to = row.to.get(V::COLUMN).copied().flatten();
        Kept {
            member: followed(String::from(of), row.name),
            place: to.map(|to| followed(String::from(at), to.path)),
            has_words: to.is_some_and(|to| matches!(to.said, Said::Country | Said::Region)),
        }
    };
    table::TABLE.iter().map(row).collect()
}

/// Reads a wished customer as a tree. Nothing but its own members may stand in it.
pub(crate) fn read(node: Node<'_, '_>, at: &At<'_>, errors: &mut Errors) -> Option<Json> {
    let before = errors.count();
    let sent = Customer::read_sent(&mut node.reader(), at, errors)?;
    if sent.contacts.value().is_some_and(|list| list.len() > CONTACTS_MAX) {
        errors.push(&at.name("contacts"), Reason::Count(CONTACTS_MAX));
        errors.arrange(before, at, Customer::NAMES);
    }
    unknown(&sent, at, errors);
    (errors.count() == before).then(|| Json::plain(node))
}

/// A wished customer as a tree.
pub(crate) fn tree(sent: &SentCustomer<'_>) -> Json {
    let text = Raw::written(|w| Customer::write_sent(sent, w));
    Document::parse(text.as_str()).map_or(Json::Null, |document| Json::plain(document.root()))
}

fn unknown(sent: &SentCustomer<'_>, at: &At<'_>, errors: &mut Errors) {
    let mut report = |others: &SentOthers<'_>, known: &'static [&'static str], at: &At<'_>| {
        for (name, _) in others.iter() {
            errors.push(&at.other(name), Reason::none_of(known));
        }
    };
    if let Field::Value(address) = &sent.address {
        report(&address.others, Address::NAMES, &at.name("address"));
    }
    let list = at.name("contacts");
    for (index, contact) in sent.contacts.value().into_iter().flatten().enumerate() {
        let at = list.index(index);
        let Field::Value(contact) = contact else { continue };
        if let Field::Value(address) = &contact.address {
            report(&address.others, Address::NAMES, &at.name("address"));
        }
        report(&contact.others, Contact::NAMES, &at);
    }
    if let Field::Value(commitment) = &sent.commitment {
        report(&commitment.others, Commitment::NAMES, &at.name("commitment"));
    }
    report(&sent.others, Customer::NAMES, at);
    for (index, contact) in sent.contacts.value().into_iter().flatten().enumerate() {
        if matches!(contact, Field::Null) {
            errors.push(&list.index(index), Reason::Null);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::table::TABLE;
    use crate::plan::Planner;

    /// A column that two vendors share would read one vendor's document by the other's paths.
    #[test]
    fn each_vendor_has_a_column_of_its_own() {
        let mut taken = alloc::vec::Vec::new();
        macro_rules! take {
            ($($(#[$doc:meta])* $name:ident = $record:ty, $word:literal;)*) => {
                $( taken.push(<crate::vendors::$name as Planner>::COLUMN); )*
            };
        }
        crate::for_each_vendor!(take);
        taken.sort_unstable();
        assert_eq!(
            taken,
            (0..TABLE.first().map_or(0, |row| row.to.len())).collect::<alloc::vec::Vec<_>>()
        );
    }
}
