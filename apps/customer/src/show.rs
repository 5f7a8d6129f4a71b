//! An answer as people read it: the verdict, one change a line, what follows, what is wrong, what
//! the vendor says, what to do next.

mod plan;

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;

use customer_core::contract::VENDORS;
use customer_core::decision::Next;
use customer_core::member::{Part, Shape};

use crate::answer::{Answer, Change, Need, Response, Violation};
use crate::pretty::pretty;
use crate::rules::all;
use crate::style::{BAD, DUE, FAINT, GOOD, MIDDLE, STRONG, paint};
use crate::text::{count, fold, pad, visible, width};

/// What is shown of the vendor's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    /// Nothing.
    Hidden,
    /// One line.
    Compact,
    /// One member a line.
    Pretty,
}

/// How an answer is shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Show {
    /// Blanks before every line.
    pub(crate) indent: usize,
    /// Columns that a line may take; nothing is cut or wrapped when `None`.
    pub(crate) width: Option<usize>,
    /// What is shown of the vendor's body.
    pub(crate) body: Body,
}

/// Longest place that the others are aligned with.
const ALIGN: usize = 60;

/// A change as it is shown.
struct Row<'a> {
    /// `+`, `-` or `~`.
    sign: &'static str,
    /// Its colour.
    style: anstyle::Style,
    /// Where.
    pointer: Cow<'a, str>,
    /// Why.
    cause: Cow<'a, str>,
    /// The values that there are: before, after.
    values: Vec<Cow<'a, str>>,
}

impl<'a> Row<'a> {
    /// A change, ready to be shown.
    fn new(change: &'a Change) -> Self {
        let (sign, style) = match change.kind.as_str() {
            "added" => ("+", GOOD),
            "removed" => ("-", BAD),
            _ => ("~", MIDDLE),
        };
        let values = [&change.before, &change.after];
        Row {
            sign,
            style,
            pointer: visible(&change.pointer),
            cause: visible(&change.cause),
            values: values.into_iter().flatten().map(|value| visible(value.get())).collect(),
        }
    }

    /// Columns of the whole line when the place takes `pointer` columns.
    fn columns(&self, pointer: usize) -> usize {
        let values: usize = self.values.iter().map(|value| width(value).saturating_add(4)).sum();
        // Sign and gaps take eight; there is one arrow less than values.
        pointer.saturating_add(values).saturating_add(width(&self.cause)).saturating_add(4)
    }
}

/// The advice behind the contract's word for what to do next.
fn advice(word: &str) -> &'static str {
    Next::ALL.iter().find(|next| next.as_str() == word).map_or("", |next| next.advice())
}

impl Show {
    /// The whole answer.
    pub(crate) fn answer(self, vendor: &str, id: Option<&str>, answer: &Answer) -> String {
        let mut lines = vec![];
        self.labelled("", &verdict(vendor, id, answer), &mut lines);
        self.changes(&answer.changes, &mut lines);
        for effect in &answer.effects {
            self.labelled("  effect  ", &effect_line(effect), &mut lines);
        }
        self.needs(vendor, &answer.needs, &mut lines);
        for violation in &answer.violations {
            self.violation(violation, &mut lines);
        }
        if answer.needs.is_empty() {
            self.response(answer.response.as_ref(), &mut lines);
        }
        self.advice(&answer.next, &mut lines);
        self.indented(&lines)
    }

    /// What to do next.
    fn advice(self, next: &str, lines: &mut Vec<String>) {
        let word = paint(STRONG, visible(next));
        self.labelled("  next    ", &format!("{word}: {}", advice(next)), lines);
    }

    /// The lines as they are printed.
    fn indented(self, lines: &[String]) -> String {
        let indent = " ".repeat(self.indent);
        lines.iter().map(|line| format!("{indent}{line}\n")).collect()
    }

    /// Columns left for text that begins after `taken` columns of a line.
    fn left(self, taken: usize) -> Option<usize> {
        let taken = taken.saturating_add(self.indent);
        self.width.map(|width| width.saturating_sub(taken).max(20))
    }

    /// One change a line: sign, place, value (before and after when both are there), cause. Where
    /// lines must fit, a value that is too long goes below its place.
    pub(crate) fn changes(self, changes: &[Change], lines: &mut Vec<String>) {
        let rows: Vec<_> = changes.iter().map(Row::new).collect();
        let widest = rows.iter().map(|row| width(&row.pointer)).max().unwrap_or_default();
        let left = self.left(0).unwrap_or(usize::MAX);
        let aligned = widest <= ALIGN && rows.iter().all(|row| row.columns(widest) <= left);
        let align = if aligned { widest } else { 0 };
        for row in rows {
            let sign = paint(row.style, row.sign);
            let cause = paint(FAINT, &row.cause);
            let pointer = pad(&row.pointer, align);
            if row.columns(width(&pointer)) <= left {
                lines.push(format!("  {sign} {pointer}  {}  {cause}", row.values.join(" -> ")));
                continue;
            }
            self.labelled(&format!("  {sign} "), &format!("{pointer}  {cause}"), lines);
            let values = row.values.join(" -> ");
            if width(&values).saturating_add(6) <= left {
                lines.push(format!("      {values}"));
                continue;
            }
            for (i, value) in row.values.iter().enumerate() {
                let arrow = if i == 0 { "" } else { "-> " };
                self.labelled("      ", &format!("{arrow}{value}"), lines);
            }
        }
    }

    /// The facts that are missing: each once with its type and what asks for it, then how to give
    /// them.
    pub(crate) fn needs(self, vendor: &str, needs: &[Need], lines: &mut Vec<String>) {
        let rows = VENDORS.iter().find(|one| one.name == vendor).map_or(&[][..], |one| one.facts);
        let mut facts = Vec::new();
        let mut last = "";
        for need in needs {
            let row = rows.iter().find(|row| row.name == need.fact);
            if need.fact != last {
                last = &need.fact;
                let kind = row.map_or("", |row| row.kind);
                let fact = paint(STRONG, visible(last));
                let sign = format!("  {} ", paint(MIDDLE, "?"));
                self.labelled(&sign, &format!("{fact}  {kind}"), lines);
                facts.push(last);
            }
            let place = match need.pointer.as_str() {
                "" => "the request as a whole".into(),
                pointer => visible(pointer),
            };
            let by = paint(FAINT, format!("({})", visible(&need.rule)));
            self.labelled("      for  ", &format!("{place} {by}"), lines);
        }
        self.give(vendor, &facts, lines);
    }

    /// How to give these facts.
    fn give(self, vendor: &str, facts: &[&str], lines: &mut Vec<String>) {
        let rows = VENDORS.iter().find(|one| one.name == vendor).map_or(&[][..], |one| one.facts);
        let row = |fact: &&str| rows.iter().find(|row| row.name == *fact);
        let examples: Vec<_> = facts
            .iter()
            .filter_map(row)
            .map(|row| format!("\"{}\": {}", row.name, example(&row.shape)))
            .collect();
        if !examples.is_empty() {
            let facts = format!("--facts '{{{}}}'", examples.join(", "));
            self.labelled("  give    ", &facts, lines);
        }
    }

    /// What is wrong: place and code, what the rule says, which rule, the way forward.
    fn violation(self, violation: &Violation, lines: &mut Vec<String>) {
        let place = match violation.pointer.as_str() {
            "" => "the request as a whole".into(),
            pointer => visible(pointer),
        };
        let code = violation.code.as_deref().map(visible).unwrap_or_default();
        let code = if code.is_empty() { String::new() } else { format!("  {}", paint(BAD, code)) };
        self.labelled(&format!("  {} ", paint(BAD, "!")), &format!("{place}{code}"), lines);
        self.labelled("      ", &visible(&violation.message), lines);
        let rule = all().map(|(_, rule)| rule).find(|rule| rule.id == violation.rule);
        let evidence = rule.map_or(String::new(), |rule| format!(" ({})", rule.evidence));
        let id = visible(&violation.rule);
        self.labelled("      ", &paint(FAINT, format!("rule  {id}{evidence}")), lines);
        if let Some(rule) = rule.filter(|rule| !rule.hint.is_empty()) {
            self.labelled("      hint  ", rule.hint, lines);
        }
    }

    /// A text behind a label; where lines must fit it goes on below itself.
    fn labelled(self, label: &str, text: &str, lines: &mut Vec<String>) {
        let taken = width(label);
        let parts = match self.left(taken) {
            Some(left) => fold(text, left),
            None => vec![text.to_owned()],
        };
        for (i, part) in parts.iter().enumerate() {
            let label = if i == 0 { label.to_owned() } else { " ".repeat(taken) };
            lines.push(format!("{label}{part}"));
        }
    }

    /// What the vendor answers.
    fn response(self, response: Option<&Response>, lines: &mut Vec<String>) {
        if self.body == Body::Hidden {
            return;
        }
        let Some(response) = response else {
            let none = "none: this is no call of the vendor's API";
            return self.labelled("  answer  ", none, lines);
        };
        let Some(body) = &response.body else {
            lines.push(format!("  answer  HTTP {}, empty body", response.status));
            return;
        };
        if self.body == Body::Compact {
            let body = paint(FAINT, visible(body.get()));
            let answer = format!("HTTP {}  {body}", response.status);
            return self.labelled("  answer  ", &answer, lines);
        }
        lines.push(format!("  answer  HTTP {}", response.status));
        for line in pretty(body.get()).lines() {
            let text = line.trim_start_matches(' ');
            let indent = " ".repeat(line.len().saturating_sub(text.len()).saturating_add(4));
            self.labelled(&indent, &visible(text), lines);
        }
    }
}

/// The first line: verdict, vendor, customer, how much.
fn verdict(vendor: &str, id: Option<&str>, answer: &Answer) -> String {
    let (word, style) = match answer.verdict.as_str() {
        "applied" => ("APPLIED", GOOD),
        "unchanged" => ("UNCHANGED", MIDDLE),
        "rejected" if answer.is_stale() => ("REJECTED (stale)", MIDDLE),
        "rejected" => ("REJECTED", BAD),
        "undecided" => ("UNDECIDED", MIDDLE),
        "planned" => ("PLANNED", GOOD),
        "nothing" => ("NOTHING TO DO", GOOD),
        "unreachable" => ("UNREACHABLE", BAD),
        _ => ("UNREADABLE", BAD),
    };
    let who = id.map_or(String::new(), |id| format!(" {id}"));
    format!("{}  {vendor}{who}: {}", paint(style, word), much(answer).join(", "))
}

/// How much there is of what an answer has.
fn much(answer: &Answer) -> Vec<String> {
    let mut much = Vec::new();
    if !answer.needs.is_empty() {
        let mut facts: Vec<_> = answer.needs.iter().map(|need| need.fact.as_str()).collect();
        facts.dedup();
        much.push(format!("{} to look up", count(facts.len(), "fact")));
        if !answer.violations.is_empty() {
            much.push(count(answer.violations.len(), "violation"));
        }
    } else if !answer.obstacles.is_empty() {
        much.push(count(answer.obstacles.len(), "obstacle"));
    } else if answer.verdict == "nothing" {
        much.push("it reads so already".to_owned());
    } else if answer.violations.is_empty() {
        much.push(count(answer.changes.len(), "change"));
        if !answer.effects.is_empty() {
            much.push(count(answer.effects.len(), "effect"));
        }
    } else {
        much.push(count(answer.violations.len(), "violation"));
    }
    if let Some(response) = &answer.response {
        much.push(format!("HTTP {}", response.status));
    }
    much
}

/// Follow-up work: its name, then its data.
fn effect_line(effect: &BTreeMap<String, String>) -> String {
    let name = effect.get("effect").map_or("?".into(), |name| visible(name));
    let mut line = paint(DUE, name);
    for (member, data) in effect.iter().filter(|(member, _)| *member != "effect") {
        let label = if member == "email" { "" } else { &format!("{} ", visible(member)) };
        line.push_str(&format!("  {label}{}", visible(data)));
    }
    line
}

/// What a fact may look like, to be written over.
fn example(shape: &Shape) -> String {
    match shape {
        Shape::Flag => "false".to_owned(),
        Shape::Number | Shape::Integer { .. } => "0".to_owned(),
        Shape::Date => "\"YYYY-MM-DD\"".to_owned(),
        Shape::Timestamp => "\"YYYY-MM-DDTHH:MM:SS\"".to_owned(),
        Shape::Word(words) | Shape::Open(words) => {
            format!("\"{}\"", words.first().copied().unwrap_or("..."))
        }
        Shape::List { of, .. } => format!("[{}]", example(of)),
        Shape::Object { parts, .. } => {
            let member = |part: &Part| format!("\"{}\": {}", part.name, example(&part.shape));
            format!("{{{}}}", parts.iter().map(member).collect::<Vec<_>>().join(", "))
        }
        _ => "\"...\"".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a line is as short as its words allow.
    fn is_short(line: &str, columns: usize) -> bool {
        let text = line.trim_start_matches([' ', '!', '?', '~', '+', '-']);
        let parts = text.split_inclusive([' ', ',', '/', '{', '[']).filter(|part| part.len() > 1);
        width(line) <= columns || parts.count() == 1
    }

    #[test]
    fn nothing_is_cut_on_a_narrow_terminal() {
        let questions = [
            r#"{"vendor": "adobe", "customer": {"customerId": "9876543210", "status": "1000",
                "companyProfile": {"contacts": [{"firstName": "Ada", "email": "ada@a.example"}]}},
                "input": {"update": {"companyProfile": {"contacts": [{"firstName": "Mary",
                "lastName": "Somerville", "email": "mary.somerville@example.com"}]}}}}"#,
            r#"{"vendor": "adobe", "customer": {"companyProfile": {"companyName": "A"}}, "input":
                {"update": {"companyProfile": {"companyName": "B", "contacts": []}, "x": 1}}}"#,
            r#"{"vendor": "ibm", "customer": {"Customer": {}}, "input": {"update": {}}}"#,
        ];
        for question in questions {
            let answer = Answer::read(&customer_core::contract::apply(question)).unwrap();
            for columns in [40, 60, 80] {
                for (indent, body) in [(0, Body::Compact), (0, Body::Pretty), (4, Body::Hidden)] {
                    let show = Show { indent, width: Some(columns), body };
                    let shown = show.answer("adobe", Some("9876543210"), &answer);
                    for line in anstream::adapter::strip_str(&shown).to_string().lines() {
                        assert!(is_short(line, columns), "{columns}: {line}");
                    }
                }
            }
        }
    }
}
