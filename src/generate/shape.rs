//! What a vendor's document looks like, as far as a generator must know, and fresh values of it.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Source, Tree, value};

/// The shape of a member.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
    /// A text: some values, and the length at which it matters, or 0.
    Text(&'static [&'static str], usize),
    /// A day as text.
    Day,
    /// A day and a time as text.
    Moment,
    /// True or false.
    Flag,
    /// A number: those that a record may hold, and further ones that a request may hold.
    Number(&'static [&'static str], &'static [&'static str]),
    /// Anything.
    Any,
    /// Anything, mostly one of these, which are JSON.
    Raw(&'static [&'static str]),
    /// A list of these.
    List(&'static Shape),
    /// An object with these members, and names of members that nobody knows.
    Object(&'static [(&'static str, Shape)], &'static [&'static str]),
}

/// Values that nobody looks into. The numbers must keep their spelling.
const ANYTHING: [&str; 12] = [
    "1",
    "\"x\"",
    "true",
    "null",
    "1.50",
    "{\"a\":1}",
    "[]",
    "{}",
    "[1,{\"b\":\"c\"},null]",
    "12345678901234567890123",
    "-0.0e-3",
    "1E400",
];

/// Texts that are no ordinary ones.
const ODD: [&str; 8] = ["", " ", "x", "<", "é", "🐸", "\"\\\u{1}/~1", "e\u{301}"];

impl Shape {
    /// The members, if it is an object.
    pub(super) const fn members(&self) -> &'static [(&'static str, Self)] {
        if let Self::Object(members, _) = self { members } else { &[] }
    }

    /// What says that there is no value.
    pub(super) fn none(&self, source: &mut Source<'_>) -> Tree {
        match self {
            Self::Text(..) | Self::Day | Self::Moment if source.one_in(2) => Tree::text(""),
            Self::List(_) if source.one_in(2) => Tree::List(Vec::new()),
            Self::Object(..) if source.one_in(2) => Tree::object(),
            _ => Tree::Null,
        }
    }

    /// A fresh value. `sent` for one that only a request may hold.
    pub(super) fn fresh(&self, sent: bool, source: &mut Source<'_>) -> Tree {
        match self {
            Self::Text(pool, limit) => Tree::Text(text(pool, *limit, source)),
            Self::Day => Tree::Text(match source.below(12) {
                10 => alloc::format!("{}T00:00:00Z", value::date(source)),
                11 => text(&["2026-02-30", "soon"], 0, source),
                _ => value::date(source).to_string(),
            }),
            Self::Moment => match value::timestamp(source) {
                Some(moment) => Tree::Text(moment.to_string()),
                None => Tree::text(source.pick(&["2021-06-07T21:16:48", "now", ""])),
            },
            Self::Flag => Tree::Flag(source.one_in(2)),
            Self::Number(stored, further) => {
                let pool = if sent && source.one_in(3) { further } else { stored };
                Tree::Number(source.pick(pool).into())
            }
            Self::Any => anything(source),
            Self::Raw(pool) => match source.below(8) {
                7 => anything(source),
                _ => Tree::parse(source.pick(pool)).unwrap_or_default(),
            },
            Self::List(inner) => {
                let length = source.pick(&[1, 2, 0, 3]);
                Tree::List((0..length).map(|_| inner.fresh(sent, source)).collect())
            }
            Self::Object(members, unknown) => {
                let mut made = Vec::new();
                for (name, inner) in *members {
                    if let Some(value) = source.unless(5, |source| inner.fresh(sent, source)) {
                        made.push((String::from(*name), value));
                    }
                }
                if let Some(name) = source.maybe(16, |source| source.pick(unknown)) {
                    made.push((name.into(), stranger(name, source)));
                }
                Tree::Object(made)
            }
        }
    }
}

/// The value of a member that nobody knows. Other spellings of known texts begin as they do, and
/// must be texts; strangers begin with `x`.
pub(super) fn stranger(name: &str, source: &mut Source<'_>) -> Tree {
    if name.starts_with('x') { anything(source) } else { Tree::text(source.pick(&["1 Way", ""])) }
}

/// The same number in another spelling, or nearly the same one.
pub(super) fn respelt(number: &str, source: &mut Source<'_>) -> Tree {
    let is_plain = !number.contains(['.', 'e', 'E']);
    let other = match source.below(5) {
        0 if is_plain => alloc::format!("{number}.0"),
        1 if is_plain => alloc::format!("{number}0e-1"),
        2 if is_plain => alloc::format!("{number}E+0"),
        3 => alloc::format!("{number}1"),
        _ if !is_plain => number.replace('e', "E"),
        _ => alloc::format!("{number}e0"),
    };
    Tree::Number(other)
}

pub(super) fn anything(source: &mut Source<'_>) -> Tree {
    Tree::parse(source.pick(&ANYTHING)).unwrap_or_default()
}

/// A text: nine times in ten one of the pool.
fn text(pool: &[&str], limit: usize, source: &mut Source<'_>) -> String {
    match source.below(20) {
        18 => source.pick(&ODD).into(),
        19 if limit > 0 => value::text_around(limit, source),
        _ => source.pick(pool).into(),
    }
}
