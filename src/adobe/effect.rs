//! What follows from a decision: e-mails, administrators, terms.

use alloc::string::String;

use super::change::Decision;
use super::contacts::{Sent, address};
use super::record::Customer;
use crate::commitment::Kind;
use crate::json::{Folded, Index, Writer};
use crate::value::same_address;

/// Follow-up work, described and not done. Borrows the addresses it names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Effect<'r> {
    /// This contact gets the admin welcome e-mail.
    WelcomeEmail {
        /// Its address.
        email: &'r str,
    },
    /// This address becomes a system administrator in the Admin Console.
    SystemAdminAdded {
        /// The address.
        email: &'r str,
    },
    /// This address was dropped and stays an administrator.
    SystemAdminRemains {
        /// The address.
        email: &'r str,
    },
    /// The customer is asked to accept the terms of a (re)commitment.
    CommitmentTermsPresented {
        /// Which of the two.
        kind: Kind,
    },
    /// The customer is asked to accept the terms of its group.
    LinkedMembershipTermsPresented,
}

/// Shows what is due, not to whom.
impl core::fmt::Debug for Effect<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.name())
    }
}

impl Effect<'_> {
    /// The name in the JSON contract.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::WelcomeEmail { .. } => "welcome-email",
            Self::SystemAdminAdded { .. } => "system-admin-added",
            Self::SystemAdminRemains { .. } => "system-admin-remains",
            Self::CommitmentTermsPresented { .. } => "commitment-terms-presented",
            Self::LinkedMembershipTermsPresented => "linked-membership-terms-presented",
        }
    }

    /// Writes it as an object of the JSON contract.
    pub fn write(&self, w: &mut Writer<'_>) {
        w.begin_object();
        w.member("effect", self.name());
        match self {
            Self::WelcomeEmail { email }
            | Self::SystemAdminAdded { email }
            | Self::SystemAdminRemains { email } => w.member("email", email),
            Self::CommitmentTermsPresented { kind } => w.member("kind", kind.as_str()),
            Self::LinkedMembershipTermsPresented => {}
        }
        w.end_object();
    }
}

impl Decision {
    /// What is due, in order. `after` is the record after this decision: an accepted update names
    /// exactly the contacts that it leaves.
    pub fn effects<'r>(&'r self, after: &'r Customer) -> impl Iterator<Item = Effect<'r>> {
        let welcomed = if self.welcomed { after.resource.contacts() } else { &[] };
        let emails = welcomed.iter().filter_map(|contact| contact.email.as_deref());
        let added = self.admins_added.0.iter();
        let remaining = self.admins_remaining.0.iter();
        emails
            .map(|email| Effect::WelcomeEmail { email })
            .chain(added.map(|email| Effect::SystemAdminAdded { email }))
            .chain(remaining.map(|email| Effect::SystemAdminRemains { email }))
            .chain(self.terms.map(|kind| Effect::CommitmentTermsPresented { kind }))
            .chain(self.group_created.then_some(Effect::LinkedMembershipTermsPresented))
    }
}

/// Who becomes an administrator, and who stays one although the list drops them.
pub(super) fn administrators(record: &Customer, sent: &[Sent<'_>], decision: &mut Decision) {
    let admins = &record.internal.system_admins;
    // As long as nobody came or went the lists run side by side, and nothing need be searched.
    let beside =
        sent.iter().enumerate().all(|(index, sent)| match (admins.get(index), address(sent)) {
            (Some(admin), Some(address)) => same_address(admin, address),
            _ => false,
        });
    let known = || Index::of(admins.iter().map(|admin| Folded(admin)), admins.len());
    if !beside {
        let known = known();
        let new = sent.iter().filter_map(address);
        let new = new.filter(|address| known.get(Folded(address)).is_none());
        decision.admins_added.0 = new.map(String::from).collect();
    }
    if decision.contacts.as_ref().is_none_or(|list| list.keeps_addresses()) {
        return;
    }
    // An address goes with its contact, or with a contact that has another one now. A stored list
    // may hold one twice: it has not gone as long as somebody has it.
    let named = Index::of(sent.iter().filter_map(address).map(Folded), sent.len());
    let known = known();
    let stored = record.resource.contacts().iter().filter_map(|contact| contact.email.as_deref());
    let remaining = stored.filter(|email| {
        let email = Folded(email);
        named.get(email).is_none() && known.get(email).is_some()
    });
    decision.admins_remaining.0 = remaining.map(String::from).collect();
}
