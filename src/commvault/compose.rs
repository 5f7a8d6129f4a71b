//! Two updates, one after the other, said as one.

use alloc::vec::Vec;

use super::facts::{Foreign, Missing, Policy};
use super::record::{SentAddress, SentContact, Update};
use crate::decision::TwoSteps;
use crate::json::Text;
use crate::member::Field;

/// The contacts of an update.
type Sent<'a> = Field<Vec<Field<SentContact<'a>>>>;

/// The update that does what `first` does and then, once that has succeeded, `second`: member by
/// member what the second one says, null included, else what the first one says. This vendor can
/// say all of it, whatever the policy.
///
/// What only the vendor changes meanwhile (`status`, `updateTs`) can be repeated only as the first
/// update does it, so the second one's is left out where another value is refused.
///
/// ```
/// use customer_core::commvault::{Policy, Update, compose};
///
/// let first = r#"{"externalId": "X", "name": "Acme", "website": "a.example", "contacts": [{}]}"#;
/// let second = r#"{"externalId": "X", "name": "Acme Ltd", "contacts": [{"phone": "7"}]}"#;
/// let (first, second) = (Update::from_json(first)?, Update::from_json(second)?);
/// let both = compose(&first, &second, &Policy::documented())?;
/// let expected =
///     r#"{"externalId":"X","name":"Acme Ltd","website":"a.example","contacts":[{"phone":"7"}]}"#;
/// assert_eq!(both.to_json(), expected);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// None at this vendor.
pub fn compose<'a>(
    first: &Update<'a>,
    second: &Update<'a>,
    policy: &Policy,
) -> Result<Update<'a>, TwoSteps> {
    let Update {
        id,
        status,
        insert_ts,
        update_ts,
        external_id,
        name,
        website,
        provision_country,
        contacts,
        services,
        deactivated_options,
        kind,
        others,
    } = second;
    // One that lacks everything is refused by itself, and adds nothing.
    let is_refused = [policy.identity, policy.contacts].contains(&Missing::Refuse);
    let is_nothing = is_refused && *first == Update::default();
    let moves = policy.foreign == Foreign::Refuse && !is_nothing;
    let moving = |first: &Field<Text<'a>>, second| {
        if moves { first.clone() } else { first.then(second) }
    };
    // Rule: commvault.plan.compose (never in the way: one update can say all of it)
    Ok(Update {
        id: first.id.then(id),
        status: moving(&first.status, status),
        insert_ts: first.insert_ts.then(insert_ts),
        update_ts: moving(&first.update_ts, update_ts),
        external_id: first.external_id.then(external_id),
        name: first.name.then(name),
        website: first.website.then(website),
        provision_country: first.provision_country.then(provision_country),
        contacts: self::contacts(&first.contacts, contacts),
        services: first.services.then(services),
        deactivated_options: first.deactivated_options.then(deactivated_options),
        kind: first.kind.then(kind),
        others: first.others.then(others),
    })
}

/// An empty list says nothing where it is accepted, and more than one contact never is.
fn contacts<'a>(first: &Sent<'a>, second: &Sent<'a>) -> Sent<'a> {
    match (first, second) {
        (Field::Value(one), Field::Value(two)) => match (one.as_slice(), two.as_slice()) {
            (_, []) => first.clone(),
            ([Field::Value(one)], [Field::Value(two)]) => {
                Field::Value(Vec::from([Field::Value(contact(one, two))]))
            }
            _ => second.clone(),
        },
        _ => first.then(second),
    }
}

fn contact<'a>(first: &SentContact<'a>, second: &SentContact<'a>) -> SentContact<'a> {
    let SentContact { kind, email, first_name, last_name, phone, address, others } = second;
    SentContact {
        kind: first.kind.then(kind),
        email: first.email.then(email),
        first_name: first.first_name.then(first_name),
        last_name: first.last_name.then(last_name),
        phone: first.phone.then(phone),
        address: self::address(&first.address, address),
        others: first.others.then(others),
    }
}

fn address<'a>(
    first: &Field<SentAddress<'a>>,
    second: &Field<SentAddress<'a>>,
) -> Field<SentAddress<'a>> {
    let (first, said) = match (first, second) {
        (Field::Value(first), Field::Value(second)) => (first, second),
        (Field::Null, Field::Value(second)) if *second == SentAddress::default() => {
            return Field::Null;
        }
        (Field::Null, Field::Value(second)) => return Field::Value(after_null(second)),
        _ => return first.then(second),
    };
    let SentAddress { line1, line2, city, state, country, postal_code, others } = said;
    Field::Value(SentAddress {
        line1: first.line1.then(line1),
        line2: first.line2.then(line2),
        city: first.city.then(city),
        state: first.state.then(state),
        country: first.country.then(country),
        postal_code: first.postal_code.then(postal_code),
        others: first.others.then(others),
    })
}

/// Where the whole address was cleared before, each attribute that is not set is cleared.
fn after_null<'a>(second: &SentAddress<'a>) -> SentAddress<'a> {
    let clear = |sent: &Field<Text<'a>>| Field::Null.then(sent);
    let SentAddress { line1, line2, city, state, country, postal_code, others } = second;
    SentAddress {
        line1: clear(line1),
        line2: clear(line2),
        city: clear(city),
        state: clear(state),
        country: clear(country),
        postal_code: clear(postal_code),
        others: others.clone(),
    }
}
