//! One stored record of any vendor: read from a line, asked, written to a line.

use customer_core::decision::Rejection;
use customer_core::json::{At, Document, Errors, Node, Pointer, Reason, Text, Unreadable, Writer};
use customer_core::member::Member;
use customer_core::value::Date;
use customer_core::{adobe, commvault, ibm};

use super::changes::Changes;
use super::facts::{self, DATE, Members};

/// A record; boxed, so that a store of them is small whatever the vendor.
#[derive(Debug)]
pub(super) enum Record {
    Adobe(Box<adobe::Customer>),
    Ibm(Box<ibm::Customer>),
    Commvault {
        account: Box<commvault::Account>,
        /// Whether the document came inside `data`.
        inside: bool,
    },
}

/// What became of one request.
pub(super) enum Verdict {
    /// The document changed.
    Applied,
    /// It was accepted; the document reads as before.
    Unchanged,
    /// A rule refused it.
    Rejected(Rejection),
    /// Its line can't be read.
    Unreadable(Unreadable),
}

/// The members of a state's line.
const STATE: [&str; 5] = ["version", "key", "vendor", "customer", "internal"];

/// The members of a request's line.
const REQUEST: [&str; 6] = ["version", "key", "vendor", "input", "facts", "policy"];

/// The key of a line.
pub(super) fn key<'a>(document: &Document<'a>) -> Result<Text<'a>, Unreadable> {
    let mut errors = Errors::default();
    let root = document.root();
    if root.object(&At::ROOT, &mut errors).is_none() {
        return errors.finish(None);
    }
    let at = &At::ROOT;
    let key = match root.member("key") {
        Some(node) => node.read_sent::<String>(&at.name("key"), &mut errors),
        None => {
            errors.push(&at.name("key"), Reason::Missing);
            None
        }
    };
    errors.finish(key)
}

impl Record {
    /// Reads a state's line.
    pub(super) fn read(document: &Document<'_>) -> Result<Self, Unreadable> {
        let mut errors = Errors::default();
        let line = Members::of(Some(document.root()), &STATE, &At::ROOT, &mut errors);
        check_version(&line, &mut errors);
        let at = &At::ROOT;
        for name in ["vendor", "customer"] {
            if line.node(name).is_none() {
                errors.push(&at.name(name), Reason::Missing);
            }
        }
        let (vendor, internal) = (line.node("vendor").and_then(Node::text), line.node("internal"));
        let (Some(customer), Some(vendor)) = (line.node("customer"), vendor) else {
            return errors.finish(None);
        };
        let record = match &*vendor {
            "adobe" => Self::read_adobe(customer, internal, &mut errors),
            "ibm" => {
                Members::of(internal, &[], &at.name("internal"), &mut errors);
                let read = below("/customer", ibm::Customer::from_json(customer.raw()))?;
                Some(Self::Ibm(Box::new(read)))
            }
            "commvault" => Some(Self::read_commvault(customer, internal, &mut errors)?),
            _ => {
                errors.push(&at.name("vendor"), Reason::Word);
                None
            }
        };
        errors.finish(record)
    }

    fn read_adobe(
        customer: Node<'_, '_>,
        internal: Option<Node<'_, '_>>,
        errors: &mut Errors,
    ) -> Option<Self> {
        let at = &At::ROOT;
        let resource = customer.read::<adobe::Resource>(&at.name("customer"), errors);
        let known = ["requestedOn", "acceptedOn", "systemAdmins"];
        let at = at.name("internal");
        let internal = Members::of(internal, &known, &at, errors);
        let mut date = |name| internal.text(name, DATE, |text| Date::parse(text).ok(), errors);
        let (requested_on, accepted_on) = (date("requestedOn"), date("acceptedOn"));
        let admins: Option<Vec<String>> = internal.read("systemAdmins", errors);
        let mut customer = adobe::Customer::new(resource?);
        customer.internal.requested_on = requested_on;
        customer.internal.accepted_on = accepted_on;
        if let Some(admins) = admins {
            customer.internal.system_admins = admins;
        }
        Some(Self::Adobe(Box::new(customer)))
    }

    fn read_commvault(
        customer: Node<'_, '_>,
        internal: Option<Node<'_, '_>>,
        errors: &mut Errors,
    ) -> Result<Self, Unreadable> {
        let account = below("/customer", commvault::Account::from_json(customer.raw()))?;
        let at = &At::ROOT;
        let at = at.name("internal");
        let internal = Members::of(internal, &["pending"], &at, errors);
        let pending: Option<commvault::Profile> = internal.read("pending", errors);
        if let Some(pending) = &pending {
            pending.must_be_bare(&at.name("pending"), errors);
        }
        let account = match pending {
            Some(pending) => account.with_pending(pending),
            None => account,
        };
        let inside = customer.member("data").is_some();
        Ok(Self::Commvault { account: Box::new(account), inside })
    }

    /// The vendor's name.
    const fn vendor(&self) -> &'static str {
        match self {
            Self::Adobe(_) => "adobe",
            Self::Ibm(_) => "ibm",
            Self::Commvault { .. } => "commvault",
        }
    }

    /// Takes one request's line; tells what it changes, if that is wanted.
    pub(super) fn ask(&mut self, document: &Document<'_>, told: Option<&mut Changes>) -> Verdict {
        let mut errors = Errors::default();
        let line = Members::of(Some(document.root()), &REQUEST, &At::ROOT, &mut errors);
        check_version(&line, &mut errors);
        let at = &At::ROOT;
        if line
            .node("vendor")
            .is_some_and(|node| node.text().is_none_or(|name| *name != *self.vendor()))
        {
            errors.push(&at.name("vendor"), Reason::Word);
        }
        let input = line.node("input").and_then(|node| {
            let at = at.name("input");
            let mut members = node.object(&at, &mut errors)?;
            match (members.next(), members.next()) {
                (Some((name, value)), None) => Some((name, value)),
                _ => {
                    errors.push(&at, Reason::Expected("an object with exactly one member"));
                    None
                }
            }
        });
        if line.node("input").is_none() {
            errors.push(&at.name("input"), Reason::Missing);
        }
        let facts = (line.node("facts"), line.node("policy"));
        match self {
            Self::Adobe(customer) => ask_adobe(customer, input, facts, (errors, told)),
            Self::Ibm(customer) => ask_ibm(customer, input, facts, (errors, told)),
            Self::Commvault { account, inside } => {
                ask_commvault((account, *inside), input, facts, (errors, told))
            }
        }
    }

    /// Writes a state's line, without its end.
    pub(super) fn write(&self, key: &str, out: &mut String) {
        let mut w = Writer::new(out);
        w.begin_object();
        w.member("key", key);
        w.member("vendor", self.vendor());
        w.name("customer");
        match self {
            Self::Adobe(customer) => {
                customer.resource.write(&mut w);
                w.name("internal");
                write_adobe(&customer.internal, &mut w);
            }
            Self::Ibm(customer) => customer.write(&mut w),
            Self::Commvault { account, inside } => {
                if *inside {
                    w.begin_object();
                    w.name("data");
                    account.write(&mut w);
                    w.end_object();
                } else {
                    account.write(&mut w);
                }
                if let Some(pending) = account.pending() {
                    w.name("internal");
                    w.begin_object();
                    w.name("pending");
                    pending.write(&mut w);
                    w.end_object();
                }
            }
        }
        w.end_object();
    }
}

fn write_adobe(internal: &adobe::Internal, w: &mut Writer<'_>) {
    w.begin_object();
    if let Some(date) = internal.requested_on {
        w.member("requestedOn", &date.to_string());
    }
    if let Some(date) = internal.accepted_on {
        w.member("acceptedOn", &date.to_string());
    }
    w.name("systemAdmins");
    internal.system_admins.write(w);
    w.end_object();
}

/// `version` may be left out; else it is 1.
fn check_version(line: &Members<'_, '_, '_>, errors: &mut Errors) {
    if line.read::<i64>("version", errors).is_some_and(|version| version != 1) {
        errors.push(&At::ROOT.name("version"), Reason::Word);
    }
}

/// What was read from a part of a document, its errors placed below `place`.
fn below<T>(place: &str, read: Result<T, Unreadable>) -> Result<T, Unreadable> {
    read.map_err(|mut unreadable| {
        for error in &mut unreadable.errors {
            error.pointer = Pointer::new(format!("{place}{}", error.pointer));
        }
        unreadable
    })
}

/// The name and the value of a line's input.
type Sent<'t, 'a> = (Text<'a>, Node<'t, 'a>);

/// An input that is one word of a few.
fn word<T>(
    node: Node<'_, '_>,
    at: &At<'_>,
    parse: impl FnOnce(&str) -> Option<T>,
    errors: &mut Errors,
) -> Option<T> {
    let found = parse(&node.read::<String>(at, errors)?);
    if found.is_none() {
        errors.push(at, Reason::Word);
    }
    found
}

/// Reads the input with `read`, which says `None` without an error to a name that it does not know.
fn input<'t, 'a, T>(
    sent: Option<Sent<'t, 'a>>,
    errors: &mut Errors,
    read: impl FnOnce(&str, Node<'t, 'a>, &At<'_>, &mut Errors) -> Option<T>,
) -> Option<T> {
    let (name, value) = sent?;
    let at = &At::ROOT;
    let at = at.name("input");
    let at = at.other(&name);
    if value.is_null() {
        errors.push(&at, Reason::Null);
        return None;
    }
    read(&name, value, &at, errors)
}

fn ask_adobe(
    customer: &mut adobe::Customer,
    sent: Option<Sent<'_, '_>>,
    (facts, preset): (Option<Node<'_, '_>>, Option<Node<'_, '_>>),
    (mut errors, told): (Errors, Option<&mut Changes>),
) -> Verdict {
    use adobe::{Event, Input, Resource};
    let read = input(sent, &mut errors, |name, value, at, errors| match name {
        "update" => value.read_sent::<Resource>(at, errors).map(Input::Update),
        "commitment" => word(value, at, Event::by_name, errors).map(Input::Commitment),
        _ => unknown(at, errors),
    });
    let facts = facts::adobe(facts, preset, &mut errors);
    match errors.finish(read.zip(facts)) {
        Err(unreadable) => Verdict::Unreadable(unreadable),
        Ok((input, facts)) => match adobe::decide(customer, &input, &facts) {
            Err(rejection) => Verdict::Rejected(rejection),
            Ok(decision) => {
                adobe::evolve(customer, &decision);
                if let Some(told) = told {
                    told.changes(decision.changes(), None);
                    for effect in decision.effects(customer) {
                        told.add(|w| effect.write(w));
                    }
                }
                Verdict::accepted(decision.is_unchanged())
            }
        },
    }
}

fn ask_ibm(
    customer: &mut ibm::Customer,
    sent: Option<Sent<'_, '_>>,
    (facts, preset): (Option<Node<'_, '_>>, Option<Node<'_, '_>>),
    (mut errors, told): (Errors, Option<&mut Changes>),
) -> Verdict {
    use ibm::{Input, Operation, Update};
    let mut unreadable = None;
    let read = input(sent, &mut errors, |name, value, at, errors| match name {
        "update" => below("/input/update", Update::from_json(value.raw()))
            .map(Input::Update)
            .map_err(|error| unreadable = Some(error))
            .ok(),
        "operation" => word(value, at, Operation::parse, errors).map(Input::Operation),
        _ => unknown(at, errors),
    });
    if let Some(unreadable) = unreadable {
        return Verdict::Unreadable(unreadable);
    }
    let facts = facts::ibm(facts, preset, &mut errors);
    match errors.finish(read.zip(facts)) {
        Err(unreadable) => Verdict::Unreadable(unreadable),
        Ok((input, facts)) => match ibm::decide(customer, &input, &facts) {
            Err(rejection) => Verdict::Rejected(rejection),
            Ok(decision) => {
                ibm::evolve(customer, &decision);
                if let Some(told) = told {
                    told.changes(decision.changes(), None);
                }
                Verdict::accepted(decision.is_unchanged())
            }
        },
    }
}

fn ask_commvault(
    (account, inside): (&mut commvault::Account, bool),
    sent: Option<Sent<'_, '_>>,
    (facts, preset): (Option<Node<'_, '_>>, Option<Node<'_, '_>>),
    (mut errors, told): (Errors, Option<&mut Changes>),
) -> Verdict {
    use commvault::{Input, Profile, Settlement};
    let settlement = |text: &str| match text {
        "succeeded" => Some(Settlement::Succeeded),
        "failed" => Some(Settlement::Failed),
        _ => None,
    };
    let read = input(sent, &mut errors, |name, value, at, errors| match name {
        "update" => value.read_sent::<Profile>(at, errors).map(Input::Update),
        "settled" => word(value, at, settlement, errors).map(Input::Settled),
        _ => unknown(at, errors),
    });
    let facts = facts::commvault(facts, preset, &mut errors);
    match errors.finish(read.zip(facts)) {
        Err(unreadable) => Verdict::Unreadable(unreadable),
        Ok((input, facts)) => match commvault::decide(account, &input, &facts) {
            Err(rejection) => Verdict::Rejected(rejection),
            Ok(decision) => {
                commvault::evolve(account, &decision);
                if let Some(told) = told {
                    told.changes(decision.changes(), inside.then_some("data"));
                    for effect in decision.effects() {
                        told.add(|w| effect.write(w));
                    }
                }
                Verdict::accepted(decision.changes().is_empty())
            }
        },
    }
}

fn unknown<T>(at: &At<'_>, errors: &mut Errors) -> Option<T> {
    errors.push(at, Reason::Unknown);
    None
}

impl Verdict {
    const fn accepted(unchanged: bool) -> Self {
        if unchanged { Self::Unchanged } else { Self::Applied }
    }
}
