//! Small worlds: a record, facts, and the few members that an update and a wish speak of.

use serde_json::{Map, Value, json};

use super::{adobe, commvault, ibm, put, reader};

/// Choices that are the same on every run.
pub struct Dice(u64);

impl Dice {
    /// The dice of the `n`-th world.
    pub fn new(n: u64) -> Self {
        let mut dice = Self(n.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        for _ in 0..4 {
            dice.next();
        }
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    /// Once in `n` times.
    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// One of them.
    pub fn pick<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }
}

/// A member of the document with what may be wished there; `None`: it is missing.
pub struct Axis {
    /// Where it stands.
    pub at: String,
    /// What may be wished.
    pub options: Vec<Option<Value>>,
    /// The vendor alone writes it, or no page knows it: what is stored and nothing else.
    pub is_owned: bool,
}

impl Axis {
    /// A member that can be wished.
    pub fn new(at: &str, options: Vec<Option<Value>>) -> Self {
        Self { at: at.into(), options, is_owned: false }
    }

    /// A member that stays as the vendor wrote it.
    pub fn owned(at: &str, options: Vec<Option<Value>>) -> Self {
        Self { at: at.into(), options, is_owned: true }
    }
}

/// A record with facts, and everything that an update and a wish can say about it.
pub struct World {
    /// The vendor.
    pub vendor: &'static str,
    /// The preset.
    pub policy: &'static str,
    /// The stored document.
    pub customer: Value,
    /// What the document does not show.
    pub internal: Option<Value>,
    /// What was looked up.
    pub facts: Map<String, Value>,
    /// What was not, with what it may be.
    pub open: Vec<(&'static str, Vec<Value>)>,
    /// Every body.
    pub bodies: Vec<Value>,
    /// What can be wished.
    pub axes: Vec<Axis>,
    /// Addresses of which some may be mailed again.
    pub resend: Vec<String>,
    /// Losses that may be accepted.
    pub losses: Vec<&'static str>,
}

/// The `n`-th world of a vendor under a preset.
pub fn world(vendor: &str, policy: &'static str, n: u64) -> World {
    let mut dice = Dice::new(n.wrapping_mul(31).wrapping_add(policy.len() as u64));
    match vendor {
        "adobe" => adobe::world(policy, &mut dice),
        "ibm" => ibm::world(policy, &mut dice),
        "commvault" => commvault::world(policy, &mut dice),
        other => panic!("say it of {other} as well"),
    }
}

/// A wish and what it is made of.
pub struct Wanted {
    /// The document that is wished.
    pub document: Value,
    /// The axes that a merge names; all of them if it is a whole document.
    pub named: Vec<usize>,
    /// Whether it is asked as a whole document.
    pub is_whole: bool,
    /// Addresses to mail again.
    pub resend: Vec<String>,
    /// Losses that are accepted.
    pub acknowledge: Vec<&'static str>,
    /// What the vendor alone writes is wished otherwise.
    pub is_foreign: bool,
}

impl World {
    /// The document as it will read.
    pub fn read(&self) -> &Value {
        let pending = self.internal.as_ref().and_then(|all| all.get("pending"));
        pending.unwrap_or(&self.customer)
    }

    /// Any wish of this world.
    pub fn wanted(&self, dice: &mut Dice) -> Wanted {
        let is_whole = dice.one_in(2);
        let mut document = self.read().clone();
        let (mut named, mut is_foreign) = (vec![], false);
        let many = dice.below(4) + 1;
        for (at, axis) in self.axes.iter().enumerate() {
            let is_chosen = dice.below(self.axes.len()) < many;
            if !is_chosen || (axis.is_owned && !dice.one_in(4)) {
                continue;
            }
            let option = dice.pick(&axis.options);
            if axis.is_owned {
                // To leave it out is no wish.
                let Some(option) = &option else { continue };
                is_foreign |= self.read().pointer(&axis.at) != Some(option);
            }
            put(&mut document, &axis.at, option);
            named.push(at);
        }
        let resend = match dice.one_in(4) {
            true => self.resend.iter().filter(|_| dice.one_in(2)).cloned().collect(),
            false => vec![],
        };
        let acknowledge = match dice.one_in(2) {
            true => self.losses.clone(),
            false => vec![],
        };
        Wanted { document, named, is_whole, resend, acknowledge, is_foreign }
    }

    /// The merge patch of the named axes.
    pub fn merge(&self, wanted: &Wanted) -> Value {
        let mut patch = json!({});
        for at in &wanted.named {
            let pointer = &self.axes[*at].at;
            // An array is whole: what stands inside of one is said with all around it.
            let whole = array(&wanted.document, pointer);
            let pointer = whole.unwrap_or(pointer);
            let value = wanted.document.pointer(pointer).cloned();
            put(&mut patch, pointer, Some(value.unwrap_or(Value::Null)));
        }
        patch
    }

    /// Whether a wish names a place.
    pub fn names(&self, wanted: &Wanted, place: &str) -> bool {
        // A document that lacks what no page knows says nothing of it.
        if wanted.is_whole {
            return !place.ends_with("/zNew") || wanted.document.pointer(place).is_some();
        }
        wanted.named.iter().any(|at| {
            let pointer = &self.axes[*at].at;
            let pointer = array(&wanted.document, pointer).unwrap_or(pointer);
            let rest = place.strip_prefix(pointer);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    /// The question without what is asked.
    pub fn question(&self) -> Value {
        let mut question = json!({"vendor": self.vendor, "policy": self.policy,
            "customer": self.customer, "facts": self.facts});
        if let Some(internal) = &self.internal {
            question["internal"] = internal.clone();
        }
        question
    }

    /// The same world with every fact, once for each way in which the open ones may be.
    pub fn completions(&self) -> Vec<Map<String, Value>> {
        let mut all = vec![self.facts.clone()];
        for (name, values) in &self.open {
            let next = |facts: &Map<String, Value>| -> Vec<Map<String, Value>> {
                let with = |value: &Value| {
                    let mut facts = facts.clone();
                    facts.insert((*name).into(), value.clone());
                    facts
                };
                values.iter().map(with).collect()
            };
            all = all.iter().flat_map(next).collect();
        }
        all
    }

    /// Whether an update starts from older values than those that will read, which nobody knows.
    pub fn loses_what_runs(&self) -> bool {
        let is_running = self.customer["status"] == "updating";
        self.policy == "lenient" && is_running && self.internal.is_none()
    }

    /// The places of a document, in the model's order.
    pub fn places(&self, document: &Value, other: &Value) -> Vec<(String, Value)> {
        let reader = reader(self.vendor);
        (reader.places)(self, document, other)
    }
}

/// The pointer of the outermost array around a place.
fn array<'p>(document: &Value, pointer: &'p str) -> Option<&'p str> {
    let ends = pointer.match_indices('/').map(|(at, _)| at).skip(1);
    ends.map(|at| &pointer[..at]).find(|outer| document.pointer(outer).is_some_and(Value::is_array))
}

/// Every way to say one thing, or nothing, on each axis, in an object that says something already.
pub(super) fn product(base: &Value, axes: &[(&str, Vec<Option<Value>>)]) -> Vec<Value> {
    let mut all = vec![base.clone()];
    for (at, options) in axes {
        let with = |body: &Value| -> Vec<Value> {
            let with = |option: &Option<Value>| {
                let mut body = body.clone();
                if let Some(value) = option {
                    put(&mut body, at, Some(value.clone()));
                }
                body
            };
            options.iter().map(with).collect()
        };
        all = all.iter().flat_map(with).collect();
    }
    all
}

/// Texts as values.
pub(super) fn texts(all: &[&str]) -> Vec<Option<Value>> {
    all.iter().map(|text| Some(Value::from(*text))).collect()
}

/// Nothing, and these.
pub(super) fn or_none(mut all: Vec<Option<Value>>) -> Vec<Option<Value>> {
    all.insert(0, None);
    all
}
