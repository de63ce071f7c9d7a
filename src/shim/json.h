#ifndef SHIM_JSON_H
#define SHIM_JSON_H

#include <stddef.h>

/* The longest escape of one input byte: \u00XX. */
#define JSON_GROWTH 6

/* Writes the bytes as the inside of a JSON string (no quotes, no NUL) and returns the length.
 * Bytes that are not UTF-8 become U+FFFD. `out` must hold length * JSON_GROWTH bytes. */
size_t json_escape(char *out, const char *text, size_t length);

#endif
