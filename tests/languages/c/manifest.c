// What the analyzer is.
#include "analyzer.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define LIST(array) { (array), COUNT(array) }
#define TEXT(literal) { (uint8_t *)(literal), sizeof(literal) - 1 }
#define ATTRIBUTE(name, type, target) \
    { TEXT(name), TEXTMILL_ANALYZER_TYPES_VALUE_TYPE_##type, TEXT(target) }

static analyzer_string_t WORD[] = {TEXT("word")};
static analyzer_string_t SIZES[] = {TEXT("short"), TEXT("long")};
static analyzer_string_t PAIR[] = {TEXT("pair")};
static analyzer_string_t METADATA[] = {TEXT("year")};

static textmill_analyzer_types_attribute_requirement_t FORM[] = {{ATTRIBUTE("form", TEXT, ""), false}};

static textmill_analyzer_types_requirement_t REQUIRES[] = {
    {.layer = TEXT("tokens"), .optional = false, .attributes = LIST(FORM), .labels = LIST(WORD)},
};

static textmill_analyzer_types_attribute_type_t OF_TOKENS[] = {
    ATTRIBUTE("shape", TEXT, ""),
    ATTRIBUTE("bytes", INTEGER, ""),
    ATTRIBUTE("ascii", BOOLEAN, ""),
    ATTRIBUTE("ends", VECTOR, ""),
};
static textmill_analyzer_types_attribute_type_t OF_SIZE[] = {ATTRIBUTE("words", INTEGER, "")};
static textmill_analyzer_types_attribute_type_t OF_PAIRS[] = {
    ATTRIBUTE("first", REFERENCE, "tokens"),
    ATTRIBUTE("second", REFERENCE, "tokens"),
    ATTRIBUTE("before", REFERENCE, ""),
    ATTRIBUTE("share", NUMBER, ""),
};

static textmill_analyzer_types_provision_t PROVIDES[] = {
    {
        .layer = TEXT("tokens"),
        .scope = TEXTMILL_ANALYZER_TYPES_SCOPE_ENRICHMENT,
        .summary = TEXT("the shape of each word"),
        .attributes = LIST(OF_TOKENS),
    },
    {
        .layer = TEXT("size"),
        .scope = TEXTMILL_ANALYZER_TYPES_SCOPE_DOCUMENTS,
        .summary = TEXT("how long the document is"),
        .labels = LIST(SIZES),
        .attributes = LIST(OF_SIZE),
    },
    {
        .layer = TEXT("pairs"),
        .scope = TEXTMILL_ANALYZER_TYPES_SCOPE_SPANS,
        .summary = TEXT("two words side by side"),
        .labels = LIST(PAIR),
        .attributes = LIST(OF_PAIRS),
    },
};

// All of it lives as long as the instance: `free` does nothing.
void exports_textmill_analyzer_plugin_describe(exports_textmill_analyzer_plugin_manifest_t *manifest) {
    *manifest = (exports_textmill_analyzer_plugin_manifest_t){
        .name = TEXT("specimen-c"),
        .version = TEXT("0.1.0"),
        .summary = TEXT("Uses all of the contract"),
        .requires_ = LIST(REQUIRES),
        .provides = LIST(PROVIDES),
        .metadata = LIST(METADATA),
        .output_schema = TEXT("{\"kind\":\"record\",\"fields\":{\"shapes\":{\"kind\":\"counts\",\"top\":10},"
                              "\"lengths\":{\"kind\":\"stats\"},\"year\":{\"kind\":\"max\"}}}"),
        .settings_schema = TEXT("{\"type\":\"object\",\"additionalProperties\":false}"),
    };
}

bool exports_textmill_analyzer_plugin_configure(
    analyzer_string_t *settings,
    exports_textmill_analyzer_plugin_list_resource_file_t *resources,
    analyzer_string_t *error
) {
    (void)settings, (void)resources, (void)error;
    return true;
}
