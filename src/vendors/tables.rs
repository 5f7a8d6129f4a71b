//! The planner's tables against the model: two lists of the same members.

use alloc::vec::Vec;

use crate::for_each_vendor;
use crate::member;
use crate::plan::{Part, Planner, Shape};

/// The members of the objects that a value may be.
fn objects(shape: member::Shape) -> Vec<&'static [member::Part]> {
    match shape {
        member::Shape::Object { parts, .. } => [parts].to_vec(),
        member::Shape::List { of, .. } => objects(*of),
        member::Shape::OneOf(all) => all.iter().copied().flat_map(objects).collect(),
        _ => Vec::new(),
    }
}

/// Each object of the table has the members of the model, in its order, and so has each in it.
fn agree(at: &str, table: &Shape, model: member::Shape) {
    let names: Vec<_> = table.0.iter().map(|(name, _)| *name).collect();
    let of = |parts: &[member::Part]| parts.iter().map(|part| part.name).collect::<Vec<_>>();
    let found = objects(model);
    let shown: Vec<_> = found.iter().map(|parts| of(parts)).collect();
    let alike = found.iter().find(|parts| of(parts) == names);
    assert!(alike.is_some(), "{at}: {names:?} in the planner's table, {shown:?} in the model");
    let Some(parts) = alike else { return };
    for ((name, part), known) in table.0.iter().zip(*parts) {
        match part {
            Part::Object(inner) | Part::List(inner) => {
                agree(&alloc::format!("{at}/{name}"), inner, known.shape);
            }
            Part::Place | Part::Owned => {}
        }
    }
}

macro_rules! tables {
    ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => {
        /// Of each vendor.
        #[test]
        fn a_table_names_what_the_model_does() {
            $(
                let model = crate::$module::$Record::DOCUMENT;
                agree($name, <crate::vendors::$Vendor as Planner>::SHAPE, model);
            )*
        }
    };
}

for_each_vendor!(tables);
