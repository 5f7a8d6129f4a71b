//! Adobe's customer as one would write it down with serde alone: the peers' types, and the rules
//! that a peer must add by hand.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use struct_patch::Patch;

/// The customer document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Patch)]
#[serde(rename_all = "camelCase")]
#[patch(attribute(derive(Clone, Debug, Default, Deserialize)))]
#[patch(attribute(serde(rename_all = "camelCase", default)))]
pub struct Customer {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_reference_id: Option<String>,
    pub customer_id: String,
    pub reseller_id: String,
    pub global_sales_enabled: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub linked_membership: Option<LinkedMembership>,
    #[patch(nesting)]
    pub company_profile: CompanyProfile,
    pub discounts: Vec<Discount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coterm_date: Option<String>,
    pub creation_date: String,
    pub status: String,
    pub links: Links,
}

/// A group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LinkedMembership {
    pub id: String,
    pub name: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub linked_membership_type: String,
    pub creation_date: String,
}

/// The company.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Patch)]
#[serde(rename_all = "camelCase")]
#[patch(attribute(derive(Clone, Debug, Default, Deserialize)))]
#[patch(attribute(serde(rename_all = "camelCase", default)))]
pub struct CompanyProfile {
    pub company_name: String,
    pub preferred_language: String,
    pub market_segment: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub market_sub_segments: Vec<String>,
    #[patch(nesting)]
    pub address: Address,
    pub contacts: Vec<Contact>,
}

/// An address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Patch)]
#[serde(rename_all = "camelCase")]
#[patch(attribute(derive(Clone, Debug, Default, Deserialize)))]
#[patch(attribute(serde(rename_all = "camelCase", default)))]
pub struct Address {
    pub country: String,
    pub region: String,
    pub city: String,
    pub address_line1: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_line2: Option<String>,
    pub postal_code: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
}

/// A contact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Contact {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
}

/// A discount.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Discount {
    pub offer_type: String,
    pub level: String,
}

/// Links.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Links {
    #[serde(rename = "self")]
    pub own: Link,
}

/// One link.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    pub uri: String,
    pub method: String,
    pub headers: Vec<String>,
}

/// The request body, as one would write it down.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Update {
    pub external_reference_id: Option<String>,
    pub global_sales_enabled: Option<bool>,
    pub company_profile: Option<CompanyProfileUpdate>,
}

/// The company in a request body.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CompanyProfileUpdate {
    pub company_name: Option<String>,
    pub preferred_language: Option<String>,
    pub market_segment: Option<String>,
    pub address: Option<AddressUpdate>,
    pub contacts: Option<Vec<Contact>>,
}

/// The address in a request body.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AddressUpdate {
    pub country: Option<String>,
    pub region: Option<String>,
    pub city: Option<String>,
    pub address_line1: Option<String>,
    pub address_line2: Option<String>,
    pub postal_code: Option<String>,
    pub phone_number: Option<String>,
}

/// The rules that a peer must add, on the document before and after: fewer than the core's.
pub fn may_become(before: &Customer, after: &Customer) -> bool {
    let (old, new) = (&before.company_profile, &after.company_profile);
    old.company_name == new.company_name
        && old.address.country == new.address.country
        && old.address.region == new.address.region
        && before.customer_id == after.customer_id
        && before.reseller_id == after.reseller_id
        && before.linked_membership == after.linked_membership
        && before.status == after.status
        && old.market_segment == new.market_segment
        && texts(after)
        && contacts(&old.contacts, &new.contacts)
}

fn short(text: &str, max: usize) -> bool {
    !text.is_empty() && (text.len() <= max || text.chars().count() <= max)
}

fn texts(after: &Customer) -> bool {
    let address = &after.company_profile.address;
    after.external_reference_id.as_deref().is_none_or(|text| short(text, 35))
        && short(&address.city, 40)
        && short(&address.address_line1, 60)
        && address.address_line2.as_deref().is_none_or(|text| short(text, 60))
        && short(&address.postal_code, 40)
}

/// At least one; nobody twice; known addresses keep their names.
fn contacts(old: &[Contact], new: &[Contact]) -> bool {
    if new.is_empty() {
        return false;
    }
    let same =
        |a: &Contact, b: &Contact| a.first_name == b.first_name && a.last_name == b.last_name;
    if old.len() == new.len() && old.iter().zip(new).all(|(a, b)| a.email == b.email) {
        return old.iter().zip(new).all(|(a, b)| same(a, b));
    }
    let known: HashMap<&str, &Contact> = old.iter().map(|one| (&*one.email, one)).collect();
    let mut seen = HashMap::with_capacity(new.len());
    new.iter().all(|one| {
        seen.insert(&*one.email, ()).is_none()
            && known.get(&*one.email).is_none_or(|old| same(old, one))
            && one.email.contains('@')
    })
}
