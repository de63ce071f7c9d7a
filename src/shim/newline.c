#include "newline.h"

#include <stdint.h>
#include <string.h>

/* Sixteen bytes at a time: every 64-bit machine has registers of that size, and the compiler turns
 * these into plain vector instructions. */
#define BLOCK 16
typedef unsigned char block __attribute__((vector_size(BLOCK)));

/* From here on libc is faster: its start-up cost is spread over many bytes. */
#define LONG_TEXT 1024

static block load(const char *text) {
    block bytes;
    memcpy(&bytes, text, BLOCK);
    return bytes;
}

const char *newline_find(const char *text, size_t length) {
    const block newlines = (block){0} + (unsigned char)'\n';
    size_t at = 0;
    for (; length - at >= BLOCK; at += BLOCK) {
        uint64_t halves[2];
        block equal = (block)(load(text + at) == newlines);
        memcpy(halves, &equal, BLOCK);
        if ((halves[0] | halves[1]) != 0) {
            break;
        }
    }
    /* At most one block is left to look at byte by byte. */
    for (; at < length; at++) {
        if (text[at] == '\n') {
            return text + at;
        }
    }
    return NULL;
}

void newline_copy(char *out, const char *text, size_t length) {
    if (length < BLOCK || length > LONG_TEXT) {
        memcpy(out, text, length);
        return;
    }
    for (size_t at = 0; at + BLOCK < length; at += BLOCK) {
        memcpy(out + at, text + at, BLOCK);
    }
    /* The last block overlaps the one before it instead of leaving a rest. */
    memcpy(out + length - BLOCK, text + length - BLOCK, BLOCK);
}
