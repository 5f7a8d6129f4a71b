//! An Adobe customer as the aggregate of two event-sourcing frameworks, each in less than sixty lines.
//!
//! A stream begins with `Event::Created`, goes on with decisions, and is folded by
//! `vendors::fold`, which refuses an event that does not fit.

pub mod cqrs;
pub mod esrs;

use customer_core::adobe::{Customer, Event, Facts, Input, Rejection, decide};
use customer_core::vendors::{Adobe, fold};
use serde::{Deserialize, Serialize};

/// The aggregate: the customer, once there is one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Aggregate(pub Option<Customer>);

/// What a partner wants.
pub enum Command {
    /// Keep this customer from now on.
    Import(Box<Customer>),
    /// Decide this, under these facts.
    Decide(Box<Input<'static>>, Box<Facts>),
}

/// Why a command leads to no event.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The stream has begun already, or has not begun yet.
    #[error("the customer is there already, or is not there")]
    Stream,
    /// The vendor refuses, or a fact is missing.
    #[error(transparent)]
    Decision(#[from] Rejection),
}

impl Aggregate {
    /// The event that a command leads to.
    ///
    /// # Errors
    ///
    /// What the vendor refuses, and what does not fit the stream.
    pub fn handle(&self, command: Command) -> Result<Event, Refused> {
        match (&self.0, command) {
            (None, Command::Import(customer)) => Ok(Event::Created(*customer)),
            (Some(customer), Command::Decide(input, facts)) => {
                Ok(Event::Decided(decide(customer, &input, &facts)?))
            }
            _ => Err(Refused::Stream),
        }
    }

    /// The aggregate after an event. One that does not fit (delivered twice) changes nothing.
    pub fn after(&mut self, event: &Event) {
        if let Ok(next) = fold::<Adobe>(self.0.clone(), event) {
            self.0 = next;
        }
    }
}
