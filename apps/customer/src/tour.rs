//! `customer tour`: three vendors in one scene after the other, each one really asked.

use std::process::ExitCode;

use crate::answer::Answer;
use crate::failure::Failure;
use crate::question::{Part, Question};
use crate::scenes::{ACTS, Act, Input, Scene};
use crate::show::{Body, Show};
use crate::style::{BAD, FAINT, PAGE, STRONG, columns, paint, print};
use crate::table::table;
use crate::text::fold;

/// What the tour says first.
const OPENING: &str = "What a customer update means at three vendors. Every answer below was \
    computed just now, nothing is sent anywhere. The payloads are the samples of the vendors' own \
    pages (IBM's page prints none: there, its tables filled in).";

/// What the tour says last.
const CLOSING: &[[&str; 2]] = &[
    ["customer apply --vendor ibm --customer C.json --update U.json", "your files"],
    ["customer needs --vendor ibm --customer C.json --update U.json", "what to look up"],
    ["customer plan --vendor ibm --customer C.json --wish W.json", "what to send"],
    ["customer rules --vendor adobe", "every rule"],
    ["customer explain 1117", "what 1117 means"],
    ["customer batch --help", "any language"],
    ["customer help", "everything else"],
];

/// Plays all scenes; exit status 1 when one does not end as it must.
pub(crate) fn run() -> Result<ExitCode, Failure> {
    let mut out = String::new();
    let page = columns().unwrap_or(PAGE).min(PAGE);
    for line in fold(OPENING, page) {
        out.push_str(&format!("{line}\n"));
    }
    let (mut number, mut wrong) = (0_usize, 0_usize);
    for act in ACTS {
        out.push('\n');
        for line in fold(act.title, page) {
            out.push_str(&format!("{}\n", paint(STRONG, line)));
        }
        for line in fold(act.reads, page) {
            out.push_str(&format!("{}\n", paint(FAINT, line)));
        }
        let mut record = Record::default();
        for scene in act.scenes {
            number = number.saturating_add(1);
            if !play(act, scene, (number, page), &mut record, &mut out)? {
                wrong = wrong.saturating_add(1);
            }
        }
    }
    if wrong == 0 {
        out.push_str(&format!("\n{number} scenes, all as expected. Go on with:\n"));
        let rows: Vec<_> = CLOSING.iter().map(|row| row.map(String::from)).collect();
        out.push_str(&table(["COMMAND", "SHOWS"], &rows, Some(page)));
    } else {
        let text = format!("{wrong} of {number} scenes did not end as they must");
        out.push_str(&format!("\n{}\n", paint(BAD, text)));
    }
    print(&out)?;
    Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The record that goes from scene to scene.
#[derive(Default)]
struct Record {
    /// The vendor's document.
    customer: String,
    /// The internal state.
    internal: Option<String>,
}

/// Plays one scene; whether it ended as it must.
fn play(
    act: &Act,
    scene: &Scene,
    (number, page): (usize, usize),
    record: &mut Record,
    out: &mut String,
) -> Result<bool, Failure> {
    if let Some(start) = scene.start {
        *record = Record { customer: start.to_owned(), internal: None };
    }
    let question = question(act, scene, record).text();
    let answer = Answer::read(&customer_core::contract::apply(&question))?;
    let label = format!("{number:>2}");
    out.push('\n');
    for (i, line) in fold(scene.about, page.saturating_sub(4)).iter().enumerate() {
        let label = if i == 0 { &*label } else { "  " };
        out.push_str(&format!("{}  {}\n", paint(STRONG, label), paint(STRONG, line)));
    }
    if scene.facts != "{}" {
        let facts = scene.facts.split_whitespace().collect::<Vec<_>>().join(" ");
        for (i, line) in fold(&facts, page.saturating_sub(11)).iter().enumerate() {
            let label = if i == 0 { "facts" } else { "" };
            out.push_str(&format!("    {}\n", paint(FAINT, format!("{label:<5}  {line}"))));
        }
    }
    let show = Show { indent: 4, width: Some(page), body: Body::Hidden };
    let is_wish = matches!(scene.input, Input::Wish(_));
    out.push_str(&match is_wish {
        true => show.plan(act.vendor, None, &answer),
        false => show.answer(act.vendor, None, &answer),
    });
    let right = answer.verdict == scene.verdict && answer.next == scene.next;
    if !right {
        let text = format!("expected {}, next {}", scene.verdict, scene.next);
        out.push_str(&format!("    {}\n", paint(BAD, text)));
    }
    // What is planned was not sent yet.
    if let Some(customer) = answer.customer.filter(|_| !is_wish) {
        record.customer = customer.get().to_owned();
        record.internal = answer.internal.map(|internal| internal.get().to_owned());
    }
    Ok(right)
}

/// The question of a scene.
fn question(act: &Act, scene: &Scene, record: &Record) -> Question {
    let part = |place, text: &str| Part { place, name: String::new(), text: text.to_owned() };
    let mut parts = vec![part("/customer", &record.customer)];
    if let Some(internal) = &record.internal {
        parts.push(part("/internal", internal));
    }
    parts.push(match scene.input {
        Input::Update(text) => part("/input/update", text),
        Input::Event(text) => part("/input", text),
        Input::Wish(text) => part("/wish", text),
    });
    parts.push(part("/facts", scene.facts));
    Question { vendor: act.vendor.to_owned(), policy: None, readings: Vec::new(), parts }
}
