//! The table of the mutable attributes: their limits, and what a request says of each beside what
//! is stored.

use super::super::facts::{EmptyState, Null, Policy, Required, WordCase};
use super::super::record::{Account, Address, Contact, Identifier, Organization, Profile};
use super::super::update::{ADDRESS_SPELLINGS, CONTACT_SPELLINGS, Holder, Update};
use crate::decision::Cause;
use crate::json::Text;
use crate::member::{Edit, Field, Member, Others, SentOthers};
use crate::value::same;

/// What the page demands of an attribute.
#[derive(Clone, Copy)]
enum Need {
    /// No table requires it.
    Optional,
    /// Both tables require it.
    Both,
    /// Only the article's table requires it.
    Article,
    /// Only the second table requires it.
    Viewer,
}

/// What an empty text is.
#[derive(Clone, Copy)]
enum Blank {
    /// No value.
    Nothing,
    /// A value, in every preset.
    Value,
    /// A value where the policy says so.
    State,
}

/// One mutable attribute.
pub(in super::super) struct Attribute {
    /// Its name on the wire.
    pub(in super::super) name: &'static str,
    /// The other spelling of it, by the page's second table.
    pub(in super::super) other: Option<&'static str>,
    /// Its maximum length.
    pub(in super::super) max: u16,
    /// The words it is limited to, if it is.
    pub(in super::super) words: &'static [&'static str],
    need: Need,
    blank: Blank,
}

const fn attribute(name: &'static str, max: u16) -> Attribute {
    Attribute { name, other: None, max, words: &[], need: Need::Optional, blank: Blank::Nothing }
}

impl Attribute {
    const fn required(self) -> Self {
        Self { need: Need::Both, ..self }
    }

    const fn required_by(self, need: Need) -> Self {
        Self { need, ..self }
    }

    const fn spelled(self, other: &'static str) -> Self {
        Self { other: Some(other), ..self }
    }

    const fn words(self, words: &'static [&'static str]) -> Self {
        Self { words, ..self }
    }

    const fn blank(self, blank: Blank) -> Self {
        Self { blank, ..self }
    }

    /// Whether a request must have it.
    pub(in super::super) const fn is_required(&self, policy: &Policy) -> bool {
        match self.need {
            Need::Optional => false,
            Need::Both => true,
            Need::Article => !matches!(policy.required, Required::Viewer),
            Need::Viewer => !matches!(policy.required, Required::Article),
        }
    }

    /// Whether an empty text is a value of it.
    pub(in super::super) const fn keeps_blank(&self, policy: &Policy) -> bool {
        match self.blank {
            Blank::Nothing => false,
            Blank::Value => true,
            Blank::State => matches!(policy.empty_state, EmptyState::Store),
        }
    }

    /// The value that `text` stands for. Where case does not count, a word that repeats the stored
    /// one is the stored one, and another is as the list has it.
    pub(in super::super) fn value<'s>(
        &self,
        text: &'s str,
        stored: Option<&'s str>,
        policy: &Policy,
    ) -> &'s str {
        if policy.words == WordCase::Exact {
            return text;
        }
        let listed = self.words.iter().find(|word| word.eq_ignore_ascii_case(text));
        let Some(listed) = listed else { return text };
        // Rule: ibm.word.echo
        stored.filter(|stored| stored.eq_ignore_ascii_case(text)).unwrap_or(listed)
    }

    /// Whether `value` may be stored: a word of the list, or the stored one repeated where case
    /// does not count.
    pub(in super::super) fn lists(
        &self,
        value: &str,
        stored: Option<&str>,
        policy: &Policy,
    ) -> bool {
        self.words.contains(&value) || (policy.words == WordCase::Any && stored == Some(value))
    }

    /// Whether it was sent as it is stored, and no policy has anything against that. There is
    /// nothing to check or change then. What is doubtful is for the rules to judge.
    fn is_plain_echo(&self, stored: Option<&str>, sent: &Field<Text<'_>>) -> bool {
        match (stored, sent) {
            (Some(stored), Field::Value(sent)) => same(stored, sent) && self.is_plain(stored),
            (None, Field::Absent) => matches!(self.need, Need::Optional),
            _ => false,
        }
    }

    /// Whether `text` is good in every policy. Bytes bound every unit of length from above.
    fn is_plain(&self, text: &str) -> bool {
        if !self.words.is_empty() {
            return self.words.contains(&text);
        }
        let may_be_empty =
            matches!((self.need, self.blank), (Need::Optional, _) | (_, Blank::Value));
        text.len() <= usize::from(self.max) && (may_be_empty || !text.is_empty())
    }
}

/// One attribute: what is stored beside what was sent.
pub(in super::super) struct Slot<'s> {
    pub(in super::super) attribute: &'static Attribute,
    pub(in super::super) stored: Option<&'s str>,
    /// Whether it is stored as null.
    pub(in super::super) is_null: bool,
    /// What was sent under its name.
    pub(in super::super) sent: Field<&'s str>,
    /// What was sent under its other spelling.
    pub(in super::super) other: Field<&'s str>,
}

impl<'s> Slot<'s> {
    /// What was sent, and under which name. Null is missing where the policy says so.
    pub(in super::super) fn said(&self, policy: &Policy) -> (&'static str, Field<&'s str>) {
        let read = |field| match (field, policy.null) {
            (Field::Null, Null::Missing) => Field::Absent,
            (field, _) => field,
        };
        match (read(self.sent), read(self.other), self.attribute.other) {
            // Rule: ibm.spelling.accepted
            (Field::Absent, other, Some(name)) if !other.is_absent() => (name, other),
            (sent, ..) => (self.attribute.name, sent),
        }
    }

    /// The value that `text` stands for.
    pub(in super::super) fn value(&self, text: &'s str, policy: &Policy) -> &'s str {
        self.attribute.value(text, self.stored, policy)
    }

    /// What the request wants, and why that is a change if it is one. No value in place of none is
    /// an echo: the stored form, empty or null, stays.
    pub(in super::super) fn edit(&self, policy: &Policy) -> (Edit<&'s str>, Cause) {
        let has_value = self.stored.is_some_and(|stored| !stored.is_empty());
        let (edit, cause) = match self.said(policy).1 {
            // Rule: ibm.empty.deleted
            Field::Value("") if !self.attribute.keeps_blank(policy) => {
                (Edit::Clear, Cause::Cleared)
            }
            Field::Value("") if self.is_null => (Edit::Keep, Cause::Set),
            field @ Field::Value(_) => {
                (Edit::replacing(field.map(|text| self.value(text, policy))), Cause::Set)
            }
            // Rule: ibm.omitted.deleted
            field @ (Field::Absent | Field::Null) => (Edit::replacing(field), Cause::Omitted),
        };
        // Rule: ibm.empty.echo
        (if edit == Edit::Clear && !has_value { Edit::Keep } else { edit }, cause)
    }
}

/// An object that has mutable attributes.
pub(in super::super) trait Attributes: Member {
    /// Its attributes, in the order of the model.
    #[cfg(feature = "plan")]
    const TABLE: &'static [Attribute];

    /// The names of its attributes.
    const NAMES: &'static [&'static str];

    /// Other spellings that are no unknown members here.
    const SPELLINGS: &'static [&'static str];

    /// How many levels of the document are around a member of it.
    const LEVELS: usize;

    /// Hands out its attributes in the order of the model, other spellings included, but for plain
    /// echoes: of a full replacement most are, and there is nothing to check or change in them.
    fn slots<'s>(
        stored: Option<&'s Self>,
        sent: Option<&'s Self::Sent<'_>>,
        update: &'s Update<'_>,
        holder: Holder,
        each: impl FnMut(&Slot<'s>),
    );

    /// What it holds beyond the model.
    fn unknown(&self) -> &Others;

    /// What was sent beyond the model.
    fn sent_unknown<'s, 'a>(sent: &'s Self::Sent<'a>) -> &'s SentOthers<'a>;

    /// The same, to be changed.
    fn sent_unknown_mut<'s, 'a>(sent: &'s mut Self::Sent<'a>) -> &'s mut SentOthers<'a>;
}

/// One attribute: what is stored of it and beside the model, and what was sent.
fn slot_of<'s>(
    attribute: &'static Attribute,
    stored: Option<(Option<&'s str>, &Others)>,
    sent: Option<&'s Field<Text<'_>>>,
    (update, holder): (&'s Update<'_>, Holder),
) -> Slot<'s> {
    let sent = sent.unwrap_or(&Field::Absent);
    let other = attribute.other.map(|name| update.spelling(holder, name));
    Slot {
        attribute,
        stored: stored.and_then(|(value, _)| value),
        is_null: stored.is_some_and(|(_, others)| others.has_null(attribute.name)),
        sent: sent.as_ref().map(|text| &**text),
        other: other.unwrap_or(Field::Absent),
    }
}

macro_rules! attributes {
    (
        $Stored:ident, levels $levels:literal, $spellings:expr;
        $($member:ident = $attribute:expr;)*
    ) => {
        impl Attributes for $Stored {
            #[cfg(feature = "plan")]
            const TABLE: &'static [Attribute] = &[$($attribute),*];

            const NAMES: &'static [&'static str] = &[$({
                const ATTRIBUTE: Attribute = $attribute;
                ATTRIBUTE.name
            }),*];

            const SPELLINGS: &'static [&'static str] = $spellings;

            const LEVELS: usize = $levels;

            // Written out attribute by attribute, so that the limits of each are constants.
            fn slots<'s>(
                stored: Option<&'s Self>,
                sent: Option<&'s Self::Sent<'_>>,
                update: &'s Update<'_>,
                holder: Holder,
                mut each: impl FnMut(&Slot<'s>),
            ) {
                $( {
                    const ATTRIBUTE: Attribute = $attribute;
                    // Most are plain echoes: what only the others need is kept out of the way.
                    #[cold]
                    #[inline(never)]
                    fn slot<'s>(
                        stored: Option<&'s $Stored>,
                        sent: Option<&'s <$Stored as Member>::Sent<'_>>,
                        update: &'s Update<'_>,
                        holder: Holder,
                    ) -> Slot<'s> {
                        let stored = stored.map(|one| (one.$member.as_ref(), &one.others));
                        let stored = stored.map(|(value, others)| {
                            (value.map(|value| value.as_str()), others)
                        });
                        let sent = sent.map(|sent| &sent.$member);
                        slot_of(&ATTRIBUTE, stored, sent, (update, holder))
                    }
                    let is_plain_echo = match (stored, sent) {
                        (Some(stored), Some(sent)) => {
                            let stored = stored.$member.as_ref().map(|value| value.as_str());
                            ATTRIBUTE.is_plain_echo(stored, &sent.$member)
                        }
                        _ => false,
                    };
                    if !is_plain_echo || (ATTRIBUTE.other.is_some() && update.has_spellings()) {
                        each(&slot(stored, sent, update, holder));
                    }
                } )*
            }

            fn unknown(&self) -> &Others {
                &self.others
            }

            fn sent_unknown<'s, 'a>(sent: &'s Self::Sent<'a>) -> &'s SentOthers<'a> {
                &sent.others
            }

            fn sent_unknown_mut<'s, 'a>(sent: &'s mut Self::Sent<'a>) -> &'s mut SentOthers<'a> {
                &mut sent.others
            }
        }
    };
}

attributes! { Profile, levels 2, &[];
    customer_number = attribute("CustomerNumber", 50);
}

attributes! { Organization, levels 3, &[];
    org_name = attribute("OrgName", 255).required();
    phone = attribute("Phone", 30);
}

attributes! { Address, levels 5, ADDRESS_SPELLINGS;
    address_line1 = attribute("AddressLine1", 255).required().spelled("AdressLine1");
    address_line2 = attribute("AddressLine2", 100).spelled("AdressLine2");
    address_type = attribute("AddressType", 15)
        .required()
        .spelled("AdressType")
        .words(&["BILLING", "MAILING", "MULTIPURPOSE"]);
    city = attribute("City", 50).required();
    country = attribute("Country", 50).required();
    state = attribute("State", 50).required().blank(Blank::State);
    postal_code = attribute("PostalCode", 20).required().blank(Blank::State);
}

attributes! { Contact, levels 4, CONTACT_SPELLINGS;
    family_name = attribute("FamilyName", 255).required();
    given_name = attribute("GivenName", 255).required();
    // Rule: ibm.email.form
    email_address = attribute("EmailAddress", 255).required();
    name_prefix = attribute("NamePrefix", 10);
    name_suffix = attribute("NameSuffix", 10);
    employee_number = attribute("EmployeeNumber", 10);
    // Rule: ibm.language.default
    language_preference = attribute("LanguagePreference", 15);
    work_phone = attribute("WorkPhone", 30).required_by(Need::Article);
    home_phone = attribute("HomePhone", 30);
    mobile_phone = attribute("MobilePhone", 30);
    fax = attribute("Fax", 30);
    job_title = attribute("JobTitle", 50);
    web_site_address = attribute("WebSiteAddress", 255).spelled("WebsiteAddress");
    time_zone = attribute("TimeZone", 255);
    photo = attribute("Photo", 255);
}

attributes! { Account, levels 4, &[];
    // Rule: ibm.empty.account-number
    account_number = attribute("AccountNumber", 255).required().blank(Blank::Value);
    location_name = attribute("LocationName", 255).required_by(Need::Article);
    payment_method_type = attribute("PaymentMethodType", 25)
        .required_by(Need::Viewer)
        .words(&["CREDIT_CARD", "PURCHASE_ORDER", "INVOICE", "NONE"]);
    currency_type = attribute("CurrencyType", 25);
}

attributes! { Identifier, levels 4, &[];
    value = attribute("Value", 50);
    customer_id_type = attribute("CustomerIdType", 25);
}
