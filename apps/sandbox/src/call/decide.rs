//! What the core replies to a call, with the facts that it asks for.

use alloc::collections::BTreeSet;

use customer_core::decision::FactName as _;
use customer_core::endpoint::{Known, Lookup, Responded, Tenant};

use super::outcome::{Outcome, Reply, Reported};
use super::turn::Turn;
use crate::knobs::Current;
use crate::store::{Owned, Stored, Tables};
use crate::vendor::{Facts, Played, found, read_facts};

impl<V: Played> Turn<'_, V> {
    /// A reply for which nothing is looked up any more.
    pub(super) fn respond(
        &self,
        known: Known<'_, V::Record, V::Caller>,
        now: &Current,
    ) -> Stored<Outcome<V>> {
        let facts = V::unknown(now.knobs.policy::<V>()?);
        let admitted = V::admitted(&self.call, &known);
        let revision = known.record.as_ref().filter(|one| one.tenant == Tenant::Own);
        let revision = revision.map(|found| found.revision);
        Ok(match V::respond(&self.call, &known, &facts) {
            Responded::Reply(replied) => {
                Outcome::Replied(Box::new(Reported::of(replied, revision, admitted, now.at)))
            }
            Responded::Lookup(_) => Outcome::Unknown,
        })
    }

    /// The core's reply to a write, or what is in its way: a fact is missing that nobody here
    /// knows, or depends on what is to be done first. Facts that were set by hand count from the
    /// first round on, because the core takes some from the caller where nothing else is said;
    /// without them, most calls ask for none.
    pub(super) fn decide(
        &self,
        tables: &dyn Tables,
        owned: &Owned<'_>,
        known: &Known<'_, V::Record, V::Caller>,
        set: Facts,
        now: &Current,
    ) -> Stored<Result<Reply<V>, Outcome<V>>> {
        let policy = now.knobs.policy::<V>()?;
        let record = known.record.map(|found| found.record);
        let all = |set: Facts| {
            let mut facts = V::facts(&self.service.tenants, owned.tenant, record);
            facts.extend(set);
            facts
        };
        let mut facts = if set.is_empty() { set } else { all(set) };
        let lookup: Lookup<V::Fact> =
            match V::respond(&self.call, known, &read_facts::<V>(&facts, policy)?) {
                Responded::Reply(replied) => return Ok(Ok(replied)),
                Responded::Lookup(lookup) => lookup,
            };
        facts = all(facts);
        let mut behind = BTreeSet::new();
        for (fact, value) in lookup.values {
            let claim = (fact.name(), value);
            let mut taken = tables.is_claimed(owned, &claim)?;
            if taken {
                let due = tables.due_claims(owned, &claim, now.at)?;
                // Where nothing is due, somebody else may have done it between the two looks.
                taken = !due.is_empty() || tables.is_claimed(owned, &claim)?;
                behind.extend(due);
            }
            found::<V>(&mut facts, fact, taken);
        }
        if !behind.is_empty() {
            return Ok(Err(Outcome::Behind(behind)));
        }
        Ok(match V::respond(&self.call, known, &read_facts::<V>(&facts, policy)?) {
            Responded::Reply(replied) => Ok(replied),
            Responded::Lookup(_) => Err(Outcome::Unknown),
        })
    }
}
