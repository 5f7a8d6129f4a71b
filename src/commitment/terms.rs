//! The numbers of the agreement, each with its source and the day since which it holds.

use crate::decision::Evidence;

/// One number of the agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Term {
    /// Stable id.
    pub id: &'static str,
    /// How many.
    pub amount: u16,
    /// Of what.
    pub unit: Unit,
    /// The day since which it holds, `YYYY-MM-DD`; `None` when it has never been another one.
    pub since: Option<&'static str>,
    /// How sure it is.
    pub evidence: Evidence,
    /// Where it comes from.
    pub source: &'static str,
}

/// What a [`Term`] counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unit {
    /// Days of the calendar.
    Days,
    /// Years of the calendar.
    Years,
    /// Licences or consumables.
    Pieces,
}

/// How long the customer may take to answer a request.
pub static ANSWER_WINDOW: Term = Term {
    id: "commitment.term.answer-window",
    amount: 7,
    unit: Unit::Days,
    since: None,
    evidence: Evidence::Documented,
    source: "sandbox guide, three-year commit statuses; three-year commit guide of 2022",
};

/// How long an accepted request may take to reach its quantities. Seven days before that day.
pub static COMPLIANCE_WINDOW: Term = Term {
    id: "commitment.term.compliance-window",
    amount: 30,
    unit: Unit::Days,
    since: Some("2025-06-13"),
    evidence: Evidence::Documented,
    source: "three-year commit page; the sandbox guide still says seven days",
};

/// How long before the end of the term a recommitment may be asked for, where that is limited.
pub static RECOMMITMENT_WINDOW: Term = Term {
    id: "commitment.term.recommitment-window",
    amount: 30,
    unit: Unit::Days,
    since: None,
    evidence: Evidence::Observed,
    source: "public clients; partner guides of 2022 and 2024; not on the current page",
};

/// How long before the anniversary an acceptance counts for the year after it.
pub static COTERM_WINDOW: Term = Term {
    id: "commitment.term.coterm-window",
    amount: 30,
    unit: Unit::Days,
    since: Some("2025-06-01"),
    evidence: Evidence::Documented,
    source: "three-year commit page, end date of the commitment",
};

/// How long before an anniversary its renewal may be processed.
pub static RENEWAL_WINDOW: Term = Term {
    id: "commitment.term.renewal-window",
    amount: 30,
    unit: Unit::Days,
    since: None,
    evidence: Evidence::Chosen,
    source: "this crate: a renewal that is reported twice moves the anniversary once",
};

/// How many years from an anniversary that is near, or from the acceptance when there is none.
pub static FULL_TERM: Term = Term {
    id: "commitment.term.full",
    amount: 3,
    unit: Unit::Years,
    since: Some("2025-06-01"),
    evidence: Evidence::Documented,
    source: "three-year commit page, end date of the commitment",
};

/// How many years from an anniversary that is far: the running year counts as the first.
pub static REST_TERM: Term = Term {
    id: "commitment.term.rest",
    amount: 2,
    unit: Unit::Years,
    since: Some("2025-06-01"),
    evidence: Evidence::Inferred,
    source: "three-year commit page, end date of the commitment; fits its dated samples",
};

/// How far one anniversary is from the next.
pub static ANNIVERSARY: Term = Term {
    id: "commitment.term.anniversary",
    amount: 1,
    unit: Unit::Years,
    since: None,
    evidence: Evidence::Documented,
    source: "customer resource, anniversary date",
};

/// The fewest licences that can be committed to.
pub static LEAST_LICENSES: Term = Term {
    id: "commitment.term.least-licenses",
    amount: 10,
    unit: Unit::Pieces,
    since: None,
    evidence: Evidence::Documented,
    source: "three-year commit page, discount levels; public clients",
};

/// The fewest consumables that can be committed to.
pub static LEAST_CONSUMABLES: Term = Term {
    id: "commitment.term.least-consumables",
    amount: 1000,
    unit: Unit::Pieces,
    since: None,
    evidence: Evidence::Documented,
    source: "three-year commit page, discount levels; public clients",
};

/// All of them.
pub static TERMS: [&Term; 10] = [
    &ANSWER_WINDOW,
    &COMPLIANCE_WINDOW,
    &RECOMMITMENT_WINDOW,
    &COTERM_WINDOW,
    &RENEWAL_WINDOW,
    &FULL_TERM,
    &REST_TERM,
    &ANNIVERSARY,
    &LEAST_LICENSES,
    &LEAST_CONSUMABLES,
];
