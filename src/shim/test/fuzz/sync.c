/* What a runtime may say on its stderr: the message on the sync pipe stays one JSON object. */
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report.h"

/* The value of "stderr" is one JSON string: no raw control character, no quote but escaped ones. */
static void expect_string(const char *text, const char *end) {
    for (; text < end; text++) {
        if ((unsigned char)*text < 0x20 || *text == '"') {
            abort();
        }
        if (*text == '\\' && strchr("\"\\/bfnrtu", *++text) == NULL) {
            abort();
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static char message[65536];
    static const char key[] = "\"stderr\":\"";
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0) {
        return 0;
    }
    char *text = malloc(size + 1);
    memcpy(text, data, size);
    report_failure(ends[1], "Runtime Exited with code 1.", text, size, size % 3);
    free(text);
    ssize_t length = read(ends[0], message, sizeof message - 1);
    close(ends[0]);
    message[length > 0 ? length : 0] = '\0';
    char *value = strstr(message, key);
    if (length < 4 || value == NULL || strcmp(message + length - 3, "\"}\n") != 0) {
        abort();
    }
    expect_string(value + strlen(key), message + length - 3);
    return 0;
}
