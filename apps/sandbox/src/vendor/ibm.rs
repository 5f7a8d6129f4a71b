//! IBM: users of vendors, with roles.

use alloc::borrow::Cow;

use customer_core::endpoint::{Credential, Due};
use customer_core::ibm::endpoint::Caller;
use customer_core::ibm::{Customer, Input, Role};
use customer_core::member::Number;
use customer_core::value::Timestamp;
use customer_core::vendors::Ibm;
use serde_json::{Value, json};

use super::{Facts, Identity, Issued, Played};
use crate::config::{Tenants, User};
use crate::store::{Claim, Stored};

impl Played for Ibm {
    const FIRST: u64 = 200_000_001;

    fn fresh_id(number: u64) -> String {
        format!("{number:09}")
    }

    fn id(record: &Customer) -> Option<&str> {
        record.id()
    }

    /// Ids are numbers, which may be written as `1.0` or `1e8`.
    fn plain(id: &str) -> Cow<'_, str> {
        let of_zeros = |text: &str| text.bytes().all(|byte| byte == b'0');
        match id.split_once('.') {
            Some((whole, fraction)) if of_zeros(fraction) => return Cow::Borrowed(whole),
            None if id.bytes().all(|byte| byte.is_ascii_digit()) => return Cow::Borrowed(id),
            _ => {}
        }
        let float = id.parse::<f64>().map(|number| format!("{number:.0}"));
        let is_it = |text: &String| Number::parse(id).is_ok_and(|number| number.same_value(text));
        float.ok().filter(is_it).map_or(Cow::Borrowed(id), Cow::Owned)
    }

    fn set_id(record: &mut Customer, id: &str) {
        record.document.id = Number::parse(id).ok();
    }

    fn identify<'t>(
        tenants: &'t Tenants,
        credential: &Credential<'_>,
        _: &Issued<'_>,
    ) -> Stored<Option<Identity<'t, Caller>>> {
        let Credential::Basic { user, password } = credential else { return Ok(None) };
        let found = tenants.ibm.user.iter().find(|one| one.name.as_str() == *user);
        let Some(found) = found.filter(|one| one.password.is(password)) else { return Ok(None) };
        let mut caller = Caller::new(Role::from(found.role.as_str()));
        caller.organization = found.customer.as_ref().map(|id| id.as_str().to_owned());
        let (tenant, name) = (found.vendor.as_str(), found.name.as_str());
        Ok(Some(Identity { caller: Cow::Owned(caller), tenant, name }))
    }

    fn tenants(tenants: &Tenants) -> Vec<&str> {
        let mut all: Vec<_> = tenants.ibm.user.iter().map(|user| user.vendor.as_str()).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    fn may_own(tenants: &Tenants, tenant: &str, _: &Customer) -> bool {
        Self::tenants(tenants).contains(&tenant)
    }

    fn facts(_: &Tenants, _: &str, _: Option<&Customer>) -> Facts {
        Facts::from_iter([("activeSubscriptions".to_owned(), json!(0))])
    }

    fn is_settable(fact: &str) -> bool {
        fact == "activeSubscriptions"
    }

    /// The vendor itself acts.
    fn circumstances(_: Timestamp) -> Facts {
        Facts::from_iter([
            ("role".to_owned(), json!(Role::Vsr.as_str())),
            ("sameOrganization".to_owned(), json!(true)),
        ])
    }

    fn due(_: Due, _: Option<&str>) -> Option<(Input<'static>, &'static str)> {
        None
    }

    fn does(_: &str) -> Option<Due> {
        None
    }

    fn claims(_: &Customer) -> Vec<Claim> {
        Vec::new()
    }

    fn code(body: &Value) -> Option<String> {
        Some(body.pointer("/BSSResponse/MessageCode")?.as_str()?.to_owned())
    }

    fn paths(address: &str) -> String {
        format!("{address}/api/bss/resource")
    }

    fn introduce(tenants: &Tenants) -> Vec<String> {
        let line = |user: &User| {
            let (name, password, role) = (&user.name, user.password.reveal(), &user.role);
            let customer = user.customer.as_ref().map(|id| format!(" of customer {id}"));
            let customer = customer.unwrap_or_default();
            format!("{name} / {password}, {role}{customer}, {}", user.vendor)
        };
        tenants.ibm.user.iter().map(line).collect()
    }
}
