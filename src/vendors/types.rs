//! What functions of a vendor return, by the vendor's types.

use super::Vendor;
use crate::decision::{Asked, Outcome, Rejection};
#[cfg(feature = "plan")]
use crate::plan::{Plan, Unreachable};

/// The record after an input and the decision, or why the input was not accepted.
pub type Applied<V> =
    Result<Outcome<<V as Vendor>::Record, <V as Vendor>::Decision>, Rejection<<V as Vendor>::Fact>>;

/// How a wish is brought about, or what is in the way. A wish is of one vendor:
///
/// ```compile_fail,E0308
/// use customer_core::adobe::{Customer, Facts, Policy, plan};
/// use customer_core::plan::Wish;
/// use customer_core::vendors::Ibm;
///
/// let wish = r#"{"merge": {"Customer": {"CustomerNumber": "1"}}}"#;
/// let wish = Wish::<Ibm>::from_json(wish).unwrap();
/// plan(&Customer::default(), &wish, &Facts::unknown(Policy::documented()));
/// ```
#[cfg(feature = "plan")]
pub type Planned<V> = Result<
    Plan<<V as Vendor>::Update<'static>, <V as Vendor>::Decision>,
    Unreachable<
        <V as Vendor>::Update<'static>,
        <V as Vendor>::Decision,
        <V as Vendor>::Input<'static>,
        <V as Vendor>::Fact,
    >,
>;

/// What an answer is the answer to, as far as it is known.
pub type AskedOf<'s, 'a, V> =
    Asked<'s, <V as Vendor>::Record, <V as Vendor>::Update<'a>, <V as Vendor>::Policy>;
