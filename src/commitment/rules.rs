//! The rules by name: the reasons for a refusal first, in the order in which they are looked at,
//! then what happens without anybody being refused.

use crate::decision::{Evidence, Next, Reading, Rule, RuleKind};

const PAGE: &str = "three-year commit page";
const UPDATE_PAGE: &str = "update customer account page; partner guides of 2022 and 2024";
const CLIENTS: &str = "public clients";
const OURS: &str = "this crate";

/// Both presets decide alike.
const ALIKE: &[Reading] = &[];

macro_rules! rules {
    ($($(#[doc = $doc:literal])+
        $name:ident = $id:literal, $evidence:ident, $source:expr, $says:literal, $hint:literal,
        $readings:expr;)+) => {
        $($(#[doc = $doc])+
        pub const $name: Rule = Rule {
            id: $id,
            kind: if $hint.is_empty() { RuleKind::States } else { RuleKind::Refuses },
            status: None,
            next: Next::Stop,
            rank: 0,
            fact: None,
            evidence: Evidence::$evidence,
            source: $source,
            code: None,
            says: $says,
            hint: $hint,
            readings: $readings,
        };)+

        /// All of them.
        pub const RULES: &[Rule] = &[$($name),+];
    };
}

rules! {
    /// A request needs the day it is made on.
    REQUEST_NEEDS_TODAY = "commitment.request.needs-today", Chosen, OURS,
        "a request needs the day on which it is made",
        "say which day it is", ALIKE;

    /// An acceptance, a day that passes, and an answer inside a known window need the day.
    EVENT_NEEDS_TODAY = "commitment.event.needs-today", Chosen, OURS,
        "this event needs the day on which it happens",
        "say which day it is", ALIKE;

    /// A request of one kind shuts out the other while it is pending.
    ONE_KIND_AT_A_TIME = "commitment.request.one-kind-at-a-time", Documented, PAGE,
        "a request must wait while one of the other kind is REQUESTED or ACCEPTED",
        "wait until the other request has ended", ALIKE;

    /// A recommitment follows a commitment that is `COMMITTED`.
    RECOMMITMENT_NEEDS_COMMITMENT = "commitment.recommitment.needs-commitment", Documented,
        UPDATE_PAGE,
        "a recommitment must follow a commitment that is COMMITTED",
        "ask for a commitment instead", ALIKE;

    /// A recommitment may be limited to the last days of the term.
    RECOMMITMENT_WINDOW = "commitment.recommitment.window", Observed, CLIENTS,
        "a recommitment must be asked for in the last 30 days of the term",
        "ask in the last 30 days of the term",
        &[
            Reading { preset: "documented", decides: "at any time of the term" },
            Reading { preset: "observed", decides: "in the last 30 days of the term" },
        ];

    /// A request lists at least one offer.
    AT_LEAST_ONE_OFFER = "commitment.quantities.at-least-one", Documented, PAGE,
        "a request must list LICENSE, CONSUMABLES or both",
        "list a quantity", ALIKE;

    /// More on top of a commitment lists all that is committed.
    COMMITTED_OFFER_LISTED = "commitment.quantities.committed-listed", Observed, CLIENTS,
        "a request on top of a commitment must list every committed offer",
        "list the committed quantity again", ALIKE;

    /// No quantity below the minimum of its offer.
    MINIMUM_QUANTITY = "commitment.quantity.minimum", Documented, PAGE,
        "a quantity must be at least 10 for LICENSE and 1000 for CONSUMABLES",
        "raise the quantity", ALIKE;

    /// No quantity below what is committed.
    COMMITTED_QUANTITY = "commitment.quantity.committed", Observed, CLIENTS,
        "a quantity must not be less than what is committed",
        "raise the quantity", ALIKE;

    /// An answer needs a question.
    ANSWER_NEEDS_REQUEST = "commitment.answer.needs-request", Inferred, PAGE,
        "an answer must be to a request that is REQUESTED",
        "make a request first", ALIKE;

    /// An answer after its window comes too late, also before anybody said that time has passed.
    ANSWER_WINDOW = "commitment.answer.window", Documented,
        "sandbox guide, three-year commit statuses",
        "an answer must come within seven days after the request",
        "make a new request", ALIKE;

    /// A recommitment is accepted while the old commitment runs, or not at all.
    RECOMMITMENT_IN_TIME = "commitment.recommitment.in-time", Inferred, PAGE,
        "a recommitment must be accepted while the commitment that it follows runs",
        "make a commitment request", ALIKE;

    /// A new request takes the place of the one of its kind.
    REPLACES = "commitment.request.replaces", Documented, PAGE,
        "a request replaces the one of its kind, pending or ended", "", ALIKE;

    /// What is owned on acceptance counts at once.
    OWNED_COUNTS = "commitment.answer.owned-counts", Documented, PAGE,
        "what is owned at the acceptance is committed as by an order", "", ALIKE;

    /// Where the term ends.
    TERM_END = "commitment.term.end", Inferred,
        "three-year commit page, end date of the commitment; fits its dated samples",
        "accepted in the 30 days up to the anniversary: anniversary + 3 years - 1 day; at another \
         time: + 2 years - 1 day; without an anniversary: acceptance + 3 years - 1 day",
        "", ALIKE;

    /// More on top of a commitment does not move its term.
    INCREASE_KEEPS_TERM = "commitment.increase.keeps-term", Documented,
        "three-year commit guide of 2022",
        "an increase keeps the dates of the running commitment", "", ALIKE;

    /// One of two offers may be reached before the other.
    SPLIT = "commitment.order.split", Documented, "three-year commit page, third example",
        "the offer that is reached moves into the commitment, the other stays ACCEPTED", "", ALIKE;

    /// A request that nobody answers ends.
    ANSWER_WINDOW_PASSED = "commitment.request.expires", Documented,
        "sandbox guide, three-year commit statuses",
        "a request is EXPIRED from the eighth day after it was made", "", ALIKE;

    /// An accepted request that is not reached ends.
    COMPLIANCE_WINDOW_PASSED = "commitment.request.noncompliant", Documented, PAGE,
        "an accepted request is NONCOMPLIANT from the 31st day after its acceptance", "", ALIKE;

    /// A term ends.
    TERM_OVER = "commitment.term.over", Documented, PAGE,
        "a commitment is EXPIRED from the day after its last one", "", ALIKE;

    /// A recommitment takes over.
    TAKEOVER = "commitment.recommitment.takes-over", Inferred,
        "flow picture of the three-year commit page; dates in the migration samples",
        "an accepted recommitment becomes the commitment on the day after the old end, \
         whatever is owned",
        "", ALIKE;

    /// A renewal is held against the commitment.
    RENEWAL_BELOW = "commitment.renewal.below", Observed, CLIENTS,
        "a renewal below a committed quantity makes the commitment NONCOMPLIANT for good", "",
        ALIKE;

    /// A renewal moves the anniversary.
    ANNIVERSARY = "commitment.renewal.anniversary", Inferred, PAGE,
        "a renewal moves the anniversary by one year", "", ALIKE;

    /// What is not known does not run out.
    UNKNOWN_DATES = "commitment.date.unknown", Chosen, OURS,
        "a window whose beginning is not known does not run out", "", ALIKE;

    /// Only a passing day moves the record to today.
    ONLY_ELAPSED = "commitment.date.only-elapsed", Chosen, OURS,
        "no input but elapsed moves the record to today", "", ALIKE;
}
