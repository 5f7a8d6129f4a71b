//! IBM: customers, replacements in both forms, operations, facts.

mod shape;

use super::case::{question, spelt};
use super::edit::Editor;
use super::{Case, Generate, Source, Tree};
use crate::ibm::{
    Customer, EmptyState, Facts, Input, LengthUnit, Null, Operation, Policy, ReadOnly, Required,
    Role, SetSize, Unregister, Update, WordCase,
};
use crate::vendors::{Ibm, Vendor as _};

/// The simplest customer.
const ACME: &str = r#"{"Customer":{"Id":204000117,"CustomerState":"ACTIVE","Version":7,
"Organization":{"OrgName":"Acme Tools","AddressSet":[{"AddressLine1":"1 Harbor Way",
"AddressType":"BILLING","City":"Boston","Country":"United States","State":"Massachusetts",
"PostalCode":"02110"}],"Contact":{"FamilyName":"Doe","GivenName":"John",
"EmailAddress":"john.doe@acme.example","WorkPhone":"+1 555 0101"}},"CustomerAccountSet":[
{"AccountNumber":"AC-100","LocationName":"Head office","PaymentMethodType":"INVOICE"}]}}"#;

const OPTIONAL: &str = r#"{"NamePrefix":"Mr","LanguagePreference":"en_US","JobTitle":"Purchaser",
"WebSiteAddress":"www.acme.example","TimeZone":"America/Central","Fax":"+1 555 0104"}"#;

const IDENTIFIERS: &str = r#"[{"Value":"0007001","CustomerIdType":"IBM_CUSTOMER_NUMBER"}]"#;

const WRAPPER: &str = "Customer";

/// A customer: an ordinary one and some edits.
///
/// ```
/// use customer_core::generate::{Source, ibm};
/// let customer = ibm::customer(&mut Source::new(&[]));
/// assert_eq!(customer.document.version, Some(7));
/// ```
pub fn customer(source: &mut Source<'_>) -> Customer {
    let mut tree = Tree::parse(ACME).unwrap_or_default();
    let near = tree.clone();
    if let Some(profile) = tree.get_mut(WRAPPER) {
        situation(profile, source);
        if source.one_in(2) {
            let editor = Editor { sent: false, near: &near };
            editor.edit_some(profile, &shape::PROFILE, source);
        }
        if source.one_in(10) {
            Editor { sent: false, near: &near }.blank_some(profile, &shape::PROFILE, source);
        }
    }
    if source.one_in(24) {
        tree.set("xBeside", Tree::Number("1.50".into()));
    }
    let read = Customer::from_json(&tree.to_json()).or_else(|_| Customer::from_json(ACME));
    read.unwrap_or_default()
}

fn situation(profile: &mut Tree, source: &mut Source<'_>) {
    match source.below(8) {
        1 => profile.set("CustomerState", Tree::text("SUSPENDED")),
        2 if source.one_in(2) => {
            profile.set("CustomerState", Tree::text("DEREGISTER_PENDING"));
        }
        3 => profile.drop_member("Version"),
        4 => profile.set("Version", shape::VERSION.fresh(false, source)),
        5 => {
            let identifiers = Tree::parse(IDENTIFIERS).unwrap_or_default();
            profile.set("CustomerIdentifierSet", identifiers);
        }
        _ => {}
    }
    if source.one_in(2)
        && let Some(contact) = profile.get_mut("Organization").and_then(|o| o.get_mut("Contact"))
    {
        for (name, value) in Tree::parse(OPTIONAL).unwrap_or_default().members() {
            contact.set(name, value.clone());
        }
    }
}

/// A request body for `customer`, nested or flat: an echo and some edits.
pub fn update(customer: &Customer, source: &mut Source<'_>) -> Update<'static> {
    made(&body(customer, source)).1
}

/// A request body for a customer that is generated along with it.
pub fn any_update(source: &mut Source<'_>) -> Update<'static> {
    update(&customer(source), source)
}

/// Anything that may happen to a customer that is generated along with it.
pub fn any_input(source: &mut Source<'_>) -> Input<'static> {
    case(source).input
}

fn body(customer: &Customer, source: &mut Source<'_>) -> Tree {
    let near = Tree::parse(&customer.to_json()).unwrap_or_default();
    let profile = near.get(WRAPPER).cloned().unwrap_or(Tree::object());
    let editor = Editor { sent: true, near: &near };
    let edits = !source.one_in(6);
    if source.one_in(4) {
        let mut flat = flat(&profile);
        if edits {
            editor.edit_some(&mut flat, &shape::FLAT, source);
        }
        return flat;
    }
    let mut inner = profile;
    if source.one_in(16) {
        inner = match source.below(3) {
            0 => Tree::object(),
            1 => Tree::Null,
            _ => shape::PROFILE.fresh(true, source),
        };
    }
    if source.one_in(10) {
        inner.drop_member("Version");
    }
    if edits {
        editor.edit_some(&mut inner, &shape::PROFILE, source);
    }
    if source.one_in(6) {
        // What may be left out goes.
        let optional = Tree::parse(OPTIONAL).unwrap_or_default();
        let name = optional.members().get(source.below(6)).map(|(name, _)| name);
        let contact = inner.get_mut("Organization").and_then(|one| one.get_mut("Contact"));
        if let Some((contact, name)) = contact.zip(name) {
            contact.drop_member(name);
        }
    }
    if source.one_in(12) {
        editor.blank_some(&mut inner, &shape::PROFILE, source);
    }
    Tree::object().with(WRAPPER, inner)
}

/// The attributes of the first address, the contact and the first account side by side.
fn flat(profile: &Tree) -> Tree {
    let organization = profile.get("Organization");
    let parts = [
        Some(profile),
        organization,
        organization.and_then(|one| one.get("AddressSet")).and_then(Tree::first),
        organization.and_then(|one| one.get("Contact")),
        profile.get("CustomerAccountSet").and_then(Tree::first),
    ];
    let mut flat = Tree::object();
    for (name, _) in shape::FLAT.members() {
        let found = parts.iter().find_map(|part| part.and_then(|part| part.get(name)));
        flat = flat.with_some(name, found.cloned());
    }
    flat
}

/// The body, or an empty one if it is not of the form.
fn made(body: &Tree) -> (Tree, Update<'static>) {
    if let Ok(update) = Update::from_json(&body.to_json()) {
        return (body.clone(), update.into_owned());
    }
    let update = crate::ibm::SentProfile::default().into();
    (Tree::object().with(WRAPPER, Tree::object()), update)
}

/// What was looked up; the simplest permits everything.
pub fn facts(source: &mut Source<'_>) -> Facts {
    let role = match source.below(12) {
        11 => None,
        10 => Some(Role::User),
        9 => Some(Role::from("Clerk")),
        7 | 8 => Some(Role::Vsr),
        _ => Some(Role::CustomerAdministrator),
    };
    let preset = source.pick(&["documented", "documented", "observed", "viewer"]);
    Facts {
        policy: Policy::by_name(preset).unwrap_or(Policy::documented()),
        role,
        same_organization: source.unless(16, |source| !source.one_in(12)),
        active_subscriptions: source
            .unless(6, |source| source.either(0, &[1, 2, i64::MAX.unsigned_abs()])),
    }
}

/// A preset, or a mixture of all.
pub fn policy(source: &mut Source<'_>) -> Policy {
    let preset = Policy::by_name(source.pick(Policy::NAMES)).unwrap_or(Policy::documented());
    if !source.one_in(2) {
        return preset;
    }
    Policy {
        required: source.either(Required::Article, &[Required::Client, Required::Viewer]),
        empty_state: source.either(EmptyState::Refuse, &[EmptyState::Store]),
        null: source.either(Null::Refuse, &[Null::Missing]),
        length: source.either(LengthUnit::Scalars, &[LengthUnit::Utf16]),
        words: source.either(WordCase::Exact, &[WordCase::Any]),
        sets: source.either(SetSize::One, &[SetSize::AtLeastOne]),
        read_only: source.either(ReadOnly::Compare, &[ReadOnly::Ignore]),
        unregister: source.either(Unregister::Refuse, &[Unregister::Cancel]),
    }
}

/// A customer, something that happens to it, and facts.
pub fn case(source: &mut Source<'_>) -> Case<Ibm> {
    Ibm::case(source)
}

impl Generate for Ibm {
    fn record(source: &mut Source<'_>) -> Customer {
        customer(source)
    }

    fn then(record: Customer, source: &mut Source<'_>) -> Case<Self> {
        let operation = source.one_in(5).then(|| {
            source.either(Operation::Suspend, &[Operation::Unsuspend, Operation::Unregister])
        });
        let (input, said) = match operation {
            Some(operation) => {
                let named = Tree::text(operation.name());
                (Input::Operation(operation), Tree::object().with("operation", named))
            }
            None => {
                let (body, update) = made(&body(&record, source));
                (Input::Update(update), Tree::object().with("update", body))
            }
        };
        let mut facts = facts(source);
        if source.one_in(4) {
            facts.policy = policy(source);
        }
        let named = [
            ("documented", Policy::documented()),
            ("observed", Policy::observed()),
            ("viewer", Policy::viewer()),
        ];
        let spelt = spelt(facts.policy, &named, Policy::write, source);
        let members = [
            ("customer", Tree::parse(&record.to_json()).unwrap_or_default()),
            ("input", said),
            ("facts", facts_tree(&facts)),
        ];
        let question = question(Self::NAME, spelt, members, source);
        Case { record, input, facts, question }
    }

    fn permitting(facts: &Facts) -> Facts {
        Facts {
            role: Some(Role::CustomerAdministrator),
            same_organization: Some(true),
            active_subscriptions: Some(0),
            policy: facts.policy,
        }
    }

    fn under_any_policy(facts: &Facts, source: &mut Source<'_>) -> Facts {
        Facts { policy: policy(source), ..facts.clone() }
    }

    fn echo(record: &Customer) -> Option<Input<'static>> {
        // Members beside `Customer` are no part of a request.
        let profile = Tree::parse(&record.to_json())?.get(WRAPPER)?.clone();
        let body = Tree::object().with(WRAPPER, profile).to_json();
        Update::from_json(&body).ok().map(|update| Input::Update(update.into_owned()))
    }
}

fn facts_tree(facts: &Facts) -> Tree {
    let role = facts.role.as_ref().map(|role| Tree::text(role.as_str()));
    Tree::object()
        .with_some("role", role)
        .with_some("sameOrganization", facts.same_organization.map(Tree::from))
        .with_some("activeSubscriptions", facts.active_subscriptions.map(Tree::from))
}
