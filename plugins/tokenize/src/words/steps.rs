//! Counts what the rules read, for the tests that hold their work to grow with the text and no faster.

/// Notes that so many bytes were read.
#[inline(always)]
pub(super) fn count(bytes: usize) {
    #[cfg(test)]
    tests::COUNTED.with(|counted| counted.set(counted.get() + bytes));
    #[cfg(not(test))]
    let _ = bytes;
}

#[cfg(test)]
pub(super) mod tests {
    use std::cell::Cell;

    use crate::words::Tokenizer;

    thread_local! {
        pub(in crate::words) static COUNTED: Cell<usize> = const { Cell::new(0) };
    }

    /// Bytes that the rules read of `text`.
    fn steps(text: &str) -> usize {
        COUNTED.with(|counted| counted.set(0));
        Tokenizer::new(true).tokens(text);
        COUNTED.with(Cell::get)
    }

    /// More than fit into a host or the local part of a mail address.
    const TIMES: usize = 1_000;

    #[test]
    fn work_grows_with_the_text() {
        for piece in [
            "www.",
            "www.a",
            "www.a.",
            "a.com",
            "a.com.",
            "a.com/",
            "a.com:",
            "a.com'",
            "a.com_",
            "a@b.com'",
            "a:",
            "a:a@",
            "a:a@b.c:",
            "a@كلمة.",
            "a@ك.",
            "كلمة:",
            "http://aك",
            "كلمة.",
            "done.It.",
            "كلمةx",
            "a@b.com",
            "a@",
            "a.b@",
            "a.",
            "a-",
            "a-b_",
            "a_",
            "a%",
            "a+",
            "e-",
            "co\u{2010}",
            "ab-\n",
            "govern-\nment",
            "http://",
            "http://a.",
            "1a://",
            "1.a.",
            "1:1:",
            "1,",
            "1-1-1",
            "#a",
            "@a.",
            "#",
            "(",
            "...",
            "!?",
            "و1",
            "ال",
            "ـ",
            "ق.م",
            "د.",
            "х-",
            "80-х",
            "'a",
            "a’",
            "ก",
            "中",
            "カ",
            "\u{301}",
            "😀",
            "\u{200D}😀",
            "U.S.",
            "Dr.",
            "No.",
            ":)",
            ":-",
            "\"",
            "ש\"",
            "ש'",
        ] {
            let [once, twice] = [TIMES, 2 * TIMES].map(|times| steps(&piece.repeat(times)));
            assert!(twice <= once * 21 / 10 + TIMES, "{piece:?}: {once} bytes, then {twice}");
            assert!(once <= piece.len() * TIMES * 700, "{piece:?}: {once} bytes");
        }
    }
}
