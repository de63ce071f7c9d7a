#include "pace.h"

/* Many small reads are worth avoiding, few of them or large ones are not: someone who types or
 * draws a screen must not wait. */
#define HASTY_READS 8
#define HASTY_BYTES 16384
#define LARGE_READ 16384

bool pace_is_hasty(struct pace *pace, int64_t now_ms, size_t length) {
    if (now_ms != pace->now_ms) {
        *pace = (struct pace){.now_ms = now_ms};
    }
    pace->reads += 1;
    pace->bytes += length;
    return pace->reads >= HASTY_READS && pace->bytes >= HASTY_BYTES &&
           pace->bytes / pace->reads < LARGE_READ;
}

bool pace_pauses_again(size_t gathered, size_t capacity) {
    /* Little: the burst is over. Almost full: the writer would have to wait for us. */
    return gathered >= HASTY_BYTES && gathered < capacity / 4 * 3;
}
