//! What each vendor's questions may hold: events, facts, internal members, presets, readings.

/// What each preset decides where presets differ: vendor, short name of the reading, and the
/// choice of each preset, in the order of [`presets`].
///
/// This is the only place where the names stand; the code asks by name and compares the choice.
const READINGS: [(&str, &str, &[&str]); 20] = [
    ("adobe", "profile", &["optional", "required"]),
    ("adobe", "global-sales-omitted", &["kept", "false"]),
    ("adobe", "contacts-empty", &["refused", "kept"]),
    ("adobe", "contact-name", &["refused", "kept"]),
    ("adobe", "recommitment-window", &["none", "last-30-days"]),
    ("adobe", "postal-code", &["length", "shape"]),
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
    known.unwrap_or(READINGS.len())
}

/// Whether the reading has that choice.
pub(crate) fn offers(vendor: &str, reading: &str, choice: &str) -> bool {
    row(vendor, reading).is_some_and(|choices| choices.contains(&choice))
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
