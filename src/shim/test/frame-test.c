#include "frame.h"

#include <string.h>

#include "check.h"

static enum frame_status status_of(const char *bytes, size_t length) {
    struct frame frame;
    const char *why;
    return frame_read(&frame, (const unsigned char *)bytes, length, &why);
}

static bool headers(void) {
    unsigned char header[FRAME_HEADER_LENGTH];
    frame_write_header(header, FRAME_STDOUT, FRAME_SEND_LIMIT);
    CHECK(memcmp(header, "\x42\x04\x00\x00", 4) == 0);
    frame_write_header(header, FRAME_EXIT, 2);
    CHECK(memcmp(header, "\x46\x00\x00\x02", 4) == 0);
    return true;
}

static bool welcome(void) {
    unsigned char out[FRAME_WELCOME_LENGTH];
    frame_write_welcome(out, (struct frame_welcome){.facts = 3, .pid = 0x01020304, .lost = 5});
    CHECK(memcmp(out, "\x01\x03\x01\x02\x03\x04\0\0\0\0\0\0\0\x05", 14) == 0);
    return true;
}

static bool incomplete(void) {
    static const char bytes[] = "\x02\x00\x00\x05hello";
    struct frame frame;
    const char *why;
    for (size_t length = 0; length < 9; length++) {
        CHECK(status_of(bytes, length) == FRAME_INCOMPLETE);
    }
    CHECK(frame_read(&frame, (const unsigned char *)bytes, 9, &why) == FRAME_COMPLETE);
    CHECK(frame.type == FRAME_STDIN && frame.length == 5 && memcmp(frame.payload, "hello", 5) == 0);
    return true;
}

static bool invalid(void) {
    CHECK(status_of("\x00\x00\x00\x00", 4) == FRAME_INVALID);
    CHECK(status_of("\x42\x00\x00\x00", 4) == FRAME_INVALID); /* the other direction */
    CHECK(status_of("\x02\x01\x00\x00", 4) == FRAME_INCOMPLETE);
    CHECK(status_of("\x02\x01\x00\x01", 4) == FRAME_INVALID); /* 65,537 bytes */
    CHECK(status_of("\x01\x00\x00\x01", 4) == FRAME_INVALID);
    CHECK(status_of("\x03\x00\x00\x01", 4) == FRAME_INVALID);
    CHECK(status_of("\x04\x00\x00\x05", 4) == FRAME_INVALID);
    return true;
}

static bool numbers(void) {
    CHECK(frame_read_u16((const unsigned char *)"\x01\x02") == 258);
    CHECK(frame_read_u16((const unsigned char *)"\xff\xff") == 65535);
    return true;
}

int main(void) {
    static const struct test tests[] = {
        {"frame: headers", headers},
        {"frame: WELCOME", welcome},
        {"frame: incomplete at every length", incomplete},
        {"frame: refused by the header alone", invalid},
        {"frame: numbers are big-endian", numbers},
    };
    return RUN(tests);
}
