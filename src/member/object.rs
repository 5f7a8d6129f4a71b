//! The macro that writes what is the same for every object.

/// Declares an object: as it is stored, as it is sent, and everything [`Member`](super::Member)
/// asks of it. Members stand in the vendor's model order, which is the order of every answer.
macro_rules! object {
    (
        $(#[$meta:meta])*
        pub struct $Stored:ident, sent as $Sent:ident {
            $( $(#[doc = $about:literal])* $member:ident : $Type:ty = $name:literal, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Hash, Default)]
        pub struct $Stored {
            $( $(#[doc = $about])* pub $member: Option<$Type>, )*
            /// Members that the model does not know, and nulls, exactly as they came.
            pub others: $crate::member::Others,
        }

        #[doc = concat!("What a request says of [`", stringify!($Stored), "`].")]
        #[derive(Clone, PartialEq, Eq, Hash, Default)]
        pub struct $Sent<'a> {
            $( $(#[doc = $about])* pub $member:
                $crate::member::Field<<$Type as $crate::member::Member>::Sent<'a>>, )*
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

        impl $crate::member::Member for $Stored {
            type Sent<'a> = $Sent<'a>;

            const SCALAR: bool = false;

            const STORED: $crate::member::Shape = $crate::member::Shape::Object {
                name: stringify!($Stored),
                parts: &[$( $crate::member::Part::new(
                    $name,
                    <$Type as $crate::member::Member>::STORED,
                    concat!($($about),*),
                ), )*],
                others: $crate::member::OtherMembers::Read,
            };

            const SENT: $crate::member::Shape = $crate::member::Shape::Object {
                name: stringify!($Sent),
                parts: &[$( $crate::member::Part::new(
                    $name,
                    <$Type as $crate::member::Member>::SENT,
                    concat!($($about),*),
                ), )*],
                others: $crate::member::OtherMembers::Read,
            };

            fn read(
                from: &mut $crate::json::Reader<'_>,
                at: &$crate::json::At<'_>,
                errors: &mut $crate::json::Errors,
            ) -> Option<Self> {
                let mut this = Self::default();
                let before = errors.count();
                let mut members = from.object(at, errors)?;
                while let Some(name) = members.next(from) {
                    let name = &*name;
                    $( if name == $name {
                        if this.$member.is_some() {
                            errors.push(&at.name($name), $crate::json::Reason::Duplicate);
                        }
                        if from.null() {
                            this.others.push($name, "null");
                        } else {
                            this.$member =
                                $crate::member::Member::read(from, &at.name($name), errors);
                        }
                        continue;
                    } )*
                    this.others.push(name, from.raw());
                }
                if !this.others.is_empty() {
                    this.others.settle(at, errors);
                    $( if this.$member.is_some() && this.others.has_null($name) {
                        errors.push(&at.name($name), $crate::json::Reason::Duplicate);
                    } )*
                }
                if errors.count() > before {
                    errors.arrange(before, at, Self::NAMES);
                }
                Some(this)
            }

            fn read_sent<'a>(
                from: &mut $crate::json::Reader<'a>,
                at: &$crate::json::At<'_>,
                errors: &mut $crate::json::Errors,
            ) -> Option<$Sent<'a>> {
                use $crate::member::Field;
                let mut this = $Sent::default();
                let before = errors.count();
                let mut members = from.object(at, errors)?;
                while let Some(name) = members.next(from) {
                    $( if *name == *$name {
                        let at = at.name($name);
                        if !this.$member.is_absent() {
                            errors.push(&at, $crate::json::Reason::Duplicate);
                        }
                        this.$member = if from.null() {
                            Field::Null
                        } else {
                            <$Type as $crate::member::Member>::read_sent(from, &at, errors)
                                .map_or(Field::Absent, Field::Value)
                        };
                        continue;
                    } )*
                    this.others.push(name, from.raw());
                }
                if !this.others.is_empty() {
                    this.others.settle(at, errors);
                }
                if errors.count() > before {
                    errors.arrange(before, at, $Stored::NAMES);
                }
                Some(this)
            }

            fn write(&self, w: &mut $crate::json::Writer<'_>) {
                w.begin_object();
                $( match &self.$member {
                    Some(value) => {
                        w.key(concat!("\"", $name, "\":"));
                        $crate::member::Member::write(value, w);
                    }
                    None if self.others.has_null($name) => {
                        w.key(concat!("\"", $name, "\":"));
                        w.null();
                    }
                    None => {}
                } )*
                self.others.write(Self::NAMES, w);
                w.end_object();
            }

            fn write_sent(sent: &$Sent<'_>, w: &mut $crate::json::Writer<'_>) {
                use $crate::member::Field;
                w.begin_object();
                $( match &sent.$member {
                    Field::Absent => {}
                    Field::Null => {
                        w.key(concat!("\"", $name, "\":"));
                        w.null();
                    }
                    Field::Value(value) => {
                        w.key(concat!("\"", $name, "\":"));
                        <$Type as $crate::member::Member>::write_sent(value, w);
                    }
                } )*
                sent.others.write($Stored::NAMES, w);
                w.end_object();
            }

            fn own(sent: $Sent<'_>) -> $Sent<'static> {
                $Sent {
                    $( $member: sent.$member.map(<$Type as $crate::member::Member>::own), )*
                    others: sent.others.into_owned(),
                }
            }

            fn sent(&self) -> $Sent<'_> {
                use $crate::member::Field;
                $Sent {
                    $( $member: self.$member.as_ref().map_or(Field::Absent, |member| {
                        Field::Value($crate::member::Member::sent(member))
                    }), )*
                    others: $crate::member::SentOthers::repeating(&self.others, Self::NAMES),
                }
            }

            fn empty() -> Option<Self> {
                Some(Self::default())
            }

            fn put_in(
                &mut self,
                path: &[$crate::json::PathStep],
                value: Option<&$crate::member::Value>,
            ) {
                let Some(($crate::json::PathStep::Name(name), rest)) = path.split_first()
                else {
                    return;
                };
                match &**name {
                    $( $name => {
                        if !self.others.is_empty() && (value.is_some() || rest.is_empty()) {
                            self.others.forget($name);
                        }
                        $crate::member::Member::put(&mut self.$member, rest, value);
                    } )*
                    unknown if rest.is_empty() => self.others.put(unknown, value),
                    _ => {}
                }
            }

            fn holds(
                &self,
                path: &[$crate::json::PathStep],
                value: Option<&$crate::member::Value>,
            ) -> bool {
                let (name, rest) = match path.split_first() {
                    None => return $crate::member::Value::of(self).holds(path, value),
                    Some(($crate::json::PathStep::Name(name), rest)) => (&**name, rest),
                    // An object has no elements.
                    Some(($crate::json::PathStep::Index(_), _)) => {
                        return value.is_none_or($crate::member::Value::is_null);
                    }
                };
                match name {
                    $( $name => $crate::member::holds(self.$member.as_ref(), rest, value), )*
                    unknown => $crate::member::holds(self.others.get(unknown), rest, value),
                }
            }

            fn echo(
                stored: Option<&Self>,
                sent: &$crate::member::Field<$Sent<'_>>,
                at: &$crate::json::At<'_>,
                found: &mut dyn FnMut(&$crate::json::At<'_>, $crate::member::Echo),
            ) {
                use $crate::member::Field;
                let sent = match sent {
                    Field::Absent => return,
                    Field::Null if stored.is_none() => return,
                    Field::Null => return found(at, $crate::member::Echo::Null),
                    Field::Value(sent) => sent,
                };
                match stored {
                    // Compared by the members that are given.
                    Some(stored) => {
                        $( $crate::member::Member::echo(
                            stored.$member.as_ref(), &sent.$member, &at.name($name), found,
                        ); )*
                    }
                    // As a whole it is something that is not there; inside, only what nobody
                    // knows is worth a word.
                    None => {
                        found(at, $crate::member::Echo::Different);
                        $( <$Type as $crate::member::Member>::echo(
                            None, &sent.$member, &at.name($name), &mut |at, echo| {
                                if echo == $crate::member::Echo::Unknown {
                                    found(at, echo);
                                }
                            },
                        ); )*
                    }
                }
                for (name, _) in sent.others.iter() {
                    found(&at.other(name), $crate::member::Echo::Unknown);
                }
            }

            fn differ(
                before: Option<&Self>,
                after: Option<&Self>,
                at: &$crate::json::Path,
                each: &mut dyn FnMut($crate::decision::Change),
            ) {
                $( $crate::member::Member::differ(
                    before.and_then(|one| one.$member.as_ref()),
                    after.and_then(|one| one.$member.as_ref()),
                    &at.name($name),
                    each,
                ); )*
                $crate::member::Others::differ(
                    before.map(|one| &one.others),
                    after.map(|one| &one.others),
                    Self::NAMES,
                    at,
                    each,
                );
            }

            fn show(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                let mut shown = f.debug_struct(stringify!($Stored));
                $( if let Some(value) = &self.$member {
                    shown.field(stringify!($member), &$crate::member::Shown(value));
                } )*
                shown.finish()
            }

            fn show_sent(
                sent: &$Sent<'_>,
                f: &mut core::fmt::Formatter<'_>,
            ) -> core::fmt::Result {
                let mut shown = f.debug_struct(stringify!($Sent));
                $( if !sent.$member.is_absent() {
                    let field = $crate::member::ShownSent::<$Type>(&sent.$member);
                    shown.field(stringify!($member), &field);
                } )*
                shown.finish()
            }
        }

        impl core::fmt::Debug for $Stored {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                $crate::member::Member::show(self, f)
            }
        }

        impl core::fmt::Debug for $Sent<'_> {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                <$Stored as $crate::member::Member>::show_sent(self, f)
            }
        }

        impl serde::Serialize for $Stored {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                $crate::json::serialize(
                    |w| $crate::member::Member::write(self, w), s,
                )
            }
        }

        impl<'de> serde::Deserialize<'de> for $Stored {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                $crate::json::deserialize(
                    d, |from, errors| $crate::member::Member::read(
                        from, &$crate::json::At::ROOT, errors,
                    ),
                )
            }
        }

        impl serde::Serialize for $Sent<'_> {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                $crate::json::serialize(
                    |w| <$Stored as $crate::member::Member>::write_sent(self, w), s,
                )
            }
        }

        impl<'de> serde::Deserialize<'de> for $Sent<'static> {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                $crate::json::deserialize(
                    d, |from, errors| {
                        let at = $crate::json::At::ROOT;
                        let read = <$Stored as $crate::member::Member>::read_sent(
                            from, &at, errors,
                        );
                        read.map(<$Stored as $crate::member::Member>::own)
                    },
                )
            }
        }
    };
}

pub(crate) use object;
