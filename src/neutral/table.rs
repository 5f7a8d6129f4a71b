//! The one table: where each vendor keeps what a neutral customer says.

/// Which object of the neutral customer a row is of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Customer,
    Address,
    Contact,
    ContactAddress,
}

/// In which words a vendor says it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said {
    /// As it is.
    Plain,
    /// A country, in the vendor's own word.
    Country,
    /// A region, in the vendor's own word.
    Region,
    /// A language, written `ll_CC`.
    Language,
}

/// Where one vendor keeps one member: a path in its document, from the root or, of a contact, from
/// the contact that is meant.
#[derive(Clone, Copy)]
pub(crate) struct To {
    pub(crate) path: &'static str,
    pub(crate) said: Said,
}

/// One row of the table.
pub(crate) struct Row {
    pub(crate) of: Section,
    pub(crate) name: &'static str,
    /// By column: Adobe, IBM, Commvault.
    pub(crate) to: [Option<To>; 3],
}

const NONE: Option<To> = None;

const fn at(path: &'static str) -> Option<To> {
    Some(To { path, said: Said::Plain })
}

const fn said(path: &'static str, said: Said) -> Option<To> {
    Some(To { path, said })
}

const fn row(of: Section, name: &'static str, to: [Option<To>; 3]) -> Row {
    Row { of, name, to }
}

use Section::{Address, Contact, ContactAddress, Customer};

/// The table, in the order of the neutral customer.
pub(crate) const TABLE: &[Row] = &[
    row(
        Customer,
        "name",
        [at("companyProfile/companyName"), at("Customer/Organization/OrgName"), at("name")],
    ),
    row(Customer, "externalReference", [at("externalReferenceId"), NONE, at("externalId")]),
    row(
        Customer,
        "website",
        [NONE, at("Customer/Organization/Contact/WebSiteAddress"), at("website")],
    ),
    row(
        Customer,
        "language",
        [
            at("companyProfile/preferredLanguage"),
            said("Customer/Organization/Contact/LanguagePreference", Said::Language),
            NONE,
        ],
    ),
    row(
        Customer,
        "phone",
        [at("companyProfile/address/phoneNumber"), at("Customer/Organization/Phone"), NONE],
    ),
    row(
        Address,
        "line1",
        [
            at("companyProfile/address/addressLine1"),
            at("Customer/Organization/AddressSet/0/AddressLine1"),
            NONE,
        ],
    ),
    row(
        Address,
        "line2",
        [
            at("companyProfile/address/addressLine2"),
            at("Customer/Organization/AddressSet/0/AddressLine2"),
            NONE,
        ],
    ),
    row(
        Address,
        "city",
        [at("companyProfile/address/city"), at("Customer/Organization/AddressSet/0/City"), NONE],
    ),
    row(
        Address,
        "region",
        [
            at("companyProfile/address/region"),
            said("Customer/Organization/AddressSet/0/State", Said::Region),
            NONE,
        ],
    ),
    row(
        Address,
        "country",
        [
            at("companyProfile/address/country"),
            said("Customer/Organization/AddressSet/0/Country", Said::Country),
            NONE,
        ],
    ),
    row(
        Address,
        "postalCode",
        [
            at("companyProfile/address/postalCode"),
            at("Customer/Organization/AddressSet/0/PostalCode"),
            NONE,
        ],
    ),
    row(Contact, "givenName", [at("firstName"), at("GivenName"), at("firstName")]),
    row(Contact, "familyName", [at("lastName"), at("FamilyName"), at("lastName")]),
    row(Contact, "email", [at("email"), at("EmailAddress"), at("email")]),
    row(Contact, "phone", [at("phoneNumber"), at("WorkPhone"), at("phone")]),
    row(ContactAddress, "line1", [NONE, NONE, at("address/addressLine1")]),
    row(ContactAddress, "line2", [NONE, NONE, at("address/addressLine2")]),
    row(ContactAddress, "city", [NONE, NONE, at("address/city")]),
    row(ContactAddress, "region", [NONE, NONE, said("address/state", Said::Region)]),
    row(ContactAddress, "country", [NONE, NONE, said("address/country", Said::Country)]),
    row(ContactAddress, "postalCode", [NONE, NONE, at("address/postalCode")]),
];

/// The rows of one object that a vendor has a place for.
pub(crate) fn rows(of: Section, column: usize) -> impl Iterator<Item = (&'static str, To)> {
    TABLE
        .iter()
        .filter(move |row| row.of == of)
        .filter_map(move |row| Some((row.name, (*row.to.get(column)?)?)))
}
