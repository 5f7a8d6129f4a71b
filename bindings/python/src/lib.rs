//! The native half of the Python package `customer_core`: text to text, and dictionaries likewise.
//!
//! What is Python about it (results, exceptions, facts) is written in Python, over the contract.
//! This half hands a question to the core and its answer back.

mod dicts;

use customer_core::contract;
use customer_core::json::Document;
use pyo3::buffer::PyBuffer;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

/// Answers one question of the JSON contract. Any text and any bytes get an answer.
#[pyfunction]
#[pyo3(signature = (question, /))]
fn decide_json(py: Python<'_>, question: &Bound<'_, PyAny>) -> PyResult<String> {
    if let Ok(text) = question.cast::<PyString>() {
        return match text.to_str() {
            Ok(text) => Ok(answer(py, text.as_bytes())),
            // A surrogate alone is no text: the core says so, as of any bytes that are not UTF-8.
            Err(_) => {
                let bytes = text.call_method1("encode", ("utf-8", "surrogatepass"))?;
                Ok(answer(py, bytes.cast::<PyBytes>()?.as_bytes()))
            }
        };
    }
    if let Ok(bytes) = question.cast::<PyBytes>() {
        return Ok(answer(py, bytes.as_bytes()));
    }
    match PyBuffer::<u8>::get(question) {
        // Others may write into a buffer while the interpreter is released, so it is copied.
        Ok(buffer) => Ok(answer(py, &buffer.to_vec(py)?)),
        Err(_) => Err(PyTypeError::new_err("the question must be str or bytes")),
    }
}

/// Answers one question that is made of dictionaries; `None` if it has what this can't say as JSON,
/// and Python's `json` perhaps can.
#[pyfunction]
#[pyo3(signature = (question, /))]
fn ask<'py>(py: Python<'py>, question: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
    let Some(text) = dicts::text_of(question) else { return Ok(None) };
    let answer = answer(py, text.as_bytes());
    let Ok(document) = Document::parse(&answer) else { return Ok(None) };
    dicts::read(py, document.root()).map(Some)
}

/// The core's answer. It holds nothing of Python, so other threads go on meanwhile.
fn answer(py: Python<'_>, question: &[u8]) -> String {
    py.detach(|| contract::apply_bytes(question))
}

/// The native half of `customer_core`.
#[pymodule(gil_used = false)]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("CONTRACT_VERSION", contract::VERSION)?;
    module.add_function(wrap_pyfunction!(ask, module)?)?;
    module.add_function(wrap_pyfunction!(decide_json, module)?)
}
