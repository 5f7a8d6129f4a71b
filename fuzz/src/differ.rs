//! A great many questions of one vendor, asked of the core and of the model.
//!
//! The questions follow from vendor, seed and number alone, so a run can be repeated, and cut into
//! parts. There are four sorts of them ([`SORTS`]).

use std::collections::BTreeMap;

use customer_core::generate::{Source, Tree};
use serde_json::Value;

use crate::cases::Cases;
use crate::generate::{self, Question};
use crate::oracle::{self, Difference};

/// Where a question comes from.
///
/// - `case`: asked by `tests/cases`, and questions with parts of several of them;
/// - `generated`: valid documents from small pools, the update made from the record;
/// - `followed`: another generated input to the record that an answer has left;
/// - `edited`: generated, with up to eight edits of its structure.
pub const SORTS: [&str; 4] = ["case", "generated", "followed", "edited"];

/// One question in so many is about as large as one may be.
const SELDOM: u64 = 2_000;

/// The verdicts of the contract.
pub const VERDICTS: [&str; 5] = ["applied", "unchanged", "rejected", "undecided", "unreadable"];

/// What came of the questions so far.
#[derive(Default)]
pub struct Tally {
    /// Questions by sort and by the core's verdict.
    pub counts: [[u64; 5]; 4],
    /// Every kind of difference.
    pub kinds: BTreeMap<String, Kind>,
}

/// How often two answers differed in one way, and the shortest question for it.
#[derive(Clone)]
pub struct Kind {
    /// How often.
    pub times: u64,
    /// The shortest question.
    pub question: String,
    /// What it was answered.
    pub difference: Difference,
}

impl Tally {
    /// All questions asked.
    pub fn asked(&self) -> u64 {
        self.counts.iter().flatten().sum()
    }

    /// All questions that were answered in two ways.
    pub fn differing(&self) -> u64 {
        self.kinds.values().map(|kind| kind.times).sum()
    }

    fn ask(&mut self, sort: usize, question: &str) -> Value {
        let (answer, difference) = oracle::ask(question);
        // The model does not plan: what is no answer to an input counts as not asked.
        if let Some(verdict) = VERDICTS.iter().position(|one| answer["verdict"] == **one) {
            self.counts[sort][verdict] += 1;
        }
        if let Some(difference) = difference {
            let times = self.kinds.get(&kind(&difference)).map_or(0, |kind| kind.times) + 1;
            let found = Kind { times, question: question.to_owned(), difference };
            let kept = self.kinds.entry(kind(&found.difference)).or_insert_with(|| found.clone());
            kept.times = times;
            if found.question.len() < kept.question.len() {
                *kept = found;
            }
        }
        answer
    }
}

/// Asks about `count` questions; `told` hears of the tally after every few.
pub fn run(vendor: &str, count: u64, seed: u64, told: &mut dyn FnMut(&Tally)) -> Tally {
    let known = generate::VENDORS.iter().find(|(name, _)| *name == vendor);
    let make = known.unwrap_or_else(|| panic!("no such vendor: {vendor}")).1;
    let cases = Cases::of(vendor);
    let mut tally = Tally::default();
    for text in cases.texts.iter().take(usize::try_from(count).unwrap_or(usize::MAX)) {
        tally.ask(0, text);
    }
    let mut number = 0;
    while tally.asked() < count {
        let bytes = choices(seed, number);
        let source = &mut Source::new(&bytes);
        if number % SELDOM == SELDOM - 1 {
            let question = make(source);
            tally.ask(3, &generate::sized(&question, source));
        }
        match number % 4 {
            0 | 1 => drop(tally.ask(0, &cases.next_to_one(source))),
            2 => follow(&mut tally, make, source),
            _ => {
                let question = make(source);
                tally.ask(3, &generate::edited(&question, source));
            }
        }
        if number % 1_000 == 0 {
            told(&tally);
        }
        number += 1;
    }
    tally
}

/// A generated question, and up to three more to what the answers before have left.
fn follow(tally: &mut Tally, make: Question, source: &mut Source<'_>) {
    let mut answer = tally.ask(1, &make(source));
    for _ in 0..source.below(4) {
        let (Some(customer), Some(internal)) = (answer.get("customer"), answer.get("internal"))
        else {
            return;
        };
        let read = |value: &Value| Tree::parse(&value.to_string());
        let (Some(customer), Some(internal)) = (read(customer), read(internal)) else { return };
        let mut next = Tree::parse(&make(source)).unwrap_or_default();
        next.set("customer", customer);
        next.set("internal", internal);
        answer = tally.ask(2, &next.to_json());
    }
}

/// Up to 400 choices for the question of this number, SplitMix64.
fn choices(seed: u64, number: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ number.rotate_left(32);
    let mut next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    };
    let length = usize::try_from(next() % 400).unwrap_or(0);
    let mut bytes: Vec<u8> = (0..length / 8 + 1).flat_map(|_| next().to_le_bytes()).collect();
    bytes.truncate(length);
    bytes
}

/// Differences of one kind have one name: the member that differs and, of violations, which ones.
fn kind(difference: &Difference) -> String {
    let Difference { member, core, model } = difference;
    let only = |one: &Value, other: &Value| {
        let (one, other) = (violations(one), violations(other));
        let missing = one.iter().filter(|place| !other.contains(place)).take(2);
        missing.cloned().collect::<Vec<_>>().join(", ")
    };
    let verdicts = format!("{} / {}", core["verdict"], model["verdict"]).replace('"', "");
    let (more, less) = (only(core, model), only(model, core));
    format!("{member}: {verdicts}; only core [{more}], only model [{less}]")
}

/// Place and code of each violation, every index as `#`.
fn violations(answer: &Value) -> Vec<String> {
    let shown = |violation: &Value| {
        let pointer = violation["pointer"].as_str().unwrap_or("none");
        let steps =
            pointer.split('/').map(|one| if one.parse::<u32>().is_ok() { "#" } else { one });
        // However deep a value is buried, it is one kind.
        let steps = steps.collect::<Vec<_>>();
        let place = match steps.get(..4) {
            Some(first) if steps.len() > 12 => format!("{}/...", first.join("/")),
            _ => steps.join("/"),
        };
        match violation["code"].as_str() {
            Some(code) => format!("{place} {code}"),
            None => place,
        }
    };
    answer["violations"].as_array().into_iter().flatten().map(shown).collect()
}
