//! What would do it instead, where that depends on the place.

use super::commitment;
use super::record::Status;
use crate::commitment::Kind;
use crate::decision::Instead::{
    Acknowledge, AdminConsole, NotAtThisVendor, OtherEndpoint, OtherValue, SupportTicket, TwoSteps,
    Wait,
};
use crate::decision::{Instead, Obstructed, Ways};

/// A required member that the record lacks: three of them nobody can set.
pub(super) const REQUIRED: Ways = Ways { of: &[SupportTicket, OtherValue], by: required };

/// A contact that the vendor does not take: a stored one may be given up.
pub(super) const INCOMPLETE: Ways = Ways { of: &[OtherValue, Acknowledge], by: incomplete };

/// Three-year commitment, group and large government: which of them is asked for.
pub(super) const EXCLUDES: Ways = Ways { of: &[OtherValue, Wait, NotAtThisVendor], by: excludes };

/// A pending account becomes active, a blocked one does not.
pub(super) const BLOCKED: Ways = Ways { of: &[Wait, SupportTicket], by: blocked };

/// Benefits move by events, and a customer moves to another reseller by a call of its own.
pub(super) const OWNED: Ways = Ways { of: &[OtherEndpoint, Wait, NotAtThisVendor], by: read_only };

/// A name: where an address passes on, the planner finds two steps.
pub(super) const RENAMED: Ways = Ways { of: &[SupportTicket, TwoSteps], by: |_| SupportTicket };

/// Sub-segments that go with the segment: wanted, or given up.
pub(super) const DROPPED: Ways = Ways { of: &[AdminConsole, Acknowledge], by: dropped };

fn required(place: &Obstructed<'_>) -> Instead {
    let fixed = ["/companyName", "/address/country", "/address/region"];
    if fixed.iter().any(|name| place.pointer.ends_with(name)) { SupportTicket } else { OtherValue }
}

fn incomplete(place: &Obstructed<'_>) -> Instead {
    if place.may_be_left_out { Acknowledge } else { OtherValue }
}

fn blocked(place: &Obstructed<'_>) -> Instead {
    if place.stored == Some(Status::Pending.as_str()) { Wait } else { SupportTicket }
}

fn excludes(place: &Obstructed<'_>) -> Instead {
    if place.wants_both {
        return OtherValue;
    }
    // A request is not made beside what excludes it; what is in force ends.
    let is_request = Kind::ALL.iter().any(|kind| {
        let parent = place.pointer.strip_suffix(commitment::name(*kind));
        parent.is_some_and(|parent| parent.ends_with('/'))
    });
    if is_request { NotAtThisVendor } else { Wait }
}

fn read_only(place: &Obstructed<'_>) -> Instead {
    match place.pointer {
        "/resellerId" => OtherEndpoint,
        "/benefits" => Wait,
        inside if inside.starts_with("/benefits/") => Wait,
        _ => NotAtThisVendor,
    }
}

fn dropped(place: &Obstructed<'_>) -> Instead {
    if place.may_be_left_out { Acknowledge } else { AdminConsole }
}
