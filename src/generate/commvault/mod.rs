//! Commvault: accounts, updates, settlements, facts.

mod shape;

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::case::{question, spelt};
use super::edit::Editor;
use super::{Case, Generate, Source, Tree, value};
use crate::commvault::{
    Account, Busy, Deactivated, EmptyText, Facts, Foreign, Input, Missing, Policy, Profile,
    Settlement, Status, Update,
};
use crate::json::Writer;
use crate::member::Member as _;
use crate::vendors::{Commvault, Vendor as _};

/// The simplest account.
const ACME: &str = r#"{"id":"7194af6f-1285-4295-94aa-ceed7ea2d792","status":"active",
"insertTs":"2021-06-07T21:16:48","updateTs":"2021-06-07T21:16:48","externalId":"XSP1234",
"name":"Acme ltd","website":"www.acme.com","provisionCountry":"United States","contacts":[
{"type":"admin","email":"john.doe@acme.com","firstName":"John","lastName":"Doe","address":
{"addressLine1":"1 Ave","addressLine2":"Suite 204","city":"Sunnyvale","state":"California",
"country":"United States","postalCode":"94086"}}],"type":"Production"}"#;

/// An account, with or without a running update.
///
/// ```
/// use customer_core::generate::{Source, commvault};
/// let account = commvault::account(&mut Source::new(&[]));
/// assert_eq!(account.document.name.as_deref(), Some("Acme ltd"));
/// assert!(account.pending().is_none());
/// ```
pub fn account(source: &mut Source<'_>) -> Account {
    let mut tree = Tree::parse(ACME).unwrap_or_default();
    let others = ["active", "updating", "update_failure", "updating", "deactivated"];
    let status = match source.below(8) {
        7 => source.pick(&["activating", "deactivating", "frozen", ""]),
        at => others.get(at).copied().unwrap_or("active"),
    };
    tree.set("status", Tree::text(status));
    let near = tree.clone();
    let editor = Editor { sent: false, near: &near };
    match source.below(8) {
        1 => contact(&mut tree, |one| one.drop_member("address")),
        2 => contact(&mut tree, |one| {
            one.set("address", Tree::object().with("city", Tree::text("Cork")));
        }),
        3 => contact(&mut tree, |one| one.set("phone", Tree::text("+1 555 0100"))),
        4 => tree.set("contacts", Tree::List(Vec::new())),
        5 => several_contacts(&mut tree, source),
        _ => {}
    }
    if source.one_in(2) {
        editor.edit_some(&mut tree, &shape::ACCOUNT, source);
    }
    if source.one_in(10) {
        editor.blank_some(&mut tree, &shape::ACCOUNT, source);
    }
    let account = Account::from_json(&tree.to_json()).or_else(|_| Account::from_json(ACME));
    let account = account.unwrap_or_else(|_| Account::new(Profile::default()));
    let account = match (status, source.below(8)) {
        ("updating" | "update_failure", 6) | (_, 7) => {
            let before = source.pick(&["deactivated", "deactivated", "active", ""]);
            account.with_status_before(Status::from(before))
        }
        _ => account,
    };
    if status != "updating" && !source.one_in(20) || source.one_in(6) {
        return account;
    }
    let mut pending = tree;
    editor.edit_some(&mut pending, &shape::ACCOUNT, source);
    pending.set("status", Tree::text(source.pick(&["active", "active", "deactivated", "odd"])));
    // One of another account can't be read.
    match account.id() {
        Some(id) => pending.set("id", Tree::text(id)),
        None => pending.drop_member("id"),
    }
    match Profile::from_json(&pending.to_json()) {
        Ok(pending) => account.with_pending(pending),
        Err(_) => account,
    }
}

/// Others beside the contact that an update means, or without it.
fn several_contacts(account: &mut Tree, source: &mut Source<'_>) {
    let other = |kind: Tree| {
        Tree::object()
            .with("type", kind)
            .with("email", Tree::text("bills@acme.com"))
            .with("firstName", Tree::text("Bill"))
            .with("lastName", Tree::text("Ing"))
    };
    let at = source.below(4);
    let words = ["billing", "Admin", "", "admin"];
    let kind = words.get(source.below(5)).map_or(Tree::Null, |word| Tree::text(word));
    if let Some(Tree::List(contacts)) = account.get_mut("contacts") {
        let other = other(kind);
        match at {
            0 => contacts.push(other),
            1 => *contacts = Vec::from([other]),
            2 => *contacts = Vec::from([other.clone(), other]),
            _ => {
                contacts.push(other);
                contacts.reverse();
            }
        }
    }
}

fn contact(account: &mut Tree, change: impl FnOnce(&mut Tree)) {
    if let Some(Tree::List(contacts)) = account.get_mut("contacts")
        && let Some(one) = contacts.first_mut()
    {
        change(one);
    }
}

/// A request body for `account`.
pub fn update(account: &Account, source: &mut Source<'_>) -> Update<'static> {
    let body = body(account, source).to_json();
    Update::from_json(&body).map(Update::into_owned).unwrap_or_default()
}

/// A request body for an account that is generated along with it.
pub fn any_update(source: &mut Source<'_>) -> Update<'static> {
    update(&account(source), source)
}

/// Anything that may happen to an account that is generated along with it.
pub fn any_input(source: &mut Source<'_>) -> Input<'static> {
    case(source).input
}

/// The smallest body or an echo; then some edits.
fn body(account: &Account, source: &mut Source<'_>) -> Tree {
    let near = Tree::parse(&account.to_json()).unwrap_or_default();
    let echo = |name: &str| near.get(name).cloned();
    let stored = meant(account);
    let stored = stored.as_ref();
    let mut body =
        Tree::object().with_some("externalId", echo("externalId")).with_some("name", echo("name"));
    let one = |one: Tree| Tree::List(Vec::from([one]));
    match source.below(8) {
        1 => body = near.clone(),
        2 => body.set("contacts", one(stored.cloned().unwrap_or(Tree::object()))),
        3 => {
            let address = stored.and_then(|one| one.get("address")).cloned();
            body.set("contacts", one(Tree::object().with_some("address", address)));
        }
        4 => {
            body.set("contacts", one(Tree::object()));
            body.set("website", Tree::Null);
        }
        5 => {
            let given = Tree::object()
                .with("email", Tree::text("aoife@bolt.example"))
                .with("firstName", Tree::text("Aoife"))
                .with("lastName", Tree::text("Byrne"));
            body.set("contacts", one(given));
        }
        6 => {
            // Where no contact is stored, one that is created.
            let city = Tree::text(source.pick(&["", "Cork"]));
            let given = Tree::object()
                .with("email", Tree::text("aoife@bolt.example"))
                .with("firstName", Tree::text("Aoife"))
                .with("lastName", Tree::text("Byrne"))
                .with("phone", Tree::text(source.pick(&["", "+353 1 555"])))
                .with("address", Tree::object().with("city", city));
            body.set("contacts", one(given));
        }
        7 => body = echoed(account),
        _ => body.set("contacts", one(Tree::object())),
    }
    if source.one_in(2) {
        let editor = Editor { sent: true, near: &near };
        editor.edit_some(&mut body, &shape::ACCOUNT, source);
    }
    match source.below(16) {
        12 => {
            if let Some(Tree::List(contacts)) = body.get_mut("contacts") {
                contacts.extend(contacts.first().cloned());
                contacts.extend(near.get("contacts").and_then(Tree::first).cloned());
            }
        }
        13 => blank(&mut body, source),
        14 => Editor { sent: true, near: &near }.blank_some(&mut body, &shape::ACCOUNT, source),
        15 => Editor { sent: true, near: &near }.echo_unknown(
            &mut body,
            &near,
            &shape::ACCOUNT,
            source,
        ),
        _ => {}
    }
    body
}

/// Empty texts in every optional member of the contact that is sent.
fn blank(body: &mut Tree, source: &mut Source<'_>) {
    let names = ["addressLine1", "addressLine2", "city", "state", "country", "postalCode"];
    contact(body, |one| {
        one.set("phone", Tree::text(""));
        let mut address = Tree::object();
        for name in names {
            if !source.one_in(3) {
                address.set(name, Tree::text(source.pick(&["", "", "", "x"])));
            }
        }
        one.set("address", address);
    });
}

/// The contact that an update means.
fn meant(account: &Account) -> Option<Tree> {
    let contact = account.document.contact()?;
    let mut text = String::new();
    contact.write(&mut Writer::new(&mut text));
    Tree::parse(&text)
}

/// The account's own document as an update, which has one contact.
fn echoed(account: &Account) -> Tree {
    let mut echo = Tree::parse(&account.to_json()).unwrap_or_default();
    let contact = meant(account).unwrap_or(Tree::object());
    echo.set("contacts", Tree::List(Vec::from([contact])));
    echo
}

/// What was looked up; the simplest permits everything.
pub fn facts(source: &mut Source<'_>) -> Facts {
    let flag = |source: &mut Source<'_>| source.unless(8, |source| source.one_in(6));
    let preset = source.pick(&["documented", "documented", "lenient"]);
    Facts {
        policy: Policy::by_name(preset).unwrap_or_else(Policy::documented),
        now: value::timestamp(source),
        external_id_taken: flag(source),
        name_taken: flag(source),
    }
}

/// A preset, or a mixture of both.
pub fn policy(source: &mut Source<'_>) -> Policy {
    let preset = if source.one_in(2) { Policy::lenient() } else { Policy::documented() };
    if !source.one_in(2) {
        return preset;
    }
    Policy {
        identity: source.either(Missing::Refuse, &[Missing::Keep]),
        contacts: source.either(Missing::Refuse, &[Missing::Keep]),
        empty: source.either(EmptyText::Value, &[EmptyText::Null]),
        foreign: source.either(Foreign::Refuse, &[Foreign::Ignore]),
        busy: source.either(Busy::Refuse, &[Busy::Replace]),
        deactivated: source.either(Deactivated::Refuse, &[Deactivated::Return]),
    }
}

/// An account, something that happens to it, and facts.
pub fn case(source: &mut Source<'_>) -> Case<Commvault> {
    Commvault::case(source)
}

impl Generate for Commvault {
    fn record(source: &mut Source<'_>) -> Account {
        account(source)
    }

    fn then(record: Account, source: &mut Source<'_>) -> Case<Self> {
        let settled = if source.one_in(4) { source.pick(&["succeeded", "failed"]) } else { "" };
        let (input, said) = if settled.is_empty() {
            let body = body(&record, source);
            let read = Update::from_json(&body.to_json()).map(Update::into_owned);
            let body = if read.is_ok() { body } else { Tree::object() };
            (Input::Update(read.unwrap_or_default()), Tree::object().with("update", body))
        } else {
            let end = Settlement::by_name(settled).unwrap_or(Settlement::Succeeded);
            (Input::Settled(end), Tree::object().with("settled", Tree::text(settled)))
        };
        let mut facts = facts(source);
        if source.one_in(4) {
            facts.policy = policy(source);
        }
        let pending = record.pending().map(|one| Tree::parse(&one.to_json()).unwrap_or_default());
        let before = record.status_before().map(|status| Tree::text(status.as_str()));
        let internal =
            Tree::object().with_some("pending", pending).with_some("statusBefore", before);
        let members = [
            ("customer", Tree::parse(&record.to_json()).unwrap_or_default()),
            ("internal", internal),
            ("input", said),
            ("facts", facts_tree(&facts)),
        ];
        let named = [("documented", Policy::documented()), ("lenient", Policy::lenient())];
        let spelt = spelt(facts.policy, &named, Policy::write, source);
        let question = question(Self::NAME, spelt, members, source);
        Case { record, input, facts, question }
    }

    fn permitting(facts: &Facts) -> Facts {
        Facts { external_id_taken: Some(false), name_taken: Some(false), ..facts.clone() }
    }

    fn under_any_policy(facts: &Facts, source: &mut Source<'_>) -> Facts {
        Facts { policy: policy(source), ..facts.clone() }
    }

    fn echo(record: &Account) -> Option<Input<'static>> {
        let body = echoed(record).to_json();
        Update::from_json(&body).ok().map(|update| Input::Update(update.into_owned()))
    }
}

fn facts_tree(facts: &Facts) -> Tree {
    Tree::object()
        .with_some("now", facts.now.map(|now| Tree::Text(now.to_string())))
        .with_some("externalIdTaken", facts.external_id_taken.map(Tree::from))
        .with_some("nameTaken", facts.name_taken.map(Tree::from))
}
