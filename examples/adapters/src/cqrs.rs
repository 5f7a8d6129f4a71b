//! cqrs-es: commands and facts come in, the framework stores what `handle` gives to the sink.

use cqrs_es::event_sink::EventSink;
use cqrs_es::{Aggregate as _, DomainEvent};
use customer_core::adobe;
use serde::{Deserialize, Serialize};

use crate::{Aggregate, Command, Refused};

/// The event, under a type of our own: the framework's trait and the crate's type are both foreign.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event(pub adobe::Event);

impl DomainEvent for Event {
    fn event_type(&self) -> String {
        match self.0 {
            adobe::Event::Created(_) => "created".into(),
            adobe::Event::Decided(_) => "decided".into(),
            adobe::Event::Removed => "removed".into(),
        }
    }

    fn event_version(&self) -> String {
        adobe::VERSION.to_string()
    }
}

impl cqrs_es::Aggregate for Aggregate {
    const TYPE: &'static str = "adobe-customer";
    type Command = Command;
    type Event = Event;
    type Error = Refused;
    type Services = ();

    async fn handle(
        &mut self,
        command: Command,
        _: &(),
        sink: &EventSink<Self>,
    ) -> Result<(), Refused> {
        let event = Aggregate::handle(self, command)?;
        sink.write(Event(event), self).await;
        Ok(())
    }

    fn apply(&mut self, event: Event) {
        self.after(&event.0);
    }
}

/// The aggregate that a list of stored events makes.
pub fn replayed(events: impl IntoIterator<Item = Event>) -> Aggregate {
    let mut aggregate = Aggregate::default();
    events.into_iter().for_each(|event| aggregate.apply(event));
    aggregate
}
