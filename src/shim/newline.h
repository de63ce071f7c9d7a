#ifndef SHIM_NEWLINE_H
#define SHIM_NEWLINE_H

#include <stddef.h>

/* memchr(text, '\n', length) and memcpy for lines of a log. libc's are made for every purpose:
 * musl's spend more time on lines of ordinary length than the system calls around them. */

/* NULL if there is none. */
const char *newline_find(const char *text, size_t length);
/* Copies text that does not overlap. */
void newline_copy(char *out, const char *text, size_t length);

#endif
