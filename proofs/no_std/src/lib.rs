//! Proof that `customer-core` needs no standard library, and what is looked at to prove that it
//! doesn't panic.
//!
//! A static library must be complete: it brings its own allocator and its own panic handler. Should
//! the core, or anything that it depends on, link `std`, then there are two panic handlers and the
//! compiler stops with E0152, "found duplicate lang item `panic_impl`". So that this builds is the
//! proof; nothing here is ever run. It needs no extra target.
//!
//! To see it fail, write `extern crate std;` into `src/lib.rs` of the core, or give this crate a
//! dependency with `std` (`serde` with its default features): both were tried, and both end in
//! E0152.
//!
//! Every public entry is called, with arguments that the optimiser can't see through. So what
//! `.ci/panics` finds in the linked library is all that the core can reach; the list of what may
//! be there is `allowed-panics.txt`.

#![no_std]

extern crate alloc;

mod endpoint;
mod machine;
mod nouns;
mod planning;
mod sink;
mod source;
mod vendor;

use core::alloc::{GlobalAlloc, Layout};
use core::hint::black_box;
use core::panic::PanicInfo;

use customer_core::contract;

unsafe extern "C" {
    fn malloc(size: usize) -> *mut u8;
    fn free(at: *mut u8);
}

/// The C library's allocator: opaque to the optimiser, so that no branch behind it goes away.
struct Foreign;

// SAFETY: what `malloc` gives is aligned to 16 bytes, and anything else is refused by null.
unsafe impl GlobalAlloc for Foreign {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.align() > 16 {
            return core::ptr::null_mut();
        }
        // SAFETY: any size may be asked for.
        unsafe { malloc(layout.size()) }
    }

    unsafe fn dealloc(&self, at: *mut u8, _: Layout) {
        // SAFETY: `at` came from `malloc`.
        unsafe { free(at) }
    }
}

#[global_allocator]
static FOREIGN: Foreign = Foreign;

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {}
}

/// Calls everything.
#[unsafe(no_mangle)]
pub extern "C" fn customer_core_without_std() -> usize {
    let text = black_box("{}");
    vendor::all(text);
    machine::all(text);
    nouns::all(text);
    planning::all(text);
    endpoint::all(text);
    #[cfg(feature = "planted")]
    planted();
    contract::apply(text).len() + contract::apply_bytes(black_box(b"{}")).len()
}

/// The way out of a list, which the gate has to find.
#[cfg(feature = "planted")]
#[inline(never)]
fn planted() {
    black_box(black_box(&[0_u8, 1][..])[black_box(2)]);
}
