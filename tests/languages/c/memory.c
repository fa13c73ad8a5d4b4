// Memory without a C library: it is taken from one end of what WebAssembly has, and never given back piece by piece. All
// that a call took is taken anew by the next.
#include "memory.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define PAGE 65536

// Where the linker lets free memory begin.
extern uint8_t __heap_base;

static uintptr_t next;
static bool ended = true;

void call_ends(void) {
    ended = true;
}

// Columns are read as numbers in place, so all memory begins at a multiple of 8.
void *malloc(size_t size) {
    if (ended) {
        next = ((uintptr_t)&__heap_base + 7) & ~(uintptr_t)7;
        ended = false;
    }
    uintptr_t end = (uintptr_t)__builtin_wasm_memory_size(0) * PAGE;
    if (size > UINT32_MAX - 7 - next) {
        abort();
    }
    uintptr_t start = next;
    next = (start + size + 7) & ~(uintptr_t)7;
    if (next > end && __builtin_wasm_memory_grow(0, (next - end + PAGE - 1) / PAGE) == SIZE_MAX) {
        abort();
    }
    return (void *)start;
}

// How long the old memory is, nobody knows: bytes behind it come along, which lie below the new and do no harm.
void *realloc(void *old, size_t size) {
    void *larger = malloc(size);
    return old ? memcpy(larger, old, size) : larger;
}

void free(void *memory) {
    (void)memory;
}

_Noreturn void abort(void) {
    __builtin_trap();
}

// With `-mbulk-memory` these are an instruction each.
void *memcpy(void *to, const void *from, size_t size) {
    return __builtin_memcpy(to, from, size);
}

void *memset(void *to, int byte, size_t size) {
    return __builtin_memset(to, byte, size);
}

int memcmp(const void *one, const void *other, size_t size) {
    const uint8_t *left = one, *right = other;
    for (size_t at = 0; at < size; at++) {
        if (left[at] != right[at]) {
            return left[at] < right[at] ? -1 : 1;
        }
    }
    return 0;
}

size_t strlen(const char *text) {
    size_t length = 0;
    while (text[length]) {
        length++;
    }
    return length;
}

void *zeros(size_t size) {
    return memset(malloc(size), 0, size);
}

void put(buffer *to, const void *bytes, size_t size) {
    if (size > to->capacity - to->length) {
        size_t capacity = 2 * to->capacity + size + 64;
        uint8_t *larger = malloc(capacity);
        memcpy(larger, to->bytes, to->length);
        to->bytes = larger;
        to->capacity = capacity;
    }
    memcpy(to->bytes + to->length, bytes, size);
    to->length += size;
}

void put_byte(buffer *to, uint8_t byte) {
    put(to, &byte, 1);
}

void put_u32(buffer *to, uint32_t value) {
    put(to, &value, sizeof value);
}

void put_f32(buffer *to, float value) {
    put(to, &value, sizeof value);
}

void put_f64(buffer *to, double value) {
    put(to, &value, sizeof value);
}

void put_text(buffer *to, const char *text) {
    put(to, text, strlen(text));
}

void put_digits(buffer *to, uint64_t value) {
    uint8_t digits[20];
    size_t first = sizeof digits;
    do {
        digits[--first] = '0' + value % 10;
        value /= 10;
    } while (value);
    put(to, digits + first, sizeof digits - first);
}

void put_whole(buffer *to, uint64_t value) {
    while (value >= 0x80) {
        put_byte(to, value | 0x80);
        value >>= 7;
    }
    put_byte(to, value);
}
