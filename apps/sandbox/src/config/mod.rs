//! The configuration file: tenants with their credentials, and settings.

mod text;

use alloc::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use customer_core::adobe::endpoint::Caller;
use customer_core::ibm::Role;
use serde::Deserialize;

use crate::failure::Failure;
use crate::object::{one, several};
pub(crate) use text::Secret;
use text::{ApiKey, CustomerId, Host, Name, ResellerId, Segment, UserName};

/// The tenants that are there without a file.
const DEVELOPMENT: &str = include_str!("../development.toml");

/// The whole file, every table by its name: what serde flattens has no places for errors.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default, deserialize_with = "one")]
    admin: Admin,
    #[serde(default, deserialize_with = "one")]
    sandbox: Settings,
    #[serde(default, deserialize_with = "one")]
    adobe: Adobe,
    #[serde(default, deserialize_with = "one")]
    ibm: Ibm,
    #[serde(default, deserialize_with = "one")]
    commvault: Commvault,
}

/// What is configured.
pub(crate) struct Config {
    pub(crate) admin: Admin,
    pub(crate) sandbox: Settings,
    pub(crate) tenants: Tenants,
}

/// Who may use `/_sandbox`, and under which names it is called.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Admin {
    #[serde(default, deserialize_with = "text::admin")]
    pub(crate) token: Option<Secret>,
    #[serde(default)]
    pub(crate) hosts: Vec<Host>,
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
pub(crate) struct Tenants {
    pub(crate) adobe: Adobe,
    pub(crate) ibm: Ibm,
    pub(crate) commvault: Commvault,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Adobe {
    #[serde(default, deserialize_with = "several")]
    pub(crate) client: Vec<Client>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ibm {
    #[serde(default, deserialize_with = "several")]
    pub(crate) user: Vec<User>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Commvault {
    #[serde(default, deserialize_with = "several")]
    pub(crate) partner: Vec<Partner>,
}

/// A client of Adobe's API: a tenant.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Client {
    /// The API key.
    pub(crate) id: ApiKey,
    #[serde(deserialize_with = "text::password")]
    pub(crate) secret: Secret,
    #[serde(default)]
    pub(crate) global_sales: bool,
    #[serde(default)]
    pub(crate) large_government: bool,
    #[serde(deserialize_with = "several")]
    pub(crate) resellers: Vec<Reseller>,
    /// As the core asks for it, once it was.
    #[serde(skip)]
    pub(crate) caller: OnceLock<Caller>,
}

/// A reseller of a client.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reseller {
    pub(crate) id: ResellerId,
    pub(crate) segments: Vec<Segment>,
    #[serde(default = "yes")]
    pub(crate) active: bool,
}

/// A user of IBM's API; the tenant is the vendor that it works for.
#[derive(Deserialize)]
#[serde(try_from = "Described")]
pub(crate) struct User {
    pub(crate) name: UserName,
    pub(crate) password: Secret,
    pub(crate) role: Name,
    pub(crate) vendor: Name,
    /// The customer whose organization it belongs to.
    pub(crate) customer: Option<CustomerId>,
}

/// A user as the file describes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Described {
    name: UserName,
    #[serde(deserialize_with = "text::password")]
    password: Secret,
    role: Name,
    vendor: Name,
    customer: Option<CustomerId>,
}

impl TryFrom<Described> for User {
    type Error = &'static str;

    fn try_from(described: Described) -> Result<Self, &'static str> {
        let Described { name, password, role, vendor, customer } = described;
        let is_admin = matches!(Role::from(role.as_str()), Role::CustomerAdministrator);
        if is_admin && customer.is_none() {
            return Err("a CustomerAdministrator has a customer, whose organization it is of");
        }
        Ok(Self { name, password, role, vendor, customer })
    }
}

/// A partner of Commvault: a tenant.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Partner {
    pub(crate) name: Name,
    #[serde(deserialize_with = "text::tokens")]
    pub(crate) tokens: Vec<Secret>,
    /// Whether its tokens may use the partner APIs.
    #[serde(default = "yes")]
    pub(crate) partner_apis: bool,
}

const fn yes() -> bool {
    true
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
        let file: File = toml::from_str(text).map_err(|error| {
            let before = error.span().map_or(0, |span| span.start);
            let breaks = text.bytes().take(before).filter(|byte| *byte == b'\n').count();
            let line = breaks.saturating_add(1);
            Failure::new(format!("{name}, line {line}: {}", error.message()), todo)
        })?;
        let File { admin, sandbox, adobe, ibm, commvault } = file;
        let config = Self { admin, sandbox, tenants: Tenants { adobe, ibm, commvault } };
        match config.wrong() {
            Some(wrong) => Err(Failure::new(format!("{name}: {wrong}"), todo)),
            None => Ok(config),
        }
    }

    /// What can't be meant.
    fn wrong(&self) -> Option<String> {
        let Tenants { adobe, ibm, commvault } = &self.tenants;
        let resellers = adobe.client.iter().flat_map(|client| &client.resellers);
        let tokens = commvault.partner.iter().flat_map(|partner| &partner.tokens);
        repeated("client", adobe.client.iter().map(|client| &*client.id))
            .or_else(|| repeated("reseller", resellers.map(|reseller| &*reseller.id)))
            .or_else(|| repeated("user", ibm.user.iter().map(|user| &*user.name)))
            .or_else(|| repeated("partner", commvault.partner.iter().map(|one| &*one.name)))
            .or_else(|| {
                let twice = repeated("token", tokens.map(Secret::reveal)).is_some();
                twice.then(|| "a token is there twice".to_owned())
            })
    }
}

/// What is there twice.
fn repeated<'n>(what: &str, names: impl Iterator<Item = &'n str>) -> Option<String> {
    let mut seen = BTreeSet::new();
    let twice = names.into_iter().find(|name| !seen.insert(*name))?;
    Some(format!("the {what} {twice} is there twice"))
}
