//! The order of checks: of two defects the one of the earlier step answers.
//!
//! Goal: `L12`, and the tables of steps of the three vendors. Method: the defects of an update in
//! the order of their steps; every one alone, and every pair. In a pair the later defect is made
//! first, so that what both touch is as the earlier one leaves it.

use customer_core::adobe::Status;
use customer_core::adobe::endpoint::Token;
use customer_core::endpoint::{Digest, Found, StoredAnswer, Tenant};
use customer_core::http::Reply;
use customer_core::vendors::{Adobe, Commvault, Ibm};
use customer_core::{adobe, commvault, ibm};

use crate::endpoint::{Answered, Desk, NOW, Sent, answered, at, body, ibm_document};

/// A call and everything that is known about it.
struct Case<V: Desk> {
    sent: Sent,
    caller: Option<V::Caller>,
    record: Option<V::Record>,
    tenant: Tenant,
    answer: Option<StoredAnswer>,
    used: bool,
    facts: V::Facts,
}

impl<V: Desk> Case<V> {
    fn new(sent: Sent) -> Self {
        Self {
            sent,
            caller: Some(V::caller()),
            record: Some(V::record()),
            tenant: Tenant::Own,
            answer: None,
            used: false,
            facts: V::permitting(),
        }
    }

    fn edit(&mut self, edit: impl FnOnce(Sent) -> Sent) {
        self.sent = edit(self.sent.clone());
    }

    fn reply(&self) -> Reply {
        let answered: Answered<V> = answered::<V>(&self.sent, &self.facts, |known| {
            known.caller = self.caller.as_ref();
            known.record = self.record.as_ref().map(|record| Found {
                record,
                revision: 3,
                tenant: self.tenant,
            });
            known.answer = self.answer.as_ref();
            known.request_id_used = self.used;
        });
        answered.reply().expect("every fact is known").reply.clone()
    }
}

/// A defect: what it is, what answers to it, and how to make it.
struct Defect<V: Desk> {
    name: &'static str,
    status: u16,
    says: &'static str,
    make: fn(&mut Case<V>),
}

fn check<V: Desk>(sent: &Sent, defects: &[Defect<V>]) {
    let good = Case::<V>::new(sent.clone()).reply();
    assert!(matches!(good.status, 200 | 201 | 204), "{good:?}: {}", body(&good));
    let fits = |reply: &Reply, defect: &Defect<V>| {
        reply.status == defect.status && body(reply).contains(defect.says)
    };
    for (index, first) in defects.iter().enumerate() {
        let mut alone = Case::<V>::new(sent.clone());
        (first.make)(&mut alone);
        let alone = alone.reply();
        assert!(fits(&alone, first), "{}: {} {}", first.name, alone.status, body(&alone));
        for second in defects.iter().skip(index + 1) {
            let mut both = Case::<V>::new(sent.clone());
            (second.make)(&mut both);
            (first.make)(&mut both);
            let both = both.reply();
            let (one, two) = (first.name, second.name);
            assert!(fits(&both, first), "{one}, {two}: {} {}", both.status, body(&both));
            // L12: the later one changes neither status nor body, where it does not stand in the
            // same list of violations.
            if first.says != "violations" {
                assert_eq!(both.body, alone.body, "{one}, {two}");
            }
        }
    }
}

/// The defects of a head that all vendors read alike; `base` begins a path.
macro_rules! head {
    ($base:literal, $form:literal) => {
        [
            Defect {
                name: "target",
                status: 414,
                says: $form,
                make: |case| case.edit(|sent| sent.at(&format!("{}/{}", $base, "x".repeat(9000)))),
            },
            Defect {
                name: "head",
                status: 431,
                says: $form,
                make: |case| case.edit(|sent| sent.with("X-Long", "x".repeat(33_000))),
            },
            Defect {
                name: "path",
                status: 404,
                says: $form,
                make: |case| case.edit(|sent| sent.at(concat!($base, "/nowhere"))),
            },
            Defect {
                name: "method",
                status: 405,
                says: $form,
                make: |case| case.edit(|sent| sent.by("OPTIONS")),
            },
        ]
    };
}

/// The defects of the transfer, which stand behind those of the caller.
macro_rules! transfer {
    ($form:literal) => {
        [
            Defect {
                name: "size",
                status: 413,
                says: $form,
                make: |case| case.sent.body.resize(4 * 1024 * 1024 + 1, b' '),
            },
            Defect {
                name: "type",
                status: 415,
                says: $form,
                make: |case| case.edit(|sent| sent.with("Content-Type", "text/plain")),
            },
            Defect {
                name: "coding",
                status: 415,
                says: $form,
                make: |case| case.edit(|sent| sent.with("Content-Encoding", "gzip")),
            },
            Defect {
                name: "accept",
                status: 406,
                says: $form,
                make: |case| case.edit(|sent| sent.with("Accept", "text/html")),
            },
        ]
    };
}

fn adobe_caller() -> [Defect<Adobe>; 5] {
    let make = |name, status, says, make| Defect { name, status, says, make };
    [
        make("api key", 403, "4115", |case| case.caller = None),
        make("authorization", 403, "4117", |case| {
            case.edit(|sent| sent.without("Authorization"));
        }),
        make("no bearer", 401, "4116", |case| {
            case.edit(|sent| sent.with("Authorization", "Basic x"));
        }),
        make("token", 401, "4116", |case| {
            case.caller.as_mut().unwrap().token = Token::Unknown;
        }),
        make("another's token", 403, "4115", |case| {
            case.caller.as_mut().unwrap().token = Token::Other;
        }),
    ]
}

fn adobe_write() -> [Defect<Adobe>; 6] {
    let make = |name, status, says, make| Defect { name, status, says, make };
    [
        make("correlation id", 400, "4119", |case| {
            case.edit(|sent| sent.with("X-Correlation-Id", "a b"));
        }),
        make("stored answer", 200, "stored", |case: &mut Case<Adobe>| {
            let key = case.sent.ask(|request| {
                use customer_core::vendors::Endpoint as _;
                let call = Adobe::call(request, &customer_core::http::Limits::default());
                Adobe::wanted(&call).answer.map(|key| key.into_owned())
            });
            let key = key.unwrap();
            let body = (200, r#"{"stored":true}"#.to_owned());
            case.answer = Some(StoredAnswer::new(key, None, Digest::NONE, body, at(NOW)));
        }),
        make("request id", 400, r#""code":"400""#, |case| {
            case.edit(|sent| sent.with("X-Request-Id", "a b"));
        }),
        make("request id used", 400, "4120", |case| case.used = true),
        make("no object", 400, r#""code":"400""#, |case| case.sent.body = b"[1]".to_vec()),
        make("types", 400, "1117", |case| {
            case.sent.body = br#"{"companyProfile":7,"resellerId":"P1000000001"}"#.to_vec();
        }),
    ]
}

/// A1 to A4, A41, A53, and the table of steps.
#[test]
fn adobe_an_update() {
    let make = |name, status, says, make| Defect { name, status, says, make };
    let mut all = Vec::from(head!("/v3", r#""additionalDetails":[]"#));
    all.extend(adobe_caller());
    all.extend(transfer!(r#""additionalDetails":[]"#));
    all.extend(adobe_write());
    all.extend([
        make("customer", 404, "1116", |case: &mut Case<Adobe>| case.record = None),
        make("pending", 400, "1125", |case| {
            let mut record: adobe::Customer = Adobe::record();
            record.document.status = Some(Status::Pending);
            case.record = Some(record);
        }),
        make("member", 400, "1121", |case| case.sent.body = br#"{"nickname":1}"#.to_vec()),
    ]);
    check(&Adobe::updating(), &all);
}

/// A22, A25, A27, and the table of steps.
#[test]
fn adobe_a_creation() {
    let make = |name, status, says, make| Defect { name, status, says, make };
    let mut all = Vec::from(head!("/v3", r#""additionalDetails":[]"#));
    all.extend(adobe_caller());
    all.extend(transfer!(r#""additionalDetails":[]"#));
    all.extend(adobe_write());
    all.extend([
        make("reseller", 404, "1115", |case: &mut Case<Adobe>| {
            case.caller.as_mut().unwrap().resellers.clear();
        }),
        make("inactive reseller", 400, "1126", |case| {
            let resellers = &mut case.caller.as_mut().unwrap().resellers;
            resellers.iter_mut().for_each(|reseller| reseller.active = false);
        }),
        make("member", 400, "1121", |case| {
            case.sent.body = br#"{"resellerId":"P1000000001","status":"1000"}"#.to_vec();
        }),
        make("required", 400, "1122", |case| {
            case.sent.body = br#"{"resellerId":"P1000000001"}"#.to_vec();
        }),
    ]);
    check(&crate::endpoint_adobe::create().with("X-Request-Id", "r-9"), &all);
}

/// A19: on a read steps 10 and 12 do not apply, 9 and 11 do; a list needs no correlation id.
#[test]
fn adobe_reads() {
    let make = |name, status, says, make| Defect { name, status, says, make };
    let accept = || {
        make("accept", 406, "406", |case: &mut Case<Adobe>| {
            case.edit(|sent| sent.with("Accept", "text/html"));
        })
    };
    let request_id = || {
        make("request id", 400, r#""code":"400""#, |case: &mut Case<Adobe>| {
            case.edit(|sent| sent.with("X-Request-Id", "a b"));
        })
    };
    let mut all = Vec::from(head!("/v3", r#""additionalDetails":[]"#));
    all.extend(adobe_caller());
    all.push(accept());
    all.push(make("correlation id", 400, "4119", |case| {
        case.edit(|sent| sent.without("X-Correlation-Id"));
    }));
    all.push(request_id());
    all.push(make("customer", 404, "1116", |case| case.record = None));
    check(&Adobe::reading(), &all);

    let mut all = Vec::from(head!("/v3", r#""additionalDetails":[]"#));
    all.extend(adobe_caller());
    all.push(accept());
    all.push(request_id());
    all.push(make("parameter", 400, r#"["limit"]"#, |case| {
        case.sent.target.push_str("?limit=0");
    }));
    all.push(make("reseller", 404, "1115", |case| {
        case.caller.as_mut().unwrap().resellers.clear();
    }));
    check(&Adobe::listing(), &all);
}

fn ibm_caller() -> Defect<Ibm> {
    Defect {
        name: "authorization",
        status: 401,
        says: r#""ResponseCode":"401""#,
        make: |case| case.edit(|sent| sent.with("Authorization", "Basic !")),
    }
}

fn ibm_end() -> [Defect<Ibm>; 4] {
    let make = |name, status, says, make| Defect { name, status, says, make };
    [
        make("role", 403, "VSR", |case: &mut Case<Ibm>| {
            case.caller = Some(ibm::endpoint::Caller::new(ibm::Role::User));
        }),
        make("organization", 403, "organization", |case| {
            case.record = Some(Ibm::record());
            case.tenant = Tenant::Other;
        }),
        make("customer", 404, r#""ResponseCode":"404""#, |case| case.record = None),
        make("state", 404, r#""ResponseCode":"404""#, |case| {
            let mut record: ibm::Customer = Ibm::record();
            record.document.customer_state = Some(ibm::CustomerState::DeregisterPending);
            case.record = Some(record);
        }),
    ]
}

/// The table of steps of an update.
#[test]
fn ibm_an_update() {
    let make = |name, status, says, make| Defect { name, status, says, make };
    let mut all = Vec::from(head!("/resource", r#"{"BSSResponse":{"ResponseCode":"4"#));
    all.push(ibm_caller());
    all.extend(transfer!(r#"{"BSSResponse":{"ResponseCode":"4"#));
    all.push(make("id", 400, "[id]", |case: &mut Case<Ibm>| {
        case.edit(|sent| sent.at("/resource/customer/12x"));
    }));
    all.push(make("body", 400, "can't be read", |case| case.sent.body = b"{".to_vec()));
    all.extend(ibm_end());
    all.push(make("value", 400, "[Phone]", |case| {
        let text = String::from_utf8(case.sent.body.clone()).unwrap();
        case.sent.body = text.replace(r#""Phone":"2""#, r#""Phone":null"#).into_bytes();
    }));
    all.push(make("stale", 500, "StaleObjectStateException", |case| {
        let text = String::from_utf8(case.sent.body.clone()).unwrap();
        case.sent.body = text.replace(r#""Version":7"#, r#""Version":6"#).into_bytes();
    }));
    check(&Ibm::updating(), &all);
}

/// I11, I12, I17: the calls without a body that is read.
#[test]
fn ibm_the_other_calls() {
    let make = |name, status, says, make| Defect { name, status, says, make };
    let id = || {
        make("id", 400, "[id]", |case: &mut Case<Ibm>| {
            case.edit(|sent| sent.at("/resource/customer/1234567890123456789"));
        })
    };
    let accept = || {
        make("accept", 406, "406", |case: &mut Case<Ibm>| {
            case.edit(|sent| sent.with("Accept", "text/html"));
        })
    };
    let front = || {
        let mut all = Vec::from(head!("/resource", r#"{"BSSResponse":{"ResponseCode":"4"#));
        all.push(ibm_caller());
        all.push(accept());
        all
    };
    let mut all = front();
    all.push(id());
    all.extend(ibm_end());
    check(&Ibm::reading(), &all);

    let mut all = front();
    all.push(id());
    all.extend(ibm_end());
    all.push(make("subscriptions", 409, r#""ResponseCode":"409""#, |case| {
        case.facts.active_subscriptions = Some(1);
    }));
    check(&Ibm::reading().by("DELETE"), &all);

    let mut all = front();
    all.push(id());
    // Only who may see the customer learns what is wrong with the operation.
    all.extend(ibm_end());
    all.push(make("no operation", 400, "BZSAP1033E", |case| {
        case.edit(|sent| sent.without("x-operation"));
    }));
    all.push(make("operation", 400, "BZSAP1011E", |case| {
        case.edit(|sent| sent.with("x-operation", "unregisterCustomer"));
    }));
    let suspend = Ibm::reading().by("POST").with("X-Operation", "suspendCustomer");
    check(&suspend, &all);

    let mut all = front();
    all.extend(ibm_end().into_iter().take(1));
    all.push(make("parameter", 400, "[_pageSize]", |case| {
        case.sent.target.push_str("?_pageSize=0")
    }));
    check(&Ibm::listing(), &all);

    let body = ibm_document("1", 0, "1").replacen(r#""Id":1,"CustomerState":"ACTIVE","#, "", 1);
    let register = Ibm::reading().by("POST").at("/api/bss/resource/customer").json(body);
    let mut all = Vec::from(head!("/resource", r#"{"BSSResponse":{"ResponseCode":"4"#));
    all.push(ibm_caller());
    all.extend(transfer!(r#"{"BSSResponse":{"ResponseCode":"4"#));
    all.push(make("body", 400, "can't be read", |case| case.sent.body = b"{".to_vec()));
    all.push(make("role", 403, "VSR", |case| {
        let administrator = ibm::Role::CustomerAdministrator;
        case.caller = Some(ibm::endpoint::Caller::new(administrator).of("100000001"));
    }));
    all.push(make("value", 400, "BZSAP1033E", |case| {
        case.sent.body = br#"{"Customer":{}}"#.to_vec();
    }));
    check(&register, &all);
}

/// The table of steps of an update, and V5, V7 at its end.
#[test]
fn commvault_an_update() {
    let make = |name, status, says, make| Defect { name, status, says, make };
    let mut all = Vec::from(head!("/api/v1/partner", r#"{"error":{"code":4"#));
    all.push(make("authorization", 401, r#""code":401"#, |case: &mut Case<Commvault>| {
        case.edit(|sent| sent.with("Authorization", "Bearer"));
    }));
    all.push(make("partner APIs", 403, r#""code":403"#, |case| {
        case.caller.as_mut().unwrap().may_use_partner_apis = false;
    }));
    all.extend(transfer!(r#"{"error":{"code":4"#));
    all.push(make("body", 400, "can't be read", |case| case.sent.body = b"[]".to_vec()));
    all.push(make("account", 404, r#""code":1006"#, |case| case.record = None));
    check(&Commvault::updating(), &all);

    // All of step 8 is said at once; the status of the first that counts answers.
    let state: fn(&mut Case<Commvault>) = |case| {
        let mut record: commvault::Account = Commvault::record();
        record.document.status = Some(commvault::Status::Updating);
        case.record = Some(record);
    };
    let value: fn(&mut Case<Commvault>) = |case| {
        let text = String::from_utf8(case.sent.body.clone()).unwrap();
        case.sent.body = text.replace("[{}]", "[]").into_bytes();
    };
    let taken: fn(&mut Case<Commvault>) = |case| {
        let text = String::from_utf8(case.sent.body.clone()).unwrap();
        case.sent.body = text.replace(r#""X1""#, r#""X2""#).into_bytes();
        case.facts.external_id_taken = Some(true);
    };
    let status = |makes: &[fn(&mut Case<Commvault>)]| {
        let mut case = Case::<Commvault>::new(Commvault::updating());
        makes.iter().for_each(|make| make(&mut case));
        case.reply().status
    };
    assert_eq!((status(&[state]), status(&[value]), status(&[taken])), (409, 400, 409));
    assert_eq!((status(&[state, value]), status(&[value, taken])), (409, 400));
}

/// The steps of reads.
#[test]
fn commvault_reads() {
    let make = |name, status, says, make| Defect { name, status, says, make };
    let front = || {
        let mut all = Vec::from(head!("/api/v1/partner", r#"{"error":{"code":4"#));
        all.push(make("authorization", 401, r#""code":401"#, |case: &mut Case<Commvault>| {
            case.caller = None;
        }));
        all.push(make("partner APIs", 403, r#""code":403"#, |case| {
            case.caller.as_mut().unwrap().may_use_partner_apis = false;
        }));
        all.push(make("accept", 406, r#""code":406"#, |case| {
            case.edit(|sent| sent.with("Accept", "text/html"));
        }));
        all
    };
    let mut all = front();
    all.push(make("account", 404, r#""code":1006"#, |case| case.record = None));
    check(&Commvault::reading(), &all);
    let mut all = front();
    all.push(make("parameter", 400, "pageSize", |case| case.sent.target.push_str("?pageSize=0")));
    check(&Commvault::listing(), &all);
}
