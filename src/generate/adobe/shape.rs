//! Adobe's documents: members, ordinary values, limits.

use super::super::shape::Shape::{self, Day, Flag, List, Moment, Number, Object, Raw, Text};

const UNKNOWN: &[&str] = &["x", "xNote", "x/y~z", "xé"];

/// The contact list.
pub(super) const CONTACTS: Shape = List(&CONTACT);

const CONTACT: Shape = Object(
    &[
        ("firstName", Text(&["Mickey", "Minnie", "Donald"], 35)),
        ("lastName", Text(&["Mouse", "Duck"], 35)),
        (
            "email",
            Text(
                &[
                    "mickey@mouse.com",
                    "minnie@mouse.com",
                    "donald@duck.com",
                    "MICKEY@mouse.com",
                    "daisy@duck.com",
                    "mickey@mouse",
                ],
                240,
            ),
        ),
        ("phoneNumber", Text(&["408-123-4567", "408-765-4321"], 40)),
    ],
    UNKNOWN,
);

const ADDRESS: Shape = Object(
    &[
        ("country", Text(&["US", "CA", "DE", "GB", "JP"], 3)),
        ("region", Text(&["CA", "NY", "BY"], 255)),
        ("city", Text(&["San Jose", "Ottawa", "Bern<"], 40)),
        ("addressLine1", Text(&["200 Fairmont Ave", "1 Main St", "1 \"Q\""], 60)),
        ("addressLine2", Text(&["Apt 123", "Floor 2"], 60)),
        ("postalCode", Text(&["95110-1234", "95110", "K1A 0B1", "80331", "?"], 40)),
        ("phoneNumber", Text(&["800-123-4567", "800-765-4321"], 40)),
    ],
    UNKNOWN,
);

const PROFILE: Shape = Object(
    &[
        ("companyName", Text(&["Fairmont", "Globex Corporation"], 80)),
        ("preferredLanguage", Text(&["en-US", "fr-FR", "de-DE", "en-us"], 5)),
        ("marketSegment", Text(&["COM", "EDU", "GOV"], 3)),
        ("marketSubSegments", List(&Text(&["K_12", "HIGHER_ED", "FEDERAL", "STATE"], 0))),
        ("address", ADDRESS),
        ("contacts", CONTACTS),
    ],
    UNKNOWN,
);

const QUANTITIES: Shape = List(&Object(
    &[
        ("offerType", Text(&["LICENSE", "CONSUMABLES"], 0)),
        (
            "quantity",
            Number(
                &["10", "1000", "9", "11", "999", "25", "0", "2147483647"],
                &["10.0", "1e1", "-1", "2147483648", "9.5", "1E400", "-0"],
            ),
        ),
    ],
    UNKNOWN,
));

const TERM: Shape = Object(
    &[
        ("startDate", Day),
        ("endDate", Day),
        (
            "status",
            Text(
                &[
                    "REQUESTED",
                    "ACCEPTED",
                    "COMMITTED",
                    "DECLINED",
                    "EXPIRED",
                    "NONCOMPLIANT",
                    "ACTIVE",
                    "INACTIVE",
                    "",
                ],
                0,
            ),
        ),
        ("minimumQuantities", QUANTITIES),
    ],
    UNKNOWN,
);

const BENEFIT: Shape = Object(
    &[
        ("type", Text(&["THREE_YEAR_COMMIT", "LARGE_GOVERNMENT_AGENCY"], 0)),
        ("status", Text(&["PENDING_UPGRADE", "ACTIVE"], 0)),
        ("commitment", TERM),
        ("commitmentRequest", TERM),
        ("recommitmentRequest", TERM),
    ],
    UNKNOWN,
);

const GROUP: Shape = Object(
    &[
        ("id", Text(&["51001315", "51001316"], 0)),
        ("name", Text(&["The group", "Another group"], 80)),
        ("type", Text(&["STANDARD", "CONSORTIUM"], 0)),
        ("linkedMembershipType", Text(&["OWNER", "MEMBER"], 0)),
        ("creationDate", Moment),
        ("country", Text(&["US", "CA"], 0)),
        ("benefitTypes", List(&Text(&["LARGE_GOVERNMENT_AGENCY"], 0))),
    ],
    UNKNOWN,
);

/// Links are any JSON.
pub(super) const LINKS: &[&str] = &[
    r#"{"self":{"uri":"/v3/customers/9876543210","method":"GET","headers":[]}}"#,
    r#"{"self":{"uri":"/v3/customers/9876543210","method":"GET"}}"#,
    r#"{"self":{"uri":"/v3/customers/9876543210","headers":[{"a":1.0}]},"next":null}"#,
    r#"{"self":null}"#,
    r#"{"self":{"method":""}}"#,
    r#"[{"rel":"self","uri":"/v3/customers/9876543210"}]"#,
    r#"[{"uri":"/v3/customers/9876543210","rel":"self"},10]"#,
    r#"{"next":{}}"#,
    "{}",
    "[]",
    "\"\"",
    "10.0",
    "1e1",
];

/// The customer resource.
pub(super) const RESOURCE: Shape = Object(
    &[
        ("externalReferenceId", Text(&["342", "343", "a<b"], 35)),
        ("customerId", Text(&["9876543210", "9876543211"], 0)),
        ("resellerId", Text(&["5556667778", "5556667779"], 0)),
        ("distributorId", Text(&["7778889990", "7778889991"], 0)),
        ("distributorId", Text(&["1112223334", "1112223335"], 0)),
        ("globalSalesEnabled", Flag),
        ("tags", List(&Text(&["SPLIT", "MIGRATED"], 0))),
        ("linkedMembership", GROUP),
        ("companyProfile", PROFILE),
        (
            "discounts",
            List(&Object(
                &[
                    ("offerType", Text(&["LICENSE", "CONSUMABLES"], 0)),
                    ("level", Text(&["02", "T1"], 0)),
                    ("discountCode", Text(&["X1"], 0)),
                ],
                UNKNOWN,
            )),
        ),
        ("benefits", List(&BENEFIT)),
        ("cotermDate", Day),
        ("creationDate", Moment),
        ("status", Text(&["1000", "1002", "1004", "1010", "1012", "1014", "9999"], 0)),
        ("links", Raw(LINKS)),
    ],
    UNKNOWN,
);
