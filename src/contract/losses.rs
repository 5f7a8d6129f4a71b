//! What an update would lose, for programs that hold a record of any vendor.

use alloc::vec::Vec;

use super::question::{Question, only_member};
use super::{Record, limits};
use crate::json::{At, Errors, Pointer, Reason, Unreadable};
use crate::vendors::{self, Vendor};

impl Record {
    /// The places of the document that the update of a question would take away without saying so,
    /// under its `policy`, whatever the vendor has against the update. `known` are the members that
    /// may stand in the question.
    ///
    /// ```
    /// use customer_core::contract::{Question, Record};
    /// use customer_core::json::Document;
    ///
    /// let text = r#"{"vendor": "ibm", "customer": {"Customer": {"CustomerNumber": "1"}},
    ///     "input": {"update": {"Customer": {}}}}"#;
    /// let document = Document::parse(text)?;
    /// let (question, known) = (Question::of(&document), &["vendor", "customer", "input"]);
    /// let lost = Record::read(question, known)?.losses(question, known)?;
    /// assert_eq!(lost[0].as_str(), "/Customer/CustomerNumber");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the form of `input` and `policy`, an input that is no update,
    /// and members that are not `known`.
    pub fn losses(
        &self,
        question: Question<'_, '_>,
        known: &'static [&'static str],
    ) -> Result<Vec<Pointer>, Unreadable> {
        let mut errors = Errors::default();
        if !question.opens(&mut errors)? {
            return errors.finish(None);
        }
        question.version(&mut errors);
        question.same_vendor(self.vendor(), &mut errors);
        let lost = of_vendor(self, question, &mut errors);
        question.close(known, &mut errors);
        errors.finish(lost)
    }
}

fn losses<V: Vendor>(
    record: &V::Record,
    question: Question<'_, '_>,
    errors: &mut Errors,
) -> Option<Vec<Pointer>> {
    let root = At::ROOT;
    let at = root.name("input");
    let input = question.need("input", errors);
    let only = input.and_then(|input| only_member(input, &at, errors));
    let update = only.and_then(|(name, node)| {
        let at = at.other(&name);
        if *name != *"update" {
            errors.push(&at, Reason::none_of(&["update"]));
            return None;
        }
        let node = limits::sized(Some(node), &at, errors)?;
        V::read_update(node, &at, errors)
    });
    let policy = question.get("policy", errors);
    let policy = V::read_policy(policy, &root.name("policy"), errors);
    Some(V::preview_loss(record, &update?, &policy))
}

macro_rules! dispatch {
    ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => {
        /// By the vendor of the record.
        fn of_vendor(
            record: &Record,
            question: Question<'_, '_>,
            errors: &mut Errors,
        ) -> Option<Vec<Pointer>> {
            $( if let Some(record) = record.as_any().downcast_ref() {
                return losses::<vendors::$Vendor>(record, question, errors);
            } )*
            None
        }
    };
}

crate::for_each_vendor!(dispatch);
