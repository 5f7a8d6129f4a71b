//! Types that a service stores with what they hold.

/// Defines a struct that serde stores, and reads back without quoting anything that it can't read.
///
/// It is written as a map of unknown length: a format that does not describe itself (postcard,
/// bincode) could not read it back, and so refuses it when it is written. A member that is marked
/// `= default` is left out while it has its default value, and need not be there.
///
/// serde's own errors show what they found (`invalid type: string "alice@example.com"`), and errors
/// end up in logs. So the reader is derived for a private twin, and whatever it says is replaced.
///
/// A form whose first member is its version is read by that: of one of a later version the error
/// says so.
macro_rules! stored {
    (@define [$($Format:ty)?]
        $(#[$of_struct:meta])*
        $vis:vis struct $Stored:ident {
            $($(#[$of_field:meta])* $seen:vis $field:ident: $Type:ty $(= $default:ident)?,)*
        }
    ) => {
        $(#[$of_struct])*
        $vis struct $Stored {
            $($(#[$of_field])* $seen $field: $Type,)*
        }

        const _: () = {
            type Itself = $Stored;

            #[derive(serde::Deserialize)]
            #[serde(remote = "Itself", deny_unknown_fields)]
            struct Twin {
                $($(#[serde($default)])? $field: $Type,)*
            }

            impl serde::Serialize for $Stored {
                fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                    use serde::ser::SerializeMap as _;
                    let mut map = to.serialize_map(None)?;
                    $(
                        let left_out = false $(
                            || $crate::json::is_default(&self.$field, stringify!($default))
                        )?;
                        if !left_out {
                            map.serialize_entry(stringify!($field), &self.$field)?;
                        }
                    )*
                    map.end()
                }
            }

            impl<'de> serde::Deserialize<'de> for $Stored {
                fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                    $crate::json::stored!(@read from, $Stored, $($Format)?)
                }
            }
        };
    };
    (@read $from:ident, $Stored:ident,) => {
        Twin::deserialize($from).map_err(|_| $crate::json::unread(stringify!($Stored)))
    };
    (@read $from:ident, $Stored:ident, $Format:ty) => {{
        struct Whole(Itself);

        impl<'de> serde::Deserialize<'de> for Whole {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                Twin::deserialize(from).map(Self)
            }
        }

        <$Format>::read($from, stringify!($Stored)).map(|Whole(whole)| whole)
    }};
    (
        $(#[$of_struct:meta])*
        $vis:vis struct $Stored:ident { version: $Format:ident<$VERSION:ident>, $($rest:tt)* }
    ) => {
        $crate::json::stored! { @define [$Format<$VERSION>]
            $(#[$of_struct])*
            $vis struct $Stored { version: $Format<$VERSION>, $($rest)* }
        }
    };
    ($(#[$of_struct:meta])* $vis:vis struct $Stored:ident { $($rest:tt)* }) => {
        $crate::json::stored! { @define []
            $(#[$of_struct])*
            $vis struct $Stored { $($rest)* }
        }
    };
}
pub(crate) use stored;

/// Whether a member has its default value. The mark is in the call only because a macro needs one.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T, _mark: &str) -> bool {
    *value == T::default()
}

/// That a form can't be read; what it is may be personal and is not shown.
pub(crate) fn unread<E: serde::de::Error>(what: &str) -> E {
    E::custom(format_args!(
        "not a stored {what} of this version; what it is may be personal and is not shown"
    ))
}
