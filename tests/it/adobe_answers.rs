//! Adobe's own answers: what is written can be read back, and what is read tells what to do next.
//!
//! Goal: whoever gets an answer, ours or the vendor's, learns what was refused, where, and whether
//! to send again. Method: answers of ours read back, and the forms of the vendor's error pages.

use customer_core::adobe::{
    Answer, Customer, Effect, ErrorBody, Facts, Policy, Rejection, Update, accepted, apply,
    decide_update, refused,
};
use customer_core::decision::{Next, Violation};

fn rejected(record: &str, update: &str) -> Rejection {
    let record = Customer::from_json(record).unwrap();
    let update = Update::from_json(update).unwrap();
    decide_update(&record, &update, &Facts::unknown(Policy::documented())).unwrap_err()
}

fn refusal(status: u16, body: &str) -> ErrorBody {
    match Answer::read(status, body).unwrap() {
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
        let answer = Answer::read(status, response.body.as_deref().unwrap()).unwrap();
        assert_eq!(answer.next(), Next::Done);
        assert_eq!(answer, Answer::Accepted(Box::new(after.document.clone())));
    }
    // A customer of another status is none: what came is an error body without a code.
    for status in [199, 300] {
        assert_eq!(refusal(status, response.body.as_deref().unwrap()).code, "");
    }
    assert!(Answer::read(200, "<html>").is_err());
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
    let response = refused(rejection.refusal().unwrap());
    let read = refusal(response.status, response.body.as_deref().unwrap());
    assert_eq!((read.status, read.code.as_str()), (400, "1117"));
    let first = rejection.violations().filter(|one| one.code == Some("1117"));
    let places: Vec<_> = first.map(|one| one.pointer.clone()).collect();
    assert_eq!(places.len(), 3);
    assert_eq!(read.pointers(), places);
    assert_eq!(read.next(), rejection.next());
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
        assert!(Answer::read(502, body).is_err(), "{body}");
    }
}

/// A gateway's trouble says nothing of the request; the record may have been changed all the same.
#[test]
fn an_answer_tells_what_to_do_next() {
    let next = [
        (429, "", Next::Wait),
        (429, "1117", Next::Wait),
        (400, "4118", Next::Wait),
        (400, "4122", Next::Wait),
        (400, "1125", Next::Wait),
        (500, "", Next::Refetch),
        (503, "1117", Next::Refetch),
        (599, "", Next::Refetch),
        (400, "1124", Next::Refetch),
        (400, "4119", Next::Fix),
        (400, "4120", Next::Fix),
        (400, "1117", Next::Fix),
        (499, "1135", Next::Fix),
        (404, "1116", Next::Stop),
        (400, "1119", Next::Stop),
        (401, "", Next::Stop),
    ];
    for (status, code, next) in next {
        let body = format!(r#"{{"code": "{code}"}}"#);
        assert_eq!(Answer::read(status, &body).unwrap().next(), next, "{status} {code}");
    }
}

/// A log tells what kind of answer came, and nothing that somebody wrote.
#[test]
fn answers_show_their_kind_and_nobody() {
    let answer = Answer::read(200, r#"{"companyProfile": {"companyName": "Acme"}}"#).unwrap();
    assert_eq!(format!("{answer:?}"), "Accepted");
    let answer = Answer::read(400, r#"{"code": "1117", "additionalDetails": ["Ada"]}"#).unwrap();
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
