//! What follows from a decision: e-mails, administrators, terms.

use alloc::string::String;

use super::change::Decision;
use super::contacts::{Sent, address};
use super::record::Customer;
use crate::commitment::Kind;
use crate::decision::{effect_key, facts_member, unknown_members};
use crate::json::{At, Errors, Folded, Index, Node, Reason, Writer};
use crate::member::{OtherMembers, Part, Shape};
use crate::value::same_address;

/// An effect with this name and what it is about.
macro_rules! shape {
    ($of:literal, $name:literal, $due:literal $(, $about:ident)?) => {
        Shape::Object {
            name: $of,
            parts: &[
                Part::new("effect", Shape::Word(&[$name]), $due).needed().not_null(),
                $( $about, )?
            ],
            others: OtherMembers::Closed,
        }
    };
}

const EMAIL: Part = Part::new("email", Shape::Text, "The address.").needed().not_null();

const KIND: Part = Part::new("kind", Shape::Word(KINDS), "Of which kind.").needed().not_null();

const KINDS: &[&str] = &[Kind::Commitment.as_str(), Kind::Recommitment.as_str()];

/// Follow-up work, described and not done. Exhaustive on purpose: a service that does not do each
/// of them does not compile.
#[derive(Clone, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a worker does each of them")]
pub enum Effect {
    /// This contact gets the admin welcome e-mail.
    WelcomeEmail {
        /// Its address.
        email: String,
    },
    /// This address becomes a system administrator in the Admin Console.
    SystemAdminAdded {
        /// The address.
        email: String,
    },
    /// This address was dropped and stays an administrator.
    SystemAdminRemains {
        /// The address.
        email: String,
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
impl core::fmt::Debug for Effect {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.name())
    }
}

impl Effect {
    /// What each of them is in the JSON contract.
    pub const SHAPES: &'static [Shape] = &[
        shape!("WelcomeEmail", "welcome-email", "A contact is named.", EMAIL),
        shape!("SystemAdminAdded", "system-admin-added", "An address is new.", EMAIL),
        shape!("SystemAdminRemains", "system-admin-remains", "A contact was dropped.", EMAIL),
        shape!("TermsPresented", "commitment-terms-presented", "A commitment is asked for.", KIND),
        shape!("GroupTermsPresented", "linked-membership-terms-presented", "A group was created."),
    ];

    const NAMES: &'static [&'static str] = &[
        "welcome-email",
        "system-admin-added",
        "system-admin-remains",
        "commitment-terms-presented",
        "linked-membership-terms-presented",
    ];

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

    /// What it is about: differs between the effects of one name that a decision has.
    fn about(&self) -> Option<&str> {
        match self {
            Self::WelcomeEmail { email }
            | Self::SystemAdminAdded { email }
            | Self::SystemAdminRemains { email } => Some(email),
            Self::CommitmentTermsPresented { kind } => Some(kind.as_str()),
            Self::LinkedMembershipTermsPresented => None,
        }
    }

    /// A key by which a worker recognises an effect that it has carried out: `decision` is the
    /// caller's name for the decision that it follows from. Personal data: it holds the e-mail
    /// address of an effect that has one.
    ///
    /// ```
    /// use customer_core::adobe::Effect;
    /// let effect = Effect::WelcomeEmail { email: "mickey@mouse.com".into() };
    /// assert_eq!(effect.key("c42/7"), "c42/7:welcome-email:mickey@mouse.com");
    /// ```
    pub fn key(&self, decision: &str) -> String {
        effect_key(decision, self.name(), self.about())
    }

    /// Writes it as an object of the JSON contract.
    pub fn write(&self, w: &mut Writer<'_>) {
        w.begin_object();
        w.member("effect", self.name());
        if let Some(about) = self.about() {
            w.member(self.member(), about);
        }
        w.end_object();
    }

    /// The member that says what it is about.
    const fn member(&self) -> &'static str {
        match self {
            Self::CommitmentTermsPresented { .. } => "kind",
            _ => "email",
        }
    }

    fn read(node: Node<'_, '_>, errors: &mut Errors) -> Option<Self> {
        let at = At::ROOT;
        node.object(&at, errors)?;
        let mut text = |name: &'static str| -> Option<String> {
            if node.member(name).is_none() {
                errors.push(&at.name(name), Reason::Missing);
            }
            facts_member(node, name, &at, errors)?.read(&at.name(name), errors)
        };
        let name = text("effect")?;
        let read = match &*name {
            "welcome-email" => Self::WelcomeEmail { email: text("email")? },
            "system-admin-added" => Self::SystemAdminAdded { email: text("email")? },
            "system-admin-remains" => Self::SystemAdminRemains { email: text("email")? },
            "commitment-terms-presented" => {
                let name = text("kind")?;
                let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.as_str() == name) else {
                    errors.push(&at.name("kind"), Reason::one_of(KINDS));
                    return None;
                };
                Self::CommitmentTermsPresented { kind }
            }
            "linked-membership-terms-presented" => Self::LinkedMembershipTermsPresented,
            _ => {
                errors.push(&at.name("effect"), Reason::one_of(Self::NAMES));
                return None;
            }
        };
        let known: &'static [&'static str] = match &read {
            Self::LinkedMembershipTermsPresented => &["effect"],
            Self::CommitmentTermsPresented { .. } => &["effect", "kind"],
            _ => &["effect", "email"],
        };
        unknown_members(node, known, &at, errors);
        Some(read)
    }
}

impl serde::Serialize for Effect {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        crate::json::serialize(|w| self.write(w), s)
    }
}

impl<'de> serde::Deserialize<'de> for Effect {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        crate::json::deserialize_node(d, Self::read)
    }
}

impl Decision {
    /// What is due, in order. `after` is the record that this decision made, as [`evolve`] or
    /// [`apply`] gave it: an accepted update names exactly the contacts that it leaves, so they are
    /// not stored again with the decision.
    ///
    /// With any other record the welcome e-mails go to whoever is in that one. A decision that
    /// changes nothing fits every record of its id, and what a decision only keeps is not compared:
    /// delivered late, such a one is carried out on a record with other contacts, and names those.
    /// So effects go into the outbox in the transaction that stores the decision, once.
    ///
    /// [`evolve`]: super::evolve
    /// [`apply`]: super::apply
    pub fn effects<'r>(&'r self, after: &'r Customer) -> impl Iterator<Item = Effect> + 'r {
        // Rule: adobe.effect.welcome-email
        let welcomed = if self.welcomed { after.document.contacts() } else { &[] };
        let emails = welcomed.iter().filter_map(|contact| contact.email.clone());
        let added = self.admins_added.0.iter().cloned();
        let remaining = self.admins_remaining.0.iter().cloned();
        emails
            .map(|email| Effect::WelcomeEmail { email })
            .chain(added.map(|email| Effect::SystemAdminAdded { email }))
            .chain(remaining.map(|email| Effect::SystemAdminRemains { email }))
            .chain(self.terms.map(|kind| Effect::CommitmentTermsPresented { kind }))
            .chain(self.group_created.then_some(Effect::LinkedMembershipTermsPresented))
    }
}

/// Notes the addresses that become administrators, and those that stay although the list drops
/// them.
pub(super) fn administrators(record: &Customer, sent: &[Sent<'_>], decision: &mut Decision) {
    // Rule: adobe.effect.system-admin
    let admins = &record.internal.system_admins;
    // Where no address came or went, both lists have the same order and need no search.
    let beside = sent.len() <= admins.len()
        && sent
            .iter()
            .zip(admins)
            .all(|(sent, admin)| address(sent).is_some_and(|address| same_address(admin, address)));
    let stays = decision.contacts.as_ref().is_none_or(|list| list.keeps_addresses());
    if !beside || !stays {
        search(record, sent, beside, stays, decision);
    }
}

/// The same by a search: whether no address came, and whether none went, is known.
fn search(
    record: &Customer,
    sent: &[Sent<'_>],
    beside: bool,
    stays: bool,
    decision: &mut Decision,
) {
    let admins = &record.internal.system_admins;
    let known = Index::of(admins.iter().map(|admin| Folded(admin)), admins.len());
    if !beside {
        for address in sent.iter().filter_map(address) {
            if known.get(Folded(address)).is_none() {
                decision.admins_added.0.push(String::from(address));
            }
        }
        let added = !decision.admins_added.0.is_empty();
        decision.admins_found = added.then_some(admins.len());
    }
    if stays {
        return;
    }
    // An address goes with its contact, or with a contact that has another one now. A stored list
    // may hold one twice: it has not gone as long as one contact has it.
    let named = Index::of(sent.iter().filter_map(address).map(Folded), sent.len());
    let stored = record.document.contacts().iter().filter_map(|contact| contact.email.as_deref());
    for email in stored {
        let key = Folded(email);
        if named.get(key).is_none() && known.get(key).is_some() {
            decision.admins_remaining.0.push(String::from(email));
        }
    }
}
