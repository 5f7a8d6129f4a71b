//! The configuration file: tenants with their credentials, and settings.

use alloc::collections::BTreeSet;
use core::fmt;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use customer_core::adobe::endpoint::Caller;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::failure::Failure;

/// The tenants that are there without a file.
const DEVELOPMENT: &str = include_str!("development.toml");

/// The shortest token of an administrator.
const ADMIN_MIN: usize = 16;

/// The whole file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    #[serde(default)]
    pub(crate) admin: Admin,
    #[serde(default)]
    pub(crate) sandbox: Settings,
    #[serde(flatten)]
    pub(crate) tenants: Tenants,
}

/// Who may use `/_sandbox`, and under which names it is called.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Admin {
    pub(crate) token: Option<Secret>,
    #[serde(default)]
    pub(crate) hosts: Vec<String>,
}

/// The knobs at the start.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    pub(crate) activation_delay_ms: Option<u32>,
    pub(crate) settlement_delay_ms: Option<u32>,
    pub(crate) token_seconds: Option<u32>,
}

/// Everybody who may call, at each vendor.
#[derive(Default, Deserialize)]
pub(crate) struct Tenants {
    #[serde(default)]
    pub(crate) adobe: Adobe,
    #[serde(default)]
    pub(crate) ibm: Ibm,
    #[serde(default)]
    pub(crate) commvault: Commvault,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Adobe {
    #[serde(default)]
    pub(crate) client: Vec<Client>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ibm {
    #[serde(default)]
    pub(crate) user: Vec<User>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Commvault {
    #[serde(default)]
    pub(crate) partner: Vec<Partner>,
}

/// A client of Adobe's API: a tenant.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Client {
    /// The API key.
    pub(crate) id: String,
    pub(crate) secret: Secret,
    #[serde(default)]
    pub(crate) global_sales: bool,
    #[serde(default)]
    pub(crate) large_government: bool,
    pub(crate) resellers: Vec<Reseller>,
    /// As the core asks for it, once it was.
    #[serde(skip)]
    pub(crate) caller: OnceLock<Caller>,
}

/// A reseller of a client.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reseller {
    pub(crate) id: String,
    pub(crate) segments: Vec<String>,
    #[serde(default = "yes")]
    pub(crate) active: bool,
}

/// A user of IBM's API; the tenant is the vendor that it works for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct User {
    pub(crate) name: String,
    pub(crate) password: Secret,
    pub(crate) role: String,
    pub(crate) vendor: String,
    /// The customer whose organization it belongs to.
    pub(crate) customer: Option<String>,
}

/// A partner of Commvault: a tenant.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Partner {
    pub(crate) name: String,
    pub(crate) tokens: Vec<Secret>,
    /// Whether its tokens may use the partner APIs.
    #[serde(default = "yes")]
    pub(crate) partner_apis: bool,
}

const fn yes() -> bool {
    true
}

/// A secret: compared in constant time, and never shown.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub(crate) struct Secret(String);

impl Secret {
    /// One from the environment.
    pub(crate) const fn new(text: String) -> Self {
        Self(text)
    }

    /// Whether `sent` is the secret. Both are digested, so that no length shows either.
    pub(crate) fn is(&self, sent: &str) -> bool {
        let (own, sent) = (Sha256::digest(&self.0), Sha256::digest(sent));
        own.ct_eq(&sent).into()
    }

    /// The text, for the built-in ones, which are printed at the start.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl Config {
    /// The built-in tenants.
    pub(crate) fn development() -> Result<Self, Failure> {
        Self::parse(DEVELOPMENT, "the built-in configuration")
    }

    /// Reads a file.
    pub(crate) fn file(path: &Path) -> Result<Self, Failure> {
        let name = path.display();
        let text = fs::read_to_string(path).map_err(|error| {
            Failure::new(format!("{name} can't be read: {error}"), "check --config")
        })?;
        Self::parse(&text, &format!("{name}"))
    }

    fn parse(text: &str, name: &str) -> Result<Self, Failure> {
        let todo = "docs/SANDBOX.md shows what a configuration is";
        // The error of the library quotes the line, which may hold a secret.
        let config: Self = toml::from_str(text).map_err(|error| {
            let before = error.span().map_or(0, |span| span.start);
            let breaks = text.bytes().take(before).filter(|byte| *byte == b'\n').count();
            let line = breaks.saturating_add(1);
            Failure::new(format!("{name}, line {line}: {}", error.message()), todo)
        })?;
        match config.wrong() {
            Some(wrong) => Err(Failure::new(format!("{name}: {wrong}"), todo)),
            None => Ok(config),
        }
    }

    /// What can't be meant.
    fn wrong(&self) -> Option<String> {
        let Tenants { adobe, ibm, commvault } = &self.tenants;
        if self.admin.token.as_ref().is_some_and(|token| token.0.len() < ADMIN_MIN) {
            return Some(format!("the admin token has less than {ADMIN_MIN} characters"));
        }
        let resellers = adobe.client.iter().flat_map(|client| &client.resellers);
        let tokens = commvault.partner.iter().flat_map(|partner| &partner.tokens);
        repeated("client", adobe.client.iter().map(|client| &*client.id))
            .or_else(|| repeated("reseller", resellers.clone().map(|reseller| &*reseller.id)))
            .or_else(|| repeated("user", ibm.user.iter().map(|user| &*user.name)))
            .or_else(|| repeated("partner", commvault.partner.iter().map(|one| &*one.name)))
            .or_else(|| {
                let twice = repeated("token", tokens.map(Secret::reveal)).is_some();
                twice.then(|| "a token is there twice".to_owned())
            })
            .or_else(|| {
                let known = ["COM", "EDU", "GOV"];
                let mut segments = resellers.flat_map(|reseller| &reseller.segments);
                let unknown = segments.any(|segment| !known.contains(&&**segment));
                unknown.then(|| "a market segment is none of COM, EDU, GOV".to_owned())
            })
    }
}

/// What is there twice.
fn repeated<'n>(what: &str, names: impl Iterator<Item = &'n str>) -> Option<String> {
    let mut seen = BTreeSet::new();
    let twice = names.into_iter().find(|name| !seen.insert(*name))?;
    Some(format!("the {what} {twice} is there twice"))
}

/// Whether a token of an administrator from the environment will do.
pub(crate) fn admin_token(text: String) -> Result<Secret, Failure> {
    if text.len() < ADMIN_MIN {
        let what = format!("SANDBOX_ADMIN_TOKEN has less than {ADMIN_MIN} characters");
        return Err(Failure::new(what, "choose a longer one"));
    }
    Ok(Secret::new(text))
}
