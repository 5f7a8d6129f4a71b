//! What is due after a decision.

use crate::json::Writer;

use super::record::Status;

/// Follow-up work, described as data.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Ask for the account until its status is another one.
    AwaitSettlement {
        /// The status to leave.
        from: Status,
    },
}

impl Effect {
    /// Writes it as an object of the JSON contract.
    ///
    /// ```
    /// # use customer_core::commvault::{Effect, Status};
    /// # use customer_core::json::Writer;
    /// let mut out = String::new();
    /// Effect::AwaitSettlement { from: Status::Updating }.write(&mut Writer::new(&mut out));
    /// assert_eq!(out, r#"{"effect":"await-settlement","from":"updating"}"#);
    /// ```
    pub fn write(&self, w: &mut Writer<'_>) {
        let Self::AwaitSettlement { from } = self;
        w.begin_object();
        w.member("effect", "await-settlement");
        w.member("from", from.as_str());
        w.end_object();
    }
}
