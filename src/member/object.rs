//! The macro that declares an object: two structs, and how they show their members to a visitor.

/// Declares an object: as it is stored and as it is sent. Members stand in the vendor's model
/// order, which is the order of every answer. What [`Member`](super::Member) asks of it is in
/// `visitors`.
///
/// A row is a member's name, its type, and its name on the wire. The type may be followed by `as`
/// and what a request carries of it, so that the documentation shows that by name. What is said
/// before `sent as` is more about what a request carries.
macro_rules! object {
    (
        $(#[$meta:meta])*
        pub struct $Stored:ident, $(#[$sent:meta])* sent as $Sent:ident {
            $( $(#[doc = $about:literal])*
               $member:ident : $Type:ty $(as $SentType:ty)? = $name:literal, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash, Default)]
        #[allow(clippy::exhaustive_structs, reason = "a caller builds it")]
        pub struct $Stored {
            $( $(#[doc = $about])* pub $member: Option<$Type>, )*
            /// Members that the model does not know, and nulls, exactly as they came.
            pub others: $crate::member::Others,
        }

        #[doc = concat!(
            "A [`", stringify!($Stored), "`] as a request sends it: each member is left out, ",
            "null, or has a value.",
        )]
        $(#[$sent])*
        #[derive(Clone, PartialEq, Eq, Hash, Default)]
        #[allow(clippy::exhaustive_structs, reason = "a caller builds it")]
        pub struct $Sent<'a> {
            $( $(#[doc = $about])* pub $member:
                $crate::member::Field<$crate::member::sent_type!('a, $Type $(, $SentType)?)>, )*
            /// Members that the model does not know, with their exact text.
            pub others: $crate::member::SentOthers<'a>,
        }

        impl $Stored {
            /// Wire names of the model's members, in its order.
            pub const NAMES: &'static [&'static str] = &[$($name),*];

            /// Whether there is nothing in it.
            pub fn is_blank(&self) -> bool {
                self.others.is_empty() $( && self.$member.is_none() )*
            }
        }

        const _: () = {
            use $crate::member::{Member, Others, Part, SentOthers, visit};

            impl visit::Object for $Stored {
                type Sent<'a> = $Sent<'a>;

                const NAME: &'static str = stringify!($Stored);
                const SENT_NAME: &'static str = stringify!($Sent);
                const NAMES: &'static [&'static str] = Self::NAMES;
                const FIELDS: &'static [&'static str] = &[$( stringify!($member) ),*];
                const TEXT: &'static str = concat!($("/", $name),*);
                const PARTS: &'static [Part] = &[$(
                    Part::new($name, <$Type as Member>::STORED, concat!($($about),*)),
                )*];
                const SENT_PARTS: &'static [Part] = &[$(
                    Part::new($name, <$Type as Member>::SENT, concat!($($about),*)),
                )*];

                fn others(&self) -> &Others {
                    &self.others
                }

                fn others_mut(&mut self) -> &mut Others {
                    &mut self.others
                }

                fn sent_others<'s, 'a>(sent: &'s Self::Sent<'a>) -> &'s SentOthers<'a> {
                    &sent.others
                }

                fn sent_others_mut<'s, 'a>(
                    sent: &'s mut Self::Sent<'a>,
                ) -> &'s mut SentOthers<'a> {
                    &mut sent.others
                }

                #[inline(always)]
                fn each(&self, visitor: &mut impl visit::Each) {
                    $( visitor.member(
                        const { &visit::label!($name) },
                        self.$member.as_ref(),
                    ); )*
                }

                #[inline(always)]
                fn each_pair(
                    before: Option<&Self>,
                    after: Option<&Self>,
                    visitor: &mut impl visit::EachPair,
                ) {
                    $( visitor.member::<$Type>(
                        const { &visit::label!($name) },
                        before.and_then(|one| one.$member.as_ref()),
                        after.and_then(|one| one.$member.as_ref()),
                    ); )*
                }

                #[inline(always)]
                fn each_sent(
                    stored: Option<&Self>,
                    sent: &$Sent<'_>,
                    visitor: &mut impl visit::EachSent,
                ) {
                    $( visitor.member::<$Type>(
                        const { &visit::label!($name) },
                        stored.and_then(|one| one.$member.as_ref()),
                        &sent.$member,
                    ); )*
                }

                #[inline(always)]
                fn find<V: visit::Find>(&self, name: &str, visitor: &V) -> Option<V::Found> {
                    match name {
                        $( $name => Some(visitor.member(self.$member.as_ref())), )*
                        _ => None,
                    }
                }

                #[inline(always)]
                fn fill(&mut self, name: &str, visitor: &mut impl visit::Fill) -> bool {
                    $( if name == $name {
                        let label = const { &visit::label!($name) };
                        visitor.member(label, &mut self.$member, &mut self.others);
                        return true;
                    } )*
                    false
                }

                #[inline(always)]
                fn fill_sent<'a>(
                    sent: &mut $Sent<'a>,
                    name: &str,
                    visitor: &mut impl visit::FillSent<'a>,
                ) -> bool {
                    $( if name == $name {
                        let label = const { &visit::label!($name) };
                        visitor.member::<$Type>(label, &mut sent.$member);
                        return true;
                    } )*
                    false
                }

                fn own(sent: $Sent<'_>) -> $Sent<'static> {
                    $Sent {
                        $( $member: visit::owned::<$Type>(sent.$member), )*
                        others: sent.others.into_owned(),
                    }
                }

                fn repeat(&self) -> $Sent<'_> {
                    $Sent {
                        $( $member: visit::repeated(&self.$member), )*
                        others: SentOthers::repeating(&self.others, Self::NAMES),
                    }
                }
            }

            impl core::fmt::Debug for $Stored {
                fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                    self.show(f)
                }
            }

            impl core::fmt::Debug for $Sent<'_> {
                fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                    $Stored::show_sent(self, f)
                }
            }

            impl serde::Serialize for $Stored {
                fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                    visit::serialize(self, to)
                }
            }

            impl<'de> serde::Deserialize<'de> for $Stored {
                fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                    visit::deserialize(from)
                }
            }

            impl serde::Serialize for $Sent<'_> {
                fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                    visit::serialize_sent::<$Stored, S>(self, to)
                }
            }

            impl<'de> serde::Deserialize<'de> for $Sent<'static> {
                fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                    visit::deserialize_sent::<$Stored, D>(from)
                }
            }
        };
    };
}
pub(crate) use object;

/// What a request carries of a member: as it is written, or else as the member's type says.
macro_rules! sent_type {
    ($life:lifetime, $Type:ty) => {
        <$Type as $crate::member::Member>::Sent<$life>
    };
    ($life:lifetime, $Type:ty, $SentType:ty) => {
        $SentType
    };
}
pub(crate) use sent_type;
