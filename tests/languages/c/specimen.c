// The analyzer of `tests/specimen`, in C: it says the same.
//
// Its states are in the binary form. What a call is given and makes is in memory that the next call takes anew.
#include <stdlib.h>
#include <string.h>

#include "analyzer.h"
#include "shapes.h"

#define TEXT(literal) { (uint8_t *)(literal), sizeof(literal) - 1 }
#define COLUMN(buffer) { (buffer).bytes, (buffer).length }

typedef textmill_analyzer_types_layer_t layer;
typedef textmill_analyzer_types_attribute_t attribute;

static analyzer_string_t LABELS_OF_SIZE[] = {TEXT("short"), TEXT("long"), TEXT("")};
static analyzer_string_t LABELS_OF_PAIRS[] = {TEXT("pair")};

// The layer `tokens`, read from document to document.
typedef struct {
    const uint32_t *starts, *ends, *labels, *codes;
    uint32_t count, read, word;
    form *forms;
    shapes shapes;
} tokens;

// The layers in the making, by their columns.
typedef struct {
    buffer shape, bytes, ascii, ends, no_word;
    buffer size, words, lost;
    buffer pair_starts, pair_ends, pairs, first, second, before, no_before, share;
} made;

// What is said of documents.
typedef struct {
    buffer outputs, faults, counted;
    // Of the document in hand, by shape.
    uint32_t *counts;
    state *groups;
} found;

// A column of numbers is read where it lies: WebAssembly is little-endian, as it is, and `malloc` aligns.
static const uint32_t *numbers(textmill_analyzer_types_u32_column_t column) {
    return (const uint32_t *)column.ptr;
}

static uint32_t start_of(const textmill_analyzer_types_strings_t *strings, uint32_t index) {
    return index ? numbers(strings->ends)[index - 1] : 0;
}

static analyzer_string_t string(const textmill_analyzer_types_strings_t *strings, uint32_t index) {
    uint32_t start = start_of(strings, index);
    return (analyzer_string_t){strings->text.ptr + start, numbers(strings->ends)[index] - start};
}

static bool contains(analyzer_string_t text, const char *word) {
    size_t length = strlen(word);
    for (size_t at = 0; at + length <= text.len; at++) {
        if (!memcmp(text.ptr + at, word, length)) {
            return true;
        }
    }
    return false;
}

static bool is(analyzer_string_t text, const char *word) {
    return text.len == strlen(word) && contains(text, word);
}

static bool is_ascii(analyzer_string_t text) {
    for (size_t at = 0; at < text.len; at++) {
        if (text.ptr[at] >= 0x80) {
            return false;
        }
    }
    return true;
}

// Reads the layer, and what is to know of each form: once, and not for each word.
static tokens read_tokens(const layer *of) {
    const textmill_analyzer_types_dictionary_t *dictionary = 0;
    for (size_t at = 0; at < of->attributes.len; at++) {
        if (is(of->attributes.ptr[at].name, "form")) {
            dictionary = &of->attributes.ptr[at].values.val.dictionary;
        }
    }
    uint32_t forms = dictionary->table.ends.len / sizeof(uint32_t);
    tokens all = {
        .starts = numbers(of->starts),
        .ends = numbers(of->ends),
        .labels = numbers(of->labels),
        .codes = numbers(dictionary->entries),
        .count = of->starts.len / sizeof(uint32_t),
        .word = UINT32_MAX,
        .forms = malloc(forms * sizeof(form)),
        .shapes = shapes_new(forms),
    };
    for (uint32_t label = 0; label < of->label_names.len; label++) {
        if (is(of->label_names.ptr[label], "word")) {
            all.word = label;
        }
    }
    for (uint32_t code = 0; code < forms; code++) {
        analyzer_string_t text = string(&dictionary->table, code);
        all.forms[code] = (form){text.ptr, text.len, shape_of(&all.shapes, text.ptr, text.len), is_ascii(text)};
    }
    return all;
}

// Adds a token to what is enriched: as what its form says, or, where it is none, as what has no values.
static void enrich(made *to, uint32_t token, const form *word) {
    put_u32(&to->shape, word ? word->shape : 0);
    put_f64(&to->bytes, word ? word->length : 0);
    put_f64(&to->ascii, word ? word->ascii : 0);
    put_f32(&to->ends, word ? word->bytes[0] : 0);
    put_f32(&to->ends, word ? word->bytes[word->length - 1] : 0);
    if (!word) {
        put_u32(&to->no_word, token);
    }
}

// `number` counts the pairs of the document, `first` its tokens.
static void pair(made *to, const tokens *all, uint32_t number, uint32_t first, uint32_t left, uint32_t right) {
    double lengths[] = {all->ends[left] - all->starts[left], all->ends[right] - all->starts[right]};
    if (number == 0) {
        put_u32(&to->no_before, to->pairs.length / sizeof(uint32_t));
    }
    put_u32(&to->pair_starts, all->starts[left]);
    put_u32(&to->pair_ends, all->ends[right]);
    put_u32(&to->pairs, 0);
    put_u32(&to->first, left - first);
    put_u32(&to->second, right - first);
    put_u32(&to->before, number ? number - 1 : 0);
    put_f64(&to->share, lengths[0] / (lengths[0] + lengths[1]));
}

// The number that a piece of JSON is, where it is one; exact for up to 15 digits and exponents of up to 22.
static bool number(analyzer_string_t json, double *value) {
    size_t at = 0;
    double digits = 0, power = 1;
    int exponent = 0, given = 0, sign = 1;
    bool negative = json.len && json.ptr[0] == '-';
    at += negative;
    if (at == json.len || json.ptr[at] < '0' || json.ptr[at] > '9') {
        return false;
    }
    for (bool fraction = false; at < json.len && (json.ptr[at] | 0x20) != 'e'; at++) {
        if (json.ptr[at] == '.') {
            fraction = true;
            continue;
        }
        digits = digits * 10 + (json.ptr[at] - '0');
        exponent -= fraction;
    }
    for (at++; at < json.len; at++) {
        if (json.ptr[at] == '-') {
            sign = -1;
        } else if (json.ptr[at] != '+' && given < 1000) {
            given = given * 10 + (json.ptr[at] - '0');
        }
    }
    exponent += sign * given;
    for (int turn = exponent < 0 ? -exponent : exponent; turn > 0; turn--) {
        power *= 10;
    }
    *value = (negative ? -1 : 1) * (exponent < 0 ? digits / power : digits * power);
    return true;
}

// Tells the output of a document, whose tokens are `first` to `all->read`, and folds it into its group.
static void tell(found *to, state *group, const tokens *all, uint32_t first, analyzer_string_t year) {
    buffer output = {0}, seen = {0};
    put_text(&output, "{\"lengths\":[");
    const char *comma = "";
    for (uint32_t token = first; token < all->read; token++) {
        if (all->labels[token] != all->word) {
            continue;
        }
        const form *word = &all->forms[all->codes[token]];
        put_text(&output, comma);
        put_digits(&output, word->length);
        comma = ",";
        state_add_length(group, word->length);
        if (!to->counts[word->shape]++) {
            put_u32(&seen, word->shape);
        }
    }
    put_text(&output, "],\"shapes\":{");
    const uint32_t *shapes = (const uint32_t *)seen.bytes;
    for (size_t at = 0; at < seen.length / sizeof *shapes; at++) {
        size_t length;
        const uint8_t *text = shape_text(&all->shapes, shapes[at], &length);
        put_text(&output, at ? ",\"" : "\"");
        put(&output, text, length);
        put_text(&output, "\":");
        put_digits(&output, to->counts[shapes[at]]);
        counted entry = {shapes[at], to->counts[shapes[at]], group->counted};
        put(&to->counted, &entry, sizeof entry);
        group->counted = to->counted.length / sizeof entry;
        to->counts[shapes[at]] = 0;
    }
    put_text(&output, "},\"year\":");
    double value;
    if (number(year, &value)) {
        put(&output, year.ptr, year.len);
        state_add_year(group, value);
    } else {
        put_text(&output, "null");
    }
    put_text(&output, "}");
    analyzer_string_t text = {output.bytes, output.length};
    put(&to->outputs, &text, sizeof text);
}

// A document with a fault has no output and no entries; in layers of documents and in enrichments it has empty ones.
static void lose(found *to, made *layers, uint32_t document, uint32_t first, uint32_t end) {
    textmill_analyzer_types_fault_t fault = {document, TEXT("forbidden"), TEXT("the text is forbidden")};
    put(&to->faults, &fault, sizeof fault);
    analyzer_string_t none = {0};
    put(&to->outputs, &none, sizeof none);
    for (uint32_t token = first; token < end; token++) {
        enrich(layers, token, 0);
    }
    put_u32(&layers->lost, document);
    put_u32(&layers->size, 2);
    put_f64(&layers->words, 0);
}

// Adds a document to the layers.
static void add(made *to, const tokens *all, uint32_t first) {
    uint32_t words = 0, left = 0;
    for (uint32_t token = first; token < all->read; token++) {
        bool word = all->labels[token] == all->word;
        enrich(to, token, word ? &all->forms[all->codes[token]] : 0);
        if (word && words) {
            pair(to, all, words - 1, first, left, token);
        }
        left = word ? token : left;
        words += word;
    }
    put_u32(&to->size, words < 3 ? 0 : 1);
    put_f64(&to->words, words);
}

static layer enrichment(const made *of, const tokens *all) {
    attribute attributes[] = {
        {
            TEXT("shape"),
            {.tag = TEXTMILL_ANALYZER_TYPES_COLUMN_DICTIONARY,
             .val.dictionary = {{COLUMN(all->shapes.text), COLUMN(all->shapes.ends)}, COLUMN(of->shape)}},
            COLUMN(of->no_word),
        },
        {
            TEXT("bytes"),
            {.tag = TEXTMILL_ANALYZER_TYPES_COLUMN_NUMBERS, .val.numbers = COLUMN(of->bytes)},
            COLUMN(of->no_word),
        },
        {
            TEXT("ascii"),
            {.tag = TEXTMILL_ANALYZER_TYPES_COLUMN_NUMBERS, .val.numbers = COLUMN(of->ascii)},
            COLUMN(of->no_word),
        },
        {
            TEXT("ends"),
            {.tag = TEXTMILL_ANALYZER_TYPES_COLUMN_VECTORS, .val.vectors = {2, COLUMN(of->ends)}},
            COLUMN(of->no_word),
        },
    };
    layer all_of = {.name = TEXT("tokens"), .scope = TEXTMILL_ANALYZER_TYPES_SCOPE_ENRICHMENT};
    // Without a token there is no entry of the dictionary either.
    if (all->count) {
        all_of.attributes.ptr = memcpy(malloc(sizeof attributes), attributes, sizeof attributes);
        all_of.attributes.len = sizeof attributes / sizeof *attributes;
    }
    return all_of;
}

static layer sizes(const made *of) {
    attribute words = {
        TEXT("words"),
        {.tag = TEXTMILL_ANALYZER_TYPES_COLUMN_NUMBERS, .val.numbers = COLUMN(of->words)},
        COLUMN(of->lost),
    };
    return (layer){
        .name = TEXT("size"),
        .scope = TEXTMILL_ANALYZER_TYPES_SCOPE_DOCUMENTS,
        .label_names = {LABELS_OF_SIZE, 3},
        .labels = COLUMN(of->size),
        .attributes = {memcpy(malloc(sizeof words), &words, sizeof words), 1},
    };
}

static layer pairs(const made *of) {
    attribute attributes[] = {
        {
            TEXT("first"),
            {.tag = TEXTMILL_ANALYZER_TYPES_COLUMN_REFERENCES, .val.references = COLUMN(of->first)},
            {0},
        },
        {
            TEXT("second"),
            {.tag = TEXTMILL_ANALYZER_TYPES_COLUMN_REFERENCES, .val.references = COLUMN(of->second)},
            {0},
        },
        {
            TEXT("before"),
            {.tag = TEXTMILL_ANALYZER_TYPES_COLUMN_REFERENCES, .val.references = COLUMN(of->before)},
            COLUMN(of->no_before),
        },
        {
            TEXT("share"),
            {.tag = TEXTMILL_ANALYZER_TYPES_COLUMN_NUMBERS, .val.numbers = COLUMN(of->share)},
            {0},
        },
    };
    return (layer){
        .name = TEXT("pairs"),
        .scope = TEXTMILL_ANALYZER_TYPES_SCOPE_SPANS,
        .starts = COLUMN(of->pair_starts),
        .ends = COLUMN(of->pair_ends),
        .label_names = {LABELS_OF_PAIRS, 1},
        .labels = COLUMN(of->pairs),
        .attributes = {
            memcpy(malloc(sizeof attributes), attributes, sizeof attributes),
            sizeof attributes / sizeof *attributes,
        },
    };
}

static uint32_t count_groups(textmill_analyzer_types_u32_column_t groups) {
    uint32_t most = 0;
    for (size_t document = 0; document < groups.len / sizeof(uint32_t); document++) {
        uint32_t group = numbers(groups)[document];
        most = group > most ? group : most;
    }
    return most + 1;
}

static void go_through(
    const exports_textmill_analyzer_plugin_batch_t *batch, tokens *all, made *layers, found *to
) {
    const textmill_analyzer_types_strings_t *years = &batch->metadata.ptr[0].values;
    for (uint32_t document = 0; document < batch->texts.ends.len / sizeof(uint32_t); document++) {
        analyzer_string_t text = string(&batch->texts, document);
        uint32_t first = all->read, end = numbers(batch->texts.ends)[document];
        while (all->read < all->count && all->starts[all->read] < end) {
            all->read++;
        }
        if (contains(text, "FORBIDDEN")) {
            lose(to, layers, document, first, all->read);
            continue;
        }
        if (contains(text, "LOG")) {
            analyzer_string_t message = TEXT("it asks to be told");
            textmill_analyzer_log_write(TEXTMILL_ANALYZER_LOG_LEVEL_INFO, &document, &message);
        }
        state *group = &to->groups[batch->groups.len ? numbers(batch->groups)[document] : 0];
        add(layers, all, first);
        tell(to, group, all, first, string(years, document));
    }
}

bool exports_textmill_analyzer_plugin_analyze(
    exports_textmill_analyzer_plugin_batch_t *batch,
    exports_textmill_analyzer_plugin_list_layer_t *required,
    exports_textmill_analyzer_plugin_want_t *want,
    exports_textmill_analyzer_plugin_analysis_t *analysis,
    analyzer_string_t *error
) {
    (void)error;
    tokens all = read_tokens(&required->ptr[0]);
    uint32_t groups = count_groups(batch->groups);
    made layers = {0};
    found told = {
        .counts = zeros((shape_count(&all.shapes) + 1) * sizeof(uint32_t)),
        .groups = zeros(groups * sizeof(state)),
    };
    go_through(batch, &all, &layers, &told);
    *analysis = (exports_textmill_analyzer_plugin_analysis_t){
        .faults = {
            (textmill_analyzer_types_fault_t *)told.faults.bytes,
            told.faults.length / sizeof(textmill_analyzer_types_fault_t),
        },
        .layers = {malloc(want->layers.len * sizeof(layer)), want->layers.len},
    };
    for (size_t at = 0; at < want->layers.len; at++) {
        analyzer_string_t name = want->layers.ptr[at].layer;
        analysis->layers.ptr[at] =
            is(name, "tokens") ? enrichment(&layers, &all) : is(name, "size") ? sizes(&layers) : pairs(&layers);
    }
    if (want->outputs) {
        analysis->outputs.ptr = (analyzer_string_t *)told.outputs.bytes;
        analysis->outputs.len = told.outputs.length / sizeof(analyzer_string_t);
    }
    if (want->partials) {
        total *totals = zeros((shape_count(&all.shapes) + 1) * sizeof(total));
        analysis->partials.ptr = malloc(groups * sizeof(analyzer_list_u8_t));
        analysis->partials.len = groups;
        for (uint32_t group = 0; group < groups; group++) {
            const counted *entries = (const counted *)told.counted.bytes;
            analysis->partials.ptr[group] = state_bytes(&told.groups[group], entries, totals, &all.shapes);
        }
    }
    call_ends();
    return true;
}
