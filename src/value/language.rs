//! Languages.

use super::text::{TextError, text};

macro_rules! languages {
    ($( $name:literal, )*) => {
        /// The locales that Adobe's page lists, in its spelling.
        pub const LANGUAGES: [&str; 43] = [$( $name ),*];

        /// The same as one text, a slash before each: a list has an address for each of them.
        const TEXT: &str = concat!($( "/", $name ),*);
    };
}

languages! {
    "bg-BG", "cs-CZ", "da-DK", "de-DE", "en-AE", "en-GB", "en-IL", "en-US", "en-XM", "es-ES",
    "es-LA", "es-MX", "es-NA", "et-EE", "fi-FI", "fr-CA", "fr-FR", "fr-MA", "fr-XM", "hr-HR",
    "hu-HU", "it-IT", "ja-JP", "ko-KR", "lt-LT", "lv-LV", "nb-NO", "nl-NL", "pl-PL", "pt-BR",
    "ro-RO", "ru-RU", "sk-SK", "sl-SI", "sr-RS", "sr-SP", "sv-SE", "tr-TR", "uk-UA", "zh-CN",
    "zh-HANS", "zh-HANT", "zh-TW",
}

text! {
    /// One of the 43 [`LANGUAGES`]; letter case counts.
    ///
    /// ```
    /// # use customer_core::value::Language;
    /// assert!(Language::parse("pt-BR").is_ok());
    /// assert!(Language::parse("pt-br").is_err());
    /// ```
    Language, |text| {
        let mut names = TEXT.split(['/']).skip(1);
        if names.any(|name| name == text) { Ok(()) } else { Err(TextError::Form) }
    }
}
