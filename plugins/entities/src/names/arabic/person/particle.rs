//! Particles of names and what they take: عبد الله, أبو بكر, بن حنيف, فان دايك.

use super::super::vocabulary;
use crate::forms::class::{Class, Classes};
use crate::page::Page;
use crate::text::piece::Form;

/// The most particles that take one another, as in أبو عبد الله. Without a bound a text of particles alone would be read to
/// its end from each of them.
const MAX_PARTICLES: usize = 8;

/// بن, أبو, عبد, آل and the word that each takes.
pub(super) fn particle_part(page: &Page<'_>, at: usize) -> Option<usize> {
    if page.is(at, Class::Particle) {
        return nested_particle(page, at, MAX_PARTICLES);
    }
    // فان and فون
    if page.characters(at) == 3 { foreign_particle(page, at) } else { None }
}

/// فان دايك, فون دير لاين within a name: the end of what they take, which is no word of the language. فإن is written alike.
fn foreign_particle(page: &Page<'_>, at: usize) -> Option<usize> {
    let is_particle = |at: usize| match page.key(at) {
        "فان" => !page.written(at).contains(['إ', 'أ']),
        "فون" => true,
        "دير" | "دين" | "دن" => matches!(page.key(at - 1), "فان" | "فون"),
        _ => false,
    };
    let follows_name = at > 0 && page.joins(at) && page.form(at - 1) == Form::Arabic;
    if !follows_name || !matches!(page.key(at), "فان" | "فون") || !is_particle(at) {
        return None;
    }
    let name = at + 1 + usize::from(page.joins(at + 1) && is_particle(at + 1));
    let is_name = page.joins(name)
        && page.form(name) == Form::Arabic
        && page.proclitic(name) == 0
        && page.is_free(name)
        && !page.classes(name).meets(Classes::PLACE.or(Class::Demonym.set()))
        && !vocabulary::is_word(page, name)
        && (page.classes(name).meets(Classes::PERSON) || page.likeness(name) > 0.0);
    is_name.then_some(name + 1)
}

fn nested_particle(page: &Page<'_>, at: usize, most: usize) -> Option<usize> {
    let (length, _) = page.entry(at, Class::Particle)?;
    let next = at + length;
    if !page.joins(next)
        || page.form(next) != Form::Arabic
        || page.proclitic(next) > 0
        || page.key(next).len() < 4
    {
        return None;
    }
    let nested = most.checked_sub(1).and_then(|most| nested_particle(page, next, most));
    if nested.is_some() {
        return nested;
    }
    if let Some((length, ..)) = page.longest(next, Classes::PERSON) {
        return Some(next + length);
    }
    let is_servant = page.key(at) == "عبد" && page.key(next).starts_with("ال");
    // Behind بن stands a name, whatever else the word is.
    let is_name =
        is_servant || page.key(at) == "بن" || page.key(at) != "عبد" && !vocabulary::is_word(page, next);
    is_name.then_some(next + 1)
}
