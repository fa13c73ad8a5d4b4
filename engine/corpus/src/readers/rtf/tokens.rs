//! Braces, control words and characters, in their order.

/// What stands next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'rtf> {
    /// `{`
    Begin,
    /// `}`
    End,
    /// A control word, such as `\par` and `\u-3913`.
    Word(&'rtf [u8], Option<i32>),
    /// A control symbol, such as `\~`.
    Symbol(u8),
    /// `\'hh`
    Hex(u8),
    /// A byte of text.
    Byte(u8),
}

/// The tokens of a document.
pub(super) struct Tokens<'rtf> {
    rest: &'rtf [u8],
}

impl<'rtf> Tokens<'rtf> {
    pub(super) fn new(rtf: &'rtf [u8]) -> Self {
        Self { rest: rtf }
    }

    /// Steps over bytes that are data and no text.
    pub(super) fn step_over(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    fn control(&mut self) -> Option<Token<'rtf>> {
        let letters = self.rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        if letters == 0 {
            return self.symbol();
        }
        let (word, rest) = self.rest.split_at(letters);
        let signed = usize::from(rest.first() == Some(&b'-'));
        let digits = rest[signed..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let length = if digits == 0 { 0 } else { signed + digits };
        let number = str::from_utf8(&rest[..length]).ok().and_then(|number| number.parse().ok());
        self.rest = &rest[length..];
        // A space after a control word belongs to it.
        self.rest = self.rest.strip_prefix(b" ").unwrap_or(self.rest);
        Some(Token::Word(word, number))
    }

    fn symbol(&mut self) -> Option<Token<'rtf>> {
        let (&symbol, rest) = self.rest.split_first()?;
        self.rest = rest;
        let digits =
            rest.get(..2).filter(|digits| symbol == b'\'' && digits.iter().all(u8::is_ascii_hexdigit));
        let Some(digits) = digits.and_then(|digits| str::from_utf8(digits).ok()) else {
            return Some(Token::Symbol(symbol));
        };
        self.rest = &rest[2..];
        u8::from_str_radix(digits, 16).ok().map(Token::Hex)
    }
}

impl<'rtf> Iterator for Tokens<'rtf> {
    type Item = Token<'rtf>;

    fn next(&mut self) -> Option<Token<'rtf>> {
        loop {
            let (&byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            match byte {
                b'{' => return Some(Token::Begin),
                b'}' => return Some(Token::End),
                b'\\' => return self.control(),
                // Ends of lines are none of the text.
                b'\r' | b'\n' | 0 => {}
                byte => return Some(Token::Byte(byte)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_told_apart() {
        let rtf = b"{\\rtf1\\u-3913?a\n\\~\\'e9\\'zz\\b  c\\par}\\";
        let expected = [
            Token::Begin,
            Token::Word(b"rtf", Some(1)),
            Token::Word(b"u", Some(-3913)),
            Token::Byte(b'?'),
            Token::Byte(b'a'),
            Token::Symbol(b'~'),
            Token::Hex(0xe9),
            Token::Symbol(b'\''),
            Token::Byte(b'z'),
            Token::Byte(b'z'),
            Token::Word(b"b", None),
            Token::Byte(b' '),
            Token::Byte(b'c'),
            Token::Word(b"par", None),
            Token::End,
        ];
        assert_eq!(Tokens::new(rtf).collect::<Vec<_>>(), expected);
        assert_eq!(Tokens::new(b"\\u99999999999").collect::<Vec<_>>(), [Token::Word(b"u", None)]);
    }
}
