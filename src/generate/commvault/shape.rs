//! Commvault's account: members and ordinary values.

use super::super::shape::Shape::{self, Any, Flag, List, Moment, Object, Text};

const UNKNOWN: &[&str] = &["x", "xNote", "x/y~z", "xé"];

const ADDRESS: Shape = Object(
    &[
        ("addressLine1", Text(&["1 Ave", "2 Mill Road"], 0)),
        ("addressLine2", Text(&["Suite 204", "Floor 2"], 0)),
        ("city", Text(&["Sunnyvale", "Cork"], 0)),
        ("state", Text(&["California", "Munster"], 0)),
        ("country", Text(&["United States", "Ireland"], 0)),
        ("postalCode", Text(&["94086", "T12"], 0)),
    ],
    UNKNOWN,
);

const CONTACT: Shape = Object(
    &[
        ("type", Text(&["admin", "owner", ""], 0)),
        ("email", Text(&["john.doe@acme.com", "aoife@bolt.example"], 0)),
        ("firstName", Text(&["John", "Aoife"], 0)),
        ("lastName", Text(&["Doe", "Byrne"], 0)),
        ("phone", Text(&["+1 555 0100", "+353 1 555"], 0)),
        ("address", ADDRESS),
    ],
    UNKNOWN,
);

/// The account object.
pub(super) const ACCOUNT: Shape = Object(
    &[
        ("id", Text(&["7194af6f-1285-4295-94aa-ceed7ea2d792", "another"], 0)),
        ("status", Text(&["active", "updating", "update_failure", "deactivated", "activating"], 0)),
        ("insertTs", Moment),
        ("updateTs", Moment),
        ("externalId", Text(&["XSP1234", "XSP2000"], 0)),
        ("name", Text(&["Acme ltd", "Bolt ltd"], 0)),
        ("website", Text(&["www.acme.com", "www.bolt.example"], 0)),
        ("provisionCountry", Text(&["United States", "Ireland"], 0)),
        ("contacts", List(&CONTACT)),
        ("services", List(&Object(&[("serviceId", Any), ("quantity", Any)], UNKNOWN))),
        (
            "deactivatedOptions",
            Object(
                &[("disableLogin", Flag), ("disableBackup", Flag), ("disableRestore", Flag)],
                UNKNOWN,
            ),
        ),
        ("type", Text(&["Production", "POC"], 0)),
    ],
    UNKNOWN,
);
