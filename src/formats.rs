//! For tests: what the formats do that records are stored in. Also a module of
//! `tests/it/stored.rs`.

use core::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// What each format that describes itself gives back of a value.
fn returned<T: Serialize + DeserializeOwned>(value: &T) -> [(&'static str, T); 6] {
    let text = serde_json::to_string(value).unwrap();
    let tree = serde_json::to_value(value).unwrap();
    let spread: serde_json::Value = serde_json::from_str(&text).unwrap();
    let mut cbor = [].to_vec();
    ciborium::into_writer(value, &mut cbor).unwrap();
    let (named, compact) = (rmp_serde::to_vec_named(value), rmp_serde::to_vec(value));
    [
        ("JSON", serde_json::from_str(&text).unwrap()),
        ("JSON tree", serde_json::from_value(tree).unwrap()),
        ("JSON text to tree", serde_json::from_value(spread).unwrap()),
        ("CBOR", ciborium::from_reader(&cbor[..]).unwrap()),
        ("MessagePack", rmp_serde::from_slice(&named.unwrap()).unwrap()),
        ("compact MessagePack", rmp_serde::from_slice(&compact.unwrap()).unwrap()),
    ]
}

/// They give it back equal.
pub(crate) fn kept<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    for (format, back) in returned(value) {
        assert!(back == *value, "{format}: {back:?} {}", serde_json::to_string(value).unwrap());
    }
}

/// A stored value: given back equal, and refused when it is written where it could not be read.
pub(crate) fn stored<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    kept(value);
    assert!(postcard::to_allocvec(value).is_err());
    let config = bincode::config::standard();
    assert!(bincode::serde::encode_to_vec(value, config).is_err());
}

/// A small value: given back by every format.
pub(crate) fn kept_by_all<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    kept(value);
    let bytes = postcard::to_allocvec(value).unwrap();
    assert!(postcard::from_bytes::<T>(&bytes).unwrap() == *value);
    let config = bincode::config::standard();
    let bytes = bincode::serde::encode_to_vec(value, config).unwrap();
    assert!(bincode::serde::decode_from_slice::<T, _>(&bytes, config).unwrap().0 == *value);
}
