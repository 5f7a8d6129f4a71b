//! `customer endpoint`: one HTTP request in, the vendor's reply out.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::process::ExitCode;

use customer_core::endpoint::{Digest, Responded};
use customer_core::for_each_vendor;
use customer_core::http::{Limits, Request};
use customer_core::json::Unreadable;
use customer_core::vendors::{self, Endpoint, Given};
use sha2::{Digest as _, Sha256};

use crate::args::{self, To};
use crate::failure::Failure;
use crate::text::visible;

/// Exit status when facts are missing.
const UNDECIDED: u8 = 4;

/// Nothing is known, so no credential is: the moment decides nothing.
const NOTHING: &str = r#"{"now":"0001-01-01T00:00:00"}"#;

/// The most header fields that are read.
const FIELDS_MAX: usize = 1000;

/// Answers the request on standard input.
pub(crate) fn run(asked: &args::Endpoint) -> Result<ExitCode, Failure> {
    let mut input = Vec::new();
    io::stdin().lock().read_to_end(&mut input).map_err(|error| {
        Failure::new(format!("standard input can't be read: {error}"), "send one HTTP request")
    })?;
    let known = asked.known.as_deref().map(read).transpose()?;
    ask(&asked.vendor, &input, known.as_deref(), asked.write.as_deref())
}

/// The vendor of this name.
fn ask(
    vendor: &str,
    input: &[u8],
    known: Option<&str>,
    write: Option<&Path>,
) -> Result<ExitCode, Failure> {
    macro_rules! chosen {
        ($( $(#[$doc:meta])* $Vendor:ident = $module:ident :: $Record:ident, $name:literal; )*) => {
            match vendor {
                $( $name => answer::<vendors::$Vendor>(input, known, write), )*
                // The arguments name one of the list.
                _ => Err(Failure::bug()),
            }
        };
    }
    for_each_vendor!(chosen)
}

fn answer<V: Endpoint>(
    input: &[u8],
    known: Option<&str>,
    write: Option<&Path>,
) -> Result<ExitCode, Failure> {
    let text = known.unwrap_or(NOTHING);
    let mut given = Given::<V>::read(text).map_err(|error| unreadable(&error))?;
    if given.request_id.is_empty() {
        "00000000-0000-4000-8000-000000000000".clone_into(&mut given.request_id);
    }
    let mut fields = vec![httparse::EMPTY_HEADER; FIELDS_MAX];
    let mut parsed = httparse::Request::new(&mut fields);
    let head = match parsed.parse(input) {
        Ok(httparse::Status::Complete(head)) => head,
        Ok(httparse::Status::Partial) => return Err(no_request("its head does not end")),
        Err(error) => return Err(no_request(&error.to_string())),
    };
    let (Some(method), Some(target)) = (parsed.method, parsed.path) else {
        return Err(no_request("its first line is incomplete"));
    };
    let headers: Vec<(&str, &[u8])> =
        parsed.headers.iter().map(|field| (field.name, field.value)).collect();
    let body = body(&headers, input.get(head..).unwrap_or_default())?;
    given.digest.get_or_insert(Digest(Sha256::digest(body).into()));
    let request = Request { method, target, headers: &headers, body };
    let limits = Limits::default();
    let (reply, stored, code) = match given.respond(&request, &limits) {
        Responded::Reply(replied) => (replied.reply, replied.write, ExitCode::SUCCESS),
        Responded::Lookup(lookup) => {
            for need in &lookup.needs {
                let _ = writeln!(anstream::stderr().lock(), "needs {need}");
            }
            if let Some(name) = lookup.fresh {
                let _ = writeln!(
                    anstream::stderr().lock(),
                    "needs fresh.{name}: nothing is created or answered without one"
                );
            }
            let call = V::call(&request, &limits);
            (V::unavailable(&call, &given.fresh()), None, ExitCode::from(UNDECIDED))
        }
    };
    if let Some(place) = write {
        let mut text = serde_json::to_string(&stored).map_err(|_| Failure::bug())?;
        text.push('\n');
        To { output: Some(place.to_owned()) }.write(text.as_bytes())?;
    }
    To { output: None }.write(reply.to_string().as_bytes())?;
    Ok(code)
}

/// The body: what follows the head, as much of it as `Content-Length` says.
fn body<'a>(headers: &[(&str, &[u8])], rest: &'a [u8]) -> Result<&'a [u8], Failure> {
    let field = |name: &str| {
        let mut found = headers.iter().filter(|(one, _)| one.eq_ignore_ascii_case(name));
        found.next().map(|(_, value)| *value)
    };
    if field("Transfer-Encoding").is_some() {
        return Err(no_request("its body is sent in chunks"));
    }
    let Some(length) = field("Content-Length") else { return Ok(rest) };
    let length = str::from_utf8(length).ok().and_then(|text| text.trim().parse::<usize>().ok());
    length
        .and_then(|length| rest.get(..length))
        .ok_or_else(|| no_request("its body is not as long as Content-Length says"))
}

fn no_request(why: &str) -> Failure {
    Failure::new(
        format!("standard input is no HTTP/1.1 request: {why}"),
        "send the request line, the header fields, an empty line, and the body as it is",
    )
}

fn unreadable(error: &Unreadable) -> Failure {
    Failure::new(
        format!("what --known names can't be read: {error}"),
        "give one JSON object; `now` is the only member that must be there",
    )
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| {
        let name = visible(&path.display().to_string()).into_owned();
        Failure::new(format!("{name} can't be read: {error}"), "check the name given with --known")
    })
}
