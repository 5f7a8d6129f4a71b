//! That `serde_json` is plain here: else the other test would say nothing new.

use serde_json::Value;

#[test]
fn nobody_asks_for_exact_numbers_or_for_order() {
    let value: Value = serde_json::from_str(r#"{"b":1.50,"a":1}"#).unwrap();
    assert_eq!(value.to_string(), r#"{"a":1,"b":1.5}"#);
}
