//! IBM in the contract.

use alloc::string::String;

use super::Contract;
use super::read::Closed;
use crate::decision::{Changes, Next, Rejection, Response};
use crate::ibm::{self, Customer, Decision, Facts, Input, Operation, Policy, Role, Update};
use crate::json::{At, Errors, Node, Reason, Writer};

/// IBM, as the contract asks it.
pub(super) enum Vendor {}

impl Contract for Vendor {
    type Record = Customer;
    type Input<'a> = Input<'a>;
    type Facts = Facts;
    type Decision = Decision;

    const POLICIES: &'static [&'static str] = Policy::NAMES;

    fn record(
        customer: Option<Node<'_, '_>>,
        internal: Option<Node<'_, '_>>,
        errors: &mut Errors,
    ) -> Option<Customer> {
        let at = At::ROOT;
        let place = at.name("customer");
        let record =
            customer.and_then(|customer| Customer::read(&mut customer.reader(), &place, errors));
        // The lock token is in the document: nothing is internal.
        let at = at.name("internal");
        Closed::open(internal, &[], &at, errors).close(&at, errors);
        record
    }

    fn input<'a>(
        name: &str,
        value: Node<'_, 'a>,
        at: &At<'_>,
        errors: &mut Errors,
    ) -> Option<Input<'a>> {
        match name {
            "update" => Update::read(&mut value.reader(), at, errors).map(Input::Update),
            "operation" => {
                let operation = Operation::parse(&value.read::<String>(at, errors)?);
                if operation.is_none() {
                    errors.push(at, Reason::Word);
                }
                operation.map(Input::Operation)
            }
            _ => None,
        }
    }

    fn facts(facts: Option<Node<'_, '_>>, policy: &str, errors: &mut Errors) -> Option<Facts> {
        let at = At::ROOT;
        let at = at.name("facts");
        let known = &["role", "sameOrganization", "activeSubscriptions"];
        let read = Closed::open(facts, known, &at, errors);
        let role: Option<Role> = read.read("role", &at, errors);
        let same_organization = read.read("sameOrganization", &at, errors);
        let active_subscriptions = read.count("activeSubscriptions", &at, errors);
        read.close(&at, errors);
        let policy = Policy::by_name(policy)?;
        Some(Facts { policy, role, same_organization, active_subscriptions })
    }

    fn decide(record: &Customer, input: &Input<'_>, facts: &Facts) -> Result<Decision, Rejection> {
        ibm::decide(record, input, facts)
    }

    fn evolve(record: &mut Customer, decision: &Decision) {
        ibm::evolve(record, decision);
    }

    fn changes(decision: &Decision) -> Changes {
        decision.changes()
    }

    /// No effect of this vendor exists.
    fn write_effects(_: &Customer, _: &Decision, _: &mut Writer<'_>) {}

    fn write_customer(record: &Customer, w: &mut Writer<'_>) {
        record.write(w);
    }

    fn write_internal(_: &Customer, w: &mut Writer<'_>) {
        w.begin_object();
        w.end_object();
    }

    fn accepted(_: &Customer, _: &Input<'_>, _: &Decision) -> Option<Response> {
        Some(ibm::accepted())
    }

    fn refused(_: &Input<'_>, rejection: &Rejection) -> Option<Response> {
        Some(ibm::refused(rejection))
    }

    fn next(_: &Decision) -> Next {
        Next::Done
    }

    fn unreadable(rejection: &Rejection) -> Option<String> {
        ibm::is_exhausted(rejection).then(|| "/customer/Customer/Version".into())
    }
}
