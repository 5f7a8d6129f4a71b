//! What would do it instead, where that depends on the place.

use crate::decision::Instead::{
    Acknowledge, AdminConsole, NotAtThisVendor, OtherEndpoint, OtherValue, SupportTicket, Wait,
};
use crate::decision::{Instead, Obstructed};

/// A required member that the record lacks: three of them nobody can set.
pub(super) fn required(place: &Obstructed<'_>) -> Instead {
    let fixed = ["/companyName", "/address/country", "/address/region"];
    if fixed.iter().any(|name| place.pointer.ends_with(name)) { SupportTicket } else { OtherValue }
}

/// A contact that the vendor does not take: a stored one may be given up.
pub(super) fn incomplete(place: &Obstructed<'_>) -> Instead {
    if place.may_be_left_out { Acknowledge } else { OtherValue }
}

/// Three-year commitment, group and large government: which of them is asked for.
pub(super) fn excludes(place: &Obstructed<'_>) -> Instead {
    match place.pointer {
        _ if place.wants_both => OtherValue,
        request if request.ends_with("ommitmentRequest") => NotAtThisVendor,
        _ => Wait,
    }
}

/// Benefits move by events, and a customer moves to another reseller by a call of its own.
pub(super) fn read_only(place: &Obstructed<'_>) -> Instead {
    match place.pointer {
        "/resellerId" => OtherEndpoint,
        below if below.starts_with("/benefits") => Wait,
        _ => NotAtThisVendor,
    }
}

/// Sub-segments that go with the segment: wanted, or given up.
pub(super) fn dropped(place: &Obstructed<'_>) -> Instead {
    if place.may_be_left_out { Acknowledge } else { AdminConsole }
}
