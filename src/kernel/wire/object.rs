//! The macro that writes what is the same for every object.

/// Declares an object: as it is stored, as it is sent, and everything [`Member`](super::Member)
/// asks of it. Members stand in the vendor's model order, which is the order of every answer.
macro_rules! object {
    (
        $(#[$meta:meta])*
        pub struct $Stored:ident, sent as $Sent:ident {
            $( $(#[$member_meta:meta])* $member:ident : $Type:ty = $name:literal, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Default)]
        pub struct $Stored {
            $( $(#[$member_meta])* pub $member: Option<$Type>, )*
            /// Members that the model does not know, and nulls, exactly as they came.
            pub others: $crate::kernel::wire::Others,
        }

        #[doc = concat!("What a request says of [`", stringify!($Stored), "`].")]
        #[derive(Clone, PartialEq, Default)]
        pub struct $Sent<'a> {
            $( $(#[$member_meta])* pub $member:
                $crate::kernel::Field<<$Type as $crate::kernel::wire::Member>::Sent<'a>>, )*
            /// Members that the model does not know.
            pub others: $crate::kernel::wire::SentOthers<'a>,
        }

        impl $Stored {
            /// Wire names of the model's members, in its order.
            pub const NAMES: &'static [&'static str] = &[$($name),*];

            /// Whether there is nothing in it.
            pub fn is_blank(&self) -> bool {
                self.others.is_empty() $( && self.$member.is_none() )*
            }
        }

        impl $crate::kernel::wire::Member for $Stored {
            type Sent<'a> = $Sent<'a>;

            const SCALAR: bool = false;

            fn read(
                from: &mut $crate::kernel::wire::Reader<'_>,
                at: &$crate::kernel::At<'_>,
                errors: &mut $crate::kernel::wire::Errors,
            ) -> Option<Self> {
                let mut this = Self::default();
                let before = errors.count();
                let mut members = from.object(at, errors)?;
                while let Some(name) = members.next(from) {
                    let name = &*name;
                    $( if name == $name {
                        if this.$member.is_some() {
                            errors.push(&at.name($name), $crate::kernel::wire::Reason::Duplicate);
                        }
                        if from.null() {
                            this.others.push($name, "null");
                        } else {
                            this.$member =
                                $crate::kernel::wire::Member::read(from, &at.name($name), errors);
                        }
                        continue;
                    } )*
                    this.others.push(name, from.raw());
                }
                if !this.others.is_empty() {
                    this.others.settle(at, errors);
                    $( if this.$member.is_some() && this.others.has_null($name) {
                        errors.push(&at.name($name), $crate::kernel::wire::Reason::Duplicate);
                    } )*
                }
                if errors.count() > before {
                    errors.arrange(before, at, Self::NAMES);
                }
                Some(this)
            }

            fn read_sent<'a>(
                from: &mut $crate::kernel::wire::Reader<'a>,
                at: &$crate::kernel::At<'_>,
                errors: &mut $crate::kernel::wire::Errors,
            ) -> Option<$Sent<'a>> {
                use $crate::kernel::Field;
                let mut this = $Sent::default();
                let before = errors.count();
                let mut members = from.object(at, errors)?;
                while let Some(name) = members.next(from) {
                    $( if *name == *$name {
                        let at = at.name($name);
                        if !this.$member.is_absent() {
                            errors.push(&at, $crate::kernel::wire::Reason::Duplicate);
                        }
                        this.$member = if from.null() {
                            Field::Null
                        } else {
                            <$Type as $crate::kernel::wire::Member>::read_sent(from, &at, errors)
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

            fn write(&self, w: &mut $crate::kernel::wire::Writer<'_>) {
                w.begin_object();
                $( match &self.$member {
                    Some(value) => {
                        w.key(concat!("\"", $name, "\":"));
                        $crate::kernel::wire::Member::write(value, w);
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

            fn write_sent(sent: &$Sent<'_>, w: &mut $crate::kernel::wire::Writer<'_>) {
                use $crate::kernel::Field;
                w.begin_object();
                $( match &sent.$member {
                    Field::Absent => {}
                    Field::Null => {
                        w.key(concat!("\"", $name, "\":"));
                        w.null();
                    }
                    Field::Value(value) => {
                        w.key(concat!("\"", $name, "\":"));
                        <$Type as $crate::kernel::wire::Member>::write_sent(value, w);
                    }
                } )*
                sent.others.write(w);
                w.end_object();
            }

            fn own(sent: $Sent<'_>) -> $Sent<'static> {
                $Sent {
                    $( $member: sent.$member.map(<$Type as $crate::kernel::wire::Member>::own), )*
                    others: sent.others.into_owned(),
                }
            }

            fn empty() -> Option<Self> {
                Some(Self::default())
            }

            fn put_in(
                &mut self,
                path: &[$crate::kernel::wire::PathStep],
                value: Option<&$crate::kernel::wire::Value>,
            ) {
                let Some(($crate::kernel::wire::PathStep::Name(name), rest)) = path.split_first()
                else {
                    return;
                };
                match &**name {
                    $( $name => {
                        if !self.others.is_empty() && (value.is_some() || rest.is_empty()) {
                            self.others.forget($name);
                        }
                        $crate::kernel::wire::Member::put(&mut self.$member, rest, value);
                    } )*
                    unknown if rest.is_empty() => self.others.put(unknown, value),
                    _ => {}
                }
            }

            fn echo(
                stored: Option<&Self>,
                sent: &$crate::kernel::Field<$Sent<'_>>,
                at: &$crate::kernel::At<'_>,
                found: &mut dyn FnMut(&$crate::kernel::At<'_>, $crate::kernel::wire::Echo),
            ) {
                use $crate::kernel::Field;
                let sent = match sent {
                    Field::Absent => return,
                    Field::Null if stored.is_none() => return,
                    Field::Null => return found(at, $crate::kernel::wire::Echo::Null),
                    Field::Value(sent) => sent,
                };
                match stored {
                    // Compared by the members that are given.
                    Some(stored) => {
                        $( $crate::kernel::wire::Member::echo(
                            stored.$member.as_ref(), &sent.$member, &at.name($name), found,
                        ); )*
                    }
                    // As a whole it is something that is not there; inside, only what nobody
                    // knows is worth a word.
                    None => {
                        found(at, $crate::kernel::wire::Echo::Different);
                        $( <$Type as $crate::kernel::wire::Member>::echo(
                            None, &sent.$member, &at.name($name), &mut |at, echo| {
                                if echo == $crate::kernel::wire::Echo::Unknown {
                                    found(at, echo);
                                }
                            },
                        ); )*
                    }
                }
                for (name, _) in sent.others.iter() {
                    found(&at.other(name), $crate::kernel::wire::Echo::Unknown);
                }
            }

            fn differ(
                before: Option<&Self>,
                after: Option<&Self>,
                at: &$crate::kernel::wire::Path,
                each: &mut dyn FnMut($crate::kernel::Change),
            ) {
                $( $crate::kernel::wire::Member::differ(
                    before.and_then(|one| one.$member.as_ref()),
                    after.and_then(|one| one.$member.as_ref()),
                    &at.name($name),
                    each,
                ); )*
                $crate::kernel::wire::Others::differ(
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
                    shown.field(stringify!($member), &$crate::kernel::wire::Shown(value));
                } )*
                shown.finish()
            }

            fn show_sent(
                sent: &$Sent<'_>,
                f: &mut core::fmt::Formatter<'_>,
            ) -> core::fmt::Result {
                let mut shown = f.debug_struct(stringify!($Sent));
                $( if !sent.$member.is_absent() {
                    let field = $crate::kernel::wire::ShownSent::<$Type>(&sent.$member);
                    shown.field(stringify!($member), &field);
                } )*
                shown.finish()
            }
        }

        impl core::fmt::Debug for $Stored {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                $crate::kernel::wire::Member::show(self, f)
            }
        }

        impl core::fmt::Debug for $Sent<'_> {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                <$Stored as $crate::kernel::wire::Member>::show_sent(self, f)
            }
        }

        impl serde::Serialize for $Stored {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                $crate::kernel::wire::serialize(
                    |w| $crate::kernel::wire::Member::write(self, w), s,
                )
            }
        }

        impl<'de> serde::Deserialize<'de> for $Stored {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                $crate::kernel::wire::deserialize(
                    d, |from, errors| $crate::kernel::wire::Member::read(
                        from, &$crate::kernel::At::ROOT, errors,
                    ),
                )
            }
        }

        impl serde::Serialize for $Sent<'_> {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                $crate::kernel::wire::serialize(
                    |w| <$Stored as $crate::kernel::wire::Member>::write_sent(self, w), s,
                )
            }
        }

        impl<'de> serde::Deserialize<'de> for $Sent<'static> {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                $crate::kernel::wire::deserialize(
                    d, |from, errors| {
                        let at = $crate::kernel::At::ROOT;
                        let read = <$Stored as $crate::kernel::wire::Member>::read_sent(
                            from, &at, errors,
                        );
                        read.map(<$Stored as $crate::kernel::wire::Member>::own)
                    },
                )
            }
        }
    };
}

pub(crate) use object;
