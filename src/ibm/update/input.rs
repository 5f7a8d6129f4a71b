//! Everything that can happen to a customer.

use super::{UPDATE, Update};
use crate::decision::{Choice as _, choices, stored_input};
use crate::json::{At, Errors, Node, Writer};
use crate::member::{Part, Shape};

choices! {
    /// A call of the life cycle around the update.
    pub enum Operation {
        /// An active customer may no longer use its services.
        Suspend = "suspendCustomer",
        /// A suspended customer may use them again.
        Unsuspend = "unsuspendCustomer",
        /// The customer goes.
        Unregister = "unregisterCustomer",
    }
}

/// Everything that can happen to a customer.
///
/// With serde it has the form of `input` in the JSON contract, for formats that describe
/// themselves: so a service may queue it. What serde wrote is to be read by serde.
///
/// ```
/// use customer_core::ibm::{Input, Operation};
///
/// let suspended = Input::from(Operation::Suspend);
/// let text = serde_json::to_string(&suspended)?;
/// assert_eq!(text, r#"{"operation":"suspendCustomer"}"#);
/// assert_eq!(serde_json::from_str::<Input<'_>>(&text)?, suspended);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "an update is the rule, an operation the exception")]
#[expect(clippy::exhaustive_enums, reason = "there is no other way in, and callers build it")]
pub enum Input<'a> {
    /// A PUT.
    Update(Update<'a>),
    /// A call of the life cycle.
    Operation(Operation),
}

impl<'a> Input<'a> {
    /// The names of the members of `input` in the JSON contract.
    pub const NAMES: &'static [&'static str] = &["update", "operation"];

    /// What each of them is.
    pub const PARTS: &'static [Part] = &[
        Part::new("update", UPDATE, "The body of a PUT.").not_null(),
        Part::new(
            "operation",
            Shape::Word(Operation::NAMES),
            "A call that changes the state of the customer.",
        )
        .not_null(),
    ];

    /// Whether it is an API call, which gets an HTTP answer: each is.
    pub const fn is_call(&self) -> bool {
        match self {
            Self::Update(_) | Self::Operation(_) => true,
        }
    }

    /// Writes the member of the JSON contract that it is.
    fn write(&self, w: &mut Writer<'_>) {
        match self {
            Self::Update(update) => {
                w.name("update");
                update.write(w);
            }
            Self::Operation(operation) => w.member("operation", operation.name()),
        }
    }

    /// The same input, owned.
    pub fn into_owned(self) -> Input<'static> {
        match self {
            Self::Update(update) => Input::Update(update.into_owned()),
            Self::Operation(operation) => Input::Operation(operation),
        }
    }

    /// Reads the input `name` of the contract; `None` without an error when there is no such input.
    pub(crate) fn read(
        name: &str,
        value: Node<'_, 'a>,
        at: &At<'_>,
        errors: &mut Errors,
    ) -> Option<Self> {
        match name {
            "update" => Update::read(&mut value.reader(), at, errors).map(Self::Update),
            "operation" => Operation::read(value, at, errors).map(Self::Operation),
            _ => None,
        }
    }
}

stored_input!(Input);

impl<'a> From<Update<'a>> for Input<'a> {
    fn from(update: Update<'a>) -> Self {
        Self::Update(update)
    }
}

impl From<Operation> for Input<'_> {
    fn from(operation: Operation) -> Self {
        Self::Operation(operation)
    }
}
