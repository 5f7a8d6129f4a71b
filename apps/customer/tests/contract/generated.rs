//! Tables of the documents that are made of what the code has or does.

use customer_core::contract::{VENDORS, apply};
use serde_json::json;

use crate::cases::read;

/// A table below its mark, up to the next empty line.
pub(crate) fn with_table(text: &str, mark: &str, table: &str) -> String {
    let mark = format!("<!-- {mark} -->\n\n");
    let found = text.split_once(&mark).and_then(|(head, rest)| {
        let (_, tail) = rest.split_once("\n\n")?;
        Some((head, tail))
    });
    let (head, tail) = found.unwrap_or_else(|| panic!("no table behind {mark}"));
    format!("{head}{mark}{}\n\n{tail}", table.trim_end())
}

/// The neutral customer, and where each vendor keeps what it says.
pub(crate) fn neutral() -> String {
    let names: Vec<_> = VENDORS.iter().map(|vendor| vendor.name).collect();
    let mut table = format!("| neutral | {} |\n", names.join(" | "));
    table.push_str(&"|---".repeat(names.len() + 1));
    table.push_str("|\n");
    let columns: Vec<_> = VENDORS.iter().map(|vendor| vendor.neutral()).collect();
    for (at, row) in columns[0].iter().enumerate() {
        table.push_str(&format!("| `{}` |", row.member));
        for kept in columns.iter().map(|column| &column[at]) {
            assert_eq!(kept.member, row.member);
            let words = if kept.has_words { ": words" } else { "" };
            let place = kept.place.as_ref();
            let cell = place.map_or(" -".to_owned(), |place| format!(" `{place}`{words}"));
            table.push_str(&format!("{cell} |"));
        }
        table.push('\n');
    }
    table
}

/// What each operation of IBM answers in each state of a customer.
pub(crate) fn operations() -> String {
    const OPERATIONS: [&str; 3] = ["suspendCustomer", "unsuspendCustomer", "unregisterCustomer"];
    let mut table = "| `CustomerState` before |".to_owned();
    OPERATIONS.iter().for_each(|name| table.push_str(&format!(" `{name}` |")));
    table.push_str(&format!("\n{}|\n", "|---".repeat(OPERATIONS.len() + 1)));
    for state in ["ACTIVE", "SUSPENDED", "DEREGISTER_PENDING"] {
        table.push_str(&format!("| `{state}` |"));
        for operation in OPERATIONS {
            let question = json!({
                "vendor": "ibm",
                "customer": {"Customer": {"CustomerState": state}},
                "input": {"operation": operation},
                "facts": {"role": "VSR", "sameOrganization": true, "activeSubscriptions": 0},
            });
            let answer = read(&apply(&question.to_string())).unwrap();
            let after = &answer["customer"]["Customer"]["CustomerState"];
            let cell = match after.as_str() {
                Some(after) => format!("`{after}`"),
                None => format!("refused ({})", answer["response"]["status"]),
            };
            table.push_str(&format!(" {cell} |"));
        }
        table.push('\n');
    }
    table
}
