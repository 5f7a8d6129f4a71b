//! The customer as Adobe holds it: the document that a GET shows, and what it does not show.

use alloc::string::String;
use alloc::vec::Vec;

use super::contacts::Contacts;
use crate::json::{At, Unreadable, Writer, read_whole, stored};
use crate::member::{Member, Raw, object, words};
use crate::value::{Date, Quantity};

stored! {
    /// A customer: its document and what the vendor knows besides.
    #[derive(Clone, Debug, PartialEq, Default)]
    pub struct Customer {
        /// What a GET shows.
        pub resource: Resource,
        /// What it does not show.
        pub internal: Internal,
    }
}

stored! {
    /// What the vendor knows and its document does not show.
    #[derive(Clone, PartialEq, Eq, Default)]
    pub struct Internal {
        /// The day of the pending request, from which the answer window runs.
        pub requested_on: Option<Date>,
        /// The day of the acceptance, from which the compliance window runs.
        pub accepted_on: Option<Date>,
        /// E-mail addresses ever synced to the Admin Console. It only grows.
        pub system_admins: Vec<String>,
    }
}

/// Shows the dates, and of the administrators only how many there are.
impl core::fmt::Debug for Internal {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Internal")
            .field("requested_on", &self.requested_on)
            .field("accepted_on", &self.accepted_on)
            .field("system_admins", &self.system_admins.len())
            .finish()
    }
}

impl Customer {
    /// A customer with this document, whose administrators are its contacts.
    pub fn new(resource: Resource) -> Self {
        let contacts = resource.contacts().iter();
        let system_admins = contacts.filter_map(|contact| contact.email.clone()).collect();
        Self { resource, internal: Internal { system_admins, ..Internal::default() } }
    }

    /// Reads a customer document; the administrators are its contacts.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with its form: no JSON (`{`), no object (`[]`), a member of another
    /// type (`{"status": 1000}`).
    ///
    /// ```
    /// use customer_core::adobe::Customer;
    /// let customer = Customer::from_json(r#"{"status": "1000"}"#).unwrap();
    /// assert_eq!(customer.to_json(), r#"{"status":"1000"}"#);
    /// assert!(Customer::from_json(r#"{"status": 1000}"#).is_err());
    /// ```
    pub fn from_json(text: &str) -> Result<Self, Unreadable> {
        read_whole(text, |from, errors| Resource::read(from, &At::ROOT, errors)).map(Self::new)
    }

    /// Writes the document, in one order whatever order it came in.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        self.resource.write(&mut Writer::new(&mut out));
        out
    }
}

object! {
    /// The customer document.
    pub struct Resource, sent as Update {
        /// The partner's own id for the customer.
        external_reference_id: String = "externalReferenceId",
        /// Adobe's id. Read-only.
        customer_id: String = "customerId",
        /// The reseller's id. Read-only here.
        reseller_id: String = "resellerId",
        /// Whether the customer may buy for other countries.
        global_sales_enabled: bool = "globalSalesEnabled",
        /// Marks that Adobe sets. Read-only.
        tags: Vec<String> = "tags",
        /// The group of customers that this one owns or belongs to.
        linked_membership: LinkedMembership = "linkedMembership",
        /// Name, language, segment, address, contacts.
        company_profile: CompanyProfile = "companyProfile",
        /// Discount levels. Read-only.
        discounts: Vec<Discount> = "discounts",
        /// The three-year commitment and the large-government benefit.
        benefits: Vec<Benefit> = "benefits",
        /// The anniversary date. Read-only.
        coterm_date: String = "cotermDate",
        /// When the account was made. Read-only.
        creation_date: String = "creationDate",
        /// Account status. Read-only.
        status: Status = "status",
        /// Links. Read-only.
        links: Links = "links",
    }
}

object! {
    /// A group of linked customers.
    pub struct LinkedMembership, sent as SentLinkedMembership {
        /// Adobe's id of the group.
        id: String = "id",
        /// Its name, at most 80 characters.
        name: String = "name",
        /// `STANDARD` or `CONSORTIUM`.
        kind: String = "type",
        /// `OWNER` or `MEMBER`.
        membership: String = "linkedMembershipType",
        /// When it was made.
        creation_date: String = "creationDate",
        /// Country, of large-government groups.
        country: String = "country",
        /// Benefits of the group.
        benefit_types: Vec<String> = "benefitTypes",
    }
}

object! {
    /// The company.
    pub struct CompanyProfile, sent as SentCompanyProfile {
        /// Its name. Fixed.
        company_name: String = "companyName",
        /// The language of its mails.
        preferred_language: String = "preferredLanguage",
        /// `COM`, `EDU` or `GOV`; none counts as `COM`.
        market_segment: MarketSegment = "marketSegment",
        /// Finer segments of `EDU` and, with the large-government benefit, of `GOV`.
        market_sub_segments: Vec<String> = "marketSubSegments",
        /// Where it is.
        address: Address = "address",
        /// The people who administer the account.
        contacts: Contacts = "contacts",
    }
}

object! {
    /// A postal address.
    pub struct Address, sent as SentAddress {
        /// Country code. Fixed.
        country: String = "country",
        /// Region code. Fixed.
        region: String = "region",
        /// City.
        city: String = "city",
        /// Street.
        address_line1: String = "addressLine1",
        /// More of the street.
        address_line2: String = "addressLine2",
        /// Postal code.
        postal_code: String = "postalCode",
        /// Phone.
        phone_number: String = "phoneNumber",
    }
}

object! {
    /// A person who administers the account. Its e-mail address is its identity.
    pub struct Contact, sent as SentContact {
        /// First name. Fixed.
        first_name: String = "firstName",
        /// Last name. Fixed.
        last_name: String = "lastName",
        /// E-mail address.
        email: String = "email",
        /// Phone.
        phone_number: String = "phoneNumber",
    }
}

object! {
    /// A discount level. Read-only.
    pub struct Discount, sent as SentDiscount {
        /// What it is for.
        offer_type: String = "offerType",
        /// The level.
        level: String = "level",
        /// Code of a migrated discount.
        discount_code: String = "discountCode",
    }
}

object! {
    /// A benefit: the three-year commitment or large government.
    pub struct Benefit, sent as SentBenefit {
        /// Which one.
        kind: BenefitType = "type",
        /// Status, of the large-government benefit.
        status: String = "status",
        /// The commitment in force. Only Adobe writes it.
        commitment: Commitment = "commitment",
        /// A request for a first or a larger commitment.
        commitment_request: Commitment = "commitmentRequest",
        /// A request for the next three years.
        recommitment_request: Commitment = "recommitmentRequest",
    }
}

object! {
    /// A commitment or a request for one.
    pub struct Commitment, sent as SentCommitment {
        /// First day.
        start_date: String = "startDate",
        /// Last day.
        end_date: String = "endDate",
        /// Where it stands.
        status: String = "status",
        /// How many of what.
        minimum_quantities: Vec<MinimumQuantity> = "minimumQuantities",
    }
}

object! {
    /// A quantity that is committed to.
    pub struct MinimumQuantity, sent as SentMinimumQuantity {
        /// `LICENSE` or `CONSUMABLES`.
        offer_type: String = "offerType",
        /// How many.
        quantity: Quantity = "quantity",
    }
}

object! {
    /// Links of the resource. Read-only.
    pub struct Links, sent as SentLinks {
        /// The resource itself.
        own: Link = "self",
    }
}

object! {
    /// One link. Read-only.
    pub struct Link, sent as SentLink {
        /// Address.
        uri: String = "uri",
        /// HTTP method.
        method: String = "method",
        /// HTTP headers.
        headers: Vec<Raw> = "headers",
    }
}

words! {
    /// Account status.
    pub enum Status {
        /// Active.
        Active = "1000",
        /// Pending: may not be updated.
        Pending = "1002",
        /// Inactive, no better code.
        Inactive = "1004",
        /// Inactive: invalid address.
        InvalidAddress = "1010",
        /// Inactive: blocked; may not be updated.
        Blocked = "1012",
        /// Inactive: such a customer exists.
        Duplicate = "1014",
    }
}

words! {
    /// Market segment.
    pub enum MarketSegment {
        /// Commercial.
        Commercial = "COM",
        /// Education.
        Education = "EDU",
        /// Government.
        Government = "GOV",
    }
}

words! {
    /// Type of a benefit.
    pub enum BenefitType {
        /// The three-year commitment.
        ThreeYearCommit = "THREE_YEAR_COMMIT",
        /// Large government agency.
        LargeGovernment = "LARGE_GOVERNMENT_AGENCY",
    }
}

impl Resource {
    /// The contacts, none if there is no list.
    pub fn contacts(&self) -> &[Contact] {
        let contacts = self.company_profile.as_ref().and_then(|one| one.contacts.as_ref());
        contacts.map_or(&[], Contacts::as_slice)
    }

    /// The benefit of this type, with its index.
    pub fn benefit(&self, kind: &BenefitType) -> Option<(usize, &Benefit)> {
        let benefits = self.benefits.as_deref().unwrap_or_default();
        benefits.iter().enumerate().find(|(_, benefit)| benefit.kind.as_ref() == Some(kind))
    }

    /// The group, if there is one.
    pub fn group(&self) -> Option<&LinkedMembership> {
        self.linked_membership.as_ref().filter(|group| !group.is_blank())
    }

    /// The market segment; none counts as `COM`.
    pub fn segment(&self) -> &MarketSegment {
        let profile = self.company_profile.as_ref();
        profile.and_then(|one| one.market_segment.as_ref()).unwrap_or(&MarketSegment::Commercial)
    }
}

impl Commitment {
    /// Whether it says anything; `{}` says as little as null.
    pub fn is_there(&self) -> bool {
        self.status.is_some()
            || self.start_date.is_some()
            || self.end_date.is_some()
            || self.minimum_quantities.is_some()
    }
}
