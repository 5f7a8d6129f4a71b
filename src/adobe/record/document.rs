//! The document that a GET shows: its objects and words, in the vendor's model order.

use alloc::string::String;
use alloc::vec::Vec;

use crate::adobe::contacts::Contacts;
use crate::adobe::links::Links;
use crate::json::Text;
use crate::member::{Field, object, open_enum};
use crate::value::Quantity;

object! {
    /// The customer document.
    pub struct Resource,
    ///
    /// An update names what it changes, and nothing else. One that is made by a program starts from
    /// nothing; the list of contacts alone is replaced whole, so it starts from the stored one
    /// ([`echo`](Self::echo)):
    ///
    /// ```
    /// use customer_core::adobe::{Customer, Facts, Policy, Update, decide_update};
    /// use customer_core::member::Field;
    ///
    /// let customer = Customer::from_json(r#"{"status": "1000", "companyProfile": {"contacts": [
    ///     {"firstName": "Ada", "lastName": "Byron", "email": "ada@example.com"}]}}"#)?;
    /// let facts = Facts::unknown(Policy::documented());
    ///
    /// let mut update = Update::default();
    /// update.external_reference_id = Field::Value("342".into());
    /// update.profile_mut().preferred_language = Field::Value("fr-FR".into());
    /// assert_eq!(decide_update(&customer, &update, &facts)?.changes().len(), 2);
    ///
    /// let mut update = Update::echo(&customer);
    /// let ada = update.contact_mut("ada@example.com").unwrap();
    /// ada.phone_number = Field::Value("+1 555 0101".into());
    /// assert_eq!(decide_update(&customer, &update, &facts)?.changes().len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// Serde is for queues and stores, and reads what it wrote. A body that came from elsewhere is
    /// read by [`from_json`](Self::from_json) or [`from_slice`](Update::from_slice): serde may
    /// change its numbers without a word (`1.50` to `1.5`, and of many digits the value), and takes
    /// `{"$number": "1.50"}` for a number.
    ///
    /// ```
    /// # use customer_core::adobe::Update;
    /// let body = r#"{"score": 1.50}"#;
    /// assert_eq!(Update::from_json(body)?.to_json(), r#"{"score":1.50}"#);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    sent as Update {
        /// The partner's own id for the customer.
        external_reference_id: String as Text<'a> = "externalReferenceId",
        /// Adobe's id. Read-only.
        customer_id: String as Text<'a> = "customerId",
        /// The reseller's id. Read-only here.
        reseller_id: String as Text<'a> = "resellerId",
        /// The distributor's id. Read-only.
        distributor_id: String as Text<'a> = "distributorId",
        /// Whether the customer may buy for other countries.
        global_sales_enabled: bool as bool = "globalSalesEnabled",
        /// Marks that Adobe sets. Read-only.
        tags: Vec<String> as Vec<Field<Text<'a>>> = "tags",
        /// The group of customers that this one owns or belongs to.
        linked_membership: LinkedMembership as SentLinkedMembership<'a> = "linkedMembership",
        /// Name, language, segment, address, contacts.
        company_profile: CompanyProfile as SentCompanyProfile<'a> = "companyProfile",
        /// Discount levels. Read-only.
        discounts: Vec<Discount> as Vec<Field<SentDiscount<'a>>> = "discounts",
        /// The three-year commitment and the large-government benefit.
        benefits: Vec<Benefit> as Vec<Field<SentBenefit<'a>>> = "benefits",
        /// The anniversary date. Read-only.
        coterm_date: String as Text<'a> = "cotermDate",
        /// When the account was made. Read-only.
        creation_date: String as Text<'a> = "creationDate",
        /// Account status. Read-only.
        status: Status as Text<'a> = "status",
        /// Links: any JSON, carried as it came. Read-only.
        links: Links as Text<'a> = "links",
    }
}

object! {
    /// A group of linked customers.
    pub struct LinkedMembership, sent as SentLinkedMembership {
        /// Adobe's id of the group.
        id: String as Text<'a> = "id",
        /// Its name, at most 80 characters.
        name: String as Text<'a> = "name",
        /// `STANDARD` or `CONSORTIUM`.
        kind: String as Text<'a> = "type",
        /// `OWNER` or `MEMBER`.
        membership: String as Text<'a> = "linkedMembershipType",
        /// When it was made.
        creation_date: String as Text<'a> = "creationDate",
        /// Country, of large-government groups.
        country: String as Text<'a> = "country",
        /// Benefits of the group.
        benefit_types: Vec<String> as Vec<Field<Text<'a>>> = "benefitTypes",
    }
}

object! {
    /// The company.
    pub struct CompanyProfile, sent as SentCompanyProfile {
        /// Its name. Fixed.
        company_name: String as Text<'a> = "companyName",
        /// The language of its mails.
        preferred_language: String as Text<'a> = "preferredLanguage",
        /// `COM`, `EDU` or `GOV`; none counts as `COM`.
        market_segment: MarketSegment as Text<'a> = "marketSegment",
        /// Finer segments of `EDU` and, with the large-government benefit, of `GOV`.
        market_sub_segments: Vec<String> as Vec<Field<Text<'a>>> = "marketSubSegments",
        /// Where it is.
        address: Address as SentAddress<'a> = "address",
        /// The people who administer the account.
        contacts: Contacts as Vec<Field<SentContact<'a>>> = "contacts",
    }
}

object! {
    /// A postal address.
    pub struct Address, sent as SentAddress {
        /// Country code. Fixed.
        country: String as Text<'a> = "country",
        /// Region code. Fixed.
        region: String as Text<'a> = "region",
        /// City.
        city: String as Text<'a> = "city",
        /// Street.
        address_line1: String as Text<'a> = "addressLine1",
        /// More of the street.
        address_line2: String as Text<'a> = "addressLine2",
        /// Postal code.
        postal_code: String as Text<'a> = "postalCode",
        /// Phone.
        phone_number: String as Text<'a> = "phoneNumber",
    }
}

object! {
    /// A person who administers the account. Its e-mail address is its identity.
    pub struct Contact, sent as SentContact {
        /// First name. Fixed.
        first_name: String as Text<'a> = "firstName",
        /// Last name. Fixed.
        last_name: String as Text<'a> = "lastName",
        /// E-mail address.
        email: String as Text<'a> = "email",
        /// Phone.
        phone_number: String as Text<'a> = "phoneNumber",
    }
}

object! {
    /// A discount level. Read-only.
    pub struct Discount, sent as SentDiscount {
        /// What it is for.
        offer_type: String as Text<'a> = "offerType",
        /// The level.
        level: String as Text<'a> = "level",
        /// Code of a migrated discount.
        discount_code: String as Text<'a> = "discountCode",
    }
}

object! {
    /// A benefit: the three-year commitment or large government.
    pub struct Benefit, sent as SentBenefit {
        /// Which one.
        kind: BenefitType as Text<'a> = "type",
        /// Status, of the large-government benefit.
        status: String as Text<'a> = "status",
        /// The commitment in force. Only Adobe writes it.
        commitment: Commitment as SentCommitment<'a> = "commitment",
        /// A request for a first or a larger commitment.
        commitment_request: Commitment as SentCommitment<'a> = "commitmentRequest",
        /// A request for the next three years.
        recommitment_request: Commitment as SentCommitment<'a> = "recommitmentRequest",
    }
}

object! {
    /// A commitment or a request for one.
    pub struct Commitment, sent as SentCommitment {
        /// First day.
        start_date: String as Text<'a> = "startDate",
        /// Last day.
        end_date: String as Text<'a> = "endDate",
        /// Its status.
        status: String as Text<'a> = "status",
        /// How many of what.
        minimum_quantities: Vec<MinimumQuantity> as Vec<Field<SentMinimumQuantity<'a>>>
            = "minimumQuantities",
    }
}

object! {
    /// A quantity that is committed to.
    pub struct MinimumQuantity, sent as SentMinimumQuantity {
        /// `LICENSE` or `CONSUMABLES`.
        offer_type: String as Text<'a> = "offerType",
        /// How many.
        quantity: Quantity as Text<'a> = "quantity",
    }
}

open_enum! {
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

open_enum! {
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

open_enum! {
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
        self.linked_membership.as_ref().filter(|group| group.has_value())
    }

    /// The market segment; none, also an empty one, counts as `COM`.
    pub fn segment(&self) -> &MarketSegment {
        let profile = self.company_profile.as_ref();
        let segment = profile.and_then(|one| one.market_segment.as_ref());
        let named = segment.filter(|segment| !segment.as_str().is_empty());
        named.unwrap_or(&MarketSegment::Commercial)
    }
}

impl LinkedMembership {
    /// Whether a member of the model has a value; `{}` says as little as null.
    fn has_value(&self) -> bool {
        self.id.is_some()
            || self.name.is_some()
            || self.kind.is_some()
            || self.membership.is_some()
            || self.creation_date.is_some()
            || self.country.is_some()
            || self.benefit_types.is_some()
    }
}

impl SentLinkedMembership<'_> {
    /// The same of what is sent.
    pub(in crate::adobe) fn has_value(&self) -> bool {
        let Self { id, name, kind, membership, creation_date, country, benefit_types, others: _ } =
            self;
        id.value().is_some()
            || name.value().is_some()
            || kind.value().is_some()
            || membership.value().is_some()
            || creation_date.value().is_some()
            || country.value().is_some()
            || benefit_types.value().is_some()
    }
}

impl Commitment {
    /// Whether a member of the model has a value; `{}` says as little as null.
    pub fn has_value(&self) -> bool {
        self.status.is_some()
            || self.start_date.is_some()
            || self.end_date.is_some()
            || self.minimum_quantities.is_some()
    }
}
