//! What the sandbox adds to a vendor's endpoint: who its tenants are, how new ids look, and what it
//! knows without looking anything up. Everything else is the core's.

mod adobe;
mod commvault;
mod ibm;

use alloc::borrow::Cow;

use customer_core::decision::FactName as _;
use customer_core::endpoint::{Credential, Due};
use customer_core::json::{At, Document, Errors};
use customer_core::value::Timestamp;
use customer_core::vendors::Endpoint;
use serde_json::{Map, Value};

use crate::config::Tenants;
use crate::store::{Claim, StoreError, Stored};

/// Facts as the JSON contract writes them.
pub(crate) type Facts = Map<String, Value>;

/// Who calls.
pub(crate) struct Identity<'t, C: Clone> {
    /// As the core asks for it.
    pub(crate) caller: Cow<'t, C>,
    /// Whose records it sees.
    pub(crate) tenant: &'t str,
    /// Its name in histories.
    pub(crate) name: &'t str,
}

/// Finds the client that a token was issued to, if it is still good.
pub(crate) type Issued<'i> = dyn Fn(&str) -> Stored<Option<String>> + 'i;

/// A vendor as the sandbox plays it.
pub(crate) trait Played: Endpoint {
    /// The number of the first id that the sandbox gives.
    const FIRST: u64;

    /// The id of this number.
    fn fresh_id(number: u64) -> String;

    /// The id of a record.
    fn id(record: &Self::Record) -> Option<&str>;

    /// The same id as it is written in paths.
    fn plain(id: &str) -> Cow<'_, str> {
        Cow::Borrowed(id)
    }

    /// Gives a record this id.
    fn set_id(record: &mut Self::Record, id: &str);

    /// Whose credential this is.
    fn identify<'t>(
        tenants: &'t Tenants,
        credential: &Credential<'_>,
        issued: &Issued<'_>,
    ) -> Stored<Option<Identity<'t, Self::Caller>>>;

    /// The tenants.
    fn tenants(tenants: &Tenants) -> Vec<&str>;

    /// Whether a record can be this tenant's.
    fn may_own(tenants: &Tenants, tenant: &str, record: &Self::Record) -> bool;

    /// The facts of a record that nobody has set, or of one that is not there yet.
    fn facts(tenants: &Tenants, tenant: &str, record: Option<&Self::Record>) -> Facts;

    /// Whether a fact can be set by hand; others are looked up.
    fn is_settable(fact: &str) -> bool;

    /// The facts of an input that is no call.
    fn circumstances(now: Timestamp) -> Facts;

    /// The input that due work is, and its name as a cause; `failing` is the code of a fault.
    fn due(due: Due, failing: Option<&str>) -> Option<(Self::Input<'static>, &'static str)>;

    /// The due work that an input by hand does itself.
    fn does(input: &str) -> Option<Due>;

    /// What a record takes for itself among those of its tenant.
    fn claims(record: &Self::Record) -> Vec<Claim>;

    /// The correlation id of a call, where the vendor has such a thing.
    fn correlation_id<'c>(_: &'c Self::Call<'_>) -> Option<&'c str> {
        None
    }

    /// The code in the body of an error.
    fn code(body: &Value) -> Option<String>;

    /// Where its paths begin, below the address of the sandbox: for whoever starts it.
    fn paths(address: &str) -> String;

    /// The built-in tenants with their credentials, a line for each.
    fn introduce(tenants: &Tenants) -> Vec<String>;
}

/// Whether a call can name an id as a part of its path: clients take some for a step in it, some
/// characters end it, and some are sent in another spelling.
pub(crate) fn is_nameable(id: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !b"/?#%".contains(&byte);
    !matches!(id, "" | "." | "..") && id.bytes().all(is_plain)
}

/// Reads facts of the contract.
pub(crate) fn read_facts<V: Played>(facts: &Facts, policy: V::Policy) -> Stored<V::Facts> {
    if facts.is_empty() {
        return Ok(V::unknown(policy));
    }
    let unreadable = || StoreError::Unreadable("facts");
    let text = serde_json::to_string(facts).map_err(|_| unreadable())?;
    let document = Document::parse(&text).map_err(|_| unreadable())?;
    let mut errors = Errors::default();
    let facts = V::read_facts(Some(document.root()), policy, &At::ROOT, &mut errors);
    errors.finish(Some(facts)).map_err(|_| unreadable())
}

/// Why facts can't be set by hand, if they can't.
pub(crate) fn unsettable<V: Played>(facts: &str, policy: V::Policy) -> Option<String> {
    let document = match Document::parse(facts) {
        Ok(document) => document,
        Err(error) => return Some(error.to_string()),
    };
    let mut errors = Errors::default();
    let read = V::read_facts(Some(document.root()), policy, &At::ROOT, &mut errors);
    if let Err(unreadable) = errors.finish(Some(read)) {
        return Some(unreadable.to_string());
    }
    let mut members = document.root().members().into_iter().flatten();
    let other = members.find(|(name, _)| !V::is_settable(name))?;
    let known = V::FACTS.iter().find(|fact| *fact.name == *other.0)?;
    Some(format!("the fact {} is not set by hand: it is looked up", known.name))
}

/// A fact that was looked up.
pub(crate) fn found<V: Played>(facts: &mut Facts, fact: V::Fact, value: bool) {
    facts.insert(fact.name().to_owned(), Value::Bool(value));
}

/// Calls `$function::<V>` with these arguments for the vendor of this name; `None` for another.
macro_rules! with_vendor {
    ($name:expr, $function:ident ( $($argument:expr),* $(,)? )) => {
        $crate::vendor::with_vendor!(@ ($) $name, $function ( $($argument),* ))
    };
    // The dollar of the inner macro.
    (@ ($d:tt) $name:expr, $function:ident ( $($argument:expr),* )) => {{
        macro_rules! chosen {
            ($d( $d(#[$d doc:meta])* $d Vendor:ident = $d module:ident :: $d Record:ident,
                $d word:literal; )*) => {
                match $name {
                    $d( $d word => {
                        Some($function::<customer_core::vendors::$d Vendor>($($argument),*))
                    } )*
                    _ => None,
                }
            };
        }
        customer_core::for_each_vendor!(chosen)
    }};
}

pub(crate) use with_vendor;
