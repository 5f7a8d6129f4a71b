//! Small worlds of Adobe with benefits and groups.

use serde_json::{Value, json};

use super::adobe::{demanded, fact, guards, ordered};
use super::worlds::{or_none, product, texts};
use super::{Axis, Dice, World, put};

fn quantities(license: usize, consumables: usize) -> Value {
    let all = [("LICENSE", license), ("CONSUMABLES", consumables)];
    let some = all.iter().filter(|(_, number)| *number > 0);
    some.map(|(kind, number)| json!({"offerType": kind, "quantity": number})).collect()
}

fn term(name: &str, license: usize, consumables: usize) -> Value {
    json!({"type": "THREE_YEAR_COMMIT",
        name: {"minimumQuantities": quantities(license, consumables)}})
}

pub(super) fn benefits(world: &mut World, dice: &mut Dice) {
    guards(world, dice);
    fact(world, dice, "today", vec![json!("2026-03-01"), json!("2026-11-01")]);
    fact(world, dice, "partnerLargeGovernmentAgency", vec![json!(true), json!(false)]);
    let segment = dice.pick(&["COM", "GOV"]);
    put(&mut world.customer, "/companyProfile/marketSegment", Some(segment.into()));
    let large = json!({"type": "LARGE_GOVERNMENT_AGENCY", "status": "PENDING_UPGRADE"});
    let mut stored = vec![];
    let kind = dice.below(6);
    if kind == 0 && segment == "GOV" {
        stored.push(large);
        put(&mut world.customer, "/companyProfile/marketSubSegments", Some(json!(["FEDERAL"])));
    } else if kind > 1 {
        stored.push(three_years(dice));
    } else if kind == 1 {
        let group = json!({"id": "77", "name": "G", "type": "STANDARD",
            "linkedMembershipType": "OWNER"});
        put(&mut world.customer, "/linkedMembership", Some(group));
    }
    put(&mut world.customer, "/benefits", Some(Value::Array(stored.clone())));
    let plain = json!({"type": "LARGE_GOVERNMENT_AGENCY"});
    let mut asked = vec![];
    for name in ["commitmentRequest", "recommitmentRequest"] {
        for (license, consumables) in [(10, 0), (20, 0), (20, 1000), (0, 1000)] {
            asked.push(term(name, license, consumables));
        }
    }
    let mut sent: Vec<_> = asked.iter().map(|one| Some(json!([one]))).collect();
    sent.push(Some(json!([plain])));
    sent.push(Some(json!([asked[0], plain])));
    let group = json!({"name": "G", "type": "STANDARD"});
    let axes = [
        (
            "/linkedMembership",
            or_none(vec![Some(group.clone()), Some(json!({"name": "H", "type": "STANDARD"}))]),
        ),
        ("/companyProfile/preferredLanguage", or_none(texts(&["de-DE"]))),
        ("/companyProfile/marketSegment", or_none(texts(&["COM", "GOV"]))),
        ("/companyProfile/marketSubSegments", or_none(vec![Some(json!(["FEDERAL"]))])),
        ("/benefits", or_none(sent)),
    ];
    world.bodies = ordered(product(&demanded(world), &axes));
    let mut wished: Vec<_> = asked.iter().map(|one| Some(json!([one]))).collect();
    let requested = |mut one: Value| {
        one["commitmentRequest"]["status"] = json!("REQUESTED");
        one
    };
    wished.extend([
        None,
        Some(json!([])),
        Some(json!([plain])),
        Some(json!([plain, asked[0]])),
        Some(json!([requested(asked[0].clone())])),
        Some(json!([requested(asked[1].clone())])),
        Some(json!([term("commitmentRequest", 5, 0)])),
        Some(Value::Array(stored.clone())),
        Some(stored.into_iter().map(without_status).collect()),
    ]);
    let groups = vec![None, Some(group), Some(json!({"type": "STANDARD", "name": "H"}))];
    world.axes = vec![
        Axis::new("/linkedMembership", groups),
        Axis::new("/companyProfile/companyName", texts(&["Example Ltd", "Other Ltd"])),
        Axis::new("/companyProfile/preferredLanguage", texts(&["en-US", "de-DE"])),
        Axis::new("/companyProfile/marketSegment", texts(&["COM", "GOV"])),
        Axis::new("/companyProfile/marketSubSegments", or_none(vec![Some(json!(["FEDERAL"]))])),
        Axis::new("/benefits", wished),
    ];
    world.losses = vec!["/companyProfile/marketSubSegments"];
}

/// A benefit that does not tell how far its requests are.
fn without_status(mut entry: Value) -> Value {
    for name in ["commitmentRequest", "recommitmentRequest"] {
        if let Some(request) = entry.get_mut(name).and_then(Value::as_object_mut) {
            request.shift_remove("status");
        }
    }
    entry
}

fn three_years(dice: &mut Dice) -> Value {
    let state = |status: &str, license, consumables| {
        json!({"startDate": "2023-11-15", "endDate": "2026-11-14", "status": status,
            "minimumQuantities": quantities(license, consumables)})
    };
    let none = Value::Null;
    let commitment = dice.pick(&[
        none.clone(),
        none.clone(),
        state("COMMITTED", 10, 0),
        state("COMMITTED", 10, 1000),
        state("EXPIRED", 10, 0),
        state("NONCOMPLIANT", 20, 0),
    ]);
    let plain = |status: &str, license| {
        let quantities = quantities(license, 0);
        json!({"status": status, "minimumQuantities": quantities})
    };
    let request = dice.pick(&[
        none.clone(),
        plain("REQUESTED", 10),
        plain("ACCEPTED", 20),
        plain("DECLINED", 10),
        state("ACCEPTED", 20, 0),
        state("DECLINED", 10, 0),
    ]);
    let again = dice.pick(&[none.clone(), none, plain("REQUESTED", 20), state("EXPIRED", 20, 0)]);
    json!({"type": "THREE_YEAR_COMMIT", "commitment": commitment, "commitmentRequest": request,
        "recommitmentRequest": again})
}
