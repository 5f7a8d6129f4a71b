//! Adobe's own answers: what is written can be read back, and what is read tells what to do next.
//!
//! Goal: whoever gets an answer, ours or the vendor's, learns what was refused, where, and whether
//! to send again. Method: answers of ours read back, and the forms of the vendor's error pages.

use customer_core::adobe::{
    Answer, Asked, Customer, Effect, ErrorBody, Facts, Policy, RULES, Rejection, Update, accepted,
    apply, decide_update, refused,
};
use customer_core::decision::{Complaint, Next, Refusal, Rule, Violation};
use customer_core::json::Pointer;
use customer_core::value::Date;

fn rejected(record: &str, update: &str) -> Rejection {
    let record = Customer::from_json(record).unwrap();
    let update = Update::from_json(update).unwrap();
    decide_update(&record, &update, &Facts::unknown(Policy::documented())).unwrap_err()
}

/// Nothing is known of what was asked.
fn unknown() -> Asked<'static, 'static> {
    Asked::unknown(Policy::documented())
}

fn refusal(status: u16, body: &str) -> ErrorBody {
    match Answer::read(status, body) {
        Answer::Refused(body) => body,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_accepted_update_is_read_back_as_the_customer_afterwards() {
    let record = Customer::from_json(r#"{"externalReferenceId": "342"}"#).unwrap();
    let update = Update::from_json(r#"{"externalReferenceId": "343"}"#).unwrap();
    let after =
        apply(&record, &update.into(), &Facts::unknown(Policy::documented())).unwrap().after;
    let response = accepted(&after);
    for status in [response.status, 299] {
        let answer = Answer::read(status, response.body.as_deref().unwrap());
        assert_eq!(answer.next(&unknown()), Next::Done);
        assert_eq!(answer.document(), Some(&after.document));
    }
    // A customer of another status is none: what came is an error body without a code.
    for status in [199, 300] {
        assert_eq!(refusal(status, response.body.as_deref().unwrap()).code, "");
    }
    assert_eq!(Answer::read(200, "<html>"), Answer::Accepted(None));
}

/// The places that the answer names are those of the violations that share its code.
#[test]
fn a_refusal_is_read_back_with_its_places() {
    let rejection = rejected(
        r#"{"customerId": "1", "companyProfile": {"contacts": []}}"#,
        r#"{"customerId": "2", "companyProfile": {"companyName": "", "contacts": [
            {"firstName": "Ada", "lastName": "Byron", "email": "a@b.c"},
            {"firstName": "<", "lastName": "Byron", "email": "ada"}]}}"#,
    );
    let response = refused(rejection.refusal().unwrap()).unwrap();
    let read = refusal(response.status, response.body.as_deref().unwrap());
    assert_eq!((read.status, read.code.as_str()), (400, "1117"));
    let first = rejection.violations().filter(|one| one.code == Some("1117"));
    let places: Vec<_> = first.map(|one| one.pointer.clone()).collect();
    assert_eq!(places.len(), 3);
    assert_eq!(read.pointers(), places);
    assert_eq!(Answer::Refused(read).next(&unknown()), rejection.next());
}

#[test]
fn details_that_are_no_paths_are_no_pointers() {
    let body = r#"{"code": "1117", "message": "", "additionalDetails":
        ["a", "b.c[0][12].d", "", "The name is too long", "[0]", "0", " a", "e[x].f"]}"#;
    let read = refusal(400, body);
    assert_eq!(read.details.len(), 8);
    let pointers: Vec<_> = read.pointers().iter().map(|one| one.as_str().to_owned()).collect();
    assert_eq!(pointers, ["/a", "/b/c/0/12/d", "/e/f"]);
}

/// Error bodies of a gateway, and of the older form.
#[test]
fn every_form_of_an_error_body_is_read() {
    let lists = r#"{"code": "1119", "additionalDetails": ["a"], "invalidFields": ["b", 1]}"#;
    assert_eq!(refusal(400, lists).details, ["a", "b"]);
    let gateway = refusal(403, r#"{"error_code": "403010", "message": "Oauth token is missing"}"#);
    assert_eq!((gateway.code.as_str(), gateway.details.len()), ("403010", 0));
    let both = refusal(400, r#"{"error_code": "1", "code": "1117"}"#);
    assert_eq!(both.code, "1117");
    let number = refusal(400, r#"{"code": 1117, "additionalDetails": "name"}"#);
    assert_eq!((number.code.as_str(), number.details.len()), ("", 0));
    for body in ["[]", "1", "", "<html>"] {
        assert_eq!(refusal(502, body).code, "", "{body}");
    }
}

/// A gateway's trouble says nothing of the request; the record may have been changed all the same.
#[test]
fn an_answer_tells_what_to_do_next() {
    let next = [
        (429, "", Next::Retry),
        (429, "1117", Next::Retry),
        (400, "4118", Next::Retry),
        (400, "1124", Next::Retry),
        (500, "", Next::Retry),
        (503, "1117", Next::Retry),
        (599, "", Next::Retry),
        (600, "", Next::Stop),
        (400, "4120", Next::Wait),
        (403, "4115", Next::Stop),
        (401, "4116", Next::Stop),
        (400, "1126", Next::Stop),
        (400, "1125", Next::Wait),
        (400, "4119", Next::Fix),
        (400, "1117", Next::Fix),
        (400, "1118", Next::Fix),
        (499, "1135", Next::Fix),
        (400, "", Next::Fix),
        (400, "4122", Next::Stop),
        (404, "1116", Next::Stop),
        (400, "1119", Next::Stop),
        (301, "", Next::Stop),
        (401, "", Next::Stop),
        (403, "", Next::Stop),
    ];
    for (status, code, next) in next {
        let body = format!(r#"{{"code": "{code}"}}"#);
        assert_eq!(Answer::read(status, &body).next(&unknown()), next, "{status} {code}");
    }
}

/// A code that a rule has says what the rule says: the table is one, and rules of one code agree.
/// 1125 needs more, the status of the account; 4120 is read by a caller whose first call may still
/// run; and what is wrong with the credential or the reseller is no matter of the update.
#[test]
fn a_code_is_followed_by_what_its_rules_say() {
    let apart = ["1125", "4120", "4115", "4116", "4117", "1126"];
    let of_an_answer = |rule: &&Rule| {
        // The code of what speaks for no vendor is its status.
        let is_status = rule.code.is_some_and(|code| code.len() == 3);
        !is_status && rule.code.is_some_and(|code| !apart.contains(&code))
    };
    for rule in RULES.iter().filter(of_an_answer) {
        let (Some(status), Some(code)) = (rule.status, rule.code) else { continue };
        let body = format!(r#"{{"code": "{code}"}}"#);
        assert_eq!(Answer::read(status, &body).next(&unknown()), rule.next, "{rule}");
    }
}

/// Where the answer alone leaves it open, what was asked tells the place.
#[test]
fn what_was_asked_tells_the_places() {
    let update = r#"{"a.b": 1, "a": {"b": 1}, "x y": 1, "": 1, "benefits": [
        {"type": "THREE_YEAR_COMMIT", "commitmentRequest": {"minimumQuantities": [
            {"offerType": "CONSUMABLES", "quantity": 1}, {"offerType": "LICENSE", "quantity": 1}]}}]}"#;
    let update = Update::from_json(update).unwrap();
    let places = |body: &str, asked: &Asked<'_, '_>| -> Vec<String> {
        let complaints = Answer::read(400, body).complaints(asked);
        complaints.into_iter().map(|one| one.pointer.into()).collect()
    };
    let unknown = unknown();
    let asked = Asked { update: Some(&update), ..unknown };
    let quantities = "/benefits/0/commitmentRequest/minimumQuantities";
    let (first, second) = (format!("{quantities}/0/quantity"), format!("{quantities}/1/quantity"));
    let body = r#"{"code": "1135", "additionalDetails": ["LICENSE", "CONSUMABLES", "OTHER"]}"#;
    assert_eq!(places(body, &asked), [&*second, &first, quantities]);
    assert_eq!(places(body, &unknown), ["", "", ""]);
    let body = r#"{"code": "1135", "additionalDetails": []}"#;
    assert_eq!(places(body, &asked), [quantities]);
    assert_eq!(places(body, &unknown), [""]);
    let body = r#"{"code": "1121", "additionalDetails": ["x y", "", "c.d", "some prose"]}"#;
    assert_eq!(places(body, &asked), ["/x y", "/", "/c/d", ""]);
    assert_eq!(places(body, &unknown), ["", "", "/c/d", ""]);
    // Both names have the same path: the first in order of what was written is meant.
    let body = r#"{"code": "1121", "additionalDetails": ["a.b"]}"#;
    assert_eq!(places(body, &asked).len(), 1);
    assert_eq!(places(body, &unknown), ["/a/b"]);
}

/// A path into a list is that of the element that was sent there.
#[test]
fn a_path_into_a_list_leads_to_its_element() {
    let update = r#"{"companyProfile": {"contacts": [{"a.b": 1}, {"a.b": 1, "email": "x"}]}}"#;
    let update = Update::from_json(update).unwrap();
    let asked = Asked { update: Some(&update), ..unknown() };
    let body = r#"{"code": "1121", "additionalDetails": ["companyProfile.contacts[1].a.b"]}"#;
    let complaints = Answer::read(400, body).complaints(&asked);
    assert_eq!(complaints[0].pointer.as_str(), "/companyProfile/contacts/1/a.b");
}

/// Code and place leave one rule, or none is named.
#[test]
fn a_complaint_names_its_rule_where_only_one_is_left() {
    let rules = [
        ("1116", "", Some("adobe.account.not-found")),
        ("1125", "", Some("adobe.account.blocked")),
        ("1121", "vatId", Some("adobe.member.unknown")),
        ("1119", "companyProfile.companyName", Some("adobe.company-name.fixed")),
        ("1119", "companyProfile.address.region", Some("adobe.country.fixed")),
        ("1119", "companyProfile.contacts[1].lastName", Some("adobe.contact.name-fixed")),
        ("1119", "resellerId", Some("adobe.member.read-only")),
        ("1119", "", None),
        ("1122", "companyProfile.contacts[0].email", Some("adobe.contact.complete")),
        ("1122", "linkedMembership.name", Some("adobe.linked-membership.complete")),
        ("1122", "benefits[0].type", Some("adobe.benefit.type-required")),
        ("1122", "benefits[0].commitmentRequest.minimumQuantities", None),
        (
            "1122",
            "benefits[0].commitmentRequest.minimumQuantities[0].offerType",
            Some("adobe.commitment.quantities-required"),
        ),
        ("1122", "companyProfile.address", Some("adobe.member.required")),
        ("1117", "companyProfile.address.city", None),
        ("1135", "", None),
        ("2135", "companyProfile.marketSegment", Some("adobe.market-segment.reseller-enabled")),
        ("1147", "linkedMembership", Some("adobe.commitment.excludes")),
        ("1122", "", None),
        ("1119", "companyProfile.marketSegment", Some("adobe.market-segment.no-subscription")),
        ("1119", "companyProfile.marketSubSegments", Some("adobe.sub-segment.fixed")),
        ("1119", "linkedMembership", Some("adobe.linked-membership.fixed")),
        ("1119", "linkedMembership.id", Some("adobe.linked-membership.fixed")),
        ("1139", "globalSalesEnabled", Some("adobe.global-sales.partner-enabled")),
        ("1140", "", Some("adobe.global-sales.off")),
        ("1142", "", Some("adobe.global-sales.commercial")),
        ("1163", "", Some("adobe.large-government.segment")),
        ("1164", "", Some("adobe.large-government.partner-enabled")),
        ("1167", "", Some("adobe.large-government.country")),
        ("1168", "", Some("adobe.large-government.sub-segment")),
        ("5199", "", None),
    ];
    for (code, detail, rule) in rules {
        let details = if detail.is_empty() { vec![] } else { vec![detail] };
        let body = serde_json::json!({ "code": code, "additionalDetails": details }).to_string();
        let complaints = Answer::read(400, &body).complaints(&unknown());
        let found = complaints[0].rule.map(|rule| rule.id);
        assert_eq!((found, complaints.len()), (rule, 1), "{code} {detail}");
        assert_eq!(complaints[0].code.as_deref(), Some(code));
        // Shown without its place.
        let shown = format!("Complaint {{ rule: {rule:?}, code: Some({code:?}), .. }}");
        assert_eq!(format!("{:?}", complaints[0]), shown);
    }
}

/// Where several rules are left, it says what the vendor's page says of the code.
#[test]
fn a_complaint_without_a_rule_says_what_the_code_says() {
    for (code, says) in [
        ("1117", "Some fields are invalid"),
        ("1118", "Invalid Address"),
        ("1135", "The minimum quantity is out of range"),
        ("4118", "Too many requests"),
        ("5199", "The request is refused"),
    ] {
        let body = format!(r#"{{"code": "{code}", "additionalDetails": ["a"]}}"#);
        let complaints = Answer::read(400, &body).complaints(&unknown());
        assert_eq!(complaints[0].to_string(), says);
        assert_eq!(complaints[0].rule, None);
    }
}

/// What certainly is against an update, by the record and the update that are known.
#[test]
fn what_was_asked_tells_the_rules() {
    let complaints = |record: &str, update: &str, body: &str| -> Vec<(&'static str, String)> {
        let (record, update) =
            (Customer::from_json(record).unwrap(), Update::from_json(update).unwrap());
        let asked = Asked { record: Some(&record), update: Some(&update), ..unknown() };
        let complaints = Answer::read(400, body).complaints(&asked);
        let row = |one: &Complaint| (one.rule.map_or("", |rule| rule.id), one.pointer.to_string());
        complaints.iter().map(row).collect()
    };
    let row = |rule, place: &str| (rule, place.to_owned());
    // Of everything that is wrong, what has the code of the answer.
    let record = r#"{"companyProfile": {"companyName": "Acme"}}"#;
    let update = r#"{"nickname": "x", "companyProfile": {"companyName": "Bolt"}}"#;
    let fixed = [row("adobe.company-name.fixed", "/companyProfile/companyName")];
    assert_eq!(complaints(record, update, r#"{"code": "1119"}"#), fixed);
    let unexpected = row("adobe.member.unknown", "/nickname");
    assert_eq!(complaints(record, update, r#"{"code": "1121"}"#), [unexpected]);
    let named = r#"{"code": "1119", "additionalDetails": ["companyProfile.companyName"]}"#;
    assert_eq!(complaints(record, update, named), fixed);
    assert_eq!(complaints(record, update, r#"{"code": "1122"}"#), [row("", "")]);
    // Quantities are named by their offer type.
    let update = r#"{"benefits": [{"type": "THREE_YEAR_COMMIT", "commitmentRequest": {
        "minimumQuantities": [{"offerType": "LICENSE", "quantity": 1},
            {"offerType": "CONSUMABLES", "quantity": 1}]}}]}"#;
    let at = |index: u8| {
        let list = "/benefits/0/commitmentRequest/minimumQuantities";
        row("adobe.commitment.minimum-quantity", &format!("{list}/{index}/quantity"))
    };
    let body = |details: &str| format!(r#"{{"code": "1135", "additionalDetails": [{details}]}}"#);
    assert_eq!(complaints("{}", update, &body(r#""CONSUMABLES""#)), [at(1)]);
    assert_eq!(complaints("{}", update, &body(r#""LICENSE""#)), [at(0)]);
    assert_eq!(complaints("{}", update, &body("")), [at(0), at(1)]);
    // One complaint for each detail. Where the place is named as often as something is certain of
    // it, each has its rule; else the rules can't be told apart.
    let update = r#"{"benefits": [{"type": "THREE_YEAR_COMMIT",
        "commitmentRequest": {"minimumQuantities": [{"offerType": "LICENSE", "quantity": 10}]},
        "recommitmentRequest": {"minimumQuantities": [{"offerType": "LICENSE", "quantity": 10}]}}]}"#;
    let (name, place) = (r#""benefits[0].recommitmentRequest""#, "/benefits/0/recommitmentRequest");
    let body = |details: &str| format!(r#"{{"code": "1117", "additionalDetails": [{details}]}}"#);
    assert_eq!(
        complaints("{}", update, &body(&format!(r#"{name}, "note", {name}"#))),
        [
            row("adobe.commitment.recommitment-needs-commitment", place),
            row("", "/note"),
            row("adobe.commitment.one-request", place),
        ]
    );
    let alone = complaints("{}", update, &body(name));
    assert_eq!(alone, [row("", place)]);
    let thrice = complaints("{}", update, &body(&[name; 3].join(",")));
    assert_eq!(thrice, vec![row("", place); 3]);
}

/// A name of digits is written as an index, and is found where it was sent.
#[test]
fn a_path_through_a_name_of_digits_leads_to_its_member() {
    let update = r#"{"companyProfile": {"address": {"5": {"a.b": 1}}}}"#;
    let update = Update::from_json(update).unwrap();
    let asked = Asked { update: Some(&update), ..unknown() };
    let body = r#"{"code": "1121", "additionalDetails": ["companyProfile.address[5].a.b"]}"#;
    let complaints = Answer::read(400, body).complaints(&asked);
    assert_eq!(complaints[0].pointer.as_str(), "/companyProfile/address/5/a.b");
}

/// Two rules may speak of one place: it is named once for each. What is wrong with the request as a
/// whole has no place, and hides none.
#[test]
fn a_refusal_names_a_place_once_for_each_rule() {
    let rule = |id: &str| RULES.iter().find(|rule| rule.id == id).unwrap();
    let details = |violations: &[(&str, &str)]| {
        let of = |(id, place): &(&str, &str)| Violation::new(rule(id), Pointer::new(*place));
        let violations = violations.iter().map(of).collect();
        let refusal = Refusal::new(violations, Next::Fix).unwrap();
        let response = refused(&refusal).unwrap();
        self::refusal(response.status, response.body.as_deref().unwrap()).details
    };
    let (empty, long) = ("adobe.text.empty", "adobe.text.length");
    assert_eq!(details(&[(empty, "/a"), (long, "/a")]), ["a", "a"]);
    assert_eq!(details(&[(empty, "/a"), (long, "/a"), (empty, "/b")]), ["a", "a", "b"]);
    assert_eq!(details(&[(empty, "/b"), (empty, "/a"), (long, "/a")]), ["b", "a", "a"]);
    assert_eq!(details(&[(empty, ""), (long, "/a")]), ["a"]);
    assert_eq!(details(&[(empty, ""), (long, "")]), [""; 0]);
    assert_eq!(details(&[(empty, "")]), [""; 0]);
}

/// Whether the window of a recommitment is open, only the day tells, which no answer holds: the
/// places are read back by what the answer names.
#[test]
fn two_reasons_at_one_place_are_read_back_without_the_day() {
    let list = r#""minimumQuantities": [{"offerType": "LICENSE", "quantity": 10}]"#;
    let record = Customer::from_json(&format!(
        r#"{{"benefits": [{{"type": "THREE_YEAR_COMMIT",
            "commitment": {{"endDate": "2026-11-14", "status": "COMMITTED", {list}}}}}]}}"#
    ))
    .unwrap();
    let update = format!(
        r#"{{"benefits": [{{"type": "THREE_YEAR_COMMIT",
            "commitmentRequest": {{{list}}}, "recommitmentRequest": {{{list}}}}}]}}"#
    );
    let update = Update::from_json(&update).unwrap();
    let mut policy = Policy::documented();
    policy.commitment.recommitment_window_days = Some(30);
    let today = Date::parse("2026-03-01").ok();
    let facts = Facts { today, ..Facts::unknown(policy) };
    let rejection = apply(&record, &update.clone().into(), &facts).unwrap_err();
    let refusal = rejection.refusal().unwrap();
    let places: Vec<_> = refusal.violations().map(|one| one.pointer.as_str()).collect();
    assert_eq!(places, ["/benefits/0/recommitmentRequest"; 2]);
    let response = refused(refusal).unwrap();
    for policy in [Policy::documented(), policy] {
        let asked = Asked { record: Some(&record), update: Some(&update), policy };
        let answer = Answer::read(response.status, response.body.as_deref().unwrap());
        let complaints = answer.complaints(&asked);
        let told: Vec<_> = complaints.iter().map(|one| one.pointer.as_str()).collect();
        assert_eq!(told, places);
        assert_eq!(answer.next(&asked), refusal.next());
    }
}

/// A log tells what kind of answer came, and nothing that somebody wrote.
#[test]
fn answers_show_their_kind_and_nobody() {
    let answer = Answer::read(200, r#"{"companyProfile": {"companyName": "Acme"}}"#);
    assert_eq!(format!("{answer:?}"), "Accepted");
    let answer = Answer::read(400, r#"{"code": "1117", "additionalDetails": ["Ada"]}"#);
    assert_eq!(format!("{answer:?}"), "Refused(1117)");
    let Answer::Refused(body) = answer else { panic!("{answer:?}") };
    assert_eq!(format!("{body:?}"), r#"ErrorBody { status: 400, code: "1117", .. }"#);
}

/// A log tells what is due, and not to whom.
#[test]
fn effects_show_what_is_due_and_not_to_whom() {
    let record = Customer::from_json(
        r#"{"companyProfile": {"contacts":
            [{"firstName": "Ada", "lastName": "Byron", "email": "ada@example.com"}]}}"#,
    )
    .unwrap();
    let update = Update::from_json(
        r#"{"linkedMembership": {"name": "G", "type": "STANDARD"}, "companyProfile": {"contacts":
            [{"firstName": "Bea", "lastName": "Byron", "email": "bea@example.com"}]}}"#,
    )
    .unwrap();
    let outcome = apply(&record, &update.into(), &Facts::unknown(Policy::documented())).unwrap();
    let effects: Vec<_> = outcome.decision.effects(&outcome.after).collect();
    assert_eq!(
        format!("{effects:?}"),
        "[welcome-email, system-admin-added, system-admin-remains, \
         linked-membership-terms-presented]"
    );
    // Each is stored in the form of the contract, and has a key of its own.
    let keys: Vec<_> = effects.iter().map(|effect| effect.key("42")).collect();
    assert_eq!(
        keys,
        [
            "42:welcome-email:bea@example.com",
            "42:system-admin-added:bea@example.com",
            "42:system-admin-remains:ada@example.com",
            "42:linked-membership-terms-presented",
        ]
    );
    for effect in &effects {
        let text = serde_json::to_string(effect).unwrap();
        assert!(text.starts_with(&format!(r#"{{"effect":"{}""#, effect.name())), "{text}");
        assert_eq!(serde_json::from_str::<Effect>(&text).unwrap(), *effect);
    }
    for text in [
        r#"{"effect":"other"}"#,
        r#"{"effect":"welcome-email"}"#,
        r#"{"effect":"welcome-email","email":"a@b.c","kind":"x"}"#,
        r#"{"effect":"commitment-terms-presented","kind":"x"}"#,
        r#"{"effect":"linked-membership-terms-presented","email":"a@b.c"}"#,
        r#"{"effect":"linked-membership-terms-presented","kind":"commitment"}"#,
    ] {
        assert!(serde_json::from_str::<Effect>(text).is_err(), "{text}");
    }
    // Nor does a decision: of addresses it shows how many.
    let shown = format!("{:?}", outcome.decision);
    assert!(shown.contains("admins_added: [1]") && shown.contains("admins_remaining: [1]"));
    assert!(!shown.contains("example"), "{shown}");
}

/// An empty text is told as one, wherever a word or a text is expected, and not as a word that
/// nobody knows.
#[test]
fn an_empty_text_is_told_as_one() {
    let contact = |first: &str, email: &str| {
        format!(
            r#"{{"companyProfile": {{"contacts":
                [{{"firstName": "{first}", "lastName": "B", "email": "{email}"}}]}}}}"#
        )
    };
    let updates = [
        (r#"{"companyProfile": {"marketSegment": ""}}"#.into(), "/companyProfile/marketSegment"),
        (
            r#"{"companyProfile": {"marketSubSegments": ["K_12", ""]}}"#.into(),
            "/companyProfile/marketSubSegments/1",
        ),
        (
            r#"{"companyProfile": {"preferredLanguage": ""}}"#.into(),
            "/companyProfile/preferredLanguage",
        ),
        (contact("", "a@b.c"), "/companyProfile/contacts/0/firstName"),
        (contact("A", ""), "/companyProfile/contacts/0/email"),
        (
            r#"{"linkedMembership": {"name": "", "type": "STANDARD"}}"#.into(),
            "/linkedMembership/name",
        ),
        (r#"{"linkedMembership": {"name": "G", "type": ""}}"#.into(), "/linkedMembership/type"),
        (r#"{"benefits": [{"type": ""}]}"#.into(), "/benefits/0/type"),
        (
            r#"{"benefits": [{"type": "THREE_YEAR_COMMIT", "commitmentRequest":
                {"minimumQuantities": [{"offerType": "", "quantity": 10}]}}]}"#
                .into(),
            "/benefits/0/commitmentRequest/minimumQuantities/0/offerType",
        ),
    ];
    for (update, place) in updates {
        let update: String = update;
        let rejection = rejected("{}", &update);
        let mut here = rejection.violations().filter(|one| one.pointer.as_str() == place);
        let rules: Vec<_> = here.by_ref().map(|one: &Violation| one.rule.id).collect();
        assert_eq!(rules, ["adobe.text.empty"], "{update}");
    }
}
