//! What is carried as it came: no null in a stored list, and no line break in an answer.
//!
//! Goal: what the model does not take apart keeps the rules of form too. Method: the tables of the
//! documents, so that a list that is new is held as well.

use customer_core::contract::apply;
use customer_core::member::Shape;
use customer_core::vendors::Vendor;
use customer_core::{for_each_vendor, vendors};
use serde_json::{Value, json};

/// Every list of a shape: a document with it as its only member, and the place of the list.
fn lists(shape: &Shape, around: &dyn Fn(&str) -> String, at: &str, found: &mut Vec<[String; 2]>) {
    match shape {
        Shape::List { of, .. } => {
            found.push([around("[null]"), at.to_owned()]);
            let inside = |value: &str| around(&format!("[{value}]"));
            lists(of, &inside, &format!("{at}/0"), found);
        }
        Shape::Object { parts, .. } => {
            for part in *parts {
                let inside = |value: &str| around(&format!(r#"{{"{}":{value}}}"#, part.name));
                lists(&part.shape, &inside, &format!("{at}/{}", part.name), found);
            }
        }
        Shape::OneOf(all) => all.iter().for_each(|one| lists(one, around, at, found)),
        _ => {}
    }
}

/// Null is no error of form inside a vendor's document, but for an element of a stored list; how many
/// lists there are.
fn no_stored_list_has_a_null<V: Vendor>() -> usize {
    let mut found = Vec::new();
    lists(&V::DOCUMENT, &str::to_owned, "", &mut found);
    found.sort();
    found.dedup();
    for [document, list] in &found {
        let error = V::from_json(document).expect_err(document);
        let at = error.errors.iter().map(|one| one.pointer.to_string());
        assert_eq!(at.collect::<Vec<_>>(), [format!("{list}/0")], "{document}");
    }
    found.len()
}

/// An answer to a question with line breaks is one line, and says the same as without them.
fn an_answer_is_one_line<V: Vendor>(document: &Value, update: &Value) {
    let question = |carried: &str| {
        let question =
            json!({"vendor": V::NAME, "customer": document, "input": {"update": update}});
        question.to_string().replace(r#""CARRIED""#, carried)
    };
    let broken = apply(&question("{\n\t\"a\":\r\n[\r\"\\n\"\n]}"));
    assert!(!broken.contains(['\n', '\r']), "{broken}");
    let whole: Value = serde_json::from_str(&apply(&question(r#"{"a": ["\n"]}"#))).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&broken).unwrap(), whole);
    assert_ne!(whole["verdict"], "unreadable");
}

#[test]
fn no_stored_list_of_a_vendor_has_a_null() {
    let mut count = 0;
    macro_rules! each {
        ($($(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal;)*) => {
            $( count += no_stored_list_has_a_null::<vendors::$Vendor>(); )*
        };
    }
    for_each_vendor!(each);
    assert!(count >= 6, "{count} lists");
}

#[test]
fn adobe_answers_in_one_line() {
    an_answer_is_one_line::<vendors::Adobe>(
        &json!({"links": "CARRIED", "zz": "CARRIED"}),
        &json!({"externalReferenceId": "1"}),
    );
}

#[test]
fn ibm_answers_in_one_line() {
    an_answer_is_one_line::<vendors::Ibm>(
        &json!({"Customer": {"zz": "CARRIED"}}),
        &json!({"Customer": {"zz": "CARRIED"}}),
    );
}

#[test]
fn commvault_answers_in_one_line() {
    an_answer_is_one_line::<vendors::Commvault>(
        &json!({"deactivatedOptions": "CARRIED", "zz": "CARRIED"}),
        &json!({"externalId": "1"}),
    );
}
