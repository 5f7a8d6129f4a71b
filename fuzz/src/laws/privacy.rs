//! Nothing personal leaves but by serialising.

use customer_core::generate::{Case, Source, Tree};

use super::subject::Subject;

/// No name, address, phone or e-mail address in anything but the documents.
pub fn nothing_personal_is_shown<S: Subject>(case: &Case<S::W>, _: &mut Source<'_>) {
    let tree = Tree::parse(&case.question).expect("a question is JSON");
    let mut secrets = vec![];
    personal(&tree, &mut secrets);
    secrets.retain(|secret| is_nobodys_word(secret));
    let mut shown = vec![S::show(&case.record), S::show(&case.input)];
    match S::decide(&case.record, &case.input, &case.facts) {
        Ok(decision) => {
            shown.push(S::show(&decision));
            shown.push(S::show(&S::changes(&decision)));
        }
        Err(rejection) => {
            shown.push(S::show(&format_args!("{rejection}")));
            shown.push(S::show(&rejection));
        }
    }
    for text in &shown {
        for secret in &secrets {
            assert!(!text.contains(secret), "{secret} is shown in {text}: {case:?}");
        }
    }
}

/// Whether a text is a name, an address or a number, and not a word that rules and types use too.
fn is_nobodys_word(text: &str) -> bool {
    let people = ["Mickey", "Minnie", "Donald", "Mouse", "Aoife", "Byrne", "Fairmont", "Sunnyvale"];
    text.chars().count() > 4
        && (text.contains(['@', ' ']) || !text.is_ascii() || people.contains(&text))
}

/// Texts under members that hold something personal.
fn personal<'t>(tree: &'t Tree, found: &mut Vec<&'t str>) {
    let names = [
        "firstName",
        "lastName",
        "email",
        "phoneNumber",
        "phone",
        "city",
        "addressLine1",
        "companyName",
        "postalCode",
        "systemAdmins",
        "website",
        "FamilyName",
        "GivenName",
        "EmailAddress",
        "WorkPhone",
        "City",
        "AddressLine1",
        "PostalCode",
        "OrgName",
        "Photo",
    ];
    match tree {
        Tree::Object(members) => {
            for (name, value) in members {
                if names.contains(&name.as_str()) {
                    found.extend(value.texts());
                } else {
                    personal(value, found);
                }
            }
        }
        Tree::List(elements) => elements.iter().for_each(|element| personal(element, found)),
        _ => {}
    }
}
