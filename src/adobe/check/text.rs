//! Texts that an update may change: length, characters, and what an empty one means.

use alloc::string::String;

use super::Check;
use crate::adobe::rules;
use crate::decision::{Limit, Rule};
use crate::json::{At, Text};
use crate::member::Field;
use crate::value::{Email, Language, LengthUnit, TextError, longer_than, same};

/// What a text must be.
pub(in crate::adobe) struct TextRule {
    /// The longest, in Unicode scalar values.
    max: usize,
    /// Which characters it may have.
    characters: Characters,
    /// Whether an empty one means "no value"; else it is refused.
    empty_clears: bool,
}

/// Which characters a text may have.
enum Characters {
    Any,
    /// None of `<`, `>` and `"`: the vendor guards against markup.
    NoMarkup,
    /// Letters, numbers and the marks of a person's name.
    Name,
}

impl TextRule {
    pub(super) const REFERENCE: Self = Self::text(35).no_markup().clearable();
    pub(super) const CITY: Self = Self::text(40).no_markup();
    pub(super) const LINE1: Self = Self::text(60).no_markup();
    pub(super) const LINE2: Self = Self::text(60).no_markup().clearable();
    pub(super) const POSTAL_CODE: Self = Self::text(40);
    pub(super) const ADDRESS_PHONE: Self = Self::text(40).no_markup().clearable();
    pub(in crate::adobe) const CONTACT_PHONE: Self = Self::text(40).clearable();
    pub(in crate::adobe) const NAME: Self = Self { characters: Characters::Name, ..Self::text(35) };
    pub(super) const GROUP_NAME: Self = Self::text(80);

    const fn text(max: usize) -> Self {
        Self { max, characters: Characters::Any, empty_clears: false }
    }

    const fn no_markup(self) -> Self {
        Self { characters: Characters::NoMarkup, ..self }
    }

    const fn clearable(self) -> Self {
        Self { empty_clears: true, ..self }
    }

    fn check(&self, text: &str) -> Result<(), TextError> {
        if longer_than(text, self.max, LengthUnit::Scalars) {
            return Err(TextError::Long(self.max));
        }
        let fits = match self.characters {
            Characters::Any => true,
            Characters::NoMarkup => !text.bytes().any(|byte| matches!(byte, b'<' | b'>' | b'"')),
            Characters::Name => text.chars().all(is_of_name),
        };
        if fits { Ok(()) } else { Err(TextError::Character) }
    }
}

fn is_of_name(c: char) -> bool {
    let is_mark =
        matches!(c, '-' | '_' | ' ' | '\u{3000}' | ',' | '.' | '\u{ff06}' | '&' | '\'' | '"');
    c.is_alphabetic() || c.is_numeric() || is_mark
}

impl Check<'_> {
    /// A text that an update may change; whether it differs.
    #[inline(always)]
    pub(in crate::adobe) fn text(
        &mut self,
        stored: Option<&str>,
        sent: &Field<Text<'_>>,
        at: &At<'_>,
        name: &'static str,
        rule: &TextRule,
    ) -> bool {
        !is_echo(stored, sent) && self.other_text(stored, sent, at, name, rule)
    }

    /// A text that an update may repeat and not change: most do, and that is cheap to see.
    #[inline]
    pub(super) fn read_only_text(
        &mut self,
        stored: Option<&String>,
        sent: &Field<Text<'_>>,
        at: &At<'_>,
        name: &'static str,
        rule: &'static Rule,
    ) {
        if !is_echo(stored.map(String::as_str), sent) {
            self.sent_read_only(stored, sent, at, name, rule);
        }
    }

    #[inline(never)]
    fn other_text(
        &mut self,
        stored: Option<&str>,
        sent: &Field<Text<'_>>,
        at: &At<'_>,
        name: &'static str,
        rule: &TextRule,
    ) -> bool {
        let at = &at.name(name);
        self.text_with(stored, sent, at, rule.empty_clears, |text| {
            rule.check(text).map_err(|error| (error, &rules::TEXT_CHARACTERS))
        })
    }

    /// The e-mail address of a new contact.
    pub(in crate::adobe) fn email(&mut self, sent: &Field<Text<'_>>, at: &At<'_>) {
        self.text_with(None, sent, at, false, |text| {
            Email::check(text).map_err(|error| (error, &rules::EMAIL_FORM))
        });
    }

    /// The preferred language, in its profile; whether it differs.
    #[inline(always)]
    pub(super) fn language(
        &mut self,
        stored: Option<&str>,
        sent: &Field<Text<'_>>,
        at: &At<'_>,
    ) -> bool {
        !is_echo(stored, sent)
            && self.text_with(stored, sent, &at.name("preferredLanguage"), false, |text| {
                Language::check(text).map_err(|error| (error, &rules::LANGUAGE_KNOWN))
            })
    }

    /// The one order of looking at a text: left out, null, unchanged, empty, then its limits.
    fn text_with(
        &mut self,
        stored: Option<&str>,
        sent: &Field<Text<'_>>,
        at: &At<'_>,
        empty_clears: bool,
        check: impl FnOnce(&str) -> Result<(), (TextError, &'static Rule)>,
    ) -> bool {
        match self.new_text(stored, sent, at, empty_clears) {
            Ok(text) => {
                if let Err((error, rule)) = check(text) {
                    self.refuse_text(error, rule, at);
                }
                true
            }
            Err(differs) => differs,
        }
    }

    /// A text that is not the stored one and not empty, or whether there is a difference without.
    fn new_text<'s>(
        &mut self,
        stored: Option<&str>,
        sent: &'s Field<Text<'_>>,
        at: &At<'_>,
        empty_clears: bool,
    ) -> Result<&'s str, bool> {
        let has_value = stored.is_some_and(|stored| !stored.is_empty());
        let sent = match sent {
            Field::Absent => return Err(false),
            Field::Null => {
                self.null(has_value, at);
                return Err(false);
            }
            Field::Value(sent) => &**sent,
        };
        // Rule: adobe.member.unchanged-accepted
        if stored == Some(sent) {
            return Err(false);
        }
        // Rule: adobe.text.empty-clears
        if sent.is_empty() {
            if !empty_clears {
                self.refuse(&rules::EMPTY_TEXT, at);
            }
            return Err(has_value);
        }
        Ok(sent)
    }

    /// What is wrong with a text, beyond the length by this rule.
    #[cold]
    fn refuse_text(&mut self, error: TextError, rule: &'static Rule, at: &At<'_>) {
        match error {
            TextError::Long(max) => {
                self.refuse_beyond(&rules::TEXT_LENGTH, at, Limit::AtMost(max as u64));
            }
            _ => self.refuse(rule, at),
        }
    }
}

/// Whether a text only repeats what is stored, as most do.
#[inline]
fn is_echo(stored: Option<&str>, sent: &Field<Text<'_>>) -> bool {
    match (stored, sent) {
        (_, Field::Absent) => true,
        (Some(stored), Field::Value(sent)) => same(stored, sent),
        _ => false,
    }
}
