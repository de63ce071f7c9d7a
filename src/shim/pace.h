#ifndef SHIM_PACE_H
#define SHIM_PACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decides when a stream is read by the clock rather than on each write. A container that logs a
 * line per write would wake the shim for every line; both then spend their time on waking. Read
 * once a millisecond instead, it runs as if nobody watched, and a thousand lines cost one turn. */

#define PACE_PAUSE_MS 1

struct pace {
    /* What was read within the current millisecond. */
    int64_t now_ms;
    size_t reads;
    size_t bytes;
};

/* Notes a read; true when the stream is better left alone for PACE_PAUSE_MS. */
bool pace_is_hasty(struct pace *pace, int64_t now_ms, size_t length);
/* Whether to pause once more, from what had gathered in `capacity` bytes of pipe meanwhile. */
bool pace_pauses_again(size_t gathered, size_t capacity);

#endif
