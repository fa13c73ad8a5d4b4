// Memory for one call, and what is written into it.
#pragma once
#include <stddef.h>
#include <stdint.h>

// Memory of zeros.
void *zeros(size_t size);

// Says that what the call was given and has made is read by nobody but the host any more.
void call_ends(void);

// Bytes that grow.
typedef struct {
    uint8_t *bytes;
    size_t length;
    size_t capacity;
} buffer;

void put(buffer *to, const void *bytes, size_t size);
void put_byte(buffer *to, uint8_t byte);
void put_u32(buffer *to, uint32_t value);
void put_f32(buffer *to, float value);
void put_f64(buffer *to, double value);
// Text that ends in a zero, which is left out.
void put_text(buffer *to, const char *text);
// In decimal digits.
void put_digits(buffer *to, uint64_t value);
// Seven bits a byte, the low ones first.
void put_whole(buffer *to, uint64_t value);
