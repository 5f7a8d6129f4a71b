//! Faults: what goes wrong because a test asked for it.

use core::mem::discriminant;

use serde::{Deserialize, Serialize};

use crate::admin::problem::Problem;
use crate::object::{self, given};
use crate::store::{Fault, StoreError, Stored, Tables};

/// The longest delay in milliseconds.
const DELAY_MAX: u64 = 60_000;

/// The methods that calls have. With another one a call does not get as far as a fault.
const METHODS: [&str; 5] = ["DELETE", "GET", "PATCH", "POST", "PUT"];

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    /// An error of the vendor.
    Status,
    /// A gateway answers that the vendor does not.
    GatewayTimeout,
    /// An error that is no JSON.
    NotJson,
    /// The connection is closed without an answer.
    Drop,
    /// The same, and everything was stored.
    DropAfterCommit,
    /// An error, and everything was stored.
    StatusAfterCommit,
    /// A late answer.
    Delay,
    /// The next settlement fails.
    SettleFail,
    /// The next activation fails.
    Inactivate,
}

/// When a fault fires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Instead of the decision.
    Before,
    /// In a call that commits.
    After,
    /// In work that is due.
    Due,
}

impl Kind {
    /// All of them.
    pub(crate) const ALL: [Self; 9] = [
        Self::Status,
        Self::GatewayTimeout,
        Self::NotJson,
        Self::Drop,
        Self::DropAfterCommit,
        Self::StatusAfterCommit,
        Self::Delay,
        Self::SettleFail,
        Self::Inactivate,
    ];

    /// When it fires.
    const fn phase(self) -> Phase {
        match self {
            Self::Status | Self::GatewayTimeout | Self::NotJson | Self::Drop | Self::Delay => {
                Phase::Before
            }
            Self::DropAfterCommit | Self::StatusAfterCommit => Phase::After,
            Self::SettleFail | Self::Inactivate => Phase::Due,
        }
    }

    /// The word of the API.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::GatewayTimeout => "gateway-timeout",
            Self::NotJson => "not-json",
            Self::Drop => "drop",
            Self::DropAfterCommit => "drop-after-commit",
            Self::StatusAfterCommit => "status-after-commit",
            Self::Delay => "delay",
            Self::SettleFail => "settle-fail",
            Self::Inactivate => "inactivate",
        }
    }
}

/// A fault as it is asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    pub(crate) kind: Kind,
    pub(crate) vendor: String,
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub(crate) method: Option<String>,
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub(crate) customer: Option<String>,
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<u16>,
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub(crate) retry_after: Option<u64>,
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub(crate) ms: Option<u64>,
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<String>,
    #[serde(default = "one")]
    pub(crate) times: u64,
    #[serde(default)]
    pub(crate) skip: u64,
}

const fn one() -> u64 {
    1
}

impl Asked {
    /// Reads what a body asks for; or why it can't be meant.
    pub(crate) fn read(body: &[u8]) -> Result<Self, Problem> {
        let asked: Self = object::read(body).map_err(|error| Problem::unreadable(&error))?;
        match asked.wrong() {
            Some(wrong) => Err(Problem::bad(wrong)),
            None => Ok(asked),
        }
    }

    fn wrong(&self) -> Option<&'static str> {
        let is = |kind: Kind| discriminant(&kind) == discriminant(&self.kind);
        let known = customer_core::contract::VENDORS.iter().any(|one| one.name == self.vendor);
        let codes = ["1004", "1010", "1012", "1014"];
        let counts = [self.times, self.skip, self.retry_after.unwrap_or_default()];
        let wrong = [
            (!known, "vendor is none of the vendors"),
            (self.times == 0, "times is at least 1"),
            (counts.iter().any(|count| i64::try_from(*count).is_err()), "a number is too large"),
            (
                self.method.as_deref().is_some_and(|method| !METHODS.contains(&method)),
                "method is one of DELETE, GET, PATCH, POST, PUT",
            ),
            (self.customer.as_deref() == Some(""), "customer is empty"),
            (
                is(Kind::Status) != self.status.is_some(),
                "status belongs to the kind status, which needs it",
            ),
            (
                self.status.is_some_and(|status| ![429, 500, 502, 503].contains(&status)),
                "status is one of 429, 500, 502, 503",
            ),
            (
                self.retry_after.is_some() && !is(Kind::Status),
                "retry_after belongs to the kind status",
            ),
            (is(Kind::Delay) != self.ms.is_some(), "ms belongs to the kind delay, which needs it"),
            (self.ms.is_some_and(|ms| ms > DELAY_MAX), "ms is at most 60000"),
            (
                is(Kind::Inactivate) != self.code.is_some(),
                "code belongs to the kind inactivate, which needs it",
            ),
            (
                self.code.as_deref().is_some_and(|code| !codes.contains(&code)),
                "code is one of 1004, 1010, 1012, 1014",
            ),
            (
                self.method.is_some() && self.kind.phase() == Phase::Due,
                "method does not belong to settle-fail and inactivate, which no call meets: \
                 customer narrows them",
            ),
            (is(Kind::Inactivate) && self.vendor != "adobe", "inactivate is a fault of adobe"),
            (
                is(Kind::SettleFail) && self.vendor != "commvault",
                "settle-fail is a fault of commvault",
            ),
        ];
        wrong.into_iter().find(|(is_wrong, _)| *is_wrong).map(|(_, why)| why)
    }

    /// Whether it is for this call, or for this work.
    fn is_for(&self, of: &Target<'_>) -> bool {
        let keyed = |id: &str| key_of(&self.vendor, id);
        self.method.as_deref().is_none_or(|one| Some(one) == of.method)
            && self.customer.as_deref().is_none_or(|id| keyed(id).as_deref() == of.key)
    }
}

fn key_of(vendor: &str, id: &str) -> Option<String> {
    fn key<V: crate::vendor::Played>(id: &str) -> String {
        V::key(id).into_owned()
    }
    crate::vendor::with_vendor!(vendor, key(id))
}

/// What a call is to the faults.
#[derive(Clone, Copy)]
pub(crate) struct Target<'t> {
    pub(crate) vendor: &'t str,
    pub(crate) method: Option<&'t str>,
    pub(crate) key: Option<&'t str>,
}

/// The faults that a call or a piece of work may meet, read once in its transaction.
pub(crate) struct Waiting(Vec<(Fault, Asked)>);

impl Waiting {
    /// No faults.
    pub(crate) const NONE: Self = Self(Vec::new());

    pub(crate) fn read(tables: &dyn Tables, of: &Target<'_>) -> Stored<Self> {
        let mut found = Vec::new();
        for fault in tables.faults(Some(of.vendor))? {
            let asked: Asked = serde_json::from_str(&fault.asked)
                .map_err(|_| StoreError::Unreadable("a fault"))?;
            if asked.is_for(of) {
                found.push((fault, asked));
            }
        }
        Ok(Self(found))
    }

    fn of(&self, phase: Phase) -> impl Iterator<Item = &(Fault, Asked)> {
        self.0.iter().filter(move |(_, asked)| asked.kind.phase() == phase)
    }

    /// Whether there is one of this phase.
    pub(crate) fn has(&self, phase: Phase) -> bool {
        self.of(phase).next().is_some()
    }

    /// Uses up the first fault that fires, in the transaction that has read them.
    pub(crate) fn take(&self, tables: &dyn Tables, phase: Phase) -> Stored<Option<&Asked>> {
        for (fault, asked) in self.of(phase) {
            if fault.skip == 0 {
                tables.use_fault(fault, fault.times.saturating_sub(1), 0)?;
                return Ok(Some(asked));
            }
            tables.use_fault(fault, fault.times, fault.skip.saturating_sub(1))?;
        }
        Ok(None)
    }
}

/// A fault as it is shown: what was asked for, and what is left of it.
#[derive(Debug, Serialize)]
pub(crate) struct Shown {
    pub(crate) n: i64,
    #[serde(flatten)]
    pub(crate) asked: Asked,
}

/// The faults that are left.
pub(crate) fn list(tables: &dyn Tables) -> Stored<Vec<Shown>> {
    let shown = |fault: Fault| {
        let asked: Asked =
            serde_json::from_str(&fault.asked).map_err(|_| StoreError::Unreadable("a fault"))?;
        Ok(Shown {
            n: fault.number,
            asked: Asked { times: fault.times, skip: fault.skip, ..asked },
        })
    };
    tables.faults(None)?.into_iter().map(shown).collect()
}

/// Adds a fault.
pub(crate) fn add(tables: &dyn Tables, asked: &Asked) -> Stored<Shown> {
    let text = serde_json::to_string(asked).map_err(|_| StoreError::Unreadable("a fault"))?;
    let fault = Fault { number: 0, asked: text, times: asked.times, skip: asked.skip };
    let n = tables.add_fault(&asked.vendor, &fault)?;
    Ok(Shown { n, asked: asked.clone() })
}
