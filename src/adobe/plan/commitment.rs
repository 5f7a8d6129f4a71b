//! The three-year commitment of a neutral customer: what is committed to or asked for already, and
//! an increase of it.

use alloc::vec::Vec;

use super::places::{offered, request, three_years};
use crate::adobe::rules;
use crate::json::to_text;
use crate::neutral::Reached;
use crate::plan::{Barred, Json};
use crate::value::Quantity;

/// The offer types, in their order.
const OFFERS: [&str; 2] = ["LICENSE", "CONSUMABLES"];

/// For each offer type the quantity that is asked for, else the one that is committed to; where a
/// type is listed twice, the larger one.
fn view(stored: &Json) -> [Option<Quantity>; 2] {
    let asked = request("commitmentRequest");
    let asked = asked
        .get(stored)
        .filter(|term| matches!(term.text_of("status"), Some("REQUESTED" | "ACCEPTED")));
    let bound = three_years().name("commitment");
    let bound = bound
        .get(stored)
        .filter(|term| matches!(term.text_of("status"), Some("COMMITTED" | "ACTIVE")));
    OFFERS.map(|offer| {
        [asked, bound].into_iter().flatten().find_map(|term| {
            let list = term.get("minimumQuantities")?.elements().iter().filter_map(offered);
            list.filter(|(of, _)| *of == offer).map(|(_, quantity)| quantity).max()
        })
    })
}

/// The same as a neutral commitment.
pub(super) fn committed(stored: &Json) -> Json {
    let mut seen = Json::object();
    for (offer, quantity) in OFFERS.iter().zip(view(stored)) {
        if let Some(quantity) = quantity {
            seen.put(*offer, Json::number(&to_text(&quantity)));
        }
    }
    seen
}

/// Asks for what is wished on top of what there is.
pub(super) fn commit(stored: &Json, wished: &Json, reached: &mut Reached) {
    let view = view(stored);
    let (mut differs, mut takes_away) = (false, false);
    let mut list = Vec::new();
    for (offer, known) in OFFERS.iter().zip(view) {
        let given = wished.get(offer);
        let known = known.map(|known| Json::number(&to_text(&known)));
        let is_none = wished.is_null() || given.is_some_and(Json::is_null);
        takes_away |= is_none && known.is_some();
        let value = match given.filter(|given| !given.is_null()) {
            Some(given) => {
                differs |= !known.as_ref().is_some_and(|known| known.same(given));
                Some(given.clone())
            }
            None => known,
        };
        if let Some(value) = value {
            let mut quantity = Json::object();
            quantity.put("offerType", Json::from_text(offer));
            quantity.put("quantity", value);
            list.push(quantity);
        }
    }
    let place = request("commitmentRequest");
    if takes_away {
        reached.barred.push(Barred { place: three_years(), rule: &rules::NULL_OVER_VALUE });
    }
    if differs && !takes_away {
        let mut term = Json::object();
        term.put("status", Json::from_text("REQUESTED"));
        term.put("minimumQuantities", Json::List(list));
        place.set(&mut reached.target, Some(term));
    }
    reached.named.push(place);
}
