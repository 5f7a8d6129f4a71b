//! Creation: a record where there was none.

use alloc::string::String;
use alloc::vec::Vec;

use super::check::{Checked, Intent, check, in_order, next};
use super::facts::{EmptyContacts, Fact, Facts, OmittedProfile};
use super::record::{
    Address, BenefitType, CompanyProfile, Customer, Discount, MarketSegment, Resource, SentAddress,
    Status, Update,
};
use super::{Effect, Needs, Policy, Rejection, is_id, merge, rules};
use crate::decision::{Limit, Rule, Violation};
use crate::json::{At, Text, sort_by_key, to_text};
use crate::member::{Field, Raw};
use crate::value::{Date, LengthUnit, Timestamp, longer_than, shorter_than};

/// What a new customer gets from the vendor: its id, and the moment.
#[derive(Clone, Copy)]
pub struct Born<'b> {
    id: &'b str,
    now: Timestamp,
}

impl<'b> Born<'b> {
    /// An id that nobody has had, and the moment in UTC; `None` for what has not the form of an
    /// [id](is_id), by which nobody would find the customer again.
    pub fn new(id: &'b str, now: Timestamp) -> Option<Self> {
        is_id(id).then_some(Self { id, now })
    }
}

/// Creates a customer: the checks of an update on an empty record, those of a creation, and the
/// members that are the vendor's. The account is pending until the vendor has checked it.
///
/// Of `facts` the segments of the reseller are asked for, if the request names one, and the
/// partner's flags where it asks for what they permit.
///
/// ```
/// use customer_core::adobe::{Born, Facts, MarketSegment, Policy, Status, Update, create, created};
/// use customer_core::value::Timestamp;
///
/// let body = r#"{"resellerId": "P1000000001", "companyProfile": {
///     "companyName": "Fairmont", "preferredLanguage": "en-US",
///     "address": {"country": "US", "region": "CA", "city": "San Jose",
///         "addressLine1": "200 Fairmont Ave", "postalCode": "95110"},
///     "contacts": [{"firstName": "Mickey", "lastName": "Mouse", "email": "mickey@mouse.com"}]}}"#;
/// let facts = Facts {
///     reseller_market_segments: Some(vec![MarketSegment::Commercial]),
///     ..Facts::unknown(Policy::documented())
/// };
/// let now = Timestamp::parse("2026-02-20T12:00:00")?;
/// let born = Born::new("P1005053489", now).ok_or("no id")?;
/// assert!(Born::new("", now).is_none());
/// let customer = create(&Update::from_json(body)?, &facts, &born)?;
/// assert_eq!(customer.id(), Some("P1005053489"));
/// assert_eq!(customer.document.status, Some(Status::Pending));
/// assert_eq!(created(&customer).count(), 2); // a welcome e-mail, and an administrator
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// All violations, by the precedence of their codes, then as the document is; the smallest: `{}`.
/// Or the facts that are missing.
pub fn create(update: &Update<'_>, facts: &Facts, born: &Born<'_>) -> Result<Customer, Rejection> {
    let mut record = seed(update);
    // What a creation asks of the segment and of the contacts is asked below.
    let known = Facts {
        policy: Policy {
            omitted_profile: OmittedProfile::Keep,
            empty_contacts: EmptyContacts::Keep,
            ..facts.policy
        },
        today: Some(born.now.date()),
        active_subscriptions: Some(0),
        reseller_market_segments: Some(every_segment()),
        ..facts.clone()
    };
    let intent = Intent::of(&record.document, update, &known.policy);
    let mut creation = Creation { violations: Vec::new(), needs: Needs::NONE };
    let checked = creation.checked(check(&record, update, &known, &intent));
    creation.required(update);
    creation.values(update, born.now.date());
    creation.segment(update, facts);
    let Creation { mut violations, needs } = creation;
    sort_by_key(&mut violations, rank);
    Rejection::unless_none(in_order(violations), needs, next)?;
    let decision = merge::merge(&record, update, &intent, &checked);
    decision.carry_out(&mut record);
    made(&mut record, born);
    Ok(record)
}

/// What is due after a creation, in order; [`create`] has an example.
pub fn created(customer: &Customer) -> impl Iterator<Item = Effect> + '_ {
    let contacts = customer.document.contacts().iter();
    let emails = contacts.filter_map(|contact| contact.email.clone());
    let admins = customer.internal.system_admins.iter().cloned();
    let group = customer.document.group().is_some();
    emails
        .map(|email| Effect::WelcomeEmail { email })
        .chain(admins.map(|email| Effect::SystemAdminAdded { email }))
        .chain(group.then_some(Effect::LinkedMembershipTermsPresented))
}

/// An empty record but for what only a creation may say: to an update these members are fixed, and
/// repeating them changes nothing.
fn seed(update: &Update<'_>) -> Customer {
    let text = |sent: &Field<Text<'_>>| sent.value().map(|text| String::from(&**text));
    let profile = update.company_profile.value().map(|sent| CompanyProfile {
        company_name: text(&sent.company_name),
        address: sent.address.value().map(|sent| Address {
            country: text(&sent.country),
            region: text(&sent.region),
            ..Address::default()
        }),
        ..CompanyProfile::default()
    });
    let document = Resource {
        reseller_id: text(&update.reseller_id),
        coterm_date: text(&update.coterm_date),
        company_profile: profile,
        ..Resource::default()
    };
    Customer { document, ..Customer::default() }
}

fn every_segment() -> Vec<MarketSegment> {
    Vec::from([MarketSegment::Commercial, MarketSegment::Education, MarketSegment::Government])
}

/// What is against a creation, and what is missing.
struct Creation {
    violations: Vec<Violation>,
    needs: Needs,
}

/// Members that are the vendor's.
const READ_ONLY: [&str; 7] =
    ["customerId", "distributorId", "tags", "discounts", "creationDate", "status", "links"];

impl Creation {
    fn refuse(&mut self, rule: &'static Rule, at: &At<'_>) {
        self.violations.push(Violation::new(rule, at.pointer()));
    }

    /// Takes over what is against it as an update. What an update can't change, a creation can't
    /// say.
    fn checked(&mut self, checked: Result<Checked, Rejection>) -> Checked {
        let rejection = match checked {
            Ok(checked) => return checked,
            Err(rejection) => rejection,
        };
        for found in rejection.violations() {
            let mut violation = found.clone();
            // 1118 answers when everything is known.
            violation.code = violation.rule.code;
            let mut steps = violation.pointer.as_str().split(['/']).skip(1);
            let is_own = steps.next().is_some_and(|first| READ_ONLY.contains(&first));
            if is_own || violation.code == rules::READ_ONLY.code {
                violation = Violation::new(&rules::CREATE_READ_ONLY, violation.pointer);
            }
            self.violations.push(violation);
        }
        if let Rejection::Undecided(undecided) = rejection {
            self.needs = undecided.into_needs();
        }
        Checked::default()
    }

    /// What must be there; null is as good as left out.
    fn required(&mut self, update: &Update<'_>) {
        let at = At::ROOT;
        self.need(&update.reseller_id, &at, "resellerId");
        let Some(profile) = self.need(&update.company_profile, &at, "companyProfile") else {
            return;
        };
        let at = at.name("companyProfile");
        self.need(&profile.company_name, &at, "companyName");
        self.need(&profile.preferred_language, &at, "preferredLanguage");
        if let Some(address) = self.need(&profile.address, &at, "address") {
            let SentAddress {
                country,
                region,
                city,
                address_line1,
                address_line2: _,
                postal_code,
                phone_number: _,
                others: _,
            } = address;
            let at = at.name("address");
            let parts = [
                (country, "country"),
                (region, "region"),
                (city, "city"),
                (address_line1, "addressLine1"),
                (postal_code, "postalCode"),
            ];
            for (sent, name) in parts {
                self.need(sent, &at, name);
            }
        }
        if profile.contacts.value().is_none_or(Vec::is_empty) {
            self.refuse(&rules::CREATE_REQUIRED, &at.name("contacts"));
        }
    }

    fn need<'s, T>(
        &mut self,
        sent: &'s Field<T>,
        at: &At<'_>,
        name: &'static str,
    ) -> Option<&'s T> {
        if sent.value().is_none() {
            self.refuse(&rules::CREATE_REQUIRED, &at.name(name));
        }
        sent.value()
    }

    /// The values that only a creation may say.
    fn values(&mut self, update: &Update<'_>, today: Date) {
        let root = At::ROOT;
        if let Field::Value(date) = &update.coterm_date
            && !is_first_anniversary(date, today, segment(update))
        {
            self.refuse(&rules::COTERM_DATE, &root.name("cotermDate"));
        }
        let Some(profile) = update.company_profile.value() else { return };
        let at = root.name("companyProfile");
        if let Field::Value(name) = &profile.company_name
            && !is_company_name(name)
        {
            self.refuse(&rules::COMPANY_NAME, &at.name("companyName"));
        }
        let Some(address) = profile.address.value() else { return };
        let at = at.name("address");
        if let Field::Value(country) = &address.country
            && !(country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase()))
        {
            self.refuse(&rules::COUNTRY, &at.name("country"));
        }
        match &address.region {
            Field::Value(region) if region.is_empty() => {
                self.refuse(&rules::EMPTY_TEXT, &at.name("region"));
            }
            Field::Value(region) if longer_than(region, 255, LengthUnit::Scalars) => {
                let violation = Violation::new(&rules::TEXT_LENGTH, at.name("region").pointer());
                self.violations.push(violation.with_limit(Limit::AtMost(255)));
            }
            _ => {}
        }
    }

    /// The segment, also the one that goes without saying, is one of the reseller's.
    fn segment(&mut self, update: &Update<'_>, facts: &Facts) {
        if update.reseller_id.value().is_none() {
            return;
        }
        let at = At::ROOT;
        let at = at.name("companyProfile");
        let at = at.name("marketSegment");
        match &facts.reseller_market_segments {
            None => {
                let fact = Fact::ResellerMarketSegments;
                self.needs.push(fact, at.pointer(), &rules::SEGMENT_ENABLED);
            }
            Some(enabled) => {
                let segment = segment(update);
                if segment.is_known() && !enabled.contains(&segment) {
                    self.refuse(&rules::SEGMENT_ENABLED, &at);
                }
            }
        }
    }
}

/// The segment that is asked for.
fn segment(update: &Update<'_>) -> MarketSegment {
    let profile = update.company_profile.value();
    let sent = profile.and_then(|profile| profile.market_segment.value());
    sent.map_or(MarketSegment::Commercial, |sent| MarketSegment::from(&**sent))
}

fn is_first_anniversary(text: &str, today: Date, segment: MarketSegment) -> bool {
    let most = if segment == MarketSegment::Education { 4 } else { 3 };
    Date::parse(text).is_ok_and(|date| date > today.add_years(1) && date <= today.add_years(most))
}

fn is_company_name(name: &str) -> bool {
    let is_mark = |c| {
        matches!(
            c,
            '_' | ' '
                | '\u{3000}'
                | ','
                | '.'
                | '\u{ff06}'
                | '&'
                | '\u{30fb}'
                | '\''
                | '('
                | ')'
                | '\u{ff08}'
                | '\u{ff09}'
                | '"'
                | '/'
                | '-'
        )
    };
    !shorter_than(name, 4)
        && !longer_than(name, 80, LengthUnit::Scalars)
        && name.chars().all(|c| c.is_alphabetic() || c.is_numeric() || is_mark(c))
}

/// Places in the order of the model, as far as a creation and an update both refuse there.
const ORDER: [&str; 18] = [
    "/externalReferenceId",
    "/resellerId",
    "/globalSalesEnabled",
    "/linkedMembership",
    "/companyProfile",
    "/companyProfile/companyName",
    "/companyProfile/preferredLanguage",
    "/companyProfile/marketSegment",
    "/companyProfile/marketSubSegments",
    "/companyProfile/address",
    "/companyProfile/address/country",
    "/companyProfile/address/region",
    "/companyProfile/address/city",
    "/companyProfile/address/addressLine1",
    "/companyProfile/address/addressLine2",
    "/companyProfile/address/postalCode",
    "/companyProfile/address/phoneNumber",
    "/companyProfile/contacts",
];

/// The place of a violation among those of its code. The walk has put the members in order that
/// nobody may send; what comes behind the contacts only an update refuses, or the last of all.
fn rank(violation: &Violation) -> Option<usize> {
    // Unknown members come last of their code, as everywhere.
    if *violation.rule == rules::MEMBER_UNKNOWN {
        return Some(usize::MAX);
    }
    if violation.code == rules::MEMBER_UNKNOWN.code {
        return None;
    }
    let text = violation.pointer.as_str();
    let leads = |one: &&str| {
        text.strip_prefix(*one).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    Some(ORDER.iter().rposition(leads).unwrap_or(ORDER.len()))
}

/// What every new customer has that nobody sends.
fn made(record: &mut Customer, born: &Born<'_>) {
    // A request of the creation waits until the account is active.
    record.internal.requested_on = None;
    record.internal.accepted_on = None;
    let document = &mut record.document;
    let benefits = document.benefits.iter_mut().flatten();
    for benefit in benefits.filter(|one| one.kind == Some(BenefitType::ThreeYearCommit)) {
        // Rule: adobe.create.request
        let request = benefit.commitment_request.as_mut();
        if let Some(request) = request.filter(|request| request.has_value()) {
            request.status = None;
        }
    }
    document.customer_id = Some(born.id.into());
    // Rule: adobe.create.made
    document.status = Some(Status::Pending);
    document.creation_date = Some(to_text(&format_args!("{}Z", born.now)));
    // The page shows an empty text where the first anniversary is not known.
    document.coterm_date.get_or_insert_default();
    document.global_sales_enabled.get_or_insert(false);
    let profile = document.company_profile.get_or_insert_default();
    profile.market_segment.get_or_insert(MarketSegment::Commercial);
    document.discounts = Some(Vec::from([Discount {
        offer_type: Some("LICENSE".into()),
        level: Some("01".into()),
        ..Discount::default()
    }]));
    let links = Raw::written(|w| {
        w.begin_object();
        w.name("self");
        w.begin_object();
        w.member("uri", &to_text(&format_args!("/v3/customers/{}", born.id)));
        w.member("method", "GET");
        w.name("headers");
        w.begin_list();
        w.end_list();
        w.end_object();
        w.end_object();
    });
    document.links = Some(links.into());
}
