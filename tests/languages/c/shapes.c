#include "shapes.h"

#include <stdlib.h>
#include <string.h>

shapes shapes_new(size_t most) {
    size_t size = 2;
    while (size < 2 * most) {
        size *= 2;
    }
    return (shapes){.places = zeros(size * sizeof(uint32_t)), .mask = size - 1};
}

uint32_t shape_count(const shapes *all) {
    return all->ends.length / sizeof(uint32_t);
}

const uint8_t *shape_text(const shapes *all, uint32_t shape, size_t *length) {
    const uint32_t *ends = (const uint32_t *)all->ends.bytes;
    uint32_t start = shape ? ends[shape - 1] : 0;
    *length = ends[shape] - start;
    return all->text.bytes + start;
}

// All bytes of what is not ASCII are of one kind, so characters need not be told apart.
static uint8_t kind(uint8_t byte) {
    return byte >= 'A' && byte <= 'Z' ? 'A' : byte >= 'a' && byte <= 'z' ? 'a' : 'x';
}

uint32_t shape_of(shapes *all, const uint8_t *word, size_t length) {
    // It is written behind the others, and stays there if it is new.
    size_t start = all->text.length;
    uint32_t hash = 2166136261u;
    for (size_t at = 0; at < length; at++) {
        if (at == 0 || kind(word[at]) != kind(word[at - 1])) {
            put_byte(&all->text, kind(word[at]));
            hash = (hash ^ kind(word[at])) * 16777619u;
        }
    }
    size_t written = all->text.length - start;
    for (size_t place = hash & all->mask;; place = (place + 1) & all->mask) {
        uint32_t *code = &all->places[place];
        if (!*code) {
            put_u32(&all->ends, all->text.length);
            *code = shape_count(all);
            return *code - 1;
        }
        size_t known;
        const uint8_t *text = shape_text(all, *code - 1, &known);
        if (known == written && !memcmp(text, all->text.bytes + start, written)) {
            all->text.length = start;
            return *code - 1;
        }
    }
}

void state_add_length(state *group, uint64_t length) {
    group->least = !group->count || length < group->least ? length : group->least;
    group->greatest = length > group->greatest ? length : group->greatest;
    group->count++;
    group->sum += length;
    group->squares += length * length;
}

void state_add_year(state *group, double year) {
    if (!group->has_year || year > group->year) {
        group->has_year = true;
        group->year = year;
    }
}

// A number above 0, as a sum or as a number.
static void put_positive(buffer *to, uint64_t value) {
    put_byte(to, 1);
    put_whole(to, value);
}

static void put_number(buffer *to, double value) {
    double magnitude = value < 0 ? -value : value;
    if (magnitude < 9007199254740992.0 && (double)(uint64_t)magnitude == magnitude) {
        put_byte(to, value < 0 ? 2 : 1);
        put_whole(to, (uint64_t)magnitude);
    } else {
        put_byte(to, 3);
        put_f64(to, value);
    }
}

static void put_lengths(buffer *to, const state *group) {
    put_whole(to, group->count);
    put_positive(to, group->sum);
    put_positive(to, group->squares);
    put_positive(to, group->least);
    put_positive(to, group->greatest);
}

static void put_counts(buffer *to, uint32_t first, const counted *entries, total *totals, const shapes *all) {
    buffer seen = {0}, texts = {0}, lengths = {0}, counts = {0};
    for (uint32_t entry = first; entry; entry = entries[entry - 1].next) {
        uint32_t shape = entries[entry - 1].shape;
        if (!totals[shape].documents) {
            put_u32(&seen, shape);
        }
        totals[shape].count += entries[entry - 1].count;
        totals[shape].documents++;
    }
    const uint32_t *keys = (const uint32_t *)seen.bytes;
    size_t count = seen.length / sizeof *keys;
    for (size_t key = 0; key < count; key++) {
        size_t length;
        const uint8_t *text = shape_text(all, keys[key], &length);
        put(&texts, text, length);
        put_whole(&lengths, length);
        total *of = &totals[keys[key]];
        put_whole(&counts, 2 * (of->documents - 1) + (of->count != of->documents));
        if (of->count != of->documents) {
            put_whole(&counts, of->count - of->documents - 1);
        }
        *of = (total){0};
    }
    put_whole(to, count);
    put_whole(to, texts.length);
    put(to, texts.bytes, texts.length);
    put(to, lengths.bytes, lengths.length);
    put(to, counts.bytes, counts.length);
}

analyzer_list_u8_t state_bytes(const state *group, const counted *entries, total *totals, const shapes *all) {
    buffer to = {0};
    put_byte(&to, 1);
    // Fields by their places in the order of names: lengths, shapes, year.
    put_whole(&to, 2 * (group->count > 0) + group->has_year);
    if (group->count) {
        put_whole(&to, 0);
        put_lengths(&to, group);
        put_whole(&to, 1);
        put_counts(&to, group->counted, entries, totals, all);
    }
    if (group->has_year) {
        put_whole(&to, 2);
        put_number(&to, group->year);
    }
    return (analyzer_list_u8_t){to.bytes, to.length};
}
