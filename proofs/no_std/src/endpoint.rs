//! The endpoint of every vendor of the list, and what is asked of it.

use core::hint::black_box;

use customer_core::adobe::endpoint as adobe;
use customer_core::endpoint::{Digest, Responded, StoredAnswer};
use customer_core::for_each_vendor;
use customer_core::http::{Limits, Reply, Request};
use customer_core::vendors::{self, Endpoint, Given};

use crate::sink::{debug, display, store};
use crate::source::load;

macro_rules! each {
    ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => {
        fn vendors(text: &'static str, request: &Request<'static>) {
            $( of::<vendors::$Vendor>(text, request); )*
        }
    };
}

for_each_vendor!(each);

pub(crate) fn all(text: &'static str) {
    let headers: &'static [(&'static str, &'static [u8])] =
        black_box(&[("Content-Type", b"application/json"), ("Authorization", b"Basic dTpw")]);
    let body = black_box(text).as_bytes();
    let request = Request { method: black_box("PATCH"), target: black_box(text), headers, body };
    debug(&request);
    vendors(text, &request);
    let limits = black_box(Limits::default());
    debug(&limits);
    black_box(adobe::is_token(&request));
    match adobe::token(&request, &limits) {
        Ok(call) => {
            debug(&call);
            shown(&call.issued(text, black_box(1)));
            shown(&call.refused());
        }
        Err(reply) => shown(&reply),
    }
    if let Some(digest) = Digest::parse(text) {
        display(&digest);
        debug(&digest);
    }
    if let Ok(answer) = load::<StoredAnswer>() {
        debug(&answer);
        store(&answer);
        debug(&answer.key.by_ref().into_owned());
    }
}

fn shown(reply: &Reply) {
    debug(reply);
    display(reply);
    black_box(reply.header(black_box("Allow")));
}

fn of<V: Endpoint>(text: &'static str, request: &Request<'static>) {
    let limits = black_box(Limits::default());
    let call = V::call(request, &limits);
    debug(&call);
    let wanted = V::wanted(&call);
    debug(&wanted);
    black_box((V::route(&call), V::is_ours(&call), V::is_write(&call)));
    let given = match Given::<V>::read(text) {
        Ok(given) => given,
        Err(unreadable) => return display(&unreadable),
    };
    debug(&given);
    shown(&V::failed(&call, black_box(500), &given.fresh()));
    shown(&V::unavailable(&call, &given.fresh()));
    match given.respond(request, &limits) {
        Responded::Reply(replied) => {
            shown(&replied.reply);
            if let Some(write) = &replied.write {
                store(write);
                if let Some(event) = &write.event {
                    debug(&V::fold(given.record.map(|(record, ..)| record), event));
                }
            }
        }
        Responded::Lookup(lookup) => debug(&lookup),
    }
}
