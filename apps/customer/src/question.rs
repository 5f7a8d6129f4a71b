//! The question for the core, put together from files.
//!
//! The files' text goes into the question as it is: exact numbers, duplicate members and
//! anything else that a JSON library would smooth out must reach the core. Each file is checked
//! to be one JSON value first, so that none can reach beyond its place.

use alloc::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};

use customer_core::contract::SIZE_MAX;
use customer_core::json::Document;

use crate::answer::{Unreadable, Violation};
use crate::args::{Parts, Setting, Source};
use crate::failure::Failure;
use crate::text;

/// A document of the question.
#[derive(Debug)]
pub(crate) struct Part {
    /// Where it goes: `/customer`, `/input/update`, ...
    pub(crate) place: &'static str,
    /// What people call it.
    pub(crate) name: String,
    /// Its text.
    pub(crate) text: String,
}

/// One thing that can't be read, with its place in the question.
#[derive(Debug)]
pub(crate) struct Fault {
    /// Place in the question.
    pub(crate) pointer: String,
    /// In words.
    pub(crate) message: String,
}

/// A question: the vendor, the preset, readings set by hand, and the documents.
#[derive(Debug)]
pub(crate) struct Question {
    /// The vendor.
    pub(crate) vendor: String,
    /// The preset.
    pub(crate) policy: Option<String>,
    /// Readings that differ from the preset.
    pub(crate) readings: Vec<Setting>,
    /// The documents.
    pub(crate) parts: Vec<Part>,
}

impl Question {
    /// Reads everything that was named, and tells what of it is not JSON.
    pub(crate) fn read(
        customer: Option<&Source>,
        asked: &Parts,
    ) -> Result<(Self, Vec<Fault>), Failure> {
        let sources = [
            ("/customer", customer),
            ("/internal", asked.internal.as_ref()),
            ("/input/update", asked.update.as_ref()),
            ("/input", asked.input.as_ref()),
            ("/facts", asked.facts.as_ref()),
        ];
        let given: Vec<_> =
            sources.iter().filter_map(|(place, source)| Some((*place, (*source)?))).collect();
        once(given.iter().map(|(_, source)| *source))?;
        let (mut parts, mut faults) = (Vec::new(), Vec::new());
        for (place, source) in given {
            let (part, fault) = Part::read(place, option(place), source)?;
            faults.extend(fault);
            parts.push(part);
        }
        each_once(&asked.readings)?;
        let question = Self {
            vendor: asked.vendor.clone(),
            policy: asked.policy.clone(),
            readings: asked.readings.clone(),
            parts,
        };
        Ok((question, faults))
    }

    /// The question as JSON text.
    pub(crate) fn text(&self) -> String {
        let mut out = format!("{{\"vendor\":{}", quoted(&self.vendor));
        if let Some(policy) = self.policy() {
            out.push_str(&format!(",\"policy\":{policy}"));
        }
        for part in &self.parts {
            let (before, after) = match part.place {
                "/customer" => (",\"customer\":", ""),
                "/internal" => (",\"internal\":", ""),
                "/input/update" => (",\"input\":{\"update\":", "}"),
                "/facts" => (",\"facts\":", ""),
                "/wish" => (",\"wish\":", ""),
                _ => (",\"input\":", ""),
            };
            out.push_str(before);
            out.push_str(&part.text);
            out.push_str(after);
        }
        out.push('}');
        out
    }

    /// A question of this vendor and policy with these members instead.
    pub(crate) fn asking(&self, members: &str) -> String {
        let policy = self.policy().map_or(String::new(), |policy| format!("\"policy\":{policy},"));
        format!("{{\"vendor\":{},{policy}{members}}}", quoted(&self.vendor))
    }

    /// The preset and the readings, as the contract's `policy`.
    fn policy(&self) -> Option<String> {
        if self.readings.is_empty() {
            return self.policy.as_deref().map(quoted);
        }
        let preset = self.policy.as_deref().map(|preset| format!("\"preset\":{}", quoted(preset)));
        let reading = |Setting { name, choice }: &Setting| {
            let is_number = choice.bytes().all(|byte| byte.is_ascii_digit())
                && (choice == "0" || !choice.starts_with('0'));
            let choice = if is_number { choice.clone() } else { quoted(choice) };
            format!("{}:{choice}", quoted(name))
        };
        let members: Vec<_> = preset.into_iter().chain(self.readings.iter().map(reading)).collect();
        Some(format!("{{{}}}", members.join(",")))
    }

    /// A place in the question, in terms of the files: which one, and where in it.
    fn in_files<'p>(&self, pointer: &'p str) -> (Cow<'_, str>, &'p str) {
        for part in &self.parts {
            match pointer.strip_prefix(part.place) {
                Some(rest) if rest.is_empty() || rest.starts_with('/') => {
                    return (Cow::Borrowed(&part.name), rest);
                }
                _ => {}
            }
        }
        match pointer.strip_prefix("/policy") {
            Some("" | "/preset") => return (Cow::Borrowed("--policy"), ""),
            Some(reading) => return (Cow::Borrowed("--reading"), reading),
            None => {}
        }
        // An argument that is given by itself has no places within.
        let options = [("/resend", "--resend"), ("/acknowledge", "--acknowledge")];
        let option = options.into_iter().find(|(place, _)| pointer.starts_with(place));
        option.map_or((Cow::Borrowed("the question"), pointer), |(_, name)| (name.into(), ""))
    }

    /// The member that says who the customer is.
    pub(crate) fn customer_id(&self) -> Option<String> {
        let customer = self.parts.iter().find(|part| part.place == "/customer")?;
        customer_id(&customer.text)
    }
}

/// Who the customer is: `customerId`, `Customer.Id`, or `id`.
pub(crate) fn customer_id(customer: &str) -> Option<String> {
    let document = Document::parse(customer).ok()?;
    let root = document.root();
    let node = root
        .member("customerId")
        .or_else(|| root.member("Customer")?.member("Id"))
        .or_else(|| root.member("data").unwrap_or(root).member("id"))?;
    let id = match node.text() {
        Some(id) => id.to_string(),
        None => node.number()?.to_owned(),
    };
    Some(text::elide(&text::visible(&id), 40).into_owned())
}

impl Part {
    /// Reads one document and checks that it is JSON.
    pub(crate) fn read(
        place: &'static str,
        option: &str,
        source: &Source,
    ) -> Result<(Self, Option<Fault>), Failure> {
        let (name, read) = match source {
            Source::Stdin => ("standard input".to_owned(), limited(io::stdin().lock())),
            Source::File(path) => {
                let name = text::visible(&path.display().to_string()).into_owned();
                (name, File::open(path).and_then(limited))
            }
            Source::Inline(json) => (option.to_owned(), Ok(json.clone().into_bytes())),
        };
        let bytes = read.map_err(|error| unopened(&name, option, &error))?;
        if bytes.len() > SIZE_MAX {
            let what = format!("{name} is larger than {} MiB", SIZE_MAX >> 20);
            return Err(Failure::new(what, "name the document of one customer"));
        }
        let fault = |message: &str, at: &str| Fault {
            pointer: format!("{place}{at}"),
            message: message.to_owned(),
        };
        let (text, fault) = match String::from_utf8(bytes) {
            Err(_) => (String::new(), Some(fault("not UTF-8", ""))),
            Ok(mut text) => {
                if text.starts_with('\u{feff}') {
                    text.remove(0);
                }
                let checked = Document::parse(&text).err();
                let fault = checked.map(|e| fault(&e.reason.to_string(), e.pointer.as_str()));
                (text, fault)
            }
        };
        Ok((Self { place, name, text }, fault))
    }
}

/// Reads all of it, but not more than a question may have.
fn limited(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = u64::try_from(SIZE_MAX).unwrap_or(u64::MAX).saturating_add(1);
    from.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A file that can't be opened or read.
fn unopened(name: &str, option: &str, error: &io::Error) -> Failure {
    Failure::new(
        format!("{name} can't be read: {error}"),
        format!("check the path given with {option}"),
    )
}

/// The option that names the document of this place.
const fn option(place: &str) -> &'static str {
    match place.as_bytes() {
        b"/customer" => "--customer",
        b"/internal" => "--internal",
        b"/input/update" => "--update",
        b"/input" => "--input",
        _ => "--facts",
    }
}

/// Each reading is given once.
pub(crate) fn each_once(readings: &[Setting]) -> Result<(), Failure> {
    for (at, Setting { name, .. }) in readings.iter().enumerate() {
        if readings.iter().skip(at.saturating_add(1)).any(|later| later.name == *name) {
            return Err(Failure::new(
                format!("the reading {} is given twice", text::visible(name)),
                "give each --reading once",
            ));
        }
    }
    Ok(())
}

/// Standard input can be read only once.
pub(crate) fn once<'s>(sources: impl Iterator<Item = &'s Source>) -> Result<(), Failure> {
    if sources.filter(|source| **source == Source::Stdin).count() > 1 {
        return Err(Failure::new(
            "standard input (`-`) can be only one of the documents",
            "put the others into files",
        ));
    }
    Ok(())
}

/// `text` as a JSON string.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The answer of the contract to a question whose documents have these faults.
pub(crate) fn unreadable(faults: Vec<Fault>) -> String {
    unreadable_by(faults.into_iter().map(Violation::from).collect())
}

/// The same where the violations are made already.
pub(crate) fn unreadable_by(violations: Vec<Violation>) -> String {
    let answer = Unreadable {
        id: None,
        version: 1,
        verdict: "unreadable".to_owned(),
        violations,
        next: "fix".to_owned(),
    };
    serde_json::to_string(&answer).unwrap_or_default()
}

/// What is wrong with the files, for standard error: places and reasons, no values.
pub(crate) fn refused(question: &Question, violations: &[Violation]) -> Failure {
    let mut what = "this can't be read, so nothing was decided".to_owned();
    for violation in violations {
        let (file, at) = question.in_files(&violation.pointer);
        let at = match (file.as_ref(), at.strip_prefix('/')) {
            (_, None) => String::new(),
            ("--reading", Some(name)) => format!(" {}", text::visible(name)),
            _ => format!(" at {}", text::visible(at)),
        };
        what.push_str(&format!("\n  {file}{at}: {}", text::visible(&violation.message)));
    }
    let todo = if violations.iter().any(|violation| violation.pointer.starts_with("/policy")) {
        format!(
            "`customer readings --vendor {}` lists presets, readings and choices",
            question.vendor
        )
    } else if violations.iter().any(|violation| violation.pointer.starts_with("/facts")) {
        format!("`customer facts --vendor {}` lists the facts and their types", question.vendor)
    } else {
        "correct these places, then ask again".to_owned()
    };
    Failure::new(what, todo)
}
