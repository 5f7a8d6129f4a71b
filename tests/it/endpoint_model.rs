//! The endpoints against a naive model: a map of answers and a list of events.
//!
//! Goal: what idempotency, tokens and states do over many calls is what a reader of the tables
//! expects. Method: random calls with days between them go to a [`Shop`] and to a model that knows
//! nothing of endpoints: it asks the core's verbs, and keeps answers in a map by method, path and
//! correlation id.

use std::collections::BTreeMap;

use customer_core::decision::Event;
use customer_core::value::Timestamp;
use customer_core::vendors::{Adobe, Commvault, Ibm, Vendor};
use customer_core::{adobe, commvault, ibm};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::endpoint::{Desk, NOW, Sent, Shop, at, ibm_document};

/// One call, and the seconds that pass before it.
#[derive(Clone, Copy, Debug)]
struct Step {
    wait: i64,
    which: u8,
    correlation: u8,
    request: Option<u8>,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let wait = prop_oneof![
        5 => Just(0_i64), 2 => Just(1), 2 => Just(400_000), 1 => Just(863_999), 1 => Just(864_000)
    ];
    let step = (wait, 0..6_u8, 0..3_u8, proptest::option::of(0..3_u8))
        .prop_map(|(wait, which, correlation, request)| Step { wait, which, correlation, request });
    vec(step, 1..16)
}

fn later(now: Timestamp, seconds: i64) -> Timestamp {
    let clock = i64::from(now.hour()) * 3600 + i64::from(now.minute()) * 60;
    let all = clock + i64::from(now.second()) + seconds;
    let day = now.date().add_days(all.div_euclid(86_400));
    let rest = u32::try_from(all.rem_euclid(86_400)).unwrap();
    let part = |n: u32| u8::try_from(n).unwrap();
    Timestamp::new(day, part(rest / 3600), part(rest / 60 % 60), part(rest % 60)).unwrap()
}

/// Seconds since some day long ago.
fn instant(now: Timestamp) -> i64 {
    let day = at("2000-01-01T00:00:00").date().days_until(now.date());
    let clock = i64::from(now.hour()) * 3600 + i64::from(now.minute()) * 60;
    day * 86_400 + clock + i64::from(now.second())
}

/// What was answered: status and body.
type Answer = (u16, Option<String>);

/// What the model keeps.
struct Model<V: Vendor> {
    now: Timestamp,
    record: V::Record,
    events: usize,
    outbox: Vec<V::Effect>,
    /// By method, path and correlation id: answer, instant, request id.
    answers: BTreeMap<(String, String, String), (Answer, i64, String)>,
    /// How many calls came without a request id: each has a fresh one.
    calls: u64,
}

impl<V: Vendor> Model<V> {
    fn new(record: V::Record) -> Self {
        Self {
            now: at(NOW),
            record,
            events: 0,
            outbox: Vec::new(),
            answers: BTreeMap::new(),
            calls: 0,
        }
    }

    /// Decides an input, and keeps what follows.
    fn decide(&mut self, input: &V::Input<'_>, facts: &V::Facts) -> Answer {
        match V::apply(&self.record, input, facts) {
            Ok(outcome) => {
                let effects = V::effects(&outcome.decision, &outcome.after);
                if outcome.after != self.record || !effects.is_empty() {
                    self.events += 1;
                }
                self.outbox.extend(effects);
                self.record = outcome.after;
                let response = V::accepted(&self.record);
                (response.status, response.body)
            }
            Err(rejection) => {
                let response = V::refused(input, rejection.refusal().unwrap()).unwrap();
                (response.status, response.body)
            }
        }
    }
}

/// Runs both, and compares them after each call.
fn compare<V: Desk>(
    steps: &[Step],
    mut model: Model<V>,
    sent: impl Fn(&Model<V>, Step) -> Sent,
    mut serve: impl FnMut(&mut Model<V>, Step, &Sent) -> Answer,
) -> Result<(), TestCaseError> {
    let mut shop = Shop::<V>::open();
    for step in steps {
        model.now = later(model.now, step.wait);
        shop.now = model.now;
        let sent = sent(&model, *step);
        let expected = serve(&mut model, *step, &sent);
        let replied = shop.serve(&sent);
        prop_assert_eq!((replied.reply.status, replied.reply.body), expected, "{:?}", step);
        let (record, revision) = shop.records.values().next().unwrap();
        prop_assert_eq!(record, &model.record);
        prop_assert_eq!(shop.events.len(), model.events);
        prop_assert_eq!(*revision, model.events as u64 + 1);
        prop_assert_eq!(&shop.outbox, &model.outbox);
        model.calls += 1;
    }
    prop_assert!(shop.events.iter().all(|(_, event)| matches!(event, Event::Decided(_))));
    Ok(())
}

const BODIES: [&str; 5] = [
    r#"{"externalReferenceId":"342"}"#,
    r#"{"externalReferenceId":"343"}"#,
    r#"{"nickname":"x"}"#,
    r#"{"companyProfile":{"contacts":[{"firstName":"Mickey","lastName":"Mouse","email":"mickey@mouse.com"}]}}"#,
    "{}",
];

fn adobe_call(_: &Model<Adobe>, step: Step) -> Sent {
    let sent = match BODIES.get(usize::from(step.which)) {
        Some(body) => Adobe::updating().json(body),
        None => Adobe::reading(),
    };
    let sent = sent.with("X-Correlation-Id", format!("c-{}", step.correlation));
    match step.request {
        Some(id) => sent.with("X-Request-Id", format!("r-{id}")),
        None => sent.without("X-Request-Id"),
    }
}

fn adobe_answer(model: &mut Model<Adobe>, step: Step, sent: &Sent) -> Answer {
    let Some(body) = BODIES.get(usize::from(step.which)) else {
        return (200, Some(model.record.to_json()));
    };
    let key = (sent.method.clone(), sent.target.clone(), format!("c-{}", step.correlation));
    let now = instant(model.now);
    model.answers.retain(|_, (_, stored, _)| now - *stored < 864_000);
    if let Some((answer, ..)) = model.answers.get(&key) {
        return answer.clone();
    }
    let id = step.request.map_or(format!("fresh-{}", model.calls), |id| format!("r-{id}"));
    if step.request.is_some() && model.answers.values().any(|(.., used)| *used == id) {
        let body = r#"{"code":"4120","message":"Duplicate request id, same requestId has already been processed","additionalDetails":[]}"#;
        return (400, Some(body.into()));
    }
    let facts = adobe::Facts { today: Some(model.now.date()), ..Adobe::permitting() };
    let update = adobe::Update::from_json(body).unwrap();
    let answer = model.decide(&update.into(), &facts);
    model.answers.insert(key, (answer.clone(), now, id));
    answer
}

fn ibm_call(model: &Model<Ibm>, step: Step) -> Sent {
    let version = model.record.document.version.unwrap();
    let old = version.saturating_sub(i64::from(step.correlation));
    let phone = step.request.map_or("9".repeat(31), |id| id.to_string());
    let text = ibm_document("100000001", u32::try_from(old).unwrap(), &phone);
    match step.which {
        0 => Ibm::reading(),
        1 => Ibm::reading().by("POST").with("x-operation", "suspendCustomer"),
        2 => Ibm::reading().by("POST").with("x-operation", "unsuspendCustomer"),
        _ => Ibm::updating().json(text.replace(r#""CustomerState":"ACTIVE","#, "")),
    }
}

fn ibm_answer(model: &mut Model<Ibm>, step: Step, sent: &Sent) -> Answer {
    let facts = ibm::Facts {
        role: Some(ibm::Role::Vsr),
        same_organization: Some(true),
        ..Ibm::permitting()
    };
    match step.which {
        0 => (200, Some(model.record.to_json())),
        1 => model.decide(&ibm::Operation::Suspend.into(), &facts),
        2 => model.decide(&ibm::Operation::Unsuspend.into(), &facts),
        _ => {
            let text = core::str::from_utf8(&sent.body).unwrap();
            model.decide(&ibm::Update::from_json(text).unwrap().into(), &facts)
        }
    }
}

fn commvault_call(_: &Model<Commvault>, step: Step) -> Sent {
    let site = step.request.map_or("null".to_owned(), |id| format!("\"{id}.example\""));
    let body = format!(r#"{{"externalId":"X1","name":"Acme","website":{site},"contacts":[{{}}]}}"#);
    match (step.which, step.correlation) {
        (0, _) => Commvault::reading(),
        (1, _) => Commvault::refusing(),
        (2, _) => Commvault::updating().by("PATCH").json(body),
        _ => Commvault::updating().json(body),
    }
}

fn commvault_answer(model: &mut Model<Commvault>, step: Step, sent: &Sent) -> Answer {
    if step.which == 0 {
        return (200, Some(format!(r#"{{"data":{}}}"#, model.record.to_json())));
    }
    let facts = commvault::Facts { now: Some(model.now), ..Commvault::permitting() };
    let text = core::str::from_utf8(&sent.body).unwrap();
    model.decide(&commvault::Update::from_json(text).unwrap().into(), &facts)
}

proptest! {
    #[test]
    fn adobe_is_the_model(steps in steps()) {
        compare::<Adobe>(&steps, Model::new(Adobe::record()), adobe_call, adobe_answer)?;
    }

    #[test]
    fn ibm_is_the_model(steps in steps()) {
        compare::<Ibm>(&steps, Model::new(Ibm::record()), ibm_call, ibm_answer)?;
    }

    #[test]
    fn commvault_is_the_model(steps in steps()) {
        compare::<Commvault>(&steps, Model::new(Commvault::record()), commvault_call, commvault_answer)?;
    }
}
