//! A plan as people read it: what to send, what it changes, who is mailed, what is lost; or what
//! is in the way of the wish.

use customer_core::contract::VENDORS;
use customer_core::decision::Instead;
use customer_core::member::{Part, Shape};

use super::{Body, Show, effect_line, much, verdict};
use crate::answer::{Answer, Obstacle};
use crate::pretty::pretty;
use crate::rules::all;
use crate::style::{BAD, FAINT, GOOD, MIDDLE, STRONG, paint};
use crate::text::visible;

/// The effect that is a mail.
const MAIL: &str = "welcome-email";

impl Show {
    /// The whole answer to a wish.
    pub(crate) fn plan(self, vendor: &str, id: Option<&str>, answer: &Answer) -> String {
        let mut lines = Vec::new();
        self.labelled("", &verdict(vendor, id, answer), &mut lines);
        self.planned(vendor, answer, &mut lines);
        self.advice(&answer.next, &mut lines);
        self.nearest(vendor, answer, &mut lines);
        self.indented(&lines)
    }

    /// The answer of one vendor in a comparison.
    pub(crate) fn part(
        self,
        vendor: &str,
        id: Option<&str>,
        outcome: &str,
        answer: &Answer,
    ) -> String {
        let mut lines = Vec::new();
        let style = match outcome {
            "accepted" => GOOD,
            "unreachable" => BAD,
            _ => MIDDLE,
        };
        let who = id.map_or(String::new(), |id| format!(" {id}"));
        let word = paint(style, outcome.to_uppercase());
        let mut said = much(answer);
        if answer.verdict != outcome {
            said.insert(0, visible(&answer.verdict).into_owned());
        }
        let line = format!("{word}  {vendor}{who}: {}", said.join(", "));
        self.labelled("", &line, &mut lines);
        self.planned(vendor, answer, &mut lines);
        self.nearest(vendor, answer, &mut lines);
        self.indented(&lines)
    }

    /// What to do next, alone.
    pub(crate) fn next(self, next: &str) -> String {
        let mut lines = Vec::new();
        self.advice(next, &mut lines);
        self.indented(&lines)
    }

    /// All but the verdict and what is next.
    fn planned(self, vendor: &str, answer: &Answer, lines: &mut Vec<String>) {
        if let Some(update) = &answer.update {
            self.sent(update.get(), lines);
        }
        self.changes(&answer.changes, lines);
        for effect in &answer.effects {
            self.labelled("  effect  ", &effect_line(effect), lines);
        }
        let is_mailed = |name: &String| name == MAIL;
        let mails = answer.effects.iter().any(|one| one.get("effect").is_some_and(is_mailed));
        if answer.update.is_some() && can_mail(vendor) && !mails {
            lines.push("  mails   nobody".to_owned());
        }
        for lost in &answer.losses {
            self.labelled(&format!("  lost    {} ", paint(BAD, "-")), &visible(lost), lines);
        }
        for pointer in &answer.unsupported {
            let text = format!("{}: no place for it at {vendor}", visible(pointer));
            self.labelled("  without ", &text, lines);
        }
        for obstacle in &answer.obstacles {
            self.obstacle(obstacle, lines);
        }
        let mut facts: Vec<_> =
            answer.obstacles.iter().filter_map(|o| o.pointer.strip_prefix("/facts/")).collect();
        facts.dedup();
        self.give(vendor, &facts, lines);
        if answer.response.is_some() {
            self.response(answer.response.as_ref(), lines);
        }
    }

    /// What is to be sent.
    fn sent(self, update: &str, lines: &mut Vec<String>) {
        if self.body != Body::Pretty {
            return self.labelled("  send    ", &visible(update), lines);
        }
        lines.push("  send".to_owned());
        for line in pretty(update).lines() {
            lines.push(format!("    {}", visible(line)));
        }
    }

    /// What is in its way: place, reason, rule, and what would do it.
    fn obstacle(self, one: &Obstacle, lines: &mut Vec<String>) {
        let place = match one.pointer.as_str() {
            "" => "the document as a whole".into(),
            pointer => visible(pointer),
        };
        self.labelled(&format!("  {} ", paint(BAD, "!")), &place, lines);
        self.labelled("      ", &visible(&one.message), lines);
        for (name, side) in [("base", &one.base), ("mine", &one.mine), ("theirs", &one.theirs)] {
            if let Some(side) = side {
                let label = format!("      {name:<6}  ");
                self.labelled(&label, &visible(side.get()), lines);
            }
        }
        let rule = all().map(|(_, rule)| rule).find(|rule| rule.id == one.rule);
        let evidence = rule.map_or(String::new(), |rule| format!(" ({})", rule.evidence));
        let id = visible(&one.rule);
        self.labelled("      ", &paint(FAINT, format!("rule  {id}{evidence}")), lines);
        let word = paint(STRONG, visible(&one.instead));
        let instead = Instead::ALL.iter().find(|instead| instead.as_str() == one.instead);
        let advice = instead.map_or("", |instead| instead.advice());
        self.labelled("      instead  ", &format!("{word}: {advice}"), lines);
        for (at, step) in one.steps.iter().enumerate() {
            let label = format!("      {}. ", at.saturating_add(1));
            self.labelled(&label, &visible(step.get()), lines);
        }
    }

    /// The plan for the largest part, if there is one.
    fn nearest(self, vendor: &str, answer: &Answer, lines: &mut Vec<String>) {
        let Some(nearest) = &answer.nearest else { return };
        let much = much(nearest).join(", ");
        self.labelled(&format!("  {} ", paint(GOOD, "nearest")), &much, lines);
        let mut inner = Vec::new();
        let show = Self { indent: self.indent.saturating_add(2), ..self };
        show.planned(vendor, nearest, &mut inner);
        show.advice(&nearest.next, &mut inner);
        lines.extend(inner.into_iter().map(|line| format!("  {line}")));
    }
}

/// Whether an update can be a reason to mail at this vendor.
fn can_mail(vendor: &str) -> bool {
    let is_mail = |effect: &Shape| match effect {
        Shape::Object { parts: [Part { shape: Shape::Word([name]), .. }, ..], .. } => *name == MAIL,
        _ => false,
    };
    VENDORS.iter().any(|one| one.name == vendor && one.effects.iter().any(is_mail))
}
