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
    /// Whether the pieces of a text show it.
    pub(crate) fn allows(self, mut forms: impl Iterator<Item = Form> + Clone) -> bool {
        if self.all_upper {
            return forms.all(|form| !form.is_word() || form == Form::Upper);
        }
        let first_right = !self.first_capital || forms.clone().next().is_some_and(Form::is_capital);
        first_right && (!self.some_capital || forms.any(Form::is_capital))
    }
}
