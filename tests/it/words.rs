//! Closed sets of words: what is written is read back, as text and by serde, and what can't be read
//! is not quoted.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use customer_core::contract::Verdict;
use customer_core::decision::{Instead, Next, UnknownWord};
use customer_core::{adobe, commvault, ibm};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Every word of a set, in both directions.
fn each<T>(all: &[T])
where
    T: FromStr<Err = UnknownWord> + Display + Debug + PartialEq + Serialize + DeserializeOwned,
{
    for word in all {
        let text = word.to_string();
        assert_eq!(text.parse::<T>().as_ref(), Ok(word));
        let json = format!("{text:?}");
        assert_eq!(serde_json::to_string(word).unwrap(), json);
        assert_eq!(&serde_json::from_str::<T>(&json).unwrap(), word);
        let packed = rmp_serde::to_vec(word).unwrap();
        assert_eq!(&rmp_serde::from_slice::<T>(&packed).unwrap(), word);
        assert_eq!(
            &postcard::from_bytes::<T>(&postcard::to_allocvec(word).unwrap()).unwrap(),
            word
        );
    }
    let error = "Ada Byron".parse::<T>().unwrap_err();
    assert_eq!(error.words().len(), all.len());
    for shown in [
        error.to_string(),
        serde_json::from_str::<T>(r#""Ada Byron""#).unwrap_err().to_string(),
        serde_json::from_str::<T>("1906").unwrap_err().to_string(),
    ] {
        assert!(!shown.contains("Ada") && !shown.contains("1906"), "{shown}");
    }
}

#[test]
fn every_closed_word_is_read_back() {
    each(Next::ALL);
    each(Instead::ALL);
    each(Verdict::ALL);
    each(adobe::CommitmentInput::ALL);
    each(adobe::Inactive::ALL);
    each(adobe::OmittedProfile::ALL);
    each(adobe::PostalCodes::ALL);
    each(adobe::endpoint::Token::ALL);
    each(ibm::Operation::ALL);
    each(ibm::SetSize::ALL);
    each(ibm::Unregister::ALL);
    each(commvault::Settlement::ALL);
    each(commvault::Busy::ALL);
}
