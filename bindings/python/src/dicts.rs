//! Questions from dictionaries, and dictionaries from answers, without a detour through `json`.
//!
//! This is the short way for what nearly every question is made of. Whatever else there is takes
//! the long way, which is Python's: `None` says so, and is never an answer.

use customer_core::json::Node;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};

/// How deep the short way goes. The contract's own limit is below.
const DEPTH: u32 = 128;

/// Writes a value as JSON. Nothing of it runs Python code, so no dictionary changes meanwhile.
pub(crate) fn write(value: &Bound<'_, PyAny>, depth: u32, out: &mut String) -> Option<()> {
    if let Ok(text) = value.cast_exact::<PyString>() {
        write_text(text, out)?;
    } else if value.is_none() {
        out.push_str("null");
    } else if let Ok(members) = value.cast_exact::<PyDict>() {
        let inner = depth.checked_sub(1)?;
        let mut before = '{';
        for (name, value) in members.iter() {
            out.push(before);
            before = ',';
            write_text(name.cast_exact::<PyString>().ok()?, out)?;
            out.push(':');
            write(&value, inner, out)?;
        }
        out.push_str(if members.is_empty() { "{}" } else { "}" });
    } else if let Ok(elements) = value.cast_exact::<PyList>() {
        write_list(elements.iter(), depth, out)?;
    } else if let Ok(elements) = value.cast_exact::<PyTuple>() {
        write_list(elements.iter(), depth, out)?;
    } else if let Ok(flag) = value.cast_exact::<PyBool>() {
        out.push_str(if flag.is_true() { "true" } else { "false" });
    } else {
        let number: i64 = value.cast_exact::<PyInt>().ok()?.extract().ok()?;
        out.push_str(&number.to_string());
    }
    Some(())
}

fn write_list<'py>(
    elements: impl Iterator<Item = Bound<'py, PyAny>>,
    depth: u32,
    out: &mut String,
) -> Option<()> {
    let inner = depth.checked_sub(1)?;
    out.push('[');
    for (at, element) in elements.enumerate() {
        if at > 0 {
            out.push(',');
        }
        write(&element, inner, out)?;
    }
    out.push(']');
    Some(())
}

/// Half a surrogate pair is no text, so it goes the long way.
fn write_text(text: &Bound<'_, PyString>, out: &mut String) -> Option<()> {
    let mut rest = text.to_str().ok()?;
    out.push('"');
    while let Some(at) = rest.bytes().position(|byte| byte < b' ' || matches!(byte, b'"' | b'\\')) {
        let (before, escaped) = rest.split_at(at);
        out.push_str(before);
        let mut chars = escaped.chars();
        match chars.next()? {
            quoted @ ('"' | '\\') => out.extend(['\\', quoted]),
            control => out.push_str(&format!("\\u{:04x}", u32::from(control))),
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    out.push('"');
    Some(())
}

/// What `json.loads` would make of a value.
pub(crate) fn read<'py>(py: Python<'py>, node: Node<'_, '_>) -> PyResult<Bound<'py, PyAny>> {
    if let Some(text) = node.text() {
        return Ok(PyString::new(py, text.as_str()).into_any());
    }
    if let Some(members) = node.members() {
        let found = PyDict::new(py);
        for (name, value) in members {
            found.set_item(PyString::new(py, name.as_str()), read(py, value)?)?;
        }
        return Ok(found.into_any());
    }
    if let Some(elements) = node.elements() {
        let found = PyList::empty(py);
        for element in elements {
            found.append(read(py, element)?)?;
        }
        return Ok(found.into_any());
    }
    if let Some(flag) = node.flag() {
        return Ok(PyBool::new(py, flag).to_owned().into_any());
    }
    let Some(number) = node.number() else { return Ok(py.None().into_bound(py)) };
    if let Ok(whole) = number.parse::<i64>() {
        return Ok(whole.into_pyobject(py)?.into_any());
    }
    // Python reads its own numbers: whole ones have no last digit.
    if number.bytes().all(|byte| matches!(byte, b'-' | b'0'..=b'9')) {
        py.get_type::<PyInt>().call1((number,))
    } else {
        py.get_type::<PyFloat>().call1((number,))
    }
}

/// Writes a whole question.
pub(crate) fn text_of(question: &Bound<'_, PyAny>) -> Option<String> {
    let mut text = String::with_capacity(1024);
    write(question, DEPTH, &mut text)?;
    Some(text)
}
