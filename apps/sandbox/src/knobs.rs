//! Knobs and clock: what a test may turn while the sandbox runs.
//!
//! The store holds what was turned; the rest is as at the start.

use customer_core::contract::VENDORS;
use customer_core::value::Timestamp;
use customer_core::vendors::Vendor;
use serde_json::{Map, Value, json};

use crate::clock::Moment;
use crate::config::Settings;
use crate::store::{StoreError, Stored, Tables};

/// The longest delay, and the longest life of a token in seconds: ten years of milliseconds.
const MOST: u64 = 315_360_000_000;

/// The setting that the clock is.
const OFFSET: &str = "clock_offset_ms";

/// Everything that can be turned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Knobs {
    /// From a creation to the activation.
    pub(crate) activation_delay_ms: u64,
    /// From an update to its settlement.
    pub(crate) settlement_delay_ms: u64,
    /// How long a new token is good.
    pub(crate) token_seconds: u64,
    /// The name of the preset in force, by vendor, in the order of the list.
    pub(crate) policy: Vec<(&'static str, &'static str)>,
}

const NUMBERS: [&str; 3] = ["activation_delay_ms", "settlement_delay_ms", "token_seconds"];

impl Knobs {
    /// As the file and the arguments set them.
    pub(crate) fn start(settings: &Settings, policies: &[String]) -> Result<Self, String> {
        let number = |set: Option<u32>, default| set.map_or(default, u64::from);
        let policy = VENDORS.iter().filter_map(|one| Some((one.name, *one.presets.first()?)));
        let mut knobs = Self {
            activation_delay_ms: number(settings.activation_delay_ms, 1000),
            settlement_delay_ms: number(settings.settlement_delay_ms, 2000),
            token_seconds: number(settings.token_seconds, 86_399),
            policy: policy.collect(),
        };
        let mut seen = Vec::new();
        for set in policies {
            let (vendor, preset) =
                set.split_once('=').ok_or_else(|| format!("{set} is not VENDOR=PRESET"))?;
            if seen.contains(&vendor) {
                return Err(format!("two policies are given for {vendor}"));
            }
            seen.push(vendor);
            knobs.set_policy(vendor, preset)?;
        }
        Ok(knobs)
    }

    fn set_policy(&mut self, vendor: &str, preset: &str) -> Result<(), String> {
        let names = VENDORS.iter().map(|one| one.name).collect::<Vec<_>>().join(", ");
        let described = VENDORS.iter().find(|one| one.name == vendor);
        let described = described.ok_or_else(|| format!("the vendors are {names}"))?;
        let found = described.presets.iter().find(|one| **one == preset).ok_or_else(|| {
            format!("the presets of {} are {}", described.name, described.presets.join(", "))
        })?;
        for (name, chosen) in &mut self.policy {
            if *name == vendor {
                *chosen = found;
            }
        }
        Ok(())
    }

    /// The policy in force.
    pub(crate) fn policy<V: Vendor>(&self) -> Stored<V::Policy> {
        let found = self.policy.iter().find(|(name, _)| *name == V::NAME);
        found.and_then(|(_, preset)| V::policy(preset)).ok_or(StoreError::Unreadable("a policy"))
    }

    /// All of them as `/_sandbox/config` shows them.
    pub(crate) fn json(&self) -> Value {
        let policy: Map<_, _> =
            self.policy.iter().map(|(name, preset)| ((*name).to_owned(), json!(preset))).collect();
        json!({
            "activation_delay_ms": self.activation_delay_ms,
            "settlement_delay_ms": self.settlement_delay_ms,
            "token_seconds": self.token_seconds,
            "policy": policy,
        })
    }

    /// What an object of knobs asks for, as settings of the store; or why it can't be meant.
    pub(crate) fn asked(
        &self,
        knobs: &Map<String, Value>,
    ) -> Result<Vec<(String, String)>, String> {
        let mut after = self.clone();
        let mut settings = Vec::new();
        for (name, value) in knobs {
            if NUMBERS.contains(&&**name) {
                let number = value.as_u64().filter(|number| *number <= MOST);
                let number =
                    number.ok_or_else(|| format!("{name} is not an integer from 0 to {MOST}"))?;
                settings.push((name.clone(), number.to_string()));
            } else if name == "policy" {
                let chosen = value.as_object().ok_or("policy is not an object by vendor")?;
                for (vendor, preset) in chosen {
                    let preset = preset.as_str().ok_or("a preset is not a string")?;
                    after.set_policy(vendor, preset)?;
                    settings.push((format!("policy.{vendor}"), preset.to_owned()));
                }
            } else {
                return Err(format!("the knobs are {}, policy", NUMBERS.join(", ")));
            }
        }
        Ok(settings)
    }

    fn turn(&mut self, name: &str, value: &str) -> Option<()> {
        match name {
            "activation_delay_ms" => self.activation_delay_ms = value.parse().ok()?,
            "settlement_delay_ms" => self.settlement_delay_ms = value.parse().ok()?,
            "token_seconds" => self.token_seconds = value.parse().ok()?,
            _ => self.set_policy(name.strip_prefix("policy.")?, value).ok()?,
        }
        Some(())
    }
}

/// The moment of one transaction, and the knobs as they are in it.
#[derive(Clone, Debug)]
pub(crate) struct Current {
    /// The sandbox's clock.
    pub(crate) at: Moment,
    /// The same as the core sees it.
    pub(crate) stamp: Timestamp,
    /// The knobs.
    pub(crate) knobs: Knobs,
}

impl Current {
    /// Reads what was turned.
    pub(crate) fn read(tables: &dyn Tables, start: &Knobs) -> Stored<Self> {
        let mut knobs = start.clone();
        let mut offset = 0;
        let unreadable = || StoreError::Unreadable("a setting");
        for (name, value) in tables.settings()? {
            if name == OFFSET {
                offset = value.parse().map_err(|_| unreadable())?;
            } else {
                knobs.turn(&name, &value).ok_or_else(unreadable)?;
            }
        }
        let at = Moment::machine().later(offset).min(Moment::LAST);
        let stamp = at.timestamp().ok_or(StoreError::Unreadable("the clock"))?;
        Ok(Self { at, stamp, knobs })
    }

    /// The text of the moment up to which a stored answer no longer counts.
    pub(crate) fn answers_since(&self, days: i64) -> String {
        let back = days.saturating_mul(86_400_000);
        Moment(self.at.0.saturating_sub(back)).text()
    }
}

/// Moves the clock to a moment.
pub(crate) fn set_clock(tables: &dyn Tables, to: Moment) -> Stored<()> {
    let offset = to.0.saturating_sub(Moment::machine().0);
    tables.set(OFFSET, Some(&offset.to_string()))
}
