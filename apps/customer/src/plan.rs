//! `customer plan`, `undo`, `rebase` and `compare`: from what is wanted to what must be sent.

use alloc::collections::BTreeMap;
use std::process::ExitCode;

use customer_core::json::Document;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::answer::Answer;
use crate::args::{Compare, Plan, Planned, Rebase, Source, Undo};
use crate::failure::{Failure, UNREADABLE};
use crate::files::Files;
use crate::question::{customer_id, each_once, once, quoted};
use crate::show::{Body, Show};

/// Exit status of what can't be had.
const UNREACHABLE: u8 = 1;

/// Exit status of an answer that needs facts.
const UNDECIDED: u8 = 4;

/// Plans what is wished.
pub(crate) fn plan(asked: &Plan) -> Result<ExitCode, Failure> {
    let wish = [("/wish", "--wish", Some(&asked.wish))];
    answer(&asked.planned, &wish, asked.words.as_ref(), |texts| texts.concat())
}

/// Plans the way back.
pub(crate) fn undo(asked: &Undo) -> Result<ExitCode, Failure> {
    let sides = [
        ("/wish/undo/before", "--before", Some(&asked.before)),
        ("/wish/undo/after", "--after", asked.after.as_ref()),
    ];
    answer(&asked.planned, &sides, None, |texts| sided("undo", ["before", "after"], texts))
}

/// Plans a change again.
pub(crate) fn rebase(asked: &Rebase) -> Result<ExitCode, Failure> {
    let sides = [
        ("/wish/rebase/base", "--base", Some(&asked.base)),
        ("/wish/rebase/mine", "--mine", Some(&asked.mine)),
    ];
    answer(&asked.planned, &sides, None, |texts| sided("rebase", ["base", "mine"], texts))
}

/// A wish that is made of documents.
fn sided(kind: &str, names: [&str; 2], texts: &[String]) -> String {
    let members: Vec<_> =
        names.iter().zip(texts).map(|(name, text)| format!("\"{name}\":{text}")).collect();
    format!("{{\"{kind}\":{{{}}}}}", members.join(","))
}

/// A document of the wish: its place, its option, and where it comes from if it is given.
type Wished<'s> = (&'static str, &'static str, Option<&'s Source>);

/// Asks for a plan and shows it; `wish` makes the wish of the texts of its documents.
fn answer(
    asked: &Planned,
    wished: &[Wished<'_>],
    words: Option<&Source>,
    wish: impl Fn(&[String]) -> String,
) -> Result<ExitCode, Failure> {
    let beside = [
        ("/internal", "--internal", asked.internal.as_ref()),
        ("/facts", "--facts", asked.facts.as_ref()),
        ("/words", "--words", words),
    ];
    let sources = wished.iter().chain(&beside).filter_map(|(_, _, source)| *source);
    once(sources.chain([&asked.customer]))?;
    each_once(&asked.readings)?;
    let mut files = Files::new(&asked.vendor, asked.policy.as_deref(), &asked.readings);
    let customer = files.read("/customer", "--customer", &asked.customer)?;
    let mut texts = Vec::new();
    for (place, option, source) in wished {
        if let Some(source) = source {
            texts.push(files.read(place, option, source)?);
        }
    }
    let mut members = format!("\"customer\":{customer},\"wish\":{}", wish(&texts));
    for (place, option, source) in beside {
        members.push_str(&files.member(place, option, source)?);
    }
    for (name, list) in [("resend", &asked.resend), ("acknowledge", &asked.acknowledge)] {
        if !list.is_empty() {
            let list: Vec<_> = list.iter().map(|text| quoted(text)).collect();
            members.push_str(&format!(",\"{name}\":[{}]", list.join(",")));
        }
    }
    let question = files.question.asking(&members);
    let Some((answer, _)) = files.ask(&question, asked.json, &asked.to)? else {
        return Ok(ExitCode::from(UNREADABLE));
    };
    if !asked.json {
        let body = if asked.pretty { Body::Pretty } else { Body::Hidden };
        let show = Show { indent: 0, width: asked.to.columns(), body };
        let id = files.question.customer_id();
        asked.to.print(&show.plan(&asked.vendor, id.as_deref(), &answer))?;
    }
    Ok(ExitCode::from(match answer.verdict.as_str() {
        "planned" | "nothing" => 0,
        "undecided" => UNDECIDED,
        _ => UNREACHABLE,
    }))
}

/// Plans one wish at several vendors.
pub(crate) fn compare(asked: &Compare) -> Result<ExitCode, Failure> {
    let parts = asked.parts();
    once(parts.iter().filter_map(|(.., source)| *source).chain([&asked.wish]))?;
    let mut files = Files::new("", None, &[]);
    let wish = files.read("/wish", "--wish", &asked.wish)?;
    let (mut members, mut ids) = (Vec::new(), Vec::new());
    for (vendor, place, option, source) in parts {
        if let Some(source) = source {
            let part = files.read(place, option, source)?;
            members.push(format!("{}:{part}", quoted(vendor)));
            ids.push((vendor, id_in(&part)));
        }
    }
    let question = format!("{{\"compare\":{{{}}},\"wish\":{wish}}}", members.join(","));
    let Some((answer, text)) = files.ask(&question, asked.json, &asked.to)? else {
        return Ok(ExitCode::from(UNREADABLE));
    };
    let members: BTreeMap<String, Box<RawValue>> =
        serde_json::from_str(&text).map_err(|_| Failure::bug())?;
    let (mut out, mut outcomes) = (String::new(), Vec::new());
    let show = Show { indent: 0, width: asked.to.columns(), body: Body::Hidden };
    for (vendor, id) in ids {
        let part = members.get(vendor).ok_or_else(Failure::bug)?.get();
        let Part { outcome } = serde_json::from_str(part).map_err(|_| Failure::bug())?;
        out.push_str(&show.part(vendor, id.as_deref(), &outcome, &Answer::read(part)?));
        out.push('\n');
        outcomes.push(outcome);
    }
    out.push_str(&show.next(&answer.next));
    if !asked.json {
        asked.to.print(&out)?;
    }
    let any = |word: &str| outcomes.iter().any(|outcome| outcome == word);
    Ok(if any("unreachable") {
        ExitCode::from(UNREACHABLE)
    } else if any("undecided") {
        ExitCode::from(UNDECIDED)
    } else {
        ExitCode::SUCCESS
    })
}

/// Who the customer of a part is.
fn id_in(part: &str) -> Option<String> {
    customer_id(Document::parse(part).ok()?.root().member("customer")?.raw())
}

/// A part of the answer that compares.
#[derive(Deserialize)]
struct Part {
    /// `accepted`, `partly`, `undecided` or `unreachable`.
    outcome: String,
}
