//! All mutants of a file in one text: what they replace stays, and a switch before it chooses.
//!
//! Everything is done by insertion (and by blanking `const` before `fn`), so that no mutant is in
//! the way of another: `a < b` becomes `(if on(1) { a > b } else { a < b })`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use anyhow::{Context, Result};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use crate::list::{Genre, Mutant};

/// A piece of new text, and which of its bytes belong to one mutant alone.
struct Insertion {
    at: usize,
    /// What it stands around, if it is one half of a pair.
    around: Range<usize>,
    opens: bool,
    text: String,
    owned: Vec<(usize, Range<usize>)>,
    ids: Vec<usize>,
}

/// A file with its switches.
pub struct Woven {
    pub text: String,
    /// Bytes that one mutant alone put there.
    pub owned: Vec<(usize, Range<usize>)>,
    /// Bytes that stand between two halves, and the mutants that they serve.
    pub pairs: Vec<(Vec<usize>, Range<usize>)>,
    /// Mutants that have a switch.
    pub switched: BTreeSet<usize>,
}

struct Weaver<'a> {
    text: &'a str,
    /// By where they begin.
    mutants: BTreeMap<usize, Vec<usize>>,
    all: &'a [Mutant],
    keep_const: &'a BTreeSet<String>,
    insertions: Vec<Insertion>,
    blanks: Vec<Range<usize>>,
    /// How many constant contexts are around.
    constant: usize,
    constants: Vec<Range<usize>>,
    /// Whether the innermost match around has an arm for the rest.
    has_rest: bool,
}

/// Weaves the mutants `ids` of `all` into `text`. Functions named in `keep_const` stay constant,
/// and so can't have switches.
pub fn weave(
    text: &str,
    all: &[Mutant],
    ids: &BTreeSet<usize>,
    keep_const: &BTreeSet<String>,
) -> Result<Woven> {
    let mut mutants = BTreeMap::<_, Vec<usize>>::new();
    for id in ids {
        mutants.entry(all[*id].span.start).or_default().push(*id);
    }
    let mut weaver = Weaver {
        text,
        mutants,
        all,
        keep_const,
        insertions: Vec::new(),
        blanks: Vec::new(),
        constant: 0,
        constants: Vec::new(),
        has_rest: false,
    };
    weaver.visit_file(&syn::parse_file(text).context("parse")?);
    weaver.bodies(ids);
    Ok(weaver.finish())
}

/// Whether this is part of a chain with `let`: such a chain stands in no parentheses.
fn binds(expr: &syn::Expr) -> bool {
    match expr {
        syn::Expr::Let(_) => true,
        syn::Expr::Binary(node) => binds(&node.left) || binds(&node.right),
        _ => false,
    }
}

fn on(id: usize) -> String {
    format!("crate::switched::on({id})")
}

impl Weaver<'_> {
    fn take(&self, span: &Range<usize>, genre: Genre) -> Vec<usize> {
        let found = self.mutants.get(&span.start).map_or(&[][..], Vec::as_slice);
        found.iter().copied().filter(|id| self.all[*id].genre == genre).collect()
    }

    /// `(if on(1) { other } else if ... else { ` ... ` })` around `whole`.
    fn choose(&mut self, whole: &Range<usize>, others: &[(usize, String)]) {
        if others.is_empty() || self.constant > 0 {
            return;
        }
        let (mut text, mut owned) = (String::from("("), Vec::new());
        for (id, other) in others {
            let start = text.len();
            text += &format!("if {} {{ {other} }}", on(*id));
            owned.push((*id, start..text.len()));
            text += " else ";
        }
        text += "{ ";
        let ids: Vec<_> = others.iter().map(|(id, _)| *id).collect();
        self.pair(whole, (text, " })".into()), owned, ids);
    }

    fn pair(
        &mut self,
        whole: &Range<usize>,
        (before, behind): (String, String),
        owned: Vec<(usize, Range<usize>)>,
        ids: Vec<usize>,
    ) {
        let around = whole.clone();
        self.insertions.push(Insertion {
            at: whole.start,
            around: around.clone(),
            opens: true,
            text: before,
            owned,
            ids: ids.clone(),
        });
        self.insertions.push(Insertion {
            at: whole.end,
            around,
            opens: false,
            text: behind,
            owned: Vec::new(),
            ids,
        });
    }

    /// Bodies of functions: answer at once, before the first statement.
    fn bodies(&mut self, ids: &BTreeSet<usize>) {
        for id in ids {
            let mutant = &self.all[*id];
            let at = mutant.span.start;
            let fixed = self.constants.iter().any(|range| range.contains(&at));
            if mutant.genre != Genre::FnValue || mutant.opaque || fixed {
                continue;
            }
            let text = format!("if {} {{ return {}; }} ", on(*id), mutant.replacement);
            let owned = vec![(*id, 0..text.len())];
            let around = at..usize::MAX;
            self.insertions.push(Insertion {
                at,
                around,
                opens: true,
                text,
                owned,
                ids: vec![*id],
            });
        }
    }

    fn constant(&mut self, whole: Range<usize>, go: impl FnOnce(&mut Self)) {
        self.constant += 1;
        self.constants.push(whole);
        go(self);
        self.constant -= 1;
    }

    fn function(&mut self, sig: &syn::Signature, whole: Range<usize>, go: impl FnOnce(&mut Self)) {
        match sig.constness {
            Some(_) if self.keep_const.contains(&sig.ident.to_string()) => self.constant(whole, go),
            Some(token) => {
                self.blanks.push(token.span.byte_range());
                go(self);
            }
            None => go(self),
        }
    }

    fn finish(self) -> Woven {
        // At one place: what closes before what opens, inner closings first, outer openings first.
        // Visited first is outer.
        let mut order: Vec<_> = self.insertions.iter().enumerate().collect();
        order.sort_by_key(|(index, one)| {
            let outer = (usize::MAX - (one.around.end - one.around.start), *index);
            let inner = (usize::MAX - outer.0, usize::MAX - index);
            (one.at, one.opens, if one.opens { outer } else { inner })
        });
        let mut source = self.text.as_bytes().to_vec();
        for blank in &self.blanks {
            source[blank.clone()].fill(b' ');
        }
        let source = String::from_utf8(source).unwrap_or_default();
        let mut woven = Woven {
            text: String::new(),
            owned: Vec::new(),
            pairs: Vec::new(),
            switched: BTreeSet::new(),
        };
        let mut open = BTreeMap::new();
        let mut from = 0;
        for (_, one) in order {
            woven.text += &source[from..one.at];
            from = one.at;
            let start = woven.text.len();
            woven.text += &one.text;
            let shift =
                |(id, range): &(usize, Range<usize>)| (*id, start + range.start..start + range.end);
            woven.owned.extend(one.owned.iter().map(shift));
            woven.switched.extend(&one.ids);
            if one.opens {
                open.insert(one.ids.clone(), start);
            } else if let Some(start) = open.remove(&one.ids) {
                woven.pairs.push((one.ids.clone(), start..woven.text.len()));
            }
        }
        woven.text += &source[from..];
        woven
    }
}

impl<'ast> Visit<'ast> for Weaver<'_> {
    fn visit_item_fn(&mut self, node: &'ast syn::ItemFn) {
        self.function(&node.sig, node.span().byte_range(), |it| visit::visit_item_fn(it, node));
    }

    fn visit_impl_item_fn(&mut self, node: &'ast syn::ImplItemFn) {
        let whole = node.span().byte_range();
        self.function(&node.sig, whole, |it| visit::visit_impl_item_fn(it, node));
    }

    fn visit_item_const(&mut self, node: &'ast syn::ItemConst) {
        self.constant(node.span().byte_range(), |it| visit::visit_item_const(it, node));
    }

    fn visit_item_static(&mut self, node: &'ast syn::ItemStatic) {
        self.constant(node.span().byte_range(), |it| visit::visit_item_static(it, node));
    }

    fn visit_impl_item_const(&mut self, node: &'ast syn::ImplItemConst) {
        self.constant(node.span().byte_range(), |it| visit::visit_impl_item_const(it, node));
    }

    fn visit_trait_item_const(&mut self, node: &'ast syn::TraitItemConst) {
        self.constant(node.span().byte_range(), |it| visit::visit_trait_item_const(it, node));
    }

    fn visit_type_array(&mut self, node: &'ast syn::TypeArray) {
        self.visit_type(&node.elem);
        self.constant(node.len.span().byte_range(), |it| it.visit_expr(&node.len));
    }

    fn visit_expr_repeat(&mut self, node: &'ast syn::ExprRepeat) {
        self.visit_expr(&node.expr);
        self.constant(node.len.span().byte_range(), |it| it.visit_expr(&node.len));
    }

    fn visit_expr_binary(&mut self, node: &'ast syn::ExprBinary) {
        let (whole, op) = (node.span().byte_range(), node.op.span().byte_range());
        let other = |id: &usize| {
            let replacement = &self.all[*id].replacement;
            let (left, right) = (&self.text[whole.start..op.start], &self.text[op.end..whole.end]);
            (*id, format!("{left}{replacement}{right}"))
        };
        let others: Vec<_> = self.take(&op, Genre::BinaryOperator).iter().map(other).collect();
        if !binds(&node.left) && !binds(&node.right) {
            self.choose(&whole, &others);
        }
        visit::visit_expr_binary(self, node);
    }

    fn visit_expr_unary(&mut self, node: &'ast syn::ExprUnary) {
        let (whole, op) = (node.span().byte_range(), node.op.span().byte_range());
        let other = |id: &usize| (*id, self.text[op.end..whole.end].to_owned());
        let others: Vec<_> = self.take(&op, Genre::UnaryOperator).iter().map(other).collect();
        self.choose(&whole, &others);
        visit::visit_expr_unary(self, node);
    }

    fn visit_expr_struct(&mut self, node: &'ast syn::ExprStruct) {
        let whole = node.span().byte_range();
        let mut others = Vec::new();
        for field in &node.fields {
            let span = field.span().byte_range();
            let rest = &self.text[span.end..whole.end];
            let rest = rest.trim_start().strip_prefix(',').unwrap_or(rest);
            let other = format!("{}{rest}", &self.text[whole.start..span.start]);
            let ids = self.take(&span, Genre::StructField);
            others.extend(ids.into_iter().map(|id| (id, other.clone())));
        }
        self.choose(&whole, &others);
        visit::visit_expr_struct(self, node);
    }

    fn visit_expr_match(&mut self, node: &'ast syn::ExprMatch) {
        let rest = |arm: &syn::Arm| arm.guard.is_none() && matches!(arm.pat, syn::Pat::Wild(_));
        let outer = std::mem::replace(&mut self.has_rest, node.arms.iter().any(rest));
        visit::visit_expr_match(self, node);
        self.has_rest = outer;
    }

    fn visit_arm(&mut self, node: &'ast syn::Arm) {
        if self.constant == 0 {
            self.arm(node);
        }
        visit::visit_arm(self, node);
    }
}

impl Weaver<'_> {
    /// Deleted arms never match; replaced guards answer at once.
    fn arm(&mut self, node: &syn::Arm) {
        // Without an arm for the rest, what is deleted would be missing: it is built alone.
        let deleted = match self.has_rest {
            true => self.take(&node.span().byte_range(), Genre::MatchArm),
            false => Vec::new(),
        };
        let Some((_, guard)) = &node.guard else {
            for id in deleted {
                let at = node.pat.span().byte_range().end;
                let text = format!(" if !{}", on(id));
                let (around, owned) = (at..at, vec![(id, 0..text.len())]);
                let ids = vec![id];
                self.insertions.push(Insertion { at, around, opens: true, text, owned, ids });
            }
            return;
        };
        let whole = guard.span().byte_range();
        let mut replaced = self.take(&whole, Genre::MatchArmGuard);
        replaced.sort_by_key(|id| self.all[*id].replacement != "true");
        let mut text = String::from("(");
        for id in &deleted {
            text += &format!("!{} && ", on(*id));
        }
        text += "(";
        for id in &replaced {
            text += &match self.all[*id].replacement.as_str() {
                "true" => format!("{} || ", on(*id)),
                _ => format!("!{} && ", on(*id)),
            };
        }
        text += "(";
        let ids: Vec<_> = deleted.into_iter().chain(replaced).collect();
        if !ids.is_empty() {
            self.pair(&whole, (text, ")))".into()), Vec::new(), ids);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The mutant that replaces `what`, the first of its kind in the text.
    fn mutant(text: &str, genre: Genre, what: &str, replacement: &str) -> Mutant {
        let start = text.find(what).unwrap();
        Mutant {
            name: what.into(),
            file: "src/lib.rs".into(),
            line: 1,
            genre,
            span: start..start + what.len(),
            replacement: replacement.into(),
            opaque: false,
            diff: String::new(),
        }
    }

    fn woven(text: &str, mutants: &[Mutant]) -> Woven {
        let ids = (0..mutants.len()).collect();
        weave(text, mutants, &ids, &BTreeSet::from(["kept".into()])).unwrap()
    }

    fn on(text: &str) -> String {
        text.replace("ON", "crate::switched::on")
    }

    #[test]
    fn an_operator_is_chosen() {
        let text = "fn f() -> bool { 1 < 2 }";
        let one = mutant(text, Genre::BinaryOperator, "<", ">");
        let two = mutant(text, Genre::BinaryOperator, "<", "<=");
        let woven = woven(text, &[one, two]);
        let expected = "fn f() -> bool { (if ON(0) { 1 > 2 } else if ON(1) { 1 <= 2 } \
                        else { 1 < 2 }) }";
        assert_eq!(woven.text, on(expected));
        assert_eq!(woven.switched, BTreeSet::from([0, 1]));
        let owned = woven.owned.iter().map(|(id, range)| (*id, &woven.text[range.clone()]));
        let owned: Vec<_> = owned.collect();
        assert_eq!(owned[0], (0, &*on("if ON(0) { 1 > 2 }")));
        assert_eq!(owned[1], (1, &*on("if ON(1) { 1 <= 2 }")));
    }

    #[test]
    fn operators_in_operators_are_chosen_each() {
        let text = "fn f() -> bool { a && !b }";
        let and = mutant(text, Genre::BinaryOperator, "&&", "||");
        let not = mutant(text, Genre::UnaryOperator, "!", "");
        let woven = woven(text, &[and, not]);
        let expected = "fn f() -> bool { (if ON(0) { a || !b } \
                        else { a && (if ON(1) { b } else { !b }) }) }";
        assert_eq!(woven.text, on(expected));
    }

    #[test]
    fn a_chain_with_let_has_no_switch() {
        let text = "fn f() { if let Some(_) = a && b {} }";
        let woven = woven(text, &[mutant(text, Genre::BinaryOperator, "&&", "||")]);
        assert_eq!(woven.text, text);
        assert!(woven.switched.is_empty(), "it is built alone");
    }

    #[test]
    fn a_body_answers_at_once() {
        let text = "const fn f() -> bool { true }";
        let woven = woven(text, &[mutant(text, Genre::FnValue, "true", "false")]);
        assert_eq!(woven.text, on("      fn f() -> bool { if ON(0) { return false; } true }"));
    }

    #[test]
    fn what_a_constant_calls_has_no_switch() {
        let text = "const fn kept() -> bool { true } const A: bool = 1 < 2;";
        let body = mutant(text, Genre::FnValue, "true", "false");
        let operator = mutant(text, Genre::BinaryOperator, "<", ">");
        assert_eq!(woven(text, &[body, operator]).text, text);
    }

    #[test]
    fn the_length_of_an_array_has_no_switch() {
        for text in ["fn f() -> [u8; 3 * A] { a }", "fn f() { [a; 3 * A] }"] {
            let woven = woven(text, &[mutant(text, Genre::BinaryOperator, "*", "+")]);
            assert_eq!(woven.text, text);
        }
    }

    #[test]
    fn an_arm_is_taken_away_and_a_guard_answered() {
        let text = "fn f() { match a { 1 => b, 2 if z => d, _ => e } }";
        let arm = mutant(text, Genre::MatchArm, "1 => b", "");
        let guarded = mutant(text, Genre::MatchArm, "2 if z => d", "");
        let always = mutant(text, Genre::MatchArmGuard, "z", "true");
        let never = mutant(text, Genre::MatchArmGuard, "z", "false");
        let woven = woven(text, &[arm, guarded, always, never]);
        let expected = "fn f() { match a { 1 if !ON(0) => b, \
                        2 if (!ON(1) && (ON(2) || !ON(3) && (z))) => d, _ => e } }";
        assert_eq!(woven.text, on(expected));
    }

    #[test]
    fn an_arm_of_a_match_without_a_rest_has_no_switch() {
        let text = "fn f() { match a { _ if z => b, 1 => c, 2 => d } }";
        assert_eq!(woven(text, &[mutant(text, Genre::MatchArm, "1 => c", "")]).text, text);
    }

    #[test]
    fn a_field_is_left_to_the_rest() {
        let text = "fn f() { A { b: 1, ..c } }";
        let woven = woven(text, &[mutant(text, Genre::StructField, "b: 1", "")]);
        assert_eq!(woven.text, on("fn f() { (if ON(0) { A {  ..c } } else { A { b: 1, ..c } }) }"));
    }
}
