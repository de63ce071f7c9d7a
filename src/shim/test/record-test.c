#include "record.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"

#define STAMP "2026-11-23T04:05:06.123456789Z"

static bool formats_to(size_t room, const char *text, const char *expected, size_t taken) {
    char out[1024];
    char prefix[RECORD_PREFIX_LENGTH];
    size_t consumed;
    record_prefix(prefix, STAMP, STREAM_STDOUT);
    size_t size = record_format(out, room, prefix, text, strlen(text), &consumed);
    return consumed == taken && size == strlen(expected) && memcmp(out, expected, size) == 0;
}

static bool stamps(void) {
    char out[CLOCK_STAMP_LENGTH + 1];
    clock_stamp((struct timespec){.tv_sec = 1795406706, .tv_nsec = 123456789}, out);
    CHECK(strcmp(out, STAMP) == 0);
    clock_stamp((struct timespec){0}, out);
    CHECK(strcmp(out, "1970-01-01T00:00:00.000000000Z") == 0);
    clock_stamp((struct timespec){.tv_sec = 951782400, .tv_nsec = 7}, out);
    CHECK(strcmp(out, "2000-02-29T00:00:00.000000007Z") == 0);
    return true;
}

static bool lines(void) {
    CHECK(formats_to(1024, "", "", 0));
    CHECK(formats_to(1024, "text\n", STAMP " stdout F text\n", 5));
    CHECK(formats_to(1024, "\n", STAMP " stdout F \n", 1));
    CHECK(formats_to(1024, "a\nb", STAMP " stdout F a\n" STAMP " stdout P b\n", 3));
    CHECK(formats_to(1024, "a\r\n\n", STAMP " stdout F a\r\n" STAMP " stdout F \n", 4));
    return true;
}

static bool room_that_runs_out(void) {
    /* Two records of 42 bytes need 84. */
    CHECK(formats_to(84, "a\nb\n", STAMP " stdout F a\n" STAMP " stdout F b\n", 4));
    CHECK(formats_to(83, "a\nb\n", STAMP " stdout F a\n", 2));
    CHECK(formats_to(44, "abcdef\n", STAMP " stdout P abc\n", 3));
    return true;
}

/* What a reader of the log gets back: texts joined, a newline after each F. */
static size_t join(char *out, const char *records, size_t length) {
    size_t used = 0;
    for (size_t at = 0; at < length;) {
        const char *text = records + at + RECORD_PREFIX_LENGTH;
        const char *newline = memchr(text, '\n', length - at - RECORD_PREFIX_LENGTH);
        size_t text_length = (size_t)(newline - text);
        memcpy(out + used, text, text_length);
        used += text_length;
        if (records[at + RECORD_PREFIX_LENGTH - 2] == 'F') {
            out[used++] = '\n';
        }
        at += RECORD_PREFIX_LENGTH + text_length + 1;
    }
    return used;
}

/* Every way to split a text into two reads, in every size of buffer. */
static bool every_split(void) {
    static const char text[] = "one\n\ntwo three\r\n\xff\xfe\nlast";
    const size_t length = sizeof text - 1;
    char prefix[RECORD_PREFIX_LENGTH];
    char records[4096];
    char joined[256];
    record_prefix(prefix, STAMP, STREAM_STDERR);
    for (size_t room = RECORD_PREFIX_LENGTH + 2; room < 300; room++) {
        for (size_t split = 0; split <= length; split++) {
            size_t used = 0;
            for (size_t at = 0; at < length;) {
                size_t end = at < split ? split : length;
                size_t consumed;
                used += record_format(records + used, room, prefix, text + at, end - at, &consumed);
                CHECK(consumed > 0);
                at += consumed;
            }
            CHECK(record_whole(records, used) == used);
            CHECK(record_payload(records, used) == length);
            CHECK(join(joined, records, used) == length && memcmp(joined, text, length) == 0);
        }
    }
    return true;
}

static bool torn_writes(void) {
    static const char records[] = STAMP " stdout F abc\n" STAMP " stdout P de\n";
    const size_t first = RECORD_PREFIX_LENGTH + 4;
    for (size_t written = 0; written < sizeof records - 1; written++) {
        CHECK(record_whole(records, written) == (written < first ? 0 : first));
    }
    CHECK(record_payload(records, first) == 4);
    CHECK(record_payload(records, sizeof records - 1) == 6);
    CHECK(record_payload(records + first, sizeof records - 1 - first) == 2);
    return true;
}

int main(void) {
    static const struct test tests[] = {
        {"record: RFC 3339 with nanoseconds", stamps},
        {"record: full and partial lines", lines},
        {"record: stops or splits where the buffer ends", room_that_runs_out},
        {"record: every split position gives the text back", every_split},
        {"record: whole records of a torn write", torn_writes},
    };
    return RUN(tests);
}
