//! The JSON contract for C: one question in, one answer out. `include/customer.h` says how.

use std::ffi::{CString, c_char};
use std::panic::catch_unwind;
use std::ptr::null_mut;
use std::slice::from_raw_parts;

use customer_core::contract;

/// Answers one question; the answer is freed with [`customer_free`].
///
/// # Safety
///
/// `question` points to `length` bytes that nobody writes during the call, or is null and `length`
/// is 0. `answer_length` points to a place for a length, or is null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn customer_apply(
    question: *const c_char,
    length: usize,
    answer_length: *mut usize,
) -> *mut c_char {
    let question = match (question.is_null(), length) {
        // A slice may not be made of null, not even an empty one.
        (true, 0) => &[],
        (true, _) => return null_mut(),
        // SAFETY: the caller says that these bytes are there and stay as they are.
        (false, _) => unsafe { from_raw_parts(question.cast::<u8>(), length) },
    };
    // A panic must not run on into the caller's frames. None is known; null is the answer to one.
    let answered = catch_unwind(|| CString::new(contract::apply_bytes(question)));
    // The contract writes no control character as it is, so no answer has a zero byte inside.
    let Ok(Ok(answer)) = answered else { return null_mut() };
    if !answer_length.is_null() {
        // SAFETY: the caller says that a length may be written there.
        unsafe { answer_length.write(answer.as_bytes().len()) };
    }
    answer.into_raw()
}

/// Frees an answer. Null is no answer, and ignored.
///
/// # Safety
///
/// `answer` is null, or came from [`customer_apply`], was not freed before, and reads as it did.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn customer_free(answer: *mut c_char) {
    if !answer.is_null() {
        // SAFETY: `customer_apply` made it with `CString::into_raw`, and its end is where it was.
        drop(unsafe { CString::from_raw(answer) });
    }
}
