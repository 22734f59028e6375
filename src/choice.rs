//! Choices that a user makes by name: each enum has its names in one table, for the command line, for engines and for messages.

/// Values that have names.
pub trait Choice: Clone + 'static {
    /// Each value with its name and its meaning in a line, which may be empty, in the order of lists.
    const CHOICES: &'static [(Self, &'static str, &'static str)];

    /// Names that values had in the version before, which are still read, each with the one of now.
    const FORMER: &'static [(&'static str, &'static str)] = &[];
}

/// A name that stands for nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name:?} is none of {}", known.join(", "))]
pub struct UnknownName {
    /// The name given.
    pub name: String,
    /// The names there are, in order.
    pub known: Vec<&'static str>,
}

/// The value called `name`, of a part of all values.
///
/// # Errors
///
/// [`UnknownName`] if none of them is.
pub fn named<C: Choice>(name: &str, is_offered: impl Fn(&C) -> bool) -> Result<C, UnknownName> {
    let offered = || C::CHOICES.iter().filter(|(value, ..)| is_offered(value));
    let current = C::FORMER.iter().find(|(former, _)| *former == name).map_or(name, |(_, current)| current);
    let found = offered().find(|(_, known, _)| *known == current).map(|(value, ..)| value.clone());
    found.ok_or_else(|| UnknownName { name: name.to_owned(), known: offered().map(|(_, known, _)| *known).collect() })
}

/// Gives the variants of an enum names: [`Choice`], `ALL`, `name`, and reading and writing by name. A name may have a former one.
macro_rules! choices {
    ($choice:ident { $($variant:ident = $name:literal $(formerly $former:literal)?: $about:literal),+ $(,)? }) => {
        impl $choice {
            /// All of them, in the order of lists.
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$variant),+];

            /// The name, as users and rows have it.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }

        impl $crate::choice::Choice for $choice {
            const CHOICES: &'static [(Self, &'static str, &'static str)] = &[$((Self::$variant, $name, $about)),+];
            const FORMER: &'static [(&'static str, &'static str)] = &[$($(($former, $name),)?)+];
        }

        impl std::fmt::Display for $choice {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }

        impl std::str::FromStr for $choice {
            type Err = $crate::choice::UnknownName;

            fn from_str(name: &str) -> Result<Self, Self::Err> {
                $crate::choice::named(name, |_| true)
            }
        }
    };
}
pub(crate) use choices;
