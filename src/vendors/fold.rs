//! The fold over a stream of events.

use super::Vendor;
use crate::decision::{Event, Misfit};

/// One step of the fold over a stream of events: the record after `event`.
///
/// ```
/// use customer_core::adobe::Customer;
/// use customer_core::decision::Event;
/// use customer_core::vendors::{Adobe, fold};
///
/// let customer = Customer::from_json(r#"{"externalReferenceId": "342"}"#)?;
/// let stored = fold::<Adobe>(None, &Event::Created(customer.clone()))?;
/// assert_eq!(stored, Some(customer.clone()));
/// assert!(fold::<Adobe>(stored.clone(), &Event::Created(customer)).is_err());
/// assert_eq!(fold::<Adobe>(stored, &Event::Removed)?, None);
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
///
/// # Errors
///
/// An event that does not fit: a second `Created`, anything but `Created` before the first, and
/// whatever the vendor's `evolve` does not take. The smallest: `fold::<Adobe>(None,
/// &Event::Removed)`.
pub fn fold<V: Vendor>(
    stored: Option<V::Record>,
    event: &Event<V::Record, V::Decision>,
) -> Result<Option<V::Record>, Misfit> {
    event.fold(stored, V::evolve)
}

/// The same in place; a record that the event does not fit stays as it is.
pub(super) fn fold_into<V: Vendor>(
    stored: &mut Option<V::Record>,
    event: &Event<V::Record, V::Decision>,
) -> Result<(), Misfit> {
    event.fold_into(stored, V::evolve)
}
