//! Small changes of a document: from a valid one to one next to it.

use alloc::string::String;

use super::shape::{Shape, anything, respelt, stranger};
use super::{Source, Tree};

/// How a document may be edited.
#[derive(Clone, Copy)]
pub(super) struct Editor<'n> {
    /// Whether it is a request, which may say more than a record may hold.
    pub(super) sent: bool,
    /// A document whose texts are copied from place to place.
    pub(super) near: &'n Tree,
}

impl Editor<'_> {
    /// Makes none, one or a few edits.
    pub(super) fn edit_some(&self, tree: &mut Tree, shape: &Shape, source: &mut Source<'_>) {
        let edits = source.pick(&[0, 1, 1, 2, 3, 1, 2, 6]);
        for _ in 0..edits {
            self.edit(tree, shape, source);
        }
    }

    /// Makes one edit somewhere.
    pub(super) fn edit(&self, tree: &mut Tree, shape: &Shape, source: &mut Source<'_>) {
        match (&mut *tree, shape) {
            (Tree::Object(_), Shape::Object(members, unknown)) => {
                self.edit_object(tree, members, unknown, source);
            }
            (Tree::List(_), Shape::List(inner)) => self.edit_list(tree, inner, source),
            _ => *tree = self.scalar(tree, shape, source),
        }
    }

    /// Takes values away here and there, or says that there is none where there is none.
    pub(super) fn blank_some(&self, tree: &mut Tree, shape: &Shape, source: &mut Source<'_>) {
        let blanks = source.pick(&[1, 2, 3, 6]);
        for _ in 0..blanks {
            Self::blank(tree, shape, source);
        }
    }

    fn blank(tree: &mut Tree, shape: &Shape, source: &mut Source<'_>) {
        match (&mut *tree, shape) {
            (Tree::Object(_), Shape::Object(members, _)) => {
                let Some((name, shape)) = members.get(source.below(members.len())) else { return };
                match tree.get_mut(name) {
                    Some(inner @ (Tree::Object(_) | Tree::List(_))) if !source.one_in(4) => {
                        Self::blank(inner, shape, source);
                    }
                    _ => tree.set(name, shape.none(source)),
                }
            }
            (Tree::List(elements), Shape::List(inner)) => {
                let at = source.below(elements.len());
                match elements.get_mut(at) {
                    Some(element @ Tree::Object(_)) => Self::blank(element, inner, source),
                    _ => elements.clear(),
                }
            }
            _ => *tree = shape.none(source),
        }
    }

    /// Says again, beside what a request says, what nobody knows of a stored document.
    pub(super) fn echo_unknown(
        &self,
        tree: &mut Tree,
        stored: &Tree,
        shape: &Shape,
        source: &mut Source<'_>,
    ) {
        match (&mut *tree, stored, shape) {
            (Tree::Object(_), Tree::Object(_), Shape::Object(known, _)) => {
                for (name, value) in stored.members() {
                    let inner = known.iter().find(|(other, _)| *other == name);
                    match (inner, tree.get_mut(name)) {
                        (Some((_, inner)), Some(tree)) => {
                            self.echo_unknown(tree, value, inner, source);
                        }
                        (None, _) => {
                            let value = match value {
                                Tree::Number(number) if source.one_in(2) => respelt(number, source),
                                value => value.clone(),
                            };
                            tree.set(name, value);
                        }
                        (Some(_), None) => {}
                    }
                }
            }
            (Tree::List(elements), Tree::List(stored), Shape::List(inner)) => {
                for (element, stored) in elements.iter_mut().zip(stored) {
                    self.echo_unknown(element, stored, inner, source);
                }
            }
            _ => {}
        }
    }

    fn edit_object(
        &self,
        tree: &mut Tree,
        members: &[(&'static str, Shape)],
        unknown: &[&'static str],
        source: &mut Source<'_>,
    ) {
        let Some((name, shape)) = self.choose(tree, members, source) else { return };
        match source.below(16) {
            9 | 10 => tree.drop_member(name),
            11 => tree.set(name, Tree::Null),
            12 => {
                let name = source.pick(unknown);
                if !name.is_empty() {
                    tree.set(name, stranger(name, source));
                }
            }
            13 => tree.set(name, shape.fresh(self.sent, source)),
            14 if matches!(shape, Shape::Text(..)) => tree.set(name, Tree::text("")),
            15 if source.one_in(8) => *tree = Tree::object(),
            _ => match tree.get_mut(name) {
                Some(Tree::Null) | None => tree.set(name, shape.fresh(self.sent, source)),
                Some(inner) => self.edit(inner, &shape, source),
            },
        }
    }

    /// A member: two times in three one that is there.
    fn choose(
        &self,
        tree: &Tree,
        members: &[(&'static str, Shape)],
        source: &mut Source<'_>,
    ) -> Option<(&'static str, Shape)> {
        let there = members.iter().filter(|(name, _)| tree.get(name).is_some());
        let count = there.clone().count();
        if count > 0 && !source.one_in(3) {
            let at = source.below(count);
            return there.clone().nth(at).copied();
        }
        members.get(source.below(members.len())).copied()
    }

    fn edit_list(&self, tree: &mut Tree, inner: &Shape, source: &mut Source<'_>) {
        let Tree::List(elements) = tree else { return };
        let at = source.below(elements.len());
        match source.below(12) {
            6 if at < elements.len() => {
                elements.remove(at);
            }
            7 => elements.push(inner.fresh(self.sent, source)),
            8 => elements.reverse(),
            9 => elements.extend(elements.get(at).cloned()),
            10 => elements.rotate_right(at),
            11 if source.one_in(3) => elements.clear(),
            11 if source.one_in(4) => elements.push(Tree::Null),
            _ => match elements.get_mut(at) {
                Some(element) => self.edit(element, inner, source),
                None => elements.push(inner.fresh(self.sent, source)),
            },
        }
    }

    /// Another value for a scalar: a fresh one, the same in another spelling, or one from
    /// elsewhere.
    fn scalar(&self, now: &Tree, shape: &Shape, source: &mut Source<'_>) -> Tree {
        match (shape, now) {
            (Shape::Text(..) | Shape::Day | Shape::Moment, Tree::Text(now)) => {
                match source.below(8) {
                    4 => Tree::Text(flip_case(now)),
                    5 => Tree::Text(alloc::format!("{now}x")),
                    6 => {
                        let mut shorter = now.clone();
                        shorter.pop();
                        Tree::Text(shorter)
                    }
                    7 => self.copied_text(source),
                    _ => shape.fresh(self.sent, source),
                }
            }
            (Shape::Any | Shape::Raw(_) | Shape::Number(..), Tree::Number(now))
                if source.one_in(3) =>
            {
                respelt(now, source)
            }
            (Shape::Any, _) => anything(source),
            _ => shape.fresh(self.sent, source),
        }
    }

    fn copied_text(&self, source: &mut Source<'_>) -> Tree {
        let texts = self.near.texts();
        Tree::text(source.pick(&texts))
    }
}

fn flip_case(text: &str) -> String {
    let flip = |c: char| {
        if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() }
    };
    text.chars().map(flip).collect()
}
