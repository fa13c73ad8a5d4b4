//! Web and mail addresses.

use textmill_text::is_arabic;

use super::steps;
use crate::token::Kind;
use crate::unicode::{Category, Properties};

/// The address that begins with the word from `position` to `end`, if one does.
pub(super) fn match_at(text: &str, position: usize, end: usize) -> Option<(usize, Kind)> {
    let rest = &text[position..];
    let word = &rest[..end - position];
    steps::count(word.len());
    let next = text.as_bytes().get(end).copied().unwrap_or(b' ');
    if !word.is_ascii() || !(matches!(next, b':' | b'@' | b'+' | b'-' | b'%' | b'.') || word.contains('.')) {
        return None;
    }
    let length = with_scheme(rest, word.len())
        .map(|length| (length, Kind::Url))
        .or_else(|| mail_address(rest).map(|length| (length, Kind::Email)))
        .or_else(|| bare_host(rest, word.len()).map(|length| (length, Kind::Url)))
        .or_else(|| label(rest, word).map(|length| (length, Kind::Word)))?;
    Some((position + length.0, length.1))
}

/// The length of the word that a colon parts from an address: `email:jane@example.com`, `site:www.example.com`. The rules
/// join letters over a colon.
fn label(text: &str, word: &str) -> Option<usize> {
    let (label, part) = word.split_once(':').filter(|_| word.len() <= LONGEST_LABELLED)?;
    let rest = &text[label.len() + 1..];
    let is_address = || {
        with_scheme(rest, part.len()).is_some()
            || mail_address(rest).is_some()
            || bare_host(rest, part.len()).is_some()
    };
    (label.bytes().all(|byte| byte.is_ascii_alphabetic()) && is_address()).then_some(label.len())
}

/// The length of an address with a scheme, which is `scheme` bytes long.
fn with_scheme(text: &str, scheme: usize) -> Option<usize> {
    let rest = text[scheme..].strip_prefix("://")?;
    // Before the rest is read: of `1a://1a://1a://` each would read it to the end.
    if !text[..scheme].bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let tail = address_length(rest);
    (tail > 0).then_some(scheme + "://".len() + tail)
}

/// The length of a mail address: a local part, `@`, a host. The host may lack a full stop (`name@HOST`).
fn mail_address(text: &str) -> Option<usize> {
    let local =
        length_of(text, LONGEST_LOCAL_PART, |byte| byte.is_ascii_alphanumeric() || b"._%+-".contains(&byte));
    let host = text[local..].strip_prefix('@')?;
    let length = if host.starts_with(|first: char| first.is_ascii()) {
        host_length(host)
    } else {
        foreign_host_length(host)
    };
    length.filter(|&length| length > 0).map(|length| local + 1 + length)
}

/// The length of an address without a scheme: `www.` and a host, or a host below a well-known domain. `word` is where the
/// word that it begins with ends by the default rules, which join more to it (`example.com's`): an ending at most, since of
/// `a.com:a.com:a.com` each address would read all that follow.
fn bare_host(text: &str, word: usize) -> Option<usize> {
    let length = host_length(text).filter(|length| length + LONGEST_ENDING >= word)?;
    let host = &text[..length];
    let (above, domain) = host.rsplit_once('.')?;
    let www = host.len() > 4 && host.as_bytes()[..4].eq_ignore_ascii_case(b"www.");
    let rest = &text[length..];
    if !(www || is_known(above, domain, rest)) {
        return None;
    }
    let port = rest
        .strip_prefix(':')
        .map_or(0, |digits| length_of(digits, LONGEST_PORT, |byte| byte.is_ascii_digit()));
    let length = if port > 0 { length + 1 + port } else { length };
    let rest = &text[length..];
    Some(length + if rest.starts_with(['/', '?', '#']) { address_length(rest) } else { 0 })
}

/// Whether `domain` makes `above.domain` a host, and no full stop without a space after it.
fn is_known(above: &str, domain: &str, rest: &str) -> bool {
    // `a.m`, `3.5`: what most often looks like a host.
    if !DOMAIN_LENGTHS.contains(&domain.len()) {
        return false;
    }
    // `done.It`, against `EXAMPLE.COM`.
    let mixed_case = domain.bytes().any(|byte| byte.is_ascii_uppercase())
        && above.bytes().any(|byte| byte.is_ascii_lowercase());
    let domain = domain.to_ascii_lowercase();
    !mixed_case
        && (DOMAINS.binary_search(&domain.as_str()).is_ok()
            || COUNTRIES_AND_WORDS.binary_search(&domain.as_str()).is_ok()
                && (rest.starts_with('/') || above.contains('.')))
}

/// Top-level domains that are no words of English, sorted.
const DOMAINS: [&str; 62] = [
    "ae", "ai", "app", "au", "bh", "biz", "blog", "br", "ca", "ch", "cn", "co", "com", "cz", "de", "dev",
    "dk", "dz", "edu", "eg", "es", "eu", "fi", "fr", "gov", "gr", "hu", "il", "info", "int", "io", "iq",
    "ir", "jo", "jp", "kr", "kw", "lb", "ly", "ma", "mil", "mx", "net", "nl", "nz", "online", "org", "pk",
    "pl", "ps", "pt", "qa", "ro", "ru", "sa", "sd", "se", "sy", "tn", "tr", "tv", "ua",
];

/// Top-level domains that are words or common abbreviations too, sorted: they ask for a further sign of an address.
const COUNTRIES_AND_WORDS: [&str; 22] = [
    "at", "be", "by", "gg", "id", "in", "is", "it", "la", "me", "my", "news", "no", "om", "site", "so", "to",
    "uk", "us", "xyz", "ye", "za",
];

/// Bytes of a domain of either list.
const DOMAIN_LENGTHS: std::ops::RangeInclusive<usize> = 2..=6;

/// Bytes of the parts of a mail address and of a host name, at most (RFC 5321, section 4.5.3.1).
const LONGEST_LOCAL_PART: usize = 64;
const LONGEST_HOST: usize = 255;
/// Bytes that may follow a host within a word.
const LONGEST_ENDING: usize = 16;
/// Bytes of a word in which an address may stand behind a label, at most: of `a:a:a:a` each piece would be asked to the end.
const LONGEST_LABELLED: usize = 80;
/// Digits of a port.
const LONGEST_PORT: usize = 5;

/// Bytes of the host that `text` begins with: labels of letters, digits and hyphens, none of them empty at the end.
/// `None` where it is longer than any host: cut off, of `a.coma.coma.com` every piece would be an address, before each
/// of which the rest of the line is read to its end.
fn host_length(text: &str) -> Option<usize> {
    let belongs = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-';
    let length = length_of(text, LONGEST_HOST + 1, belongs);
    // `a...b` is an omission, not a host.
    let host = text.as_bytes()[..length].windows(2).position(|pair| pair == b"..").unwrap_or(length);
    (host <= LONGEST_HOST).then(|| text[..host].trim_end_matches(['.', '-']).len())
}

/// Bytes of the host in letters of another script that `text` begins with (`موقع.مصر`, RFC 5890): two labels or more of
/// letters, marks and digits, the last of two letters at least.
fn foreign_host_length(text: &str) -> Option<usize> {
    let of_host = |character: char| {
        let category = || Properties::of(character).category();
        matches!(character, '.' | '-')
            || matches!(category(), Category::Letter | Category::Mark | Category::Number)
    };
    let length: usize = text
        .chars()
        .take(LONGEST_HOST + 1)
        .take_while(|&character| of_host(character))
        .map(char::len_utf8)
        .sum();
    steps::count(length);
    let host = text[..length].trim_end_matches(['.', '-']);
    let is_host = host.chars().count() <= LONGEST_HOST
        && host.contains('.')
        && host.split('.').all(|label| !label.is_empty())
        && host.rsplit('.').next().is_some_and(|domain| domain.chars().nth(1).is_some());
    is_host.then_some(host.len())
}

/// Bytes of the address that `text` begins with: up to a space, a quote or a bracket that closes nothing, without
/// the punctuation of the sentence around it, and up to an Arabic letter behind one of ASCII or a digit, where a space was
/// forgotten: `http://example.com/abcوقال`.
fn address_length(text: &str) -> usize {
    let mut before = ' ';
    let ends = |character: char| {
        let last = std::mem::replace(&mut before, character);
        !belongs(character) || last.is_ascii_alphanumeric() && is_arabic(character)
    };
    let mut address = &text[..text.find(ends).unwrap_or(text.len())];
    steps::count(address.len());
    let mut unopened = [('(', ')'), ('[', ']')].map(|(open, close)| {
        (close, address.matches(close).count().saturating_sub(address.matches(open).count()))
    });
    while let Some(last) = address.chars().next_back() {
        let closes = unopened.iter_mut().find(|(close, count)| *close == last && *count > 0);
        match closes {
            Some((_, count)) => *count -= 1,
            None if matches!(last, '.' | ',' | ':' | ';' | '!' | '?' | '\'' | '*' | '~' | '(' | '[') => {}
            None => break,
        }
        address = &address[..address.len() - last.len_utf8()];
    }
    address.len()
}

/// Whether an address may hold `character`; letters of all scripts are allowed (RFC 3987).
fn belongs(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_graphic() && !"<>\"{}|\\^`".contains(character);
    }
    matches!(Properties::of(character).category(), Category::Letter | Category::Mark | Category::Number)
}

fn length_of(text: &str, longest: usize, belongs: impl Fn(u8) -> bool) -> usize {
    let length = text.bytes().take(longest).take_while(|&byte| belongs(byte)).count();
    steps::count(length);
    length
}
