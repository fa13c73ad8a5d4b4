//! Which capitals an entry of the lexicon asks of a text.

use super::piece::Form;

/// The capitals that an entry shows, of which a text must show as much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Case {
    /// Its first piece begins with a capital.
    pub(crate) first_capital: bool,
    /// Some piece does.
    pub(crate) some_capital: bool,
    /// All its words are in capitals.
    pub(crate) all_upper: bool,
}

impl Case {
    /// As [`Case::bits`] gives it.
    #[allow(dead_code, reason = "the build script has no need of it")]
    pub(crate) const fn from_bits(bits: u8) -> Self {
        Self { first_capital: bits & 1 != 0, some_capital: bits & 2 != 0, all_upper: bits & 4 != 0 }
    }

    /// As three bits.
    #[allow(dead_code, reason = "the build script asks")]
    pub(crate) const fn bits(self) -> u8 {
        self.first_capital as u8 | (self.some_capital as u8) << 1 | (self.all_upper as u8) << 2
    }

    /// Whether the pieces of a text show it.
    pub(crate) fn allows(self, mut forms: impl Iterator<Item = Form> + Clone) -> bool {
        if self.all_upper {
            return forms.all(|form| !form.is_word() || form == Form::Upper);
        }
        let first_right = !self.first_capital || forms.clone().next().is_some_and(Form::is_capital);
        first_right && (!self.some_capital || forms.any(Form::is_capital))
    }
}
