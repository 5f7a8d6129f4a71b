//! Types that a service stores with what they hold.

/// Defines a struct that serde stores, and reads back without quoting anything that it can't read.
///
/// serde's own errors show what they found (`invalid type: string "alice@example.com"`), and errors
/// end up in logs. So the reader is derived for a private twin, and whatever it says is replaced.
macro_rules! stored {
    (
        $(#[$of_struct:meta])*
        $vis:vis struct $Stored:ident {
            $($(#[$of_field:meta])* $seen:vis $field:ident: $Type:ty,)*
        }
    ) => {
        $(#[$of_struct])*
        #[derive(serde::Serialize)]
        $vis struct $Stored {
            $($(#[$of_field])* $seen $field: $Type,)*
        }

        const _: () = {
            type Itself = $Stored;

            #[derive(serde::Deserialize)]
            #[serde(remote = "Itself", deny_unknown_fields)]
            struct Twin {
                $($field: $Type,)*
            }

            impl<'de> serde::Deserialize<'de> for $Stored {
                fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                    Twin::deserialize(from).map_err(|_| {
                        serde::de::Error::custom(concat!(
                            "not a stored ",
                            stringify!($Stored),
                            " of this version; what it is may be personal and is not shown",
                        ))
                    })
                }
            }
        };
    };
}
pub(crate) use stored;
