//! What the document is made of.

use alloc::vec::Vec;

use crate::ibm::update::{ADDRESS_SPELLINGS, CONTACT_SPELLINGS};
use crate::json::Pointer;
use crate::plan::{Json, Part, Shape, Spelt};

use Part::{List, Object, Owned};

const PLACE: Part = Part::Place;

pub(super) static ADDRESS: Shape = Shape(&[
    ("AddressLine1", PLACE),
    ("AddressLine2", PLACE),
    ("AddressType", PLACE),
    ("City", PLACE),
    ("Country", PLACE),
    ("State", PLACE),
    ("PostalCode", PLACE),
    ("StateCode", Owned),
    ("CountryCode", Owned),
    ("Modified", Owned),
]);

static CONTACT: Shape = Shape(&[
    ("FamilyName", PLACE),
    ("GivenName", PLACE),
    ("EmailAddress", PLACE),
    ("NamePrefix", PLACE),
    ("NameSuffix", PLACE),
    ("EmployeeNumber", PLACE),
    ("LanguagePreference", PLACE),
    ("WorkPhone", PLACE),
    ("HomePhone", PLACE),
    ("MobilePhone", PLACE),
    ("Fax", PLACE),
    ("JobTitle", PLACE),
    ("WebSiteAddress", PLACE),
    ("TimeZone", PLACE),
    ("Photo", PLACE),
    ("DN", Owned),
    ("Created", Owned),
    ("Modified", Owned),
    ("Deleted", Owned),
    ("SecurityRealm", Owned),
]);

static ORGANIZATION: Shape = Shape(&[
    ("OrgName", PLACE),
    ("Phone", PLACE),
    ("Owner", Owned),
    ("Created", Owned),
    ("Modified", Owned),
    ("Industry", Owned),
    ("PartyType", Owned),
    ("CompanySize", Owned),
    ("SecurityRealm", Owned),
    ("CustomerType", Owned),
    ("IsPartner", Owned),
    ("IsSyncPending", Owned),
    ("AddressSet", List(&ADDRESS)),
    ("Contact", Object(&CONTACT)),
]);

static ACCOUNT: Shape = Shape(&[
    ("AccountNumber", PLACE),
    ("LocationName", PLACE),
    ("PaymentMethodType", PLACE),
    ("CurrencyType", PLACE),
    ("VendorId", Owned),
]);

static IDENTIFIER: Shape = Shape(&[("Value", PLACE), ("CustomerIdType", PLACE)]);

static PROFILE: Shape = Shape(&[
    ("CustomerNumber", PLACE),
    ("Id", Owned),
    ("CustomerState", Owned),
    ("SuspensionDate", Owned),
    ("IsGuest", Owned),
    ("LastSyncDate", Owned),
    ("CustomerType", Owned),
    ("Version", Owned),
    ("Organization", Object(&ORGANIZATION)),
    ("CustomerAccountSet", List(&ACCOUNT)),
    ("CustomerIdentifierSet", List(&IDENTIFIER)),
]);

pub(super) static DOCUMENT: Shape = Shape(&[("Customer", Object(&PROFILE))]);

/// What the elements of the set of this name are made of.
pub(super) fn set(name: &str) -> Option<&'static Shape> {
    match name {
        "AddressSet" => Some(&ADDRESS),
        "CustomerAccountSet" => Some(&ACCOUNT),
        "CustomerIdentifierSet" => Some(&IDENTIFIER),
        _ => None,
    }
}

/// The attribute that another spelling is of.
fn own(other: &str) -> Option<&'static str> {
    match other {
        "AdressLine1" => Some("AddressLine1"),
        "AdressLine2" => Some("AddressLine2"),
        "AdressType" => Some("AddressType"),
        "WebsiteAddress" => Some("WebSiteAddress"),
        _ => None,
    }
}

/// Whether anything has another spelling.
pub(super) fn has_spellings(document: &Json) -> bool {
    let organization = document.get("Customer").and_then(|one| one.get("Organization"));
    let Some(organization) = organization else { return false };
    let has = |object: &Json| object.members().any(|(name, _)| own(name).is_some());
    let set = organization.get("AddressSet").map_or(&[][..], Json::elements);
    set.iter().any(has) || organization.get("Contact").is_some_and(has)
}

/// Gives what has another spelling the attribute's own name, and returns its place.
pub(super) fn respell(document: &mut Json) -> Vec<Spelt> {
    let mut found = Vec::new();
    let organization = ["Customer", "Organization"];
    let inside = organization.iter().try_fold(document, |found, name| existing(found, name));
    let Some(organization) = inside else { return found };
    let mut at = Pointer::new("/Customer/Organization/AddressSet");
    if let Some(Json::List(set)) = existing(organization, "AddressSet") {
        for (index, address) in set.iter_mut().enumerate() {
            let mut at = at.clone();
            at.push_index(index);
            respell_object(address, ADDRESS_SPELLINGS, &at, &mut found);
        }
    }
    at = Pointer::new("/Customer/Organization/Contact");
    if let Some(contact) = existing(organization, "Contact") {
        respell_object(contact, CONTACT_SPELLINGS, &at, &mut found);
    }
    found
}

fn existing<'d>(document: &'d mut Json, name: &'static str) -> Option<&'d mut Json> {
    document.get(name)?;
    document.member_mut(name)
}

/// One object: a value under two spellings is a matter for a rule if it differs.
fn respell_object(object: &mut Json, others: &[&str], at: &Pointer, found: &mut Vec<Spelt>) {
    for other in others {
        let (Some(name), Some(value)) = (own(other), object.get(other).cloned()) else { continue };
        object.drop(other);
        let value = match value {
            Json::Raw(raw) => crate::json::Document::parse(&raw)
                .map_or(Json::Null, |document| Json::plain(document.root())),
            known => known,
        };
        let place = |name: &str| {
            let mut place = at.clone();
            place.push_name(name);
            place
        };
        let known = object.get(name).filter(|known| !known.is_null());
        let differs = known.is_some_and(|known| !value.is_null() && !known.same(&value));
        if differs || known.is_none() {
            found.push(Spelt { own: place(name), given: place(other), differs });
        }
        if known.is_none() {
            object.put(name, value);
        }
    }
}
