#include "json.h"

#include <stdint.h>
#include <string.h>

/* The length of the well-formed UTF-8 sequence at `text` (RFC 3629: no overlong forms, no
 * surrogates, nothing above U+10FFFF), 0 if there is none. */
static size_t utf8_length(const unsigned char *text, size_t length) {
    unsigned char lead = text[0];
    if (lead < 0x80) {
        return 1;
    }
    size_t want = lead >= 0xC2 && lead <= 0xDF ? 2 : (lead & 0xF0) == 0xE0 ? 3 : 0;
    want = lead >= 0xF0 && lead <= 0xF4 ? 4 : want;
    if (want == 0 || length < want) {
        return 0;
    }
    unsigned char lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned char highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (text[1] < lowest || text[1] > highest) {
        return 0;
    }
    for (size_t i = 2; i < want; i++) {
        if ((text[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    return want;
}

static size_t escape_control(char *out, unsigned char byte) {
    static const char hex[] = "0123456789abcdef";
    const char *escape = byte == '\n'   ? "\\n"
                         : byte == '\t' ? "\\t"
                         : byte == '\r' ? "\\r"
                         : byte == '"'  ? "\\\""
                         : byte == '\\' ? "\\\\"
                                        : NULL;
    if (escape != NULL) {
        memcpy(out, escape, 2);
        return 2;
    }
    memcpy(out, "\\u00", 4);
    out[4] = hex[byte >> 4];
    out[5] = hex[byte & 0xF];
    return 6;
}

size_t json_escape(char *out, const char *text, size_t length) {
    const unsigned char *bytes = (const unsigned char *)text;
    size_t used = 0;
    for (size_t i = 0; i < length;) {
        size_t sequence = utf8_length(bytes + i, length - i);
        if (sequence == 0) {
            memcpy(out + used, "\\ufffd", 6);
            used += 6;
            i += 1;
        } else if (bytes[i] < 0x20 || bytes[i] == '"' || bytes[i] == '\\' || bytes[i] == 0x7F) {
            used += escape_control(out + used, bytes[i]);
            i += 1;
        } else {
            memcpy(out + used, text + i, sequence);
            used += sequence;
            i += sequence;
        }
    }
    return used;
}
