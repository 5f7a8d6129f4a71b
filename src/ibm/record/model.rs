//! The objects of the document.
//!
//! Members stand in the order of the model: of answers, violations and errors of form. Where public
//! clients disagree about a member's JSON type, it is kept as raw JSON: what is only carried has to
//! survive, not to be understood.

use alloc::string::String;
use alloc::vec::Vec;

use crate::member::{Number, Raw, object, open_enum};

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
        address_line1: String = "AddressLine1",
        /// More of the street.
        address_line2: String = "AddressLine2",
        /// What the address is for.
        address_type: AddressType = "AddressType",
        /// City.
        city: String = "City",
        /// Country or region, by its English name.
        country: String = "Country",
        /// State, by its English name.
        state: String = "State",
        /// Postal code.
        postal_code: String = "PostalCode",
        /// Read-only: code of the state.
        state_code: String = "StateCode",
        /// Read-only: code of the country.
        country_code: String = "CountryCode",
        /// Read-only: when the address last changed.
        modified: String = "Modified",
    }
}

object! {
    /// The primary contact person.
    pub struct Contact, sent as SentContact {
        /// Last name.
        family_name: String = "FamilyName",
        /// First name.
        given_name: String = "GivenName",
        /// E-mail address.
        email_address: String = "EmailAddress",
        /// Written before the name.
        name_prefix: String = "NamePrefix",
        /// Written after the name.
        name_suffix: String = "NameSuffix",
        /// Number as an employee.
        employee_number: String = "EmployeeNumber",
        /// Preferred language; without one a reader assumes `en_US`.
        language_preference: String = "LanguagePreference",
        /// Phone at work.
        work_phone: String = "WorkPhone",
        /// Phone at home.
        home_phone: String = "HomePhone",
        /// Mobile phone.
        mobile_phone: String = "MobilePhone",
        /// Fax.
        fax: String = "Fax",
        /// Job title.
        job_title: String = "JobTitle",
        /// Web site.
        web_site_address: String = "WebSiteAddress",
        /// Time zone; not an IANA name.
        time_zone: String = "TimeZone",
        /// Where a photo is stored.
        photo: String = "Photo",
        /// Read-only: distinguished name.
        dn: String = "DN",
        /// Read-only: when the contact was created.
        created: String = "Created",
        /// Read-only: when the contact last changed.
        modified: String = "Modified",
        /// Read-only: whether or when it was deleted.
        deleted: Raw = "Deleted",
        /// Read-only: how the person signs in.
        security_realm: String = "SecurityRealm",
    }
}

object! {
    /// The organization behind a customer.
    pub struct Organization, sent as SentOrganization {
        /// Its name.
        org_name: String = "OrgName",
        /// Its phone.
        phone: String = "Phone",
        /// Read-only: who owns it.
        owner: Raw = "Owner",
        /// Read-only: when it was created.
        created: String = "Created",
        /// Read-only: when it last changed.
        modified: String = "Modified",
        /// Read-only: its industry.
        industry: String = "Industry",
        /// Read-only: person or organization.
        party_type: String = "PartyType",
        /// Read-only: its size.
        company_size: Raw = "CompanySize",
        /// Read-only: how its people sign in.
        security_realm: String = "SecurityRealm",
        /// Read-only: direct or through a reseller.
        customer_type: String = "CustomerType",
        /// Read-only: whether it is a partner.
        is_partner: Raw = "IsPartner",
        /// Read-only: whether it waits for a synchronisation.
        is_sync_pending: Raw = "IsSyncPending",
        /// Its addresses.
        address_set: Vec<Address> = "AddressSet",
        /// Its contact person.
        contact: Contact = "Contact",
    }
}

object! {
    /// One account of a customer.
    pub struct Account, sent as SentAccount {
        /// Its number; an empty one says that none exists.
        account_number: String = "AccountNumber",
        /// Name of the location.
        location_name: String = "LocationName",
        /// How it is paid.
        payment_method_type: PaymentMethodType = "PaymentMethodType",
        /// Its currency.
        currency_type: String = "CurrencyType",
        /// Read-only: the vendor it belongs to.
        vendor_id: Raw = "VendorId",
    }
}

object! {
    /// What another system calls this customer.
    pub struct Identifier, sent as SentIdentifier {
        /// The identifier.
        value: String = "Value",
        /// Which system it is from.
        customer_id_type: String = "CustomerIdType",
    }
}

object! {
    /// The profile: the value of `Customer`.
    pub struct Profile, sent as SentProfile {
        /// Customer number.
        customer_number: String = "CustomerNumber",
        /// Read-only: the id that the server gave.
        id: Number = "Id",
        /// Read-only: its state; a customer without one may be updated, and no operation on it is
        /// accepted.
        customer_state: CustomerState = "CustomerState",
        /// Read-only: since when it is suspended.
        suspension_date: String = "SuspensionDate",
        /// Read-only: whether it is a guest.
        is_guest: Raw = "IsGuest",
        /// Read-only: when it was last synchronised.
        last_sync_date: String = "LastSyncDate",
        /// Read-only: direct or through a reseller.
        customer_type: String = "CustomerType",
        /// The lock token: a request that was made from another one is stale.
        version: i64 = "Version",
        /// The organization.
        organization: Organization = "Organization",
        /// Its accounts.
        customer_account_set: Vec<Account> = "CustomerAccountSet",
        /// What other systems call it.
        customer_identifier_set: Vec<Identifier> = "CustomerIdentifierSet",
    }
}
