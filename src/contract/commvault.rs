//! The contract's view of the Commvault vendor.

use crate::commvault::{
    self, Account, Decision, Facts, Input, Policy, Profile, Settlement, read_either,
};
use crate::decision::{Changes, Next, Rejection, Response};
use crate::json::{At, Errors, Node, Path, Reason, Writer};
use crate::member::Member;
use crate::value::Timestamp;

use super::Contract;
use super::read::Closed;

/// The Commvault vendor.
pub(super) enum Vendor {}

/// An account, and whether it came inside `data`.
pub(super) struct Record {
    account: Account,
    inside: bool,
}

/// A decision, and whether its places are inside `data`.
pub(super) struct Decided {
    decision: Decision,
    inside: bool,
}

impl Contract for Vendor {
    type Record = Record;
    type Input<'a> = Input<'a>;
    type Facts = Facts;
    type Decision = Decided;

    const POLICIES: &'static [&'static str] = Policy::NAMES;

    fn record(
        customer: Option<Node<'_, '_>>,
        internal: Option<Node<'_, '_>>,
        errors: &mut Errors,
    ) -> Option<Record> {
        let root = At::ROOT;
        let place = root.name("customer");
        let read =
            customer.and_then(|customer| read_either(&mut customer.reader(), &place, errors));
        let at = root.name("internal");
        let internal = Closed::open(internal, &["pending"], &at, errors).nullable();
        let pending: Option<Profile> = internal.read("pending", &at, errors);
        if let Some(pending) = &pending {
            pending.must_be_bare(&at.name("pending"), errors);
        }
        internal.close(&at, errors);
        let (profile, inside) = read?;
        let account = Account::new(profile);
        let account = match pending {
            Some(pending) => account.with_pending(pending),
            None => account,
        };
        Some(Record { account, inside })
    }

    fn input<'a>(
        name: &str,
        value: Node<'_, 'a>,
        at: &At<'_>,
        errors: &mut Errors,
    ) -> Option<Input<'a>> {
        match name {
            "update" => value.read_sent::<Profile>(at, errors).map(Input::Update),
            "settled" => {
                let text = value.read::<alloc::string::String>(at, errors)?;
                let settlement = match &*text {
                    "succeeded" => Settlement::Succeeded,
                    "failed" => Settlement::Failed,
                    _ => {
                        errors.push(at, Reason::Word);
                        return None;
                    }
                };
                Some(Input::Settled(settlement))
            }
            _ => None,
        }
    }

    fn facts(facts: Option<Node<'_, '_>>, policy: &str, errors: &mut Errors) -> Option<Facts> {
        let root = At::ROOT;
        let at = root.name("facts");
        let known = &["now", "externalIdTaken", "nameTaken"];
        let closed = Closed::open(facts, known, &at, errors);
        let now = closed.get("now", &at, errors).and_then(|node| {
            let now = node.text().and_then(|text| Timestamp::parse(&text).ok());
            if now.is_none() {
                let what = "a timestamp YYYY-MM-DDTHH:MM:SS";
                errors.push(&at.name("now"), Reason::Expected(what));
            }
            now
        });
        let external_id_taken = closed.read("externalIdTaken", &at, errors);
        let name_taken = closed.read("nameTaken", &at, errors);
        closed.close(&at, errors);
        let policy = Policy::by_name(policy)?;
        Some(Facts { policy, now, external_id_taken, name_taken })
    }

    fn decide(record: &Record, input: &Input<'_>, facts: &Facts) -> Result<Decided, Rejection> {
        let decision = commvault::decide(&record.account, input, facts)?;
        Ok(Decided { decision, inside: record.inside })
    }

    fn evolve(record: &mut Record, decided: &Decided) {
        commvault::evolve(&mut record.account, &decided.decision);
    }

    fn changes(decided: &Decided) -> Changes {
        let mut changes = decided.decision.changes();
        if decided.inside {
            for change in &mut changes {
                let mut path = Path::ROOT.name("data");
                for step in change.path.steps() {
                    path.push(step.clone());
                }
                change.path = path;
            }
        }
        changes
    }

    fn write_effects(_: &Record, decided: &Decided, w: &mut Writer<'_>) {
        for effect in decided.decision.effects() {
            effect.write(w);
        }
    }

    fn write_customer(record: &Record, w: &mut Writer<'_>) {
        if record.inside {
            w.begin_object();
            w.name("data");
            record.account.write(w);
            w.end_object();
        } else {
            record.account.write(w);
        }
    }

    fn write_internal(record: &Record, w: &mut Writer<'_>) {
        w.begin_object();
        if let Some(pending) = record.account.pending() {
            w.name("pending");
            pending.write(w);
        }
        w.end_object();
    }

    fn accepted(after: &Record, input: &Input<'_>, _: &Decided) -> Option<Response> {
        match input {
            Input::Update(_) => Some(commvault::accepted(&after.account)),
            Input::Settled(_) => None,
        }
    }

    fn refused(input: &Input<'_>, rejection: &Rejection) -> Option<Response> {
        match input {
            Input::Update(_) => Some(commvault::refused(rejection)),
            Input::Settled(_) => None,
        }
    }

    fn next(decided: &Decided) -> Next {
        decided.decision.next()
    }
}
