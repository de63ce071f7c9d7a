#include "capture.h"

#include <stdlib.h>
#include <string.h>

int capture_open(struct capture *capture) {
    capture->tail = malloc(CAPTURE_SIZE);
    return capture->tail == NULL ? -1 : 0;
}

static void spill_oldest(struct capture *capture, size_t length) {
    if (length == 0) {
        return;
    }
    capture->spill(capture, capture->tail, length);
    capture->spilled += length;
    capture->length -= length;
    memmove(capture->tail, capture->tail + length, capture->length);
}

void capture_push(struct capture *capture, const char *data, size_t length) {
    size_t total = capture->length + length;
    size_t excess = total > CAPTURE_SIZE ? total - CAPTURE_SIZE : 0;
    size_t from_tail = excess < capture->length ? excess : capture->length;
    spill_oldest(capture, from_tail);
    size_t direct = excess - from_tail;
    if (direct > 0) {
        capture->spill(capture, data, direct);
        capture->spilled += direct;
    }
    memcpy(capture->tail + capture->length, data + direct, length - direct);
    capture->length += length - direct;
}

void capture_flush(struct capture *capture) {
    spill_oldest(capture, capture->length);
}

void capture_close(struct capture *capture) {
    free(capture->tail);
    capture->tail = NULL;
}
