//! Serde for what names a rule: by its id, which is looked up in the lists of all vendors. It is
//! here because `decision` knows no vendor.

use alloc::string::String;
use alloc::vec::Vec;

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::decision::{FactName, Need, Needs, Refusal, Rejection, Rule, Undecided, Violation};
use crate::vendors::{self, CODES, VENDORS};

/// The stored forms. They are read by serde and never shown.
mod form {
    use alloc::string::String;
    use alloc::vec::Vec;

    use crate::decision::{Limit, Next, Violation as Whole};
    use crate::json::{Pointer, stored};

    stored! {
        pub(super) struct Violation {
            pub(super) rule: String,
            pub(super) pointer: Pointer,
            pub(super) code: Option<String> = default,
            pub(super) limit: Option<Limit> = default,
            pub(super) details: Vec<String> = default,
        }
    }

    stored! {
        pub(super) struct Need {
            pub(super) fact: String,
            pub(super) pointer: Pointer,
            pub(super) rule: String,
        }
    }

    stored! {
        pub(super) struct Refusal {
            pub(super) violations: Vec<Whole>,
            pub(super) next: Next,
        }
    }

    stored! {
        pub(super) struct Undecided {
            pub(super) needs: Vec<Need>,
            pub(super) violations: Vec<Whole> = default,
        }
    }

    stored! {
        pub(super) struct Rejection {
            pub(super) refused: Option<Refusal>,
            pub(super) undecided: Option<Undecided>,
        }
    }
}

/// The rule with this id.
fn rule<E: Error>(id: &str) -> Result<&'static Rule, E> {
    vendors::rule(id).ok_or_else(|| E::custom("a rule that this version does not know"))
}

/// The code as the lists have it: the rule's own, or one that may answer instead.
fn code<E: Error>(rule: &'static Rule, text: &str) -> Result<&'static str, E> {
    let all = VENDORS.iter().flat_map(|(_, rules)| rules.iter().filter_map(|rule| rule.code));
    let instead = CODES.iter().flat_map(|codes| codes.iter().copied());
    let found = rule.code.into_iter().chain(instead).chain(all).find(|code| *code == text);
    found.ok_or_else(|| E::custom("a code that this version does not know"))
}

fn fact<F: FactName, E: Error>(name: &str) -> Result<F, E> {
    let found = F::ALL.iter().find(|fact| fact.name() == name);
    found.copied().ok_or_else(|| E::custom("a fact that this version does not know"))
}

impl Serialize for Violation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let form = form::Violation {
            rule: String::from(self.rule.id),
            pointer: self.pointer.clone(),
            code: self.code.map(String::from),
            limit: self.limit,
            details: self.details.clone(),
        };
        form.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Violation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let form = form::Violation::deserialize(deserializer)?;
        let mut violation = Self::new(rule(&form.rule)?, form.pointer);
        violation.code = form.code.map(|text| code(violation.rule, &text)).transpose()?;
        violation.limit = form.limit;
        violation.details = form.details;
        Ok(violation)
    }
}

impl<F: FactName> Serialize for Need<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let form = form::Need {
            fact: String::from(self.fact.name()),
            pointer: self.pointer.clone(),
            rule: String::from(self.rule.id),
        };
        form.serialize(serializer)
    }
}

impl<'de, F: FactName> Deserialize<'de> for Need<F> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        need(form::Need::deserialize(deserializer)?)
    }
}

fn need<F: FactName, E: Error>(form: form::Need) -> Result<Need<F>, E> {
    Ok(Need { fact: fact(&form.fact)?, pointer: form.pointer, rule: rule(&form.rule)? })
}

fn needs<F: FactName, E: Error>(forms: Vec<form::Need>) -> Result<Needs<F>, E> {
    let mut needs = Needs::NONE;
    for form in forms {
        let Need { fact, pointer, rule } = need(form)?;
        needs.push(fact, pointer, rule);
    }
    Ok(needs)
}

/// A list of unknown length, so that a format which could not read it back refuses it.
impl<F: FactName> Serialize for Needs<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for need in self {
            list.serialize_element(need)?;
        }
        list.end()
    }
}

impl<'de, F: FactName> Deserialize<'de> for Needs<F> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        needs(Vec::deserialize(deserializer)?)
    }
}

impl Serialize for Refusal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let violations = self.violations().cloned().collect();
        form::Refusal { violations, next: self.next() }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Refusal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        refusal(form::Refusal::deserialize(deserializer)?)
    }
}

fn refusal<E: Error>(form: form::Refusal) -> Result<Refusal, E> {
    let refusal = Refusal::new(form.violations, form.next);
    refusal.ok_or_else(|| E::custom("a refusal has at least one violation"))
}

impl<F: FactName> Serialize for Undecided<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("needs", self.needs())?;
        if !self.violations().is_empty() {
            map.serialize_entry("violations", self.violations())?;
        }
        map.end()
    }
}

impl<'de, F: FactName> Deserialize<'de> for Undecided<F> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        undecided(form::Undecided::deserialize(deserializer)?)
    }
}

fn undecided<F: FactName, E: Error>(form: form::Undecided) -> Result<Undecided<F>, E> {
    let undecided = Undecided::new(needs(form.needs)?, form.violations);
    undecided.ok_or_else(|| E::custom("what is undecided needs at least one fact"))
}

/// A map with one member, named after what it is. Not an enum: not every format reads one from a
/// map of unknown length.
impl<F: FactName> Serialize for Rejection<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self {
            Self::Refused(refusal) => map.serialize_entry("refused", refusal)?,
            Self::Undecided(undecided) => map.serialize_entry("undecided", undecided)?,
        }
        map.end()
    }
}

impl<'de, F: FactName> Deserialize<'de> for Rejection<F> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match form::Rejection::deserialize(deserializer)? {
            form::Rejection { refused: Some(form), undecided: None } => {
                refusal(form).map(Self::Refused)
            }
            form::Rejection { refused: None, undecided: Some(form) } => {
                undecided(form).map(Self::Undecided)
            }
            _ => Err(D::Error::custom("a rejection has exactly one member")),
        }
    }
}

#[cfg(test)]
mod tests;
