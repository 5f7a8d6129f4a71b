//! Commvault: decisions that fit, accounts that keep, updates that a program builds, and limits.

use customer_core::commvault::{
    Account, Answer, CONTACTS_MAX, Contact, Deactivated, Decision, Effect, Facts, Input, Policy,
    Profile, Rejection, SentContact, Settlement, Status, Update, apply, decide, decide_update,
    evolve,
};
use customer_core::decision::{Limit, Next};
use customer_core::json::{Reason, Stored};
use customer_core::member::Field;
use customer_core::value::Timestamp;
use customer_core::vendors::{Commvault, Vendor as _};

const ACME: &str = r#"{"id": "7194af6f-1285-4295-94aa-ceed7ea2d792", "status": "active",
    "updateTs": "2021-06-07T21:16:48", "externalId": "X", "name": "Acme", "website": "acme.com",
    "contacts": [{"type": "billing", "email": "b@acme.com"}, {"type": "admin",
        "email": "a@acme.com", "firstName": "A", "lastName": "B", "address": {"city": "Cork"}}],
    "score": 1.50}"#;

fn acme() -> Account {
    Account::from_json(ACME).unwrap()
}

fn facts() -> Facts {
    let now = Timestamp::parse("2021-06-08T09:00:00").unwrap();
    Facts { now: Some(now), ..Facts::unknown(Policy::documented()) }
}

fn started(account: &Account, members: &str) -> Decision {
    let body = format!(r#"{{"externalId": "X", "name": "Acme", {members}}}"#);
    decide_update(account, &Update::from_json(&body).unwrap(), &facts()).unwrap()
}

/// Everything that may change: a value that is there and one that is not, one in a list, one that
/// goes.
const CHANGES: &str = r#""website": "new.com",
    "contacts": [{"phone": "1", "address": {"city": null, "state": "MA"}}]"#;

#[test]
fn a_decision_names_its_account() {
    assert_eq!(started(&acme(), CHANGES).record(), Some("7194af6f-1285-4295-94aa-ceed7ea2d792"));
    let nameless = Account::from_json(r#"{"status": "updating"}"#).unwrap();
    let failed = decide(&nameless, &Settlement::Failed.into(), &facts()).unwrap();
    assert_eq!(failed.record(), None);
}

/// The account with one change is none that the decision was made for, and stays as it is.
#[track_caller]
fn misfit(decision: &Decision, text: &str, place: &str) {
    let mut account = Account::from_json(text).unwrap();
    let before = account.clone();
    let misfit = evolve(&mut account, decision).unwrap_err();
    assert_eq!(misfit.pointer.as_str(), place);
    assert_eq!(account, before);
}

#[test]
fn a_start_fits_the_account_that_reads_as_it_was_found() {
    let decision = started(&acme(), CHANGES);
    misfit(&decision, &ACME.replace("7194", "7195"), "/id");
    misfit(&decision, &ACME.replace(r#""id""#, r#""was""#), "/id");
    misfit(&decision, &ACME.replace("active", "update_failure"), "/status");
    misfit(&decision, &ACME.replace("06-07", "06-06"), "/updateTs");
    misfit(&decision, &ACME.replace("acme.com\",", "old.com\","), "/website");
    misfit(&decision, &ACME.replace("\"A\"", "\"A\", \"phone\": \"2\""), "/contacts/1/phone");
    misfit(&decision, &ACME.replace("Cork", "Bray"), "/contacts/1/address/city");
    let state = ACME.replace("\"Cork\"", "\"Cork\", \"state\": \"\"");
    misfit(&decision, &state, "/contacts/1/address/state");
    // Nothing is there to be changed.
    let phone = started(&acme(), r#""contacts": [{"phone": "1"}]"#);
    let (before, admin) = ACME.split_once(r#", {"type": "admin""#).unwrap();
    let behind = admin.split_once("}}]").unwrap().1;
    misfit(&phone, &format!("{before}]{behind}"), "/contacts/1/phone");
    // What it does not change may read otherwise.
    for (from, to) in [("b@acme.com", "c@acme.com"), ("1.50", "2"), ("\"Acme\"", "\"Bolt\"")] {
        let mut account = Account::from_json(&ACME.replace(from, to)).unwrap();
        assert_eq!(evolve(&mut account, &decision), Ok(()), "{from}");
    }
    // Delivered twice, it is carried out once.
    let mut account = acme();
    evolve(&mut account, &decision).unwrap();
    let once = account.clone();
    assert_eq!(evolve(&mut account, &decision).unwrap_err().pointer.as_str(), "/status");
    assert_eq!(account, once);
}

#[test]
fn a_contact_is_added_to_a_list_as_long_as_it_was() {
    let text = ACME.replace("\"admin\"", "\"owner\"");
    let account = Account::from_json(&text).unwrap();
    let names = r#""contacts": [{"email": "c@acme.com", "firstName": "C", "lastName": "D"}]"#;
    let decision = started(&account, names);
    let longer = text.replace("[{", r#"[{"type": "owner"}, {"#);
    misfit(&decision, &longer, "/contacts/2");
    let shorter = text.replace(r#"{"type": "billing", "email": "b@acme.com"}, "#, "");
    misfit(&decision, &shorter, "/contacts/2");
    let mut account = account;
    evolve(&mut account, &decision).unwrap();
    assert_eq!(account.pending().unwrap().contacts.unwrap().len(), 3);
}

#[test]
fn a_success_fits_only_what_it_was_decided_with() {
    let mut running = acme();
    let start = started(&running, CHANGES);
    evolve(&mut running, &start).unwrap();
    let decision = decide(&running, &Settlement::Succeeded.into(), &facts()).unwrap();
    let pending = running.pending().unwrap();
    let shown = running.to_json();
    let with = |change: &dyn Fn(&mut Profile)| {
        let mut other = pending.clone();
        change(&mut other);
        Account::from_json(&shown).unwrap().with_pending(other)
    };
    let others = [
        (with(&|_| ()).document, None, "/internal/pending"),
        (running.document.clone(), Some(with(&|one| one.name = None)), "/name"),
        (running.document.clone(), Some(with(&|one| one.website = None)), "/website"),
        (
            running.document.clone(),
            Some(with(&|one| one.website = Some("acme.com".into()))),
            "/website",
        ),
        (
            running.document.clone(),
            Some(with(&|one| one.contacts = Some(Vec::new()))),
            "/contacts/0",
        ),
    ];
    for (document, other, place) in others {
        let mut account = other.unwrap_or_else(|| Account::new(document));
        let before = account.clone();
        assert_eq!(evolve(&mut account, &decision).unwrap_err().pointer.as_str(), place);
        assert_eq!(account, before);
    }
    // Another update took its place before the end of the first was carried out.
    let mut replaced = running.clone();
    let lenient = Facts { policy: Policy::lenient(), ..facts() };
    let body = Update::from_json(r#"{"name": "Acme", "website": "third.com"}"#).unwrap();
    let second = decide_update(&replaced, &body, &lenient).unwrap();
    evolve(&mut replaced, &second).unwrap();
    assert!(evolve(&mut replaced, &decision).is_err());
    evolve(&mut running, &decision).unwrap();
    assert_eq!(running.document.website.as_deref(), Some("new.com"));
    assert_eq!(evolve(&mut running, &decision).unwrap_err().pointer.as_str(), "/status");
}

/// A failure that is delivered again ends no other update.
#[test]
fn a_failure_ends_only_the_update_that_it_was_decided_for() {
    let mut account = acme();
    let first = started(&account, CHANGES);
    evolve(&mut account, &first).unwrap();
    let failed = decide(&account, &Settlement::Failed.into(), &Facts { now: None, ..facts() });
    let failed = failed.unwrap();
    evolve(&mut account, &failed).unwrap();
    assert_eq!(account.document.status, Some(Status::UpdateFailure));
    // Another update runs: with other values, with none, and one of which nothing is known.
    let other = r#""website": "third.com", "contacts": [{}]"#;
    let unknown = Account::from_json(&ACME.replace("active", "updating")).unwrap();
    for (second, place) in [(other, "/website"), (r#""contacts": [{}]"#, "/website")] {
        let mut running = account.clone();
        let second = started(&running, second);
        evolve(&mut running, &second).unwrap();
        let before = running.clone();
        assert_eq!(evolve(&mut running, &failed).unwrap_err().pointer.as_str(), place);
        assert_eq!(running, before);
    }
    let misfit = evolve(&mut unknown.clone(), &failed).unwrap_err();
    assert_eq!(misfit.pointer.as_str(), "/internal/pending");
    // Nor does the failure of an update of which nothing was known.
    let facts = Facts { now: None, ..facts() };
    let failed = decide(&unknown, &Settlement::Failed.into(), &facts).unwrap();
    let mut running = acme();
    let second = started(&running, other);
    evolve(&mut running, &second).unwrap();
    let misfit = evolve(&mut running, &failed).unwrap_err();
    assert_eq!(misfit.pointer.as_str(), "/internal/pending");
    assert_eq!(evolve(&mut unknown.clone(), &failed), Ok(()));
    // As it was stored before it said what ended, it is carried out whatever is pending.
    let mut stored = serde_json::to_value(&failed).unwrap();
    stored["what"] = serde_json::json!("failed");
    let old: Decision = serde_json::from_value(stored.clone()).unwrap();
    assert_eq!(serde_json::to_value(&old).unwrap(), stored);
    assert_eq!(evolve(&mut running, &old), Ok(()));
    assert_eq!(running.document.status, Some(Status::UpdateFailure));
}

/// The id may be known to the caller only; what is pending of another one is never brought in.
#[test]
fn a_pending_account_of_another_id_is_refused() {
    let text = ACME.replace("active", "updating");
    for id in ["7195", ""] {
        let pending = Profile { id: Some(id.into()), ..Profile::from_json(&text).unwrap() };
        let account = Account::from_json(&text).unwrap().with_pending(pending);
        let rejection = decide(&account, &Settlement::Succeeded.into(), &facts()).unwrap_err();
        let refusal = rejection.refusal().unwrap();
        assert_eq!(refusal.first().rule.id, "commvault.settled.same-account");
        assert_eq!(refusal.first().pointer.as_str(), "/internal/pending/id");
        assert_eq!(refusal.next(), Next::Fix);
        assert!(decide(&account, &Settlement::Failed.into(), &facts()).is_ok());
        // A stored text of it is none.
        let error = Account::from_stored(&account.to_stored()).unwrap_err().errors.remove(0);
        assert_eq!(error.pointer.as_str(), "/internal/pending/id");
    }
}

#[test]
fn a_stored_account_is_exact() {
    let text = ACME.replace("1.50", r#"{"a": 1e2, "b": -0.0, "c": 12345678901234567890.10}"#);
    let account = Account::from_json(&text).unwrap();
    let mut running = account.clone().with_status_before(Status::Deactivated);
    evolve(&mut running, &started(&account, CHANGES)).unwrap();
    let pending = running.pending().unwrap();
    let odd = Account::default().with_pending(Profile { status: None, ..Profile::default() });
    let other = account.clone().with_pending(pending).with_status_before("frozen".into());
    for account in [Account::default(), account, running, odd, other] {
        let stored = account.to_stored();
        assert!(
            stored.as_str().starts_with(r#"{"version":1,"vendor":"commvault","customer":{"#),
            "{stored}"
        );
        assert_eq!(Account::from_stored(&stored).unwrap(), account);
        let written = serde_json::to_string(&account).unwrap();
        assert_eq!(serde_json::from_str::<Account>(&written).unwrap(), account, "{written}");
    }
}

#[test]
fn what_is_no_stored_account_is_reported_by_its_places() {
    let places = |text: &str| -> Vec<String> {
        let errors = Account::from_stored(&Stored::new(text)).unwrap_err().errors;
        errors.into_iter().map(|error| error.pointer.to_string()).collect()
    };
    assert_eq!(places("{"), [""]);
    assert_eq!(places("[]"), [""]);
    assert_eq!(places("{}"), ["/version", "/customer", "/internal"]);
    assert_eq!(places(r#"{"version":0,"customer":{},"internal":{},"x":1}"#), ["/version", "/x"]);
    // Of a later version nothing else is known.
    assert_eq!(places(r#"{"version":2,"customer":{},"internal":{},"x":1}"#), ["/version"]);
    assert_eq!(
        places(r#"{"version":1,"customer":{"name":1},"internal":{"queue":[]}}"#),
        ["/customer/name", "/internal/queue"]
    );
    assert_eq!(places(r#"{"version":1,"customer":[],"internal":[]}"#), ["/customer", "/internal"]);
}

#[test]
fn bytes_are_read_with_the_place_of_what_is_no_text() {
    let reason = |bytes: &[u8]| {
        let error = Account::from_slice(bytes).unwrap_err().errors.remove(0);
        (error.pointer.to_string(), error.reason)
    };
    assert_eq!(reason(b"{\"name\": \"\xff\"}"), ("/name".into(), Reason::Encoding));
    assert_eq!(reason(b"{\"name\": \"N\"} \xff"), ("".into(), Reason::Encoding));
    assert_eq!(Account::from_slice(ACME.as_bytes()).unwrap(), acme());
    assert_eq!(Update::from_slice(ACME.as_bytes()).unwrap(), Update::from_json(ACME).unwrap());
}

/// The depth of a document counts from its own root, inside of `data`.
#[test]
fn documents_are_100_levels_deep() {
    let nest = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    let account = |levels| format!(r#"{{"status": "active", "x": {}}}"#, nest(levels));
    let wrapped = |levels| format!(r#"{{"data": {}}}"#, account(levels));
    for (text, deep) in
        [(account(99), false), (account(100), true), (wrapped(99), false), (wrapped(100), true)]
    {
        let reason = Account::from_json(&text).err().map(|mut error| error.errors.remove(0).reason);
        assert_eq!(reason, deep.then_some(Reason::Depth), "{text}");
    }
    assert!(Profile::from_json(&account(99)).is_ok() && Profile::from_json(&account(100)).is_err());
    assert!(Update::from_json(&account(99)).is_ok() && Update::from_json(&account(100)).is_err());
}

#[test]
fn a_contact_list_has_a_limit() {
    let list = |count: usize| {
        let one = r#"{"type":"owner"}"#;
        format!(r#"{{"name":"N","contacts":[{}],"x":1}}"#, vec![one; count].join(","))
    };
    let (most, more) = (list(CONTACTS_MAX), list(CONTACTS_MAX + 1));
    for errors in [
        Account::from_json(&more).unwrap_err().errors,
        Update::from_json(&more).unwrap_err().errors,
    ] {
        let found: Vec<_> = errors.iter().map(|one| (one.pointer.as_str(), &one.reason)).collect();
        assert_eq!(found, [("/contacts", &Reason::Count(CONTACTS_MAX))]);
    }
    assert!(Update::from_json(&most).is_ok());
    // One more can't be added: the account could not be read any more.
    let text = most.replacen('{', r#"{"status":"active","externalId":"X","#, 1);
    let account = Account::from_json(&text).unwrap();
    let body = r#"{"externalId": "X", "name": "N",
        "contacts": [{"email": "c@acme.com", "firstName": "C", "lastName": "D"}]}"#;
    let rejection = decide_update(&account, &Update::from_json(body).unwrap(), &facts());
    let Rejection::Refused(refusal) = rejection.unwrap_err() else { panic!("decided") };
    assert_eq!(refusal.first().rule.id, "commvault.contacts.at-most");
    assert_eq!(Commvault::at_fault(&refusal).unwrap().pointer.as_str(), "/input/update");
    // Wrong besides, it is a refusal like any other.
    let body = body.replace("\"X\"", "\"\"");
    let rejection = decide_update(&account, &Update::from_json(&body).unwrap(), &facts());
    assert_eq!(rejection.unwrap_err().refusal().and_then(Commvault::at_fault), None);
}

/// A list that was built too long could not be read again, so nothing is decided about it.
#[test]
fn an_account_with_too_many_contacts_is_not_stored() {
    let update = Update::from_json(r#"{"externalId": "X", "name": "Acme", "contacts": [{}]}"#);
    let update = update.unwrap();
    let many = Some(vec![Contact::default(); CONTACTS_MAX + 1]);
    let refused = |account: &Account, input: &Input<'_>, place: &str| {
        assert!(Account::from_stored(&account.to_stored()).is_err());
        for policy in [Policy::documented(), Policy::lenient()] {
            let facts = Facts { policy, ..facts() };
            let rejection = decide(account, input, &facts).unwrap_err();
            let first = rejection.refusal().unwrap().first().clone();
            let rule = if place == "/contacts" { AT_MOST } else { SETTLED_AT_MOST };
            assert_eq!((first.rule.id, first.pointer.as_str()), (rule, place));
            assert_eq!(first.limit, Some(Limit::AtMost(10_000)));
        }
    };
    let mut account = acme();
    account.document.contacts = many.clone();
    refused(&account, &update.clone().into(), "/contacts");
    account.document.status = Some(Status::Updating);
    refused(&account, &Settlement::Failed.into(), "/customer/contacts");
    let pending = Profile { contacts: many, ..acme().document };
    let running = Account::from_json(&ACME.replace("active", "updating")).unwrap();
    let running = running.with_pending(pending);
    refused(&running, &Settlement::Succeeded.into(), "/internal/pending/contacts");
    // The old values hold again, and these can be read.
    assert!(decide(&running, &Settlement::Failed.into(), &facts()).is_ok());
}

const AT_MOST: &str = "commvault.contacts.at-most";
const SETTLED_AT_MOST: &str = "commvault.settled.at-most";

#[test]
fn an_echo_changes_nothing_and_is_edited_in_place() {
    let account = acme();
    let echo = Update::echo(&account);
    let outcome = apply(&account, &echo.clone().into(), &facts()).unwrap();
    assert!(outcome.decision.pending_changes().is_empty());
    let mut update = echo;
    update.website = Field::Null;
    update.set_contact(SentContact { phone: Field::Value("1".into()), ..Default::default() });
    let decision = decide_update(&account, &update, &facts()).unwrap();
    let places: Vec<_> = decision.pending_changes().iter().map(|one| one.path.pointer()).collect();
    let places: Vec<_> = places.iter().map(|one| one.as_str()).collect();
    assert_eq!(places, ["/website", "/contacts/1/phone"]);
}

#[test]
fn effects_are_data() {
    let decision = started(&acme(), CHANGES);
    let effects: Vec<_> = decision.effects(&acme()).collect();
    assert_eq!(effects, [Effect::AwaitSettlement { from: Status::Updating }]);
    assert_eq!(effects[0].name(), "await-settlement");
    for bad in [
        "1",
        "{}",
        r#"{"effect":"await-settlement"}"#,
        r#"{"effect":"x","from":"updating"}"#,
        r#"{"effect":"await-settlement","from":1}"#,
        r#"{"effect":"await-settlement","from":"updating","x":1}"#,
    ] {
        assert!(serde_json::from_str::<Effect>(bad).is_err(), "{bad}");
    }
}

/// A decision of version 1 names no account and no way back; one of version 3 is not understood.
#[test]
fn stored_decisions_of_version_1_are_read() {
    let text = r#"{"version":1,"what":{"started":"active"},"was":"active","touched":null,
        "values":[{"path":["website"],"cause":"cleared","before":{"text":"acme.com"},
        "after":null}]}"#;
    let decision: Decision = serde_json::from_str(text).unwrap();
    assert_eq!((decision.version(), decision.record()), (2, None));
    let mut account = acme();
    evolve(&mut account, &decision).unwrap();
    assert_eq!(account.pending().unwrap().website, None);
    assert!(serde_json::from_str::<Decision>(&text.replace(":1,", ":3,")).is_err());
}

/// An end that brings other values than it was decided with does not fit, wherever they differ.
#[test]
fn a_success_brings_the_values_that_it_was_decided_with() {
    let running = |shown: &str, pending: &str| {
        let of = |members: &str| format!(r#"{{"id": "7194", "status": "updating", {members}}}"#);
        Account::from_json(&of(shown))
            .unwrap()
            .with_pending(Profile::from_json(&of(pending)).unwrap())
    };
    let (shown, pending) =
        (r#""externalId": "A", "name": "A""#, r#""externalId": "A", "name": "B""#);
    let account = running(shown, pending);
    let decision = decide(&account, &Settlement::Succeeded.into(), &facts()).unwrap();
    for (shown, pending, place) in [
        // Another value afterwards, another one before, and the same ones at another place.
        (shown, r#""externalId": "A", "name": "C""#, "/name"),
        (r#""externalId": "A", "name": "D""#, pending, "/name"),
        (r#""externalId": "A", "name": null"#, pending, "/name"),
        (shown, r#""externalId": "B", "name": "A""#, "/externalId"),
    ] {
        let mut other = running(shown, pending);
        let misfit = evolve(&mut other, &decision).unwrap_err();
        assert_eq!(misfit.pointer.as_str(), place, "{shown} to {pending}");
        assert_eq!(other, running(shown, pending));
    }
    let mut account = account;
    assert_eq!(evolve(&mut account, &decision), Ok(()));
    assert_eq!(account.document.name.as_deref(), Some("B"));
}

/// A time that was not there is a time that reads otherwise.
#[test]
fn a_decision_fits_the_time_that_it_found() {
    let of = |time: &str| {
        let text = format!(r#"{{"id": "7194", "status": "updating"{time}}}"#);
        Account::from_json(&text).unwrap()
    };
    let (with, without) = (of(r#", "updateTs": "2021-06-07T21:16:48""#), of(""));
    let null = of(r#", "updateTs": null"#);
    let facts = Facts { now: Some(Timestamp::parse("2026-02-20T12:00:00").unwrap()), ..facts() };
    let failed = |account: &Account| decide(account, &Settlement::Failed.into(), &facts).unwrap();
    for (found, other) in [(&with, &without), (&without, &with), (&null, &with), (&with, &null)] {
        let misfit = evolve(&mut other.clone(), &failed(found)).unwrap_err();
        assert_eq!(misfit.pointer.as_str(), "/updateTs");
        assert_eq!(evolve(&mut found.clone(), &failed(found)), Ok(()));
    }
    assert_eq!(evolve(&mut null.clone(), &failed(&without)), Ok(()));
}

/// A status to return to is kept, and what is pending counts only while an update runs.
#[test]
fn a_status_to_return_to_is_that_of_a_running_update() {
    let deactivated = Account::from_json(&ACME.replace("active", "deactivated")).unwrap();
    assert_eq!(deactivated.status_before(), None);
    let lenient = Facts { policy: Policy::lenient(), ..facts() };
    let update = Update::from_json(r#"{"website": "new.com"}"#).unwrap();
    let mut running = deactivated;
    let decision = decide_update(&running, &update, &lenient).unwrap();
    evolve(&mut running, &decision).unwrap();
    assert_eq!(running.status_before(), Some(&Status::Deactivated));
    let of = |status: &str, policy| {
        let text = ACME.replace("active", status);
        let pending = Profile::from_json(&ACME.replace("active", "deactivated")).unwrap();
        let account = Account::from_json(&text).unwrap().with_pending(pending);
        let decision = decide_update(&account, &update, &Facts { policy, ..facts() }).unwrap();
        let mut after = account;
        evolve(&mut after, &decision).unwrap();
        after.pending().unwrap().status.unwrap()
    };
    assert_eq!(of("updating", Policy::lenient()), Status::Deactivated);
    assert_eq!(of("update_failure", Policy::lenient()), Status::Active);
}

/// A log tells status and code of an answer; whether it accepted is its status.
#[test]
fn an_answer_is_shown_by_its_status_and_code() {
    let shown = |status, body| format!("{:?}", Answer::read(status, body));
    let body = r#"{"error": {"code": 1006, "message": "no account of Jo"}}"#;
    assert_eq!(shown(404, body), "Answer { status: 404, code: Some(1006), .. }");
    assert_eq!(shown(200, ACME), "Answer { status: 200, code: None, .. }");
    for (status, accepted) in
        [(199, false), (200, true), (204, true), (299, true), (300, false), (404, false)]
    {
        assert_eq!(Answer::read(status, body).is_accepted(), accepted, "{status}");
    }
}

/// A success may lead to the status that there is: then its values are what changes.
#[test]
fn a_success_under_the_same_status_changes_the_account_by_its_values() {
    let read = |text: &str| Account::from_json(text).unwrap();
    let policy = Policy { deactivated: Deactivated::Return, ..Policy::documented() };
    let nothing = Facts::unknown(policy);
    let running = read(r#"{"id": "7", "status": "updating", "externalId": "X", "name": "Acme"}"#);
    for (name, is_unchanged) in [("Acme", true), ("Other", false)] {
        let pending = running.to_json().replace("Acme", name);
        let account = running.clone().with_status_before(Status::Updating);
        let account = account.with_pending(read(&pending).document);
        let decision = decide(&account, &Settlement::Succeeded.into(), &nothing).unwrap();
        assert_eq!(decision.is_unchanged(), is_unchanged, "{name}");
        assert_eq!(decision.changes().is_empty(), is_unchanged, "{name}");
    }
}
