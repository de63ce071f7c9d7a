#include "clock.h"

#include <stddef.h>

int64_t clock_monotonic_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct timespec clock_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return now;
}

/* Writes exactly `width` digits and returns the place after them. snprintf would cost more than
 * the rest of a small log write. */
static char *digits(char *out, unsigned long value, size_t width) {
    for (size_t i = width; i > 0; i--) {
        out[i - 1] = (char)('0' + value % 10);
        value /= 10;
    }
    return out + width;
}

void clock_stamp(struct timespec instant, char out[CLOCK_STAMP_LENGTH + 1]) {
    struct tm utc = {0};
    gmtime_r(&instant.tv_sec, &utc);
    out = digits(out, (unsigned long)utc.tm_year + 1900, 4);
    *out++ = '-';
    out = digits(out, (unsigned long)utc.tm_mon + 1, 2);
    *out++ = '-';
    out = digits(out, (unsigned long)utc.tm_mday, 2);
    *out++ = 'T';
    out = digits(out, (unsigned long)utc.tm_hour, 2);
    *out++ = ':';
    out = digits(out, (unsigned long)utc.tm_min, 2);
    *out++ = ':';
    out = digits(out, (unsigned long)utc.tm_sec, 2);
    *out++ = '.';
    out = digits(out, (unsigned long)instant.tv_nsec, 9);
    *out++ = 'Z';
    *out = '\0';
}
