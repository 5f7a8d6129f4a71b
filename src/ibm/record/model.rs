//! The objects of the document.
//!
//! Members stand in the order of the model: of answers, violations and errors of form. Where public
//! clients disagree about a member's JSON type, it is kept as raw JSON: what is only carried has to
//! survive, not to be understood.

use alloc::string::String;
use alloc::vec::Vec;

use crate::json::Text;
use crate::member::{Field, Number, Raw, object, open_enum};

open_enum! {
    /// The state of a customer in its life cycle.
    pub enum CustomerState {
        /// May use its services.
        Active = "ACTIVE",
        /// May not use its services for now.
        Suspended = "SUSPENDED",
        /// On its way out: to a caller it no longer exists.
        DeregisterPending = "DEREGISTER_PENDING",
    }
}

open_enum! {
    /// What an address is for.
    pub enum AddressType {
        /// Bills go here.
        Billing = "BILLING",
        /// Mail goes here.
        Mailing = "MAILING",
        /// Both.
        Multipurpose = "MULTIPURPOSE",
    }
}

open_enum! {
    /// How an account is paid.
    pub enum PaymentMethodType {
        /// By card.
        CreditCard = "CREDIT_CARD",
        /// By order.
        PurchaseOrder = "PURCHASE_ORDER",
        /// By invoice.
        Invoice = "INVOICE",
        /// Not at all.
        None = "NONE",
    }
}

object! {
    /// One postal address of an organization.
    pub struct Address, sent as SentAddress {
        /// Street and number.
        address_line1: String as Text<'a> = "AddressLine1",
        /// More of the street.
        address_line2: String as Text<'a> = "AddressLine2",
        /// What the address is for.
        address_type: AddressType as Text<'a> = "AddressType",
        /// City.
        city: String as Text<'a> = "City",
        /// Country or region, by its English name.
        country: String as Text<'a> = "Country",
        /// State, by its English name.
        state: String as Text<'a> = "State",
        /// Postal code.
        postal_code: String as Text<'a> = "PostalCode",
        /// Read-only: code of the state.
        state_code: String as Text<'a> = "StateCode",
        /// Read-only: code of the country.
        country_code: String as Text<'a> = "CountryCode",
        /// Read-only: when the address last changed.
        modified: String as Text<'a> = "Modified",
    }
}

object! {
    /// The primary contact person.
    pub struct Contact, sent as SentContact {
        /// Last name.
        family_name: String as Text<'a> = "FamilyName",
        /// First name.
        given_name: String as Text<'a> = "GivenName",
        /// E-mail address.
        email_address: String as Text<'a> = "EmailAddress",
        /// Written before the name.
        name_prefix: String as Text<'a> = "NamePrefix",
        /// Written after the name.
        name_suffix: String as Text<'a> = "NameSuffix",
        /// Number as an employee.
        employee_number: String as Text<'a> = "EmployeeNumber",
        /// Preferred language; without one a reader assumes `en_US`.
        language_preference: String as Text<'a> = "LanguagePreference",
        /// Phone at work.
        work_phone: String as Text<'a> = "WorkPhone",
        /// Phone at home.
        home_phone: String as Text<'a> = "HomePhone",
        /// Mobile phone.
        mobile_phone: String as Text<'a> = "MobilePhone",
        /// Fax.
        fax: String as Text<'a> = "Fax",
        /// Job title.
        job_title: String as Text<'a> = "JobTitle",
        /// Web site.
        web_site_address: String as Text<'a> = "WebSiteAddress",
        /// Time zone; not an IANA name.
        time_zone: String as Text<'a> = "TimeZone",
        /// Where a photo is stored.
        photo: String as Text<'a> = "Photo",
        /// Read-only: distinguished name.
        dn: String as Text<'a> = "DN",
        /// Read-only: when the contact was created.
        created: String as Text<'a> = "Created",
        /// Read-only: when the contact last changed.
        modified: String as Text<'a> = "Modified",
        /// Read-only: whether or when it was deleted.
        deleted: Raw as Text<'a> = "Deleted",
        /// Read-only: how the person signs in.
        security_realm: String as Text<'a> = "SecurityRealm",
    }
}

object! {
    /// The organization behind a customer.
    pub struct Organization, sent as SentOrganization {
        /// Its name.
        org_name: String as Text<'a> = "OrgName",
        /// Its phone.
        phone: String as Text<'a> = "Phone",
        /// Read-only: who owns it.
        owner: Raw as Text<'a> = "Owner",
        /// Read-only: when it was created.
        created: String as Text<'a> = "Created",
        /// Read-only: when it last changed.
        modified: String as Text<'a> = "Modified",
        /// Read-only: its industry.
        industry: String as Text<'a> = "Industry",
        /// Read-only: person or organization.
        party_type: String as Text<'a> = "PartyType",
        /// Read-only: its size.
        company_size: Raw as Text<'a> = "CompanySize",
        /// Read-only: how its people sign in.
        security_realm: String as Text<'a> = "SecurityRealm",
        /// Read-only: direct or through a reseller.
        customer_type: String as Text<'a> = "CustomerType",
        /// Read-only: whether it is a partner.
        is_partner: bool as bool = "IsPartner",
        /// Read-only: whether it waits for a synchronisation.
        is_sync_pending: Raw as Text<'a> = "IsSyncPending",
        /// Its addresses.
        address_set: Vec<Address> as Vec<Field<SentAddress<'a>>> = "AddressSet",
        /// Its contact person.
        contact: Contact as SentContact<'a> = "Contact",
    }
}

object! {
    /// One account of a customer.
    pub struct Account, sent as SentAccount {
        /// Its number; an empty one says that none exists.
        account_number: String as Text<'a> = "AccountNumber",
        /// Name of the location.
        location_name: String as Text<'a> = "LocationName",
        /// How it is paid.
        payment_method_type: PaymentMethodType as Text<'a> = "PaymentMethodType",
        /// Its currency.
        currency_type: String as Text<'a> = "CurrencyType",
        /// Read-only: the vendor it belongs to.
        vendor_id: Raw as Text<'a> = "VendorId",
    }
}

object! {
    /// What another system calls this customer.
    pub struct Identifier, sent as SentIdentifier {
        /// The identifier.
        value: String as Text<'a> = "Value",
        /// Which system it is from.
        customer_id_type: String as Text<'a> = "CustomerIdType",
    }
}

object! {
    /// The profile: the value of `Customer`.
    pub struct Profile, sent as SentProfile {
        /// Customer number.
        customer_number: String as Text<'a> = "CustomerNumber",
        /// Read-only: the id that the server gave.
        id: Number as Text<'a> = "Id",
        /// Read-only: its state; a customer without one may be updated, and no operation on it is
        /// accepted.
        customer_state: CustomerState as Text<'a> = "CustomerState",
        /// Read-only: since when it is suspended.
        suspension_date: String as Text<'a> = "SuspensionDate",
        /// Read-only: whether it is a guest.
        is_guest: Raw as Text<'a> = "IsGuest",
        /// Read-only: when it was last synchronised.
        last_sync_date: String as Text<'a> = "LastSyncDate",
        /// Read-only: direct or through a reseller.
        customer_type: String as Text<'a> = "CustomerType",
        /// The lock token: a request that was made from another one is stale.
        // Rule: ibm.version.value
        version: i64 as i64 = "Version",
        /// The organization.
        organization: Organization as SentOrganization<'a> = "Organization",
        /// Its accounts.
        customer_account_set: Vec<Account> as Vec<Field<SentAccount<'a>>> = "CustomerAccountSet",
        /// What other systems call it.
        customer_identifier_set: Vec<Identifier> as Vec<Field<SentIdentifier<'a>>>
            = "CustomerIdentifierSet",
    }
}
