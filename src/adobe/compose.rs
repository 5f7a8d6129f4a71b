//! Two updates, one after the other, said as one.

mod benefits;
mod contacts;

use alloc::vec::Vec;

use super::facts::{OmittedGlobalSales, Policy};
use super::record::{SentAddress, SentCompanyProfile, SentLinkedMembership, Update};
use super::rules;
use crate::decision::TwoSteps;
use crate::json::{At, Pointer, Text};
use crate::member::Field;

/// The update that does what `first` does and then `second`: object by object the members of the
/// second one, else those of the first one; benefits by their type.
///
/// Whatever only repeats what is stored is said as the first update says it, because that is what
/// the record holds: a request or a group that the first one asks for is not stored yet.
///
/// Where an omitted `globalSalesEnabled` is read as `false`, the second update that leaves it out
/// says so for both. A record without the member then stays without, where the two in turn would
/// end with `false`.
///
/// ```
/// use customer_core::adobe::{Policy, Update, compose};
///
/// let first = r#"{"externalReferenceId": "a", "companyProfile": {"address": {"city": "Oslo"}}}"#;
/// let second = r#"{"companyProfile": {"address": {"city": "Rome", "addressLine2": ""}}}"#;
/// let (first, second) = (Update::from_json(first)?, Update::from_json(second)?);
/// let both = compose(&first, &second, &Policy::documented())?;
/// let expected = r#"{"externalReferenceId":"a",
///     "companyProfile":{"address":{"city":"Rome","addressLine2":""}}}"#;
/// assert_eq!(both, Update::from_json(expected)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// What one request can't say:
///
/// - two different market segments, since the first one may drop sub-segments;
/// - a contact list with an address that the list before it lacks: the record may know that one
///   under another name. Likewise a list that drops somebody of the same name as one who stays: on
///   the record, who stays may be taken for who goes;
/// - requests for commitments of both kinds.
pub fn compose<'a>(
    first: &Update<'a>,
    second: &Update<'a>,
    policy: &Policy,
) -> Result<Update<'a>, TwoSteps> {
    let mut composing = Composing { policy, places: Vec::new() };
    let both = composing.update(first, second);
    TwoSteps::unless_none(&rules::PLAN_COMPOSE, composing.places).map(|()| both)
}

struct Composing<'p> {
    policy: &'p Policy,
    /// What can't be said, in the order of the model.
    places: Vec<Pointer>,
}

impl Composing<'_> {
    fn update<'a>(&mut self, first: &Update<'a>, second: &Update<'a>) -> Update<'a> {
        let Update {
            external_reference_id,
            customer_id,
            reseller_id,
            distributor_id,
            global_sales_enabled,
            tags,
            linked_membership,
            company_profile,
            discounts,
            benefits,
            coterm_date,
            creation_date,
            status,
            links,
            others,
        } = second;
        Update {
            external_reference_id: text(&first.external_reference_id, external_reference_id),
            customer_id: first.customer_id.then(customer_id),
            reseller_id: first.reseller_id.then(reseller_id),
            distributor_id: first.distributor_id.then(distributor_id),
            global_sales_enabled: self.global_sales(first, *global_sales_enabled),
            tags: first.tags.then(tags),
            linked_membership: group(&first.linked_membership, linked_membership),
            company_profile: self.profile(&first.company_profile, company_profile),
            discounts: first.discounts.then(discounts),
            benefits: self.benefits(&first.benefits, benefits),
            coterm_date: first.coterm_date.then(coterm_date),
            creation_date: first.creation_date.then(creation_date),
            status: first.status.then(status),
            links: first.links.then(links),
            others: first.others.then(others),
        }
    }

    /// Left out it may be read as off.
    fn global_sales(&self, first: &Update<'_>, second: Field<bool>) -> Field<bool> {
        match self.policy.omitted_global_sales {
            OmittedGlobalSales::Keep => first.global_sales_enabled.then(&second),
            OmittedGlobalSales::False => second,
        }
    }

    fn profile<'a>(
        &mut self,
        first: &Field<SentCompanyProfile<'a>>,
        second: &Field<SentCompanyProfile<'a>>,
    ) -> Field<SentCompanyProfile<'a>> {
        let (Field::Value(first), Field::Value(second)) = (first, second) else {
            return first.then(second);
        };
        let SentCompanyProfile {
            company_name,
            preferred_language,
            market_segment,
            market_sub_segments,
            address,
            contacts,
            others,
        } = second;
        let at = At::ROOT;
        let at = at.name("companyProfile");
        if let (Field::Value(one), Field::Value(two)) = (&first.market_segment, market_segment)
            && one != two
        {
            self.places.push(at.name("marketSegment").pointer());
        }
        Field::Value(SentCompanyProfile {
            company_name: first.company_name.then(company_name),
            preferred_language: first.preferred_language.then(preferred_language),
            market_segment: first.market_segment.then(market_segment),
            market_sub_segments: sub_segments(first, market_sub_segments),
            address: self::address(&first.address, address),
            contacts: self.contacts(&first.contacts, contacts, &at.name("contacts")),
            others: first.others.then(others),
        })
    }
}

/// A text. Null says that there is none, and where the first update has taken it away, only that
/// says so.
fn text<'a>(first: &Field<Text<'a>>, second: &Field<Text<'a>>) -> Field<Text<'a>> {
    match (first, second) {
        (Field::Value(one), Field::Null) if one.is_empty() => first.clone(),
        _ => first.then(second),
    }
}

/// An empty list of sub-segments changes nothing. Null says that there are none, and where the
/// first update names a segment, that may be so only after it.
fn sub_segments<'a>(
    first: &SentCompanyProfile<'a>,
    second: &Field<Vec<Field<Text<'a>>>>,
) -> Field<Vec<Field<Text<'a>>>> {
    let before = &first.market_sub_segments;
    let says_nothing = match second {
        Field::Value(list) => list.is_empty() && !before.is_absent(),
        Field::Null => !before.is_absent() || !first.market_segment.is_absent(),
        Field::Absent => true,
    };
    if says_nothing { before.clone() } else { second.clone() }
}

/// A group is made once: whatever follows only repeats it. One without any value makes none.
fn group<'a>(
    first: &Field<SentLinkedMembership<'a>>,
    second: &Field<SentLinkedMembership<'a>>,
) -> Field<SentLinkedMembership<'a>> {
    match first {
        Field::Value(group) if group.has_value() => first.clone(),
        _ => first.then(second),
    }
}

fn address<'a>(
    first: &Field<SentAddress<'a>>,
    second: &Field<SentAddress<'a>>,
) -> Field<SentAddress<'a>> {
    let (Field::Value(first), Field::Value(second)) = (first, second) else {
        return first.then(second);
    };
    let SentAddress {
        country,
        region,
        city,
        address_line1,
        address_line2,
        postal_code,
        phone_number,
        others,
    } = second;
    Field::Value(SentAddress {
        country: first.country.then(country),
        region: first.region.then(region),
        city: first.city.then(city),
        address_line1: first.address_line1.then(address_line1),
        address_line2: text(&first.address_line2, address_line2),
        postal_code: first.postal_code.then(postal_code),
        phone_number: text(&first.phone_number, phone_number),
        others: first.others.then(others),
    })
}
