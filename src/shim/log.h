#ifndef SHIM_LOG_H
#define SHIM_LOG_H

#include <stddef.h>
#include <stdint.h>

#include "options.h"
#include "record.h"
#include "rotation.h"

/* The container's log file. Writing never fails towards the caller: what cannot be written is
 * counted, no record is ever left torn, and once writing works again a marker record tells how
 * much is missing. */
struct log {
    int fd;
    char *buffer;
    /* Output bytes lost since the start, and those no marker tells about yet. */
    uint64_t lost;
    uint64_t unmarked;
    /* The errno of the latest loss, for the marker. */
    int error;
    /* Bytes of a torn record at the end of the file that could not be cut off yet. */
    size_t torn;
    struct rotation rotation;
};

/* Opens the file for appending. -1 with errno. */
int log_open(struct log *log, const struct options *options);
/* Goes on with the log of a shim that was killed, which may have torn its last record and had
 * counted `lost`. -1 with errno. */
int log_resume(struct log *log, uint64_t lost);
/* Writes to the file of that name from now on: somebody else has moved the present one away. 0, or
 * the errno with which the present one was kept. */
int log_reopen(struct log *log);
/* Writes a record of the shim's own, on stderr. */
void log_note(struct log *log, const char *text);
void log_append(struct log *log, enum stream stream, const char *data, size_t length);
/* Marks a loss that is still unmarked, and puts everything on disk. */
void log_close(struct log *log);
/* Gives memory of a burst back. */
void log_trim(struct log *log);

#endif
