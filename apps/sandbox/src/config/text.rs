//! Texts of the configuration. Each kind can only be made of a text that some call can carry, so
//! that nothing is configured with which nobody can ever log in, or with which everybody can.

use core::fmt;
use core::net::IpAddr;
use core::ops::Deref;

use customer_core::vendors::{Endpoint as _, Ibm};
use serde::{Deserialize, Deserializer, Serialize};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::vendor::is_nameable;

/// The shortest token of an administrator.
const ADMIN_MIN: usize = 16;

/// Whether a header field can carry the text as one word.
fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn is_name(text: &str) -> bool {
    !text.trim().is_empty() && text.trim() == text && !text.chars().any(char::is_control)
}

fn is_host(text: &str) -> bool {
    let of_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    !text.is_empty() && (text.bytes().all(of_name) || text.parse::<IpAddr>().is_ok())
}

/// Kinds of text: what each takes, and what is said of anything else.
macro_rules! texts {
    ($( $(#[$doc:meta])* $Text:ident: $is:expr, $what:literal; )*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String")]
        pub(crate) struct $Text(String);

        impl TryFrom<String> for $Text {
            type Error = &'static str;

            fn try_from(text: String) -> Result<Self, &'static str> {
                let is: fn(&str) -> bool = $is;
                if is(&text) { Ok(Self(text)) } else { Err($what) }
            }
        }

        impl $Text {
            pub(crate) fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Deref for $Text {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $Text {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

texts! {
    /// An API key.
    ApiKey: is_word, "an API key has visible characters of ASCII only, and at least one";
    /// What a tenant or a role is called.
    Name: is_name, "a name is not empty, has no blanks around it and no control characters";
    /// What a user of HTTP's basic authentication is called.
    UserName: |text| is_name(text) && !text.contains(':'),
        "a user name is not empty, has no colon, no blanks around it and no control characters";
    /// The id of a reseller.
    ResellerId: is_nameable, "no call can name this reseller: its id must be a part of a path";
    /// The id of a customer of IBM.
    CustomerId: Ibm::is_id, "the id of a customer has 1 to 18 digits";
    /// A name that `Host` may have.
    Host: is_host, "a host is a name or an address, without scheme, port and brackets";
    /// A market segment.
    Segment: |text| matches!(text, "COM" | "EDU" | "GOV"), "a market segment is COM, EDU or GOV";
}

/// A secret: compared in constant time, and never shown.
#[derive(Clone)]
pub(crate) struct Secret(String);

impl Secret {
    /// One that the program makes itself.
    pub(crate) const fn made(text: String) -> Self {
        Self(text)
    }

    /// A password.
    fn password(text: String) -> Result<Self, &'static str> {
        match text.chars().any(char::is_control) {
            _ if text.is_empty() => Err("a secret is not empty"),
            true => Err("a secret has no control characters"),
            false => Ok(Self(text)),
        }
    }

    /// A token, which a header field carries as one word.
    fn token(text: String) -> Result<Self, &'static str> {
        let what = "a token has visible characters of ASCII only, and at least one";
        if is_word(&text) { Ok(Self(text)) } else { Err(what) }
    }

    /// The token of an administrator.
    pub(crate) fn of_admin(text: String) -> Result<Self, &'static str> {
        let token = Self::token(text)?;
        let what = "the token of an administrator has at least 16 characters";
        if token.0.len() < ADMIN_MIN { Err(what) } else { Ok(token) }
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

/// Reads a password.
pub(super) fn password<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Secret, D::Error> {
    let text = String::deserialize(deserializer)?;
    Secret::password(text).map_err(serde::de::Error::custom)
}

/// Reads the token of an administrator.
pub(super) fn admin<'de, D>(deserializer: D) -> Result<Option<Secret>, D::Error>
where
    D: Deserializer<'de>,
{
    let text = String::deserialize(deserializer)?;
    Secret::of_admin(text).map(Some).map_err(serde::de::Error::custom)
}

/// Reads tokens.
pub(super) fn tokens<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Secret>, D::Error> {
    /// One of them, so that an error is about it.
    #[derive(Deserialize)]
    #[serde(try_from = "String")]
    struct Token(Secret);

    impl TryFrom<String> for Token {
        type Error = &'static str;

        fn try_from(text: String) -> Result<Self, &'static str> {
            Secret::token(text).map(Self)
        }
    }

    let tokens = Vec::<Token>::deserialize(deserializer)?;
    if tokens.is_empty() {
        return Err(serde::de::Error::custom("a partner has at least one token"));
    }
    Ok(tokens.into_iter().map(|Token(secret)| secret).collect())
}
