//! esrs: the command is handled without waiting, so its facts travel in it.

use customer_core::adobe::Event;

use crate::{Aggregate, Command, Refused};

/// The aggregate's name for esrs.
pub struct AdobeCustomer;

impl esrs::Aggregate for AdobeCustomer {
    const NAME: &'static str = "adobe-customer";
    type State = Aggregate;
    type Command = Command;
    type Event = Event;
    type Error = Refused;

    fn handle_command(state: &Aggregate, command: Command) -> Result<Vec<Event>, Refused> {
        Ok(vec![state.handle(command)?])
    }

    fn apply_event(mut state: Aggregate, event: Event) -> Aggregate {
        state.after(&event);
        state
    }
}
