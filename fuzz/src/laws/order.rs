//! In which order violations are told: by precedence, and then where they stand in the order of the
//! vendors' models, as the contract lists them. From the readings, not from the rules' own order.

use customer_core::decision::Violation;

/// How early a violation is told, from the readings and not from the rules' own order.
pub(super) fn precedence(vendor: &str, violation: &Violation) -> usize {
    const ADOBE: [&str; 17] = [
        "1116", "1125", "1121", "1122", "1117", "1118", "1119", "2135", "1139", "1142", "1140",
        "1163", "1164", "1167", "1168", "1147", "1135",
    ];
    let id = violation.rule.id;
    match vendor {
        "adobe" => {
            let code = violation.code;
            ADOBE.iter().position(|one| Some(*one) == code).unwrap_or(ADOBE.len())
        }
        "ibm" => match violation.pointer.as_str() {
            "/facts/role" | "/facts/sameOrganization" => 0,
            "/Customer/CustomerState" if id.starts_with("ibm.state") => 1,
            _ if id == "ibm.version.stale" => 3,
            _ => 2,
        },
        "commvault" => usize::from(!id.starts_with("commvault.status")),
        other => panic!("say in which order {other} refuses"),
    }
}

/// Which of these violations answers, from the readings: at Commvault a state before a value, and a
/// value before a name that is taken; elsewhere the first.
pub(super) fn answering<'v>(vendor: &str, violations: &[&'v Violation]) -> &'v Violation {
    let is_state = |one: &&Violation| one.rule.id.starts_with("commvault.status");
    let is_value = |one: &&Violation| one.rule.id != "commvault.identity.unique";
    let mut all = violations.iter().copied();
    let found = match vendor {
        "commvault" => all.clone().find(is_state).or_else(|| all.clone().find(is_value)),
        _ => None,
    };
    found.or_else(|| all.next()).expect("a violation")
}

/// The rank of one step: of a member of the model its place, of an index itself, of an unknown
/// member its name, behind all others.
pub(super) type Rank = (usize, String);

fn members(vendor: &str, parent: &str) -> &'static [&'static str] {
    const TERM: &[&str] = &["startDate", "endDate", "status", "minimumQuantities"];
    match (vendor, parent) {
        ("adobe", "") => &[
            "externalReferenceId",
            "customerId",
            "resellerId",
            "distributorId",
            "globalSalesEnabled",
            "tags",
            "linkedMembership",
            "companyProfile",
            "discounts",
            "benefits",
            "cotermDate",
            "creationDate",
            "status",
            "links",
        ],
        ("adobe", "linkedMembership") => &[
            "id",
            "name",
            "type",
            "linkedMembershipType",
            "creationDate",
            "country",
            "benefitTypes",
        ],
        ("adobe", "companyProfile") => &[
            "companyName",
            "preferredLanguage",
            "marketSegment",
            "marketSubSegments",
            "address",
            "contacts",
        ],
        ("adobe", "address") => &[
            "country",
            "region",
            "city",
            "addressLine1",
            "addressLine2",
            "postalCode",
            "phoneNumber",
        ],
        ("adobe", "contacts") => &["firstName", "lastName", "email", "phoneNumber"],
        ("adobe", "benefits") => {
            &["type", "status", "commitment", "commitmentRequest", "recommitmentRequest"]
        }
        ("adobe", "commitment" | "commitmentRequest" | "recommitmentRequest") => TERM,
        ("adobe", "discounts") => &["offerType", "level", "discountCode"],
        ("ibm", "") => &["Customer"],
        ("ibm", "Customer") => &[
            "CustomerNumber",
            "Id",
            "CustomerState",
            "SuspensionDate",
            "IsGuest",
            "LastSyncDate",
            "CustomerType",
            "Version",
            "Organization",
            "CustomerAccountSet",
            "CustomerIdentifierSet",
        ],
        ("ibm", "Organization") => &[
            "OrgName",
            "Phone",
            "Owner",
            "Created",
            "Modified",
            "Industry",
            "PartyType",
            "CompanySize",
            "SecurityRealm",
            "CustomerType",
            "IsPartner",
            "IsSyncPending",
            "AddressSet",
            "Contact",
        ],
        ("ibm", "AddressSet") => &[
            "AddressLine1",
            "AddressLine2",
            "AddressType",
            "City",
            "Country",
            "State",
            "PostalCode",
            "StateCode",
            "CountryCode",
            "Modified",
        ],
        ("ibm", "Contact") => &[
            "FamilyName",
            "GivenName",
            "EmailAddress",
            "NamePrefix",
            "NameSuffix",
            "EmployeeNumber",
            "LanguagePreference",
            "WorkPhone",
            "HomePhone",
            "MobilePhone",
            "Fax",
            "JobTitle",
            "WebSiteAddress",
            "TimeZone",
            "Photo",
            "DN",
            "Created",
            "Modified",
            "Deleted",
            "SecurityRealm",
        ],
        ("ibm", "CustomerAccountSet") => {
            &["AccountNumber", "LocationName", "PaymentMethodType", "CurrencyType", "VendorId"]
        }
        ("ibm", "CustomerIdentifierSet") => &["Value", "CustomerIdType"],
        ("commvault", "") => &[
            "id",
            "status",
            "insertTs",
            "updateTs",
            "externalId",
            "name",
            "website",
            "provisionCountry",
            "contacts",
            "services",
            "deactivatedOptions",
            "type",
        ],
        ("commvault", "contacts") => {
            &["type", "email", "firstName", "lastName", "phone", "address"]
        }
        ("commvault", "address") => {
            &["addressLine1", "addressLine2", "city", "state", "country", "postalCode"]
        }
        _ => &[],
    }
}

/// The ranks of all steps.
pub(super) fn place(vendor: &str, pointer: &str) -> Vec<Rank> {
    let nested = nested(vendor, pointer);
    let (mut parent, mut ranks) = ("", Vec::new());
    for step in nested.as_deref().unwrap_or(pointer).split('/').skip(1) {
        if let Ok(index) = step.parse::<usize>() {
            ranks.push((index, String::new()));
            continue;
        }
        let step = &step.replace("~1", "/").replace("~0", "~");
        let known = spelt(step);
        let names = members(vendor, parent);
        ranks.push(match names.iter().position(|name| *name == known) {
            Some(rank) => (rank, String::new()),
            None => (usize::MAX, if names.is_empty() { String::new() } else { step.to_owned() }),
        });
        parent = members_of(step);
    }
    ranks
}

/// Another spelling stands where the attribute does.
fn spelt(name: &str) -> &str {
    match name {
        "AdressLine1" => "AddressLine1",
        "AdressLine2" => "AddressLine2",
        "AdressType" => "AddressType",
        "WebsiteAddress" => "WebSiteAddress",
        other => other,
    }
}

fn members_of(step: &str) -> &'static str {
    let all = [
        "linkedMembership",
        "companyProfile",
        "address",
        "contacts",
        "benefits",
        "commitment",
        "commitmentRequest",
        "recommitmentRequest",
        "discounts",
        "links",
        "self",
        "Customer",
        "Organization",
        "AddressSet",
        "Contact",
        "CustomerAccountSet",
        "CustomerIdentifierSet",
    ];
    all.into_iter().find(|one| *one == step).unwrap_or("none")
}

/// Where a place of IBM's flat form stands in the nested one.
fn nested(vendor: &str, pointer: &str) -> Option<String> {
    if vendor != "ibm" || pointer == "/Customer" || pointer.starts_with("/Customer/") {
        return None;
    }
    let name = spelt(pointer.strip_prefix('/')?);
    let places = [
        ("Customer", "/Customer"),
        ("Organization", "/Customer/Organization"),
        ("AddressSet", "/Customer/Organization/AddressSet/0"),
        ("Contact", "/Customer/Organization/Contact"),
        ("CustomerAccountSet", "/Customer/CustomerAccountSet/0"),
    ];
    let found = places.into_iter().find(|(parent, _)| members("ibm", parent).contains(&name));
    found.map(|(_, place)| format!("{place}/{name}"))
}
