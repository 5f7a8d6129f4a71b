//! What people read: words, errors and `Debug`.
//!
//! Goal: a log tells what is wrong and where, and never nothing. Method: the exact text of each.

use std::collections::HashSet;

use customer_core::commitment::{self, Commitment, Input, Kind, RULES, Transitions};
use customer_core::decision::{
    Cause, ChangeKind, Evidence, Format, Instead, Limit, Next, Refusal, Rejection, Remedy,
    RuleKind, Violation,
};
use customer_core::json::{DOCUMENT_SIZE_MAX, Pointer, Reason, Text};
use customer_core::member::Field;
use customer_core::plan::Wish;
use customer_core::value::{Date, Offer, Owned, Quantities, Quantity, Timestamp};
use customer_core::{adobe, commvault, ibm};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error as Plain;

#[test]
fn what_to_do_next() {
    let words = [
        (Next::Done, "done", "nothing more to do"),
        (Next::Poll, "poll", "ask again until it settles"),
        (Next::Fix, "fix", "change the request, then send it"),
        (Next::Lookup, "lookup", "look the needed facts up, then ask again"),
        (Next::Refetch, "refetch", "read the record, make the change again, send again"),
        (Next::Wait, "wait", "send the same request later"),
        (Next::Retry, "retry", "send the same request now"),
        (Next::Stop, "stop", "this API can't do it"),
    ];
    for (next, word, advice) in words {
        assert_eq!((next.as_str(), next.advice()), (word, advice));
        assert_eq!(next.to_string(), word);
    }
}

#[test]
fn what_to_do_instead() {
    let words = [
        ("support-ticket", "ask the vendor's support"),
        ("admin-console", "change it in the vendor's console"),
        ("other-endpoint", "use another call of the vendor"),
        ("two-steps", "send two requests, one after the other"),
        ("not-at-this-vendor", "nothing does it at this vendor"),
        ("facts", "look it up, then ask again"),
        ("wait", "ask for the same later"),
        ("acknowledge", "acknowledge that it gets lost"),
        ("other-value", "wish another value, or one more"),
    ];
    assert_eq!(Instead::ALL.len(), words.len());
    for (instead, (word, advice)) in Instead::ALL.iter().zip(words) {
        assert_eq!((instead.to_string().as_str(), instead.advice()), (word, advice));
        // serde and the contract say the same word.
        assert_eq!(serde_json::to_value(instead).unwrap(), instead.as_str());
    }
}

#[test]
fn what_a_change_a_limit_and_a_kind_of_rule_are() {
    assert!(Cause::ALL.iter().all(|cause| cause.to_string() == cause.as_str()));
    assert!(ChangeKind::ALL.iter().all(|kind| kind.to_string() == kind.as_str()));
    assert_eq!(Limit::AtLeast(10).to_string(), "at least 10");
    assert_eq!(Limit::AtMost(3).to_string(), "at most 3");
    let kinds = [RuleKind::Refuses, RuleKind::States, RuleKind::Plans].map(|it| it.to_string());
    assert_eq!(kinds, ["refuses", "states", "plans"]);
}

/// Each limit has a text of its own, and none of the others.
#[test]
fn what_is_too_large_says_by_what() {
    let texts = [
        (Reason::Size(16 * 1024 * 1024), "too large: at most 16 MiB"),
        (Reason::Size(DOCUMENT_SIZE_MAX), "too large: at most 4 MiB"),
        (Reason::Size(1000), "too large: at most 1000 bytes"),
        (Reason::Count(adobe::CONTACTS_MAX), "too large: at most 10000 elements"),
        (Reason::Beyond, "too large: what comes of it has at most 4 MiB and 100 levels"),
        (Reason::Depth, "nested too deep: at most 128 levels, 100 in a vendor's document"),
    ];
    for (reason, text) in texts {
        assert_eq!(reason.to_string(), text);
    }
}

/// A fact that was not looked up is never the vendor's refusal, and its name is nothing personal.
#[test]
fn a_plan_that_misses_facts_says_so() {
    let customer = r#"{"companyProfile": {"marketSegment": "COM"}}"#;
    let customer = adobe::Customer::from_json(customer).unwrap();
    let wish = r#"{"merge": {"companyName": "x", "companyProfile": {"marketSegment": "EDU"}}}"#;
    let wish = Wish::from_json(wish).unwrap();
    let facts = adobe::Facts::unknown(adobe::Policy::documented());
    let unreachable = adobe::plan(&customer, &wish, &facts).unwrap_err();
    let text = unreachable.to_string();
    let expected = "not looked up: \
         activeSubscriptions (for `/companyProfile/marketSegment`, \
         adobe.market-segment.no-subscription), \
         resellerMarketSegments (for `/companyProfile/marketSegment`, \
         adobe.market-segment.reseller-enabled); \
         adobe.member.unknown at `/companyName`: ";
    assert!(text.starts_with(expected), "{text}");
    let missing: Vec<adobe::Fact> = unreachable.needs().map(|need| need.fact).collect();
    assert_eq!(missing, [adobe::Fact::ActiveSubscriptions, adobe::Fact::ResellerMarketSegments]);
    let shown = format!("{unreachable:?}");
    assert!(
        shown.contains("ActiveSubscriptions") && shown.contains("`/facts/activeSubs"),
        "{shown}"
    );
    let one = unreachable.obstacles.iter().find(|one| one.need.is_some()).unwrap();
    assert!(one.to_string().starts_with("not looked up: activeSubscriptions ("), "{one}");
}

/// What serde stores is no document of the vendor, and says what reads one. IBM's document was stored
/// so once, and is still read.
#[test]
fn a_document_that_is_read_as_a_record_says_what_reads_it() {
    let documents = [
        serde_json::from_str::<adobe::Customer>(r#"{"status": "1000", "links": {}}"#).err(),
        serde_json::from_str::<ibm::Customer>(r#"{"OrgName": "Acme"}"#).err(),
        serde_json::from_str::<commvault::Account>(r#"{"data": {"name": "Acme"}}"#).err(),
    ];
    for error in documents {
        let text = error.unwrap().to_string();
        assert!(text.contains("from_json") && text.contains("at the root"), "{text}");
        assert!(!text.contains("no such member"), "{text}");
    }
}

/// What a rule may answer to a wish: none of it twice, and where it depends, more than one.
#[test]
fn what_a_rule_may_answer_to_a_wish() {
    for rule in [adobe::RULES, ibm::RULES, commvault::RULES].concat() {
        let ways = rule.instead.ways();
        let count = match rule.instead {
            Remedy::Never => 0..=0,
            Remedy::Is(_) => 1..=1,
            _ => 2..=Instead::ALL.len(),
        };
        assert!(count.contains(&ways.len()), "{rule}: {ways:?}");
        let different: HashSet<_> = ways.iter().collect();
        assert_eq!(different.len(), ways.len(), "{rule}");
    }
}

/// A rule is its id.
#[test]
fn a_rule_is_hashed_and_shown_by_its_id() {
    let all = [adobe::RULES, ibm::RULES, commvault::RULES, RULES].concat();
    let ids: HashSet<_> = all.iter().map(|rule| rule.id).collect();
    let rules: HashSet<_> = all.iter().copied().collect();
    assert_eq!(rules.len(), ids.len());
    assert!(all.iter().all(|rule| rules.contains(rule) && format!("{rule:?}").contains(rule.id)));
}

#[test]
fn what_two_steps_are_for_is_said_with_its_places() {
    let of = |segment: &str| {
        let text = format!(r#"{{"companyProfile":{{"marketSegment":"{segment}"}}}}"#);
        adobe::Update::from_json(&text).unwrap().into_owned()
    };
    let policy = adobe::Policy::documented();
    assert!(adobe::compose(&of("EDU"), &of("EDU"), &policy).is_ok());
    let two = adobe::compose(&of("EDU"), &of("COM"), &policy).unwrap_err();
    let places: String = two.places().iter().map(|place| format!(" `{place}`")).collect();
    assert!(!places.is_empty());
    assert_eq!(two.to_string(), format!("{}:{places}", two.rule().says));
}

/// Readings and rules are shown by their names, padded as asked.
#[test]
fn readings_rules_and_reasons_are_shown() {
    let reading = commvault::Policy::documented().busy;
    assert_eq!(format!("{reading:>20}"), format!("{:>20}", reading.name()));
    assert!(RULES.iter().all(|rule| rule.to_string() == rule.id));
    assert_eq!(Reason::Word.to_string(), "not one of the known words");
}

#[test]
fn presets_are_found_by_their_names() {
    assert!(adobe::Policy::NAMES.iter().all(|name| adobe::Policy::by_name(name).is_some()));
    assert!(ibm::Policy::NAMES.iter().all(|name| ibm::Policy::by_name(name).is_some()));
    assert!(commvault::Policy::NAMES.iter().all(|name| commvault::Policy::by_name(name).is_some()));
    assert_eq!(adobe::Policy::by_name("viewer"), None);
    assert_eq!(ibm::Policy::by_name("lenient"), None);
    assert_eq!(commvault::Policy::by_name("Documented"), None);
}

#[test]
fn days_and_times_are_made_from_text() {
    let day = Date::parse("2024-02-29").unwrap();
    assert_eq!(Date::try_from("2024-02-29"), Ok(day));
    assert_eq!(Date::try_from("2023-02-29").ok(), None);
    let stamp = Timestamp::parse("2024-02-29T09:08:07").unwrap();
    assert_eq!(Timestamp::try_from("2024-02-29T09:08:07"), Ok(stamp));
    assert_eq!(Timestamp::try_from("2024-02-29").ok(), None);
}

#[test]
fn words_of_the_domain() {
    let evidence = [Evidence::Documented, Evidence::Observed, Evidence::Inferred, Evidence::Chosen];
    let shown = evidence.map(|one| one.to_string());
    assert_eq!(shown, ["documented", "observed", "inferred", "chosen"]);
    assert_eq!(Kind::ALL.map(|kind| kind.to_string()), ["commitment", "recommitment"]);
    assert_eq!(Offer::ALL.map(|offer| offer.to_string()), ["LICENSE", "CONSUMABLES"]);
    assert_eq!(Quantity::of(10).to_string(), "10");
    // Padded as asked, for tables.
    assert_eq!(
        format!("{:>12}|{:<8}|", Kind::Commitment, Offer::License),
        "  commitment|LICENSE |"
    );
    let day = Date::parse("2024-02-29").unwrap();
    assert_eq!(format!("{day} {day:?}"), "2024-02-29 2024-02-29");
    let stamp = Timestamp::parse("2024-02-29T09:08:07").unwrap();
    assert_eq!(format!("{stamp} {stamp:?}"), "2024-02-29T09:08:07 2024-02-29T09:08:07");
}

#[test]
fn a_rejection_tells_every_rule_and_place() {
    let rule = |id| RULES.iter().find(|rule| rule.id == id).unwrap();
    let window = rule("commitment.answer.window");
    let minimum = rule("commitment.quantity.minimum");
    let one = Violation::new(window, Pointer::new("/facts/today"));
    let two = Violation::new(minimum, Pointer::new("/a/0")).with_limit(Limit::AtLeast(10));
    let three = Violation::new(window, Pointer::default()).with_limit(Limit::AtMost(3));
    let refusal = Refusal::new(vec![one, two, three], Next::Fix).unwrap();
    let expected = "commitment.answer.window at `/facts/today`: \
         an answer must come before the answer window after the request is over; \
         commitment.quantity.minimum at `/a/0`: \
         a quantity must not be less than the minimum of its offer (at least 10); \
         commitment.answer.window at the root: \
         an answer must come before the answer window after the request is over (at most 3)";
    assert_eq!(refusal.to_string(), expected);
    assert_eq!(Rejection::<adobe::Fact>::Refused(refusal).to_string(), expected);
}

/// The facts first: without them nothing is certain but what is listed behind them.
#[test]
fn what_is_undecided_names_the_facts() {
    let customer = adobe::Customer::default();
    let text = r#"{"companyProfile": {"marketSegment": "EDU", "preferredLanguage": "xx"}}"#;
    let update = adobe::Update::from_json(text).unwrap();
    let facts = adobe::Facts::unknown(adobe::Policy::documented());
    let rejection = adobe::decide(&customer, &update.into(), &facts).unwrap_err();
    assert_eq!(
        rejection.to_string(),
        "not looked up: \
         activeSubscriptions (for `/companyProfile/marketSegment`, \
         adobe.market-segment.no-subscription), \
         resellerMarketSegments (for `/companyProfile/marketSegment`, \
         adobe.market-segment.reseller-enabled); \
         adobe.language.known at `/companyProfile/preferredLanguage`: \
         the language must be one of the 43 supported locales"
    );
    assert_eq!(rejection.next(), Next::Lookup);
}

#[test]
fn what_cannot_be_read_is_told_with_its_place() {
    let unreadable = commvault::Account::from_json(r#"{"name": 1, "website": 2}"#).unwrap_err();
    let shown = unreadable.to_string();
    let (first, second) = shown.split_once("; ").unwrap();
    assert!(first.starts_with("must be ") && first.ends_with(" at `/name`"), "{first}");
    assert!(second.starts_with("must be ") && second.ends_with(" at `/website`"), "{second}");
}

#[test]
fn answers_show_their_status_and_no_body() {
    let account = commvault::Account::from_json(r#"{"name": "Ada"}"#).unwrap();
    let response = commvault::accepted(&account);
    assert_eq!(format!("{response:?}"), "Response { status: 200, .. }");
    let body = r#"{"BSSResponse": {"MessageCode": "M1", "ResponseMessage": "Ada"}}"#;
    assert_eq!(
        format!("{:?}", ibm::Answer::read(400, body)),
        "Answer { status: 400, message_code: Some(\"M1\"), .. }"
    );
}

#[test]
fn texts_are_not_shown() {
    assert_eq!(format!("{:?}", Text::from(String::from("Ada"))), "\"…\"");
    let text = r#"{"services": [{"note": "Ada"}], "deactivatedOptions": {"note": "Ada"}}"#;
    let carried = commvault::Profile::from_json(text).unwrap();
    assert_eq!(
        format!("{:?} {:?}", carried.services, carried.deactivated_options),
        "Some(…) Some(…)"
    );
}

/// Names of members and words of ours; of what a person wrote, that it is there.
#[test]
fn a_record_and_a_request_show_their_shape_and_nobody() {
    let text = r#"{"globalSalesEnabled": true, "extra": 1, "companyProfile": {"companyName": "Acme",
        "contacts": [{"firstName": "Ada", "email": "a@b.c"}]}, "benefits": [
        {"type": "THREE_YEAR_COMMIT", "commitmentRequest": {"status": "REQUESTED",
        "minimumQuantities": [{"offerType": "LICENSE", "quantity": 10}]}}]}"#;
    assert_eq!(
        format!("{:?}", adobe::Customer::from_json(text).unwrap()),
        "Customer { document: Resource { global_sales_enabled: true, \
         company_profile: CompanyProfile { company_name: \"…\", \
         contacts: [Contact { first_name: \"…\", email: \"…\" }] }, \
         benefits: [Benefit { kind: ThreeYearCommit, \
         commitment_request: Commitment { status: \"…\", \
         minimum_quantities: [MinimumQuantity { offer_type: \"…\", quantity: Quantity(10) }] } }] }, \
         internal: Internal { requested_on: None, accepted_on: None, system_admins: 1 } }"
    );
    assert_eq!(
        format!("{:?}", adobe::Update::from_json(text).unwrap()),
        "Update { global_sales_enabled: true, \
         company_profile: SentCompanyProfile { company_name: \"…\", \
         contacts: [SentContact { first_name: \"…\", email: \"…\" }] }, \
         benefits: [SentBenefit { kind: \"…\", \
         commitment_request: SentCommitment { status: \"…\", \
         minimum_quantities: [SentMinimumQuantity { offer_type: \"…\", quantity: … }] } }] }"
    );
    let text = r#"{"Customer": {"CustomerNumber": "CN-1", "CustomerState": "ACTIVE", "Version": 7,
        "Organization": {"OrgName": "Acme"}}}"#;
    assert_eq!(
        format!("{:?}", ibm::Customer::from_json(text).unwrap()),
        "Customer { document: Profile { customer_number: \"…\", customer_state: Active, version: 7, \
         organization: Organization { org_name: \"…\" } }, .. }"
    );
    let text = r#"{"Customer": {"Version": 7, "Organization": {"OrgName": "Acme"}}}"#;
    assert_eq!(
        format!("{:?}", ibm::Update::from_json(text).unwrap()),
        "Update { form: Nested, document: Value(SentProfile { version: 7, \
         organization: SentOrganization { org_name: \"…\" } }), spellings: [] }"
    );
    let text = r#"{"status": "active", "name": "Acme", "website": null,
        "contacts": [{"email": "a@b.c"}]}"#;
    assert_eq!(
        format!("{:?}", commvault::Account::from_json(text).unwrap()),
        "Account { document: Profile { status: Active, name: \"…\", \
         contacts: [Contact { email: \"…\" }] }, pending: None, status_before: None }"
    );
    let text = r#"{"name": "Acme", "website": null, "contacts": [{"email": "a@b.c"}]}"#;
    assert_eq!(
        format!("{:?}", commvault::Update::from_json(text).unwrap()),
        "Update { name: \"…\", website: null, contacts: [SentContact { email: \"…\" }] }"
    );
}

#[test]
fn transitions_are_shown_as_a_list() {
    let facts = commitment::Facts {
        today: Some(Date::MIN),
        owned: Some(Owned::NOTHING),
        policy: commitment::Policy::documented(),
    };
    let quantities = Quantities::new(Some(Quantity::of(10)), None);
    let input = Input::Requested { kind: Kind::Recommitment, quantities };
    assert!(commitment::decide(&Commitment::NONE, &input, &facts).is_err());
    let input = Input::Requested { kind: Kind::Commitment, quantities };
    let decision = commitment::decide(&Commitment::NONE, &input, &facts).unwrap();
    assert_eq!(format!("{:?}", decision.transitions), "[Requested(Commitment)]");
}

/// serde says what stood there and what should: the latter in our words.
#[test]
fn serde_says_what_it_expected() {
    fn expected(error: serde_json::Error) -> String {
        let error = error.to_string();
        let (_, expected) = error.split_once("expected ").unwrap();
        expected.split(" at line").next().unwrap().into()
    }
    let error = serde_json::from_str::<Date>("1").unwrap_err();
    assert_eq!(expected(error), "a date of the form YYYY-MM-DD");
    let error = serde_json::from_str::<Timestamp>("1").unwrap_err();
    assert_eq!(expected(error), "a timestamp of the form YYYY-MM-DDTHH:MM:SS");
    let error = serde_json::from_str::<Transitions>("1").unwrap_err();
    assert_eq!(expected(error), "a list of at most three transitions");
    let error = serde_json::from_str::<Text<'_>>("1").unwrap_err();
    assert_eq!(expected(error), "a text");
    let deserializer = IntoDeserializer::<Plain>::into_deserializer(1_u8);
    let error = Field::<u8>::deserialize(deserializer).unwrap_err();
    assert_eq!(error.to_string(), "invalid type: integer `1`, expected null or a value");
}

#[test]
fn a_decision_knows_the_version_of_its_form() {
    assert_eq!(Format::<7>.number(), 7);
    let said = |text| serde_json::from_str::<Format<7>>(text).unwrap_err().to_string();
    assert_eq!(said("8"), "of the later version 8 (this crate reads up to 7)");
    assert_eq!(said("0"), "no version of a stored form");

    let customer = adobe::Customer::default();
    let update = adobe::Update::from_json("{}").unwrap();
    let facts = adobe::Facts::unknown(adobe::Policy::documented());
    let decision = adobe::decide(&customer, &update.into(), &facts).unwrap();
    assert_eq!(decision.version(), 2);

    let account = commvault::Account::from_json(r#"{"status": "updating"}"#).unwrap();
    let facts = commvault::Facts {
        policy: commvault::Policy::documented(),
        now: None,
        external_id_taken: None,
        name_taken: None,
    };
    let input = commvault::Settlement::Failed.into();
    assert_eq!(commvault::decide(&account, &input, &facts).unwrap().version(), 2);
}
