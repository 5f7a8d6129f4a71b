//! Plans, composed updates and what an update would lose, at every vendor of the list.

use core::fmt::{Debug, Display};
use core::hint::black_box;

use customer_core::for_each_vendor;
use customer_core::json::Pointer;
use customer_core::neutral;
use customer_core::plan::Wish;
use customer_core::vendors::{self, Vendor};

use crate::sink::{debug, display};
use crate::source::load;

macro_rules! each {
    ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => {
        pub(crate) fn all(text: &'static str) {
            $( $module(text); )*
        }

        $( fn $module(text: &'static str) -> Option<()> {
            use customer_core::$module::{compose, plan, preview_loss};
            use vendors::$Vendor as V;

            let record = load::<<V as Vendor>::Record>().ok()?;
            let policy = load::<<V as Vendor>::Policy>().ok()?;
            let facts = V::unknown(policy);
            let seen = neutral::view::<V>(&record, &policy);
            debug(&seen);
            for mut wish in [read(Wish::<V>::from_json(text)), Some(wish_of(&seen))]
                .into_iter()
                .flatten()
            {
                debug(&wish);
                wish.resend.push(text.into());
                wish.acknowledge.push(Pointer::new(text));
                wish.words.country.push((text.into(), text.into()));
                match plan(&record, &wish, &facts) {
                    Ok(plan) => debug(&(&plan, plan.is_nothing())),
                    Err(unreachable) => {
                        display(&unreachable);
                        debug(&unreachable);
                        black_box((unreachable.next(), unreachable.undecided()));
                        unreachable.obstacles.iter().for_each(|one| display(one));
                    }
                }
            }
            let first = read(V::update(text))?;
            debug(&preview_loss(&record, &first, &policy));
            let second = read(V::update(black_box(text)))?;
            debug(&read(compose(&first, &second, &policy)));
            Some(())
        } )*
    };
}

for_each_vendor!(each);

fn wish_of<V: Vendor>(customer: &neutral::Customer) -> Wish<V> {
    Wish::customer(&neutral::sent(customer))
}

fn read<T, E: Debug + Display>(value: Result<T, E>) -> Option<T> {
    value
        .map_err(|error| {
            display(&error);
            debug(&error);
        })
        .ok()
}
