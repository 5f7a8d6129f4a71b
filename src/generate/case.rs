//! A record, something that happens to it, and the circumstances.

use alloc::string::String;
use core::fmt;

use super::{Source, Tree};
use crate::json::Writer;
use crate::vendors::Vendor;

/// A record, an input made for it, and facts: mostly a meaningful question.
///
/// `Debug` shows [`Case::question`], personal data included: nobody in it exists.
///
/// ```
/// use customer_core::commvault;
/// use customer_core::generate::{Source, self};
///
/// let case = generate::commvault::case(&mut Source::new(&[]));
/// let decision = commvault::decide(&case.record, &case.input, &case.facts).unwrap();
/// assert!(decision.pending_changes().is_empty()); // the simplest case: everything is echoed
/// assert!(case.question.starts_with(r#"{"vendor":"commvault","policy":"documented","#));
/// ```
#[expect(clippy::exhaustive_structs, reason = "a test takes it apart")]
pub struct Case<W: Vendor> {
    /// What is stored.
    pub record: W::Record,
    /// What happens.
    pub input: W::Input<'static>,
    /// What was looked up; the policy is mostly one of the presets.
    pub facts: W::Facts,
    /// The same as a question of the JSON contract.
    pub question: String,
}

impl<W: Vendor> Clone for Case<W> {
    fn clone(&self) -> Self {
        Self {
            record: self.record.clone(),
            input: self.input.clone(),
            facts: self.facts.clone(),
            question: self.question.clone(),
        }
    }
}

impl<W: Vendor> fmt::Debug for Case<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.question)
    }
}

/// What every vendor can generate, for code that is generic over vendors.
///
/// ```
/// use customer_core::generate::{Generate, Source};
/// use customer_core::vendors::{Adobe, Commvault, Ibm};
///
/// fn identity<W: Generate>() {
///     for byte in 0..=u8::MAX {
///         let record = W::record(&mut Source::new(&[byte, 1, 2, 3, byte]));
///         assert!(W::diff(&record, &record).is_empty());
///     }
/// }
///
/// identity::<Adobe>();
/// identity::<Ibm>();
/// identity::<Commvault>();
/// ```
pub trait Generate: Vendor + Sized {
    /// A record.
    fn record(source: &mut Source<'_>) -> Self::Record;

    /// Something that may happen to `record` next.
    fn then(record: Self::Record, source: &mut Source<'_>) -> Case<Self>;

    /// A record and something that may happen to it.
    fn case(source: &mut Source<'_>) -> Case<Self> {
        super::value::turn(source);
        let record = Self::record(source);
        Self::then(record, source)
    }

    /// Facts that permit whatever facts can permit, under the policy of these.
    fn permitting(facts: &Self::Facts) -> Self::Facts;

    /// The same facts under a policy that may be no preset.
    fn under_any_policy(facts: &Self::Facts, source: &mut Source<'_>) -> Self::Facts;

    /// The record's own document as an update; `None` if the vendor would not take one.
    fn echo(record: &Self::Record) -> Option<Self::Input<'static>>;
}

/// Ids that a question may have.
const IDS: [&str; 8] =
    ["\"q-1\"", "7", "\"\"", "-1", "0", "\"é/~1\"", "-0", "123456789012345678901234567890"];

/// The question of the contract; what is `Null` is left out. Once in a while it has an `id`.
pub(super) fn question<const N: usize>(
    vendor: &str,
    policy: Tree,
    members: [(&str, Tree); N],
    source: &mut Source<'_>,
) -> String {
    let mut question = Tree::object();
    question.set("vendor", Tree::text(vendor));
    let id = source.maybe(12, |source| Tree::parse(source.pick(&IDS)).unwrap_or_default());
    let members = [("policy", policy)].into_iter().chain(members);
    for (name, value) in members.chain(id.map(|id| ("id", id))) {
        if value != Tree::Null {
            question.set(name, value);
        }
    }
    question.to_json()
}

/// A policy as a question says it: the name of a preset, or single readings on top of one; left
/// out where that means the same.
pub(super) fn spelt<P: Copy + PartialEq>(
    policy: P,
    presets: &[(&'static str, P)],
    write: fn(&P, &mut Writer<'_>),
    source: &mut Source<'_>,
) -> Tree {
    let readings = |policy: &P| {
        let mut text = String::new();
        write(policy, &mut Writer::new(&mut text));
        Tree::parse(&text).unwrap_or_default()
    };
    let all = readings(&policy);
    let is_default = presets.first().is_some_and(|(_, first)| *first == policy);
    let named = presets.iter().find(|(_, preset)| *preset == policy);
    match (named, source.below(10)) {
        (_, 9) => return all,
        (Some(_), 8) if is_default => return Tree::Null,
        (Some((name, _)), 7) => return Tree::object().with("preset", Tree::text(name)),
        (Some((name, _)), _) => return Tree::text(name),
        _ => {}
    }
    let at = source.below(presets.len());
    let Some((name, base)) = presets.get(at) else { return all };
    let mut spelt = Tree::object();
    if at > 0 || source.one_in(2) {
        spelt.set("preset", Tree::text(name));
    }
    let base = readings(base);
    for (name, choice) in all.members() {
        if base.get(name) != Some(choice) {
            spelt.set(name, choice.clone());
        }
    }
    spelt
}
