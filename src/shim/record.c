#include "record.h"

#include <string.h>

#include "newline.h"

#define TAG_OFFSET (RECORD_PREFIX_LENGTH - 2)

void record_prefix(char prefix[RECORD_PREFIX_LENGTH], const char *stamp, enum stream stream) {
    memcpy(prefix, stamp, CLOCK_STAMP_LENGTH);
    memcpy(prefix + CLOCK_STAMP_LENGTH, stream == STREAM_STDOUT ? " stdout F " : " stderr F ", 10);
}

size_t record_format(char *out, size_t room, const char prefix[RECORD_PREFIX_LENGTH],
                     const char *data, size_t length, size_t *consumed) {
    size_t used = 0;
    size_t taken = 0;
    while (taken < length) {
        const char *text = data + taken;
        const char *newline = newline_find(text, length - taken);
        size_t text_length = newline != NULL ? (size_t)(newline - text) : length - taken;
        size_t text_room = room - used;
        text_room = text_room > RECORD_PREFIX_LENGTH + 1 ? text_room - RECORD_PREFIX_LENGTH - 1 : 0;
        if (text_length > text_room && used > 0) {
            break;
        }
        if (text_length > text_room) {
            text_length = text_room;
            newline = NULL;
        }
        memcpy(out + used, prefix, RECORD_PREFIX_LENGTH);
        if (newline == NULL) {
            out[used + TAG_OFFSET] = 'P';
        }
        newline_copy(out + used + RECORD_PREFIX_LENGTH, text, text_length);
        used += RECORD_PREFIX_LENGTH + text_length;
        out[used++] = '\n';
        taken += text_length + (newline != NULL ? 1 : 0);
    }
    *consumed = taken;
    return used;
}

size_t record_whole(const char *records, size_t length) {
    const char *newline = length == 0 ? NULL : memrchr(records, '\n', length);
    return newline == NULL ? 0 : (size_t)(newline - records) + 1;
}

uint64_t record_payload(const char *records, size_t length) {
    uint64_t payload = 0;
    size_t at = 0;
    while (at + RECORD_PREFIX_LENGTH < length) {
        const char *text = records + at + RECORD_PREFIX_LENGTH;
        const char *newline = memchr(text, '\n', length - at - RECORD_PREFIX_LENGTH);
        if (newline == NULL) {
            break;
        }
        size_t text_length = (size_t)(newline - text);
        payload += text_length + (records[at + TAG_OFFSET] == 'F' ? 1 : 0);
        at += RECORD_PREFIX_LENGTH + text_length + 1;
    }
    return payload;
}
