//! IBM's documents, nested and flat: members, ordinary values, limits.

use super::super::shape::Shape::{self, Any, Flag, List, Moment, Number, Object, Text};

const UNKNOWN: &[&str] = &["x", "xNote", "x/y~z", "xé"];

const LINE1: Shape = Text(&["1 Harbor Way", "2 Mill Road"], 255);
const LINE2: Shape = Text(&["Suite 204", "Floor 2"], 100);
const ADDRESS_TYPE: Shape = Text(&["BILLING", "MAILING", "MULTIPURPOSE", "billing", "HOME"], 15);
const CITY: Shape = Text(&["Boston", "Dublin"], 50);
const COUNTRY: Shape = Text(&["United States", "Ireland"], 50);
const STATE: Shape = Text(&["Massachusetts", "Leinster", ""], 50);
const POSTAL_CODE: Shape = Text(&["02110", "D02", ""], 20);
const FAMILY_NAME: Shape = Text(&["Doe", "Byrne"], 255);
const GIVEN_NAME: Shape = Text(&["John", "Aoife"], 255);
const EMAIL: Shape = Text(&["john.doe@acme.example", "aoife@bolt.example"], 255);
const PHONE: Shape = Text(&["+1 555 0101", "+353 1 555"], 30);
const SHORT: Shape = Text(&["Mr", "Jr", "E-17"], 10);
const LANGUAGE: Shape = Text(&["en_US", "de_DE"], 15);
const TITLE: Shape = Text(&["Purchaser", "Clerk"], 50);
const LONG: Shape = Text(&["www.acme.example", "America/Central"], 255);
const ACCOUNT_NUMBER: Shape = Text(&["AC-100", "AC-200", ""], 255);
const LOCATION: Shape = Text(&["Head office", "Dublin"], 255);
const PAYMENT: Shape =
    Text(&["INVOICE", "NONE", "CREDIT_CARD", "PURCHASE_ORDER", "Invoice", "CASH"], 25);
const CURRENCY: Shape = Text(&["USD", "EUR"], 25);
const NAME: Shape = Text(&["Acme Tools", "Bolt Ltd"], 255);
const CUSTOMER_NUMBER: Shape = Text(&["CN-0001", "CN-0002"], 50);
const ID: Shape = Number(&["204000117", "204000118", "2.040001170E8"], &["204000117.0"]);
const CUSTOMER_STATE: Shape = Text(&["ACTIVE", "SUSPENDED", "DEREGISTER_PENDING", "FROZEN"], 0);
/// The lock token.
pub(super) const VERSION: Shape = Number(
    &["7", "8", "6", "0", "9223372036854775807", "9223372036854775806", "-1"],
    &["7", "-9223372036854775808"],
);

const ADDRESS: Shape = Object(
    &[
        ("AddressLine1", LINE1),
        ("AddressLine2", LINE2),
        ("AddressType", ADDRESS_TYPE),
        ("City", CITY),
        ("Country", COUNTRY),
        ("State", STATE),
        ("PostalCode", POSTAL_CODE),
        ("StateCode", Text(&["MA"], 0)),
        ("CountryCode", Text(&["US"], 0)),
        ("Modified", Moment),
    ],
    &["AdressLine1", "AdressLine2", "AdressType", "x"],
);

const CONTACT: Shape = Object(
    &[
        ("FamilyName", FAMILY_NAME),
        ("GivenName", GIVEN_NAME),
        ("EmailAddress", EMAIL),
        ("NamePrefix", SHORT),
        ("NameSuffix", SHORT),
        ("EmployeeNumber", SHORT),
        ("LanguagePreference", LANGUAGE),
        ("WorkPhone", PHONE),
        ("HomePhone", PHONE),
        ("MobilePhone", PHONE),
        ("Fax", PHONE),
        ("JobTitle", TITLE),
        ("WebSiteAddress", LONG),
        ("TimeZone", LONG),
        ("Photo", LONG),
        ("DN", LONG),
        ("Created", Moment),
        ("Modified", Moment),
        ("Deleted", Any),
        ("SecurityRealm", Text(&["SAML"], 0)),
    ],
    &["WebsiteAddress", "x"],
);

const ACCOUNT: Shape = Object(
    &[
        ("AccountNumber", ACCOUNT_NUMBER),
        ("LocationName", LOCATION),
        ("PaymentMethodType", PAYMENT),
        ("CurrencyType", CURRENCY),
        ("VendorId", Any),
    ],
    UNKNOWN,
);

const IDENTIFIER: Shape = Object(
    &[
        ("Value", Text(&["0007001", "0007002"], 50)),
        ("CustomerIdType", Text(&["IBM_CUSTOMER_NUMBER", "OTHER"], 25)),
    ],
    UNKNOWN,
);

const ORGANIZATION: Shape = Object(
    &[
        ("OrgName", NAME),
        ("Phone", PHONE),
        ("AddressSet", List(&ADDRESS)),
        ("Contact", CONTACT),
        ("Owner", Any),
        ("Created", Moment),
        ("Modified", Moment),
        ("Industry", Text(&["Retail"], 0)),
        ("PartyType", Text(&["ORGANIZATION"], 0)),
        ("CompanySize", Any),
        ("SecurityRealm", Text(&["SAML"], 0)),
        ("CustomerType", Text(&["DIRECT"], 0)),
        ("IsPartner", Flag),
        ("IsSyncPending", Any),
    ],
    UNKNOWN,
);

/// What is inside `Customer`.
pub(super) const PROFILE: Shape = Object(
    &[
        ("CustomerNumber", CUSTOMER_NUMBER),
        ("Id", ID),
        ("CustomerState", CUSTOMER_STATE),
        ("SuspensionDate", Moment),
        ("IsGuest", Flag),
        ("LastSyncDate", Moment),
        ("CustomerType", Text(&["DIRECT"], 0)),
        ("Version", VERSION),
        ("Organization", ORGANIZATION),
        ("CustomerAccountSet", List(&ACCOUNT)),
        ("CustomerIdentifierSet", List(&IDENTIFIER)),
    ],
    UNKNOWN,
);

/// The attributes side by side.
pub(super) const FLAT: Shape = Object(
    &[
        ("CustomerNumber", CUSTOMER_NUMBER),
        ("Id", ID),
        ("CustomerState", CUSTOMER_STATE),
        ("Version", VERSION),
        ("OrgName", NAME),
        ("Phone", PHONE),
        ("AddressLine1", LINE1),
        ("AddressLine2", LINE2),
        ("AddressType", ADDRESS_TYPE),
        ("City", CITY),
        ("Country", COUNTRY),
        ("State", STATE),
        ("PostalCode", POSTAL_CODE),
        ("FamilyName", FAMILY_NAME),
        ("GivenName", GIVEN_NAME),
        ("EmailAddress", EMAIL),
        ("NamePrefix", SHORT),
        ("NameSuffix", SHORT),
        ("EmployeeNumber", SHORT),
        ("LanguagePreference", LANGUAGE),
        ("WorkPhone", PHONE),
        ("HomePhone", PHONE),
        ("MobilePhone", PHONE),
        ("Fax", PHONE),
        ("JobTitle", TITLE),
        ("WebSiteAddress", LONG),
        ("TimeZone", LONG),
        ("Photo", LONG),
        ("AccountNumber", ACCOUNT_NUMBER),
        ("LocationName", LOCATION),
        ("PaymentMethodType", PAYMENT),
        ("CurrencyType", CURRENCY),
    ],
    &["AdressLine1", "AdressLine2", "AdressType", "WebsiteAddress", "x", "xNote"],
);
