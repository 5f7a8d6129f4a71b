//! Languages.

use super::text::{TextError, text};

/// The locales that Adobe's page lists, in its spelling.
pub const LANGUAGES: [&str; 43] = [
    "bg-BG", "cs-CZ", "da-DK", "de-DE", "en-AE", "en-GB", "en-IL", "en-US", "en-XM", "es-ES",
    "es-LA", "es-MX", "es-NA", "et-EE", "fi-FI", "fr-CA", "fr-FR", "fr-MA", "fr-XM", "hr-HR",
    "hu-HU", "it-IT", "ja-JP", "ko-KR", "lt-LT", "lv-LV", "nb-NO", "nl-NL", "pl-PL", "pt-BR",
    "ro-RO", "ru-RU", "sk-SK", "sl-SI", "sr-RS", "sr-SP", "sv-SE", "tr-TR", "uk-UA", "zh-CN",
    "zh-HANS", "zh-HANT", "zh-TW",
];

text! {
    /// One of the 43 [`LANGUAGES`]; letter case counts.
    ///
    /// ```
    /// # use customer_core::value::Language;
    /// assert!(Language::parse("pt-BR").is_ok());
    /// assert!(Language::parse("pt-br").is_err());
    /// ```
    Language, |text| {
        if LANGUAGES.binary_search(&text).is_ok() { Ok(()) } else { Err(TextError::Form) }
    }
}
