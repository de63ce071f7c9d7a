#include "json.h"

#include <string.h>

#include "check.h"

static bool escapes_to(const char *text, size_t length, const char *expected) {
    char out[512];
    size_t used = json_escape(out, text, length);
    return used == strlen(expected) && memcmp(out, expected, used) == 0;
}

static bool plain(void) {
    CHECK(escapes_to("", 0, ""));
    CHECK(escapes_to("runc: no such file", 18, "runc: no such file"));
    CHECK(escapes_to("gr\xC3\xBC\xC3\x9F \xE2\x82\xAC \xF0\x9F\x90\xB3", 15,
                     "gr\xC3\xBC\xC3\x9F \xE2\x82\xAC \xF0\x9F\x90\xB3"));
    return true;
}

static bool controls(void) {
    CHECK(escapes_to("a\"b\\c\n\t\r", 8, "a\\\"b\\\\c\\n\\t\\r"));
    CHECK(escapes_to("\0\x01\x1B\x7F", 4, "\\u0000\\u0001\\u001b\\u007f"));
    return true;
}

static bool invalid_utf8(void) {
    CHECK(escapes_to("\xFF", 1, "\\ufffd"));
    CHECK(escapes_to("a\x80z", 3, "a\\ufffdz"));
    CHECK(escapes_to("\xC0\xAF", 2, "\\ufffd\\ufffd"));            /* overlong */
    CHECK(escapes_to("\xE0\x80\x80", 3, "\\ufffd\\ufffd\\ufffd")); /* overlong */
    CHECK(escapes_to("\xED\xA0\x80", 3, "\\ufffd\\ufffd\\ufffd")); /* surrogate */
    CHECK(escapes_to("\xF4\x90\x80\x80", 4, "\\ufffd\\ufffd\\ufffd\\ufffd"));
    CHECK(escapes_to("\xE2\x82", 2, "\\ufffd\\ufffd")); /* cut off */
    CHECK(escapes_to("\xF5\x80", 2, "\\ufffd\\ufffd"));
    return true;
}

static bool never_grows_beyond_its_promise(void) {
    char out[256 * JSON_GROWTH];
    char text[256];
    for (int byte = 0; byte < 256; byte++) {
        text[byte] = (char)byte;
        char one = (char)byte;
        CHECK(json_escape(out, &one, 1) <= JSON_GROWTH);
    }
    CHECK(json_escape(out, text, sizeof text) <= sizeof out);
    return true;
}

int main(void) {
    static const struct test tests[] = {
        {"json: plain text and UTF-8 stay", plain},
        {"json: quotes and control bytes are escaped", controls},
        {"json: bytes that are not UTF-8 are replaced", invalid_utf8},
        {"json: growth is bounded", never_grows_beyond_its_promise},
    };
    return RUN(tests);
}
