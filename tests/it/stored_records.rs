//! The text of a stored record names its vendor.
//!
//! Goal: a record that was stored for one vendor is never read as another's. Method: the stored
//! records of all cases, read by every vendor.

use customer_core::json::{Stored, Unreadable};
use customer_core::{for_each_vendor, vendors};

use crate::common::{Lab, stored};

/// A stored record, and how a vendor reads one.
type Kept = (&'static str, Vec<Stored>, fn(&Stored) -> Result<(), Unreadable>);

fn kept_records<V: Lab>() -> Kept {
    let mut texts = vec![V::to_stored(&V::Record::default())];
    texts.extend(stored(V::NAME).values().map(|one| V::to_stored(&V::record(one, None))));
    (V::NAME, texts, |stored| V::from_stored(stored).map(|_| ()))
}

/// A record that was stored for one vendor is no record of another, however alike they look.
#[test]
fn a_stored_record_is_of_one_vendor() {
    let mut all: Vec<Kept> = Vec::new();
    macro_rules! each {
        ($( $(#[$doc:meta])* $Vendor:ident = $m:ident :: $R:ident, $name:literal; )*) => {
            $( all.push(kept_records::<vendors::$Vendor>()); )*
        };
    }
    for_each_vendor!(each);
    let mut pairs = 0;
    for (of, texts, _) in &all {
        for (by, _, read) in &all {
            pairs += 1;
            for text in texts {
                match read(text) {
                    Ok(()) => assert_eq!(of, by, "{of} is read by {by}: {text}"),
                    Err(unreadable) => {
                        assert_ne!(of, by, "{text}");
                        let error = &unreadable.errors[0];
                        assert_eq!(error.pointer.as_str(), "/vendor", "{of} by {by}");
                        assert!(error.to_string().contains(by), "{error}");
                    }
                }
            }
        }
    }
    assert_eq!(pairs, all.len() * all.len());
}
