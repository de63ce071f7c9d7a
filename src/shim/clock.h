#ifndef SHIM_CLOCK_H
#define SHIM_CLOCK_H

#include <stdint.h>
#include <time.h>

/* "2026-11-23T04:05:06.123456789Z" without the terminating NUL. */
#define CLOCK_STAMP_LENGTH 30

int64_t clock_monotonic_ms(void);
struct timespec clock_now(void);
/* Writes the instant in RFC 3339 with nanoseconds, UTC, and a NUL. */
void clock_stamp(struct timespec instant, char out[CLOCK_STAMP_LENGTH + 1]);

#endif
