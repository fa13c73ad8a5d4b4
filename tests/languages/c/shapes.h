// The shapes of words, and what states say of words.
#pragma once
#include <stdbool.h>

#include "analyzer.h"
#include "memory.h"

// The text of words: what is known of it once, and not for each word.
typedef struct {
    const uint8_t *bytes;
    size_t length;
    uint32_t shape;
    bool ascii;
} form;

// Different shapes, each with a code in the order of their first coming.
typedef struct {
    buffer text;
    // Of u32, as a column has them.
    buffer ends;
    // Codes and one more, by hash; 0 where there is none.
    uint32_t *places;
    size_t mask;
} shapes;

// Room for so many shapes.
shapes shapes_new(size_t most);
// The code of a word's shape.
uint32_t shape_of(shapes *all, const uint8_t *word, size_t length);
uint32_t shape_count(const shapes *all);
const uint8_t *shape_text(const shapes *all, uint32_t shape, size_t *length);

// How often a document has a shape.
typedef struct {
    uint32_t shape;
    uint32_t count;
    // Of the same group, an index and one more; 0 for none.
    uint32_t next;
} counted;

// What the outputs of a group fold into.
typedef struct {
    uint32_t counted;
    uint64_t count, sum, squares, least, greatest;
    bool has_year;
    double year;
} state;

void state_add_length(state *group, uint64_t length);
void state_add_year(state *group, double year);

// Room to add up counts by shape, of zeros.
typedef struct {
    uint64_t count, documents;
} total;

// A state's binary form, as `docs/merge.md` has it. Leaves zeros in `totals`.
analyzer_list_u8_t state_bytes(const state *group, const counted *entries, total *totals, const shapes *all);
