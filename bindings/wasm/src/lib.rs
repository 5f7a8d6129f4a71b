//! The JSON contract for hosts of WebAssembly: no imports, three functions, one linear memory.
//!
//! A host asks for `customer_allocate(n)` bytes, writes the question there, calls
//! `customer_apply(pointer, n)`, which takes the question, and reads the answer: its length is in the
//! upper half of what is returned, its place in the lower. Then it hands both to `customer_free`.
//! `index.js` is such a host.

use customer_core::contract;

/// Gives an owner away; the bytes are freed by whoever makes the owner anew.
fn give(bytes: Box<[u8]>) -> *mut u8 {
    Box::into_raw(bytes).cast()
}

/// Takes an owner back.
///
/// # Safety
///
/// The pointer came from [`give`], with this length, and was not taken before.
unsafe fn take(pointer: *mut u8, length: usize) -> Box<[u8]> {
    // SAFETY: `give` made them of a box of this length, and nobody else owns it.
    unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(pointer, length)) }
}

/// Memory for a question.
#[unsafe(no_mangle)]
pub extern "C" fn customer_allocate(length: usize) -> *mut u8 {
    give(vec![0; length].into_boxed_slice())
}

/// Answers a question, which is freed.
///
/// # Safety
///
/// The question was made by [`customer_allocate`] with this length, and not handed over before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn customer_apply(question: *mut u8, length: usize) -> u64 {
    // SAFETY: as the caller says.
    let question = unsafe { take(question, length) };
    let answer = contract::apply_bytes(&question).into_bytes().into_boxed_slice();
    let length = answer.len();
    (length as u64) << 32 | give(answer) as usize as u64
}

/// Frees an answer.
///
/// # Safety
///
/// The answer came from [`customer_apply`], with this length, and was not freed before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn customer_free(answer: *mut u8, length: usize) {
    // SAFETY: as the caller says.
    drop(unsafe { take(answer, length) });
}
