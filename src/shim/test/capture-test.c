#include "capture.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"

#define TOTAL 100000

static char spilled[TOTAL];
static size_t spilled_length;

static void on_spill(struct capture *capture, const char *data, size_t length) {
    (void)capture;
    memcpy(spilled + spilled_length, data, length);
    spilled_length += length;
}

/* In pieces of every size: what is spilled and what is held is always the whole text in order. */
static bool nothing_is_lost(void) {
    static char text[TOTAL];
    static const size_t sizes[] = {1,    7, 4096, CAPTURE_SIZE - 1, CAPTURE_SIZE, CAPTURE_SIZE + 1,
                                   50000};
    for (size_t i = 0; i < TOTAL; i++) {
        text[i] = (char)('a' + i % 23);
    }
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct capture capture = {.spill = on_spill};
        spilled_length = 0;
        CHECK(capture_open(&capture) == 0);
        for (size_t at = 0; at < TOTAL; at += sizes[i]) {
            size_t piece = TOTAL - at < sizes[i] ? TOTAL - at : sizes[i];
            capture_push(&capture, text + at, piece);
            CHECK(capture.length <= CAPTURE_SIZE);
        }
        CHECK(capture.length == CAPTURE_SIZE && capture.spilled == TOTAL - CAPTURE_SIZE);
        CHECK(memcmp(capture.tail, text + TOTAL - CAPTURE_SIZE, CAPTURE_SIZE) == 0);
        capture_flush(&capture);
        CHECK(spilled_length == TOTAL && memcmp(spilled, text, TOTAL) == 0);
        capture_close(&capture);
    }
    return true;
}

int main(void) {
    static const struct test tests[] = {
        {"capture: holds the newest bytes, spills the rest in order", nothing_is_lost},
    };
    return RUN(tests);
}
