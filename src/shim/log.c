#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pages.h"

/* One write(2) carries at most this; small enough to stay in a CPU's cache. */
#define BUFFER_SIZE (320u * 1024u)

int log_open(struct log *log, const char *path) {
    *log = (struct log){.fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)};
    if (log->fd < 0) {
        return -1;
    }
    log->buffer = pages_map(BUFFER_SIZE);
    return log->buffer == NULL ? -1 : 0;
}

/* Cuts a torn record off. Its size is asked anew: somebody may have emptied the file. */
static void cut_torn(struct log *log) {
    struct stat info;
    if (log->torn == 0 || fstat(log->fd, &info) < 0) {
        return;
    }
    off_t torn = (off_t)log->torn;
    if (info.st_size < torn || ftruncate(log->fd, info.st_size - torn) == 0) {
        log->torn = 0;
    }
}

/* Writes whole records; returns how many bytes of them are in the file for good. */
static size_t write_records(struct log *log, const char *records, size_t length) {
    size_t written = 0;
    while (written < length) {
        ssize_t count = write(log->fd, records + written, length - written);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            log->error = count < 0 ? errno : ENOSPC;
            break;
        }
        written += (size_t)count;
    }
    size_t whole = record_whole(records, written);
    log->torn = written - whole;
    cut_torn(log);
    return whole;
}

static void stamp_prefix(char prefix[RECORD_PREFIX_LENGTH], enum stream stream) {
    char stamp[CLOCK_STAMP_LENGTH + 1];
    clock_stamp(clock_now(), stamp);
    record_prefix(prefix, stamp, stream);
}

/* Tells about an earlier loss before anything else is written after it. */
static void mark_loss(struct log *log) {
    char text[160];
    char record[sizeof text + RECORD_PREFIX_LENGTH + 1];
    char prefix[RECORD_PREFIX_LENGTH];
    int length =
        snprintf(text, sizeof text, "conman-shim: %" PRIu64 " bytes of output were lost: %s\n",
                 log->unmarked, strerror(log->error));
    size_t consumed;
    stamp_prefix(prefix, STREAM_STDERR);
    size_t size = record_format(record, sizeof record, prefix, text, (size_t)length, &consumed);
    if (write_records(log, record, size) == size) {
        log->unmarked = 0;
    }
}

/* Whether the end of the file is fit for the next record. */
static int ready_for_record(struct log *log) {
    if (log->torn > 0) {
        cut_torn(log);
    }
    if (log->torn == 0 && log->unmarked > 0) {
        mark_loss(log);
    }
    return log->torn == 0 && log->unmarked == 0;
}

void log_append(struct log *log, enum stream stream, const char *data, size_t length) {
    char prefix[RECORD_PREFIX_LENGTH];
    stamp_prefix(prefix, stream);
    while (length > 0) {
        size_t consumed;
        size_t size = record_format(log->buffer, BUFFER_SIZE, prefix, data, length, &consumed);
        size_t kept = ready_for_record(log) ? write_records(log, log->buffer, size) : 0;
        if (kept < size) {
            uint64_t lost = record_payload(log->buffer + kept, size - kept);
            log->lost += lost;
            log->unmarked += lost;
        }
        data += consumed;
        length -= consumed;
    }
}

void log_close(struct log *log) {
    ready_for_record(log);
    fdatasync(log->fd);
    close(log->fd);
    log->fd = -1;
}

void log_trim(struct log *log) {
    pages_give_back(log->buffer, BUFFER_SIZE);
}
