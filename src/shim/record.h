#ifndef SHIM_RECORD_H
#define SHIM_RECORD_H

#include <stddef.h>
#include <stdint.h>

#include "clock.h"

/* The CRI log format: "STAMP stream TAG text\n". TAG is F when the text ends a line of the
 * container, P when the line goes on in the next record of the stream. */

enum stream { STREAM_STDOUT, STREAM_STDERR };

/* "STAMP stdout F ": both streams have six letters, so every record begins alike. */
#define RECORD_PREFIX_LENGTH (CLOCK_STAMP_LENGTH + 10)

/* Fills the prefix of full records for one batch of output. */
void record_prefix(char prefix[RECORD_PREFIX_LENGTH], const char *stamp, enum stream stream);

/* Formats as much of `data` as fits into `room` bytes; returns the length written and sets
 * `consumed`. A line that does not fit an empty buffer is split with P; `room` must be more than
 * RECORD_PREFIX_LENGTH + 1. */
size_t record_format(char *out, size_t room, const char prefix[RECORD_PREFIX_LENGTH],
                     const char *data, size_t length, size_t *consumed);

/* The length of the whole records at the start of `records`. */
size_t record_whole(const char *records, size_t length);

/* How many bytes of the container's output these whole records carry. */
uint64_t record_payload(const char *records, size_t length);

#endif
