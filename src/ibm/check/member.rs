//! The checks of one member: an attribute, a set, a read-only or an unknown member.

use alloc::vec::Vec;

use super::super::facts::{Null, ReadOnly, SetSize};
use super::super::rules;
use super::super::update::{Form, Holder};
use super::Check;
use super::attribute::{Attributes, Slot};
use crate::decision::{Limit, Violation};
use crate::json::{At, DOCUMENT_DEPTH_MAX, DOCUMENT_SIZE_MAX, deepest};
use crate::member::{Field, Member};
use crate::value::longer_than;

impl Check<'_, '_> {
    /// A set: whether it is there and not too large, then every element. A null element is refused
    /// in every preset: left out, it would shift those behind it.
    pub(super) fn set<'a, T: Attributes>(
        &mut self,
        stored: Option<&[T]>,
        sent: &Field<<Vec<T> as Member>::Sent<'a>>,
        is_required: bool,
        at: &At<'_>,
        each: impl Fn(&mut Self, usize, Option<&T>, &T::Sent<'a>, &At<'_>),
    ) {
        if self.is_null(sent, at) {
            return;
        }
        let stored = stored.unwrap_or_default();
        let list = sent.value().map_or(&[] as &[Field<T::Sent<'a>>], Vec::as_slice);
        self.may_change |= stored.len() != list.len();
        if is_required && list.is_empty() {
            self.refuse(&rules::SET_MISSING, at);
        }
        if is_required && list.len() > 1 && self.policy.sets == SetSize::One {
            let violation = Violation::new(&rules::SET_SINGLE, at.pointer());
            self.violations.push(violation.with_limit(Limit::AtMost(1)));
        }
        for (index, element) in list.iter().enumerate() {
            let here = if self.update.form() == Form::Flat { *at } else { at.index(index) };
            match element {
                Field::Value(sent) => each(self, index, stored.get(index), sent, &here),
                Field::Absent | Field::Null => self.refuse(&rules::NULL, &here),
            }
        }
    }

    /// The attributes of an object.
    pub(super) fn slots<T: Attributes>(
        &mut self,
        stored: Option<&T>,
        sent: Option<&T::Sent<'_>>,
        holder: Holder,
        at: &At<'_>,
    ) {
        let update = self.update;
        T::slots(stored, sent, update, holder, |slot| self.slot(slot, at));
    }

    /// One attribute under its own name and under its other spelling.
    fn slot(&mut self, slot: &Slot<'_>, at: &At<'_>) {
        self.may_change = true;
        let (attribute, policy) = (slot.attribute, self.policy);
        if !self.is_null(&slot.sent, &at.name(attribute.name)) {
            self.said(slot, at);
        }
        let Some(other) = attribute.other else { return };
        if self.is_null(&slot.other, &at.name(other)) {
            return;
        }
        if let (Field::Value(one), Field::Value(two)) = (slot.sent, slot.other)
            && slot.value(one, policy) != slot.value(two, policy)
        {
            self.refuse(&rules::SPELLING, &at.name(other));
        }
    }

    /// What was said of an attribute: missing, empty, not of the list, too long; one of them.
    fn said(&mut self, slot: &Slot<'_>, at: &At<'_>) {
        let (attribute, policy) = (slot.attribute, self.policy);
        let (name, said) = slot.said(policy);
        let at = at.name(name);
        match said {
            Field::Null => {}
            Field::Absent if attribute.is_required(policy) => self.refuse(&rules::MISSING, &at),
            Field::Absent => {}
            // Rule: ibm.empty.exact
            Field::Value("") => {
                if attribute.is_required(policy) && !attribute.keeps_blank(policy) {
                    self.refuse(&rules::BLANK, &at);
                }
            }
            Field::Value(text) if !attribute.words.is_empty() => {
                let value = slot.value(text, policy);
                if !attribute.lists(value, slot.stored, policy) {
                    self.refuse(&rules::WORD, &at);
                }
            }
            Field::Value(text) => {
                if longer_than(text, usize::from(attribute.max), policy.length) {
                    let limit = Limit::AtMost(u64::from(attribute.max));
                    let violation = Violation::new(&rules::LENGTH, at.pointer());
                    self.violations.push(violation.with_limit(limit));
                }
            }
        }
    }

    /// A read-only member. In an old copy it may differ because others have changed it.
    pub(super) fn read_only<M: Member>(
        &mut self,
        stored: Option<&M>,
        sent: &Field<M::Sent<'_>>,
        at: &At<'_>,
    ) {
        // Rule: ibm.read-only.old
        let is_compared = self.is_current && self.policy.read_only == ReadOnly::Compare;
        if !is_compared || self.is_null(sent, at) || sent.value().is_none() {
            return;
        }
        M::echo(stored, sent, at, &mut |at, _| self.refuse(&rules::READ_ONLY, at));
    }

    /// What comes in must leave the record one that can be read again. What was there before is not
    /// looked at: that would cost more than the update.
    // Few updates bring any: without it the walk over members that repeat what is stored is small.
    #[inline(never)]
    fn sized<T: Attributes>(&mut self, name: &str, raw: &str, at: &At<'_>) {
        self.size = self.size.saturating_add(name.len()).saturating_add(raw.len());
        let limit = if self.size > DOCUMENT_SIZE_MAX {
            DOCUMENT_SIZE_MAX
        } else if T::LEVELS.saturating_add(deepest(raw)) > DOCUMENT_DEPTH_MAX {
            DOCUMENT_DEPTH_MAX
        } else {
            return;
        };
        let violation = Violation::new(&rules::UNKNOWN_SIZE, at.other(name).pointer());
        self.violations.push(violation.with_limit(Limit::AtMost(limit as u64)));
    }

    /// Unknown members carry any value. Null is none, unless it repeats a stored null.
    pub(super) fn unknown<T: Attributes>(
        &mut self,
        stored: Option<&T>,
        sent: &T::Sent<'_>,
        at: &At<'_>,
    ) {
        for (name, raw) in T::sent_unknown(sent).iter() {
            let old = stored.and_then(|stored| stored.unknown().get(name));
            if old.is_some_and(|old| old.as_str() == raw) {
                continue;
            }
            self.may_change = true;
            self.sized::<T>(name, raw, at);
            // Rule: ibm.unknown.null
            let is_null = raw == "null" && self.policy.null == Null::Refuse;
            if is_null && !T::SPELLINGS.contains(&name) {
                self.refuse(&rules::NULL, &at.other(name));
            }
        }
    }
}
