//! What each vendor's questions may hold: events, facts, internal members, presets, readings.
use super::int;
use serde_json::Value;

/// What each preset decides where presets differ: vendor, short name of the reading, and the
/// choice of each preset, in the order of [`presets`].
///
/// This is the only place where the names stand; the code asks by name and compares the choice.
const READINGS: [(&str, &str, &[&str]); 19] = [
    ("adobe", "omitted-profile", &["keep", "refuse"]),
    ("adobe", "omitted-global-sales", &["keep", "false"]),
    ("adobe", "empty-contacts", &["refuse", "keep"]),
    ("adobe", "other-name", &["refuse", "ignore"]),
    ("adobe", "postal-codes", &["length", "shape"]),
    ("ibm", "required", &["article", "client", "viewer"]),
    ("ibm", "empty-state", &["refused", "stored", "refused"]),
    ("ibm", "null", &["refused", "missing", "refused"]),
    ("ibm", "length", &["scalar-values", "utf-16", "scalar-values"]),
    ("ibm", "words", &["exact", "any-case", "exact"]),
    ("ibm", "sets", &["one", "some", "one"]),
    ("ibm", "read-only", &["compared", "ignored", "compared"]),
    ("ibm", "unregister", &["refused", "cancels", "refused"]),
    ("commvault", "names-missing", &["refused", "kept"]),
    ("commvault", "contacts-missing", &["refused", "kept"]),
    ("commvault", "empty", &["value", "null"]),
    ("commvault", "not-updatable", &["refused", "ignored"]),
    ("commvault", "updating", &["refused", "replaced"]),
    ("commvault", "deactivated", &["refused", "returns"]),
];

/// Readings that are numbers, all of them Adobe's: the largest, and what each preset says; none
/// where it says `any`.
const NUMBERS: [(&str, i64, [Option<i64>; 2]); 10] = [
    ("answer-window-days", 0xffff, [Some(7), Some(7)]),
    ("compliance-window-days", 0xffff, [Some(30), Some(30)]),
    (WINDOW, 0xffff, [None, Some(30)]),
    ("coterm-window-days", 0xffff, [Some(30), Some(30)]),
    ("renewal-window-days", 0xffff, [Some(30), Some(30)]),
    ("full-term-years", 0xffff, [Some(3), Some(3)]),
    ("rest-term-years", 0xffff, [Some(2), Some(2)]),
    ("anniversary-years", 0xffff, [Some(1), Some(1)]),
    ("least-licenses", 0x7fff_ffff, [Some(10), Some(10)]),
    ("least-consumables", 0x7fff_ffff, [Some(1000), Some(1000)]),
];

/// The only number that may be left open.
const WINDOW: &str = "recommitment-window-days";

/// The presets of a vendor, the default first; none of an unknown vendor.
pub(crate) fn presets(vendor: &str) -> &'static [&'static str] {
    match vendor {
        "adobe" => &["documented", "observed"],
        "ibm" => &["documented", "observed", "viewer"],
        "commvault" => &["documented", "lenient"],
        _ => &[],
    }
}

fn row(vendor: &str, reading: &str) -> Option<&'static [&'static str]> {
    READINGS.iter().find(|row| row.0 == vendor && row.1 == reading).map(|row| row.2)
}

/// Where the reading stands among all; those that nobody knows come last.
pub(crate) fn position(vendor: &str, reading: &str) -> usize {
    let known = READINGS.iter().position(|row| row.0 == vendor && row.1 == reading);
    let number = NUMBERS.iter().position(|row| vendor == "adobe" && row.0 == reading);
    known.or(number.map(|at| READINGS.len() + at)).unwrap_or(usize::MAX)
}

/// Whether the reading has that choice.
pub(crate) fn offers(vendor: &str, reading: &str, choice: &Value) -> bool {
    let number = NUMBERS.iter().find(|row| vendor == "adobe" && row.0 == reading);
    match (choice.as_str(), number) {
        (Some(word), Some(_)) => reading == WINDOW && word == "any",
        (Some(word), None) => row(vendor, reading).is_some_and(|choices| choices.contains(&word)),
        (None, Some(row)) => int(choice).is_some_and(|n| (0..=row.1).contains(&n)),
        (None, None) => false,
    }
}

/// The number that the preset decides; none where any will do.
pub(crate) fn number(preset: &str, reading: &str) -> Option<i64> {
    let column = presets("adobe").iter().position(|one| *one == preset).unwrap_or(0);
    let row = NUMBERS.iter().find(|row| row.0 == reading);
    *row.and_then(|row| row.2.get(column)).unwrap_or_else(|| panic!("no reading {reading}"))
}

/// What the preset decides.
pub(crate) fn choice(vendor: &str, preset: &str, reading: &str) -> &'static str {
    let column = presets(vendor).iter().position(|one| *one == preset).unwrap_or(0);
    let choices = row(vendor, reading).unwrap_or_else(|| panic!("no reading {vendor} {reading}"));
    choices.get(column).copied().unwrap_or("")
}

/// How a member of the request is read.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Date,
    Stamp,
    Count,
    Flag,
    Word,
    Words,
    Segments,
    Owned,
    Account,
}

type Members = &'static [(&'static str, Kind)];

/// The facts of a vendor, in the order of the contract's table.
pub(crate) fn facts(vendor: &str) -> Members {
    match vendor {
        "adobe" => &[
            ("today", Kind::Date),
            ("activeSubscriptions", Kind::Count),
            ("activeSubscriptionsInDeployments", Kind::Count),
            ("resellerMarketSegments", Kind::Segments),
            ("partnerGlobalSales", Kind::Flag),
            ("partnerLargeGovernmentAgency", Kind::Flag),
            ("owned", Kind::Owned),
        ],
        "ibm" => &[
            ("role", Kind::Word),
            ("sameOrganization", Kind::Flag),
            ("activeSubscriptions", Kind::Count),
        ],
        "commvault" => {
            &[("now", Kind::Stamp), ("externalIdTaken", Kind::Flag), ("nameTaken", Kind::Flag)]
        }
        _ => &[],
    }
}

/// What a vendor keeps to itself.
pub(crate) fn internal(vendor: &str) -> Members {
    match vendor {
        "adobe" => &[
            ("requestedOn", Kind::Date),
            ("acceptedOn", Kind::Date),
            ("systemAdmins", Kind::Words),
        ],
        "commvault" => &[("pending", Kind::Account), ("statusBefore", Kind::Word)],
        _ => &[],
    }
}

/// The inputs that are words.
pub(crate) fn events(vendor: &str, input: &str) -> &'static [&'static str] {
    match (vendor, input) {
        ("adobe", "commitment") => &["accepted", "declined", "elapsed", "ordered", "renewed"],
        ("adobe", "account") => &["activated"],
        ("ibm", "operation") => &["suspendCustomer", "unsuspendCustomer", "unregisterCustomer"],
        ("commvault", "settled") => &["succeeded", "failed"],
        _ => &[],
    }
}

/// The codes with which an account may become inactive.
pub(crate) const INACTIVE: [&str; 4] = ["1004", "1010", "1012", "1014"];
