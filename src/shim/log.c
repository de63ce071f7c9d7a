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
/* The longest text of a record of our own, with its newline and NUL. */
#define NOTE_SIZE 256

int log_open(struct log *log, const struct options *options) {
    *log = (struct log){.fd = rotation_open(options->container_logfile),
                        .rotation = {.path = options->container_logfile,
                                     .max_size = options->log_max_size,
                                     .max_files = (unsigned)options->log_max_files}};
    struct stat info;
    if (log->fd < 0 || fstat(log->fd, &info) < 0) {
        return -1;
    }
    log->rotation.size = (uint64_t)info.st_size;
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
    log->rotation.size += whole;
    cut_torn(log);
    return whole;
}

static void stamp_prefix(char prefix[RECORD_PREFIX_LENGTH], enum stream stream) {
    char stamp[CLOCK_STAMP_LENGTH + 1];
    clock_stamp(clock_now(), stamp);
    record_prefix(prefix, stamp, stream);
}

static bool write_note(struct log *log, const char *text) {
    char record[NOTE_SIZE + RECORD_PREFIX_LENGTH + 1];
    char prefix[RECORD_PREFIX_LENGTH];
    char line[NOTE_SIZE];
    int length = snprintf(line, sizeof line, "%s\n", text);
    size_t consumed;
    stamp_prefix(prefix, STREAM_STDERR);
    size_t size = record_format(record, sizeof record, prefix, line, (size_t)length, &consumed);
    return write_records(log, record, size) == size;
}

/* Tells about an earlier loss before anything else is written after it. */
static void mark_loss(struct log *log) {
    char text[NOTE_SIZE];
    snprintf(text, sizeof text, "conman-shim: %" PRIu64 " bytes of output were lost: %s",
             log->unmarked, strerror(log->error));
    if (write_note(log, text)) {
        log->unmarked = 0;
    }
}

/* A file that cannot be followed by another one grows beyond its size: that is better than a loss.
 */
static void rotate(struct log *log) {
    int fd = rotation_turn(&log->rotation);
    if (fd >= 0) {
        close(log->fd);
        log->fd = fd;
    }
}

/* Whether the end of the file is fit for the next records. */
static bool ready_for(struct log *log, size_t length) {
    if (log->torn > 0) {
        cut_torn(log);
    }
    if (log->torn == 0 && rotation_is_due(&log->rotation, log->fd, length)) {
        rotate(log);
    }
    if (log->torn == 0 && log->unmarked > 0) {
        mark_loss(log);
    }
    return log->torn == 0 && log->unmarked == 0;
}

void log_note(struct log *log, const char *text) {
    if (ready_for(log, strlen(text) + RECORD_PREFIX_LENGTH + 1)) {
        write_note(log, text);
    }
}

/* What one write may carry: a batch fits an empty file. */
static size_t batch_room(const struct log *log) {
    uint64_t max_size = log->rotation.max_size;
    return max_size > 0 && max_size < BUFFER_SIZE ? (size_t)max_size : BUFFER_SIZE;
}

void log_append(struct log *log, enum stream stream, const char *data, size_t length) {
    char prefix[RECORD_PREFIX_LENGTH];
    stamp_prefix(prefix, stream);
    while (length > 0) {
        size_t consumed;
        size_t size = record_format(log->buffer, batch_room(log), prefix, data, length, &consumed);
        size_t kept = ready_for(log, size) ? write_records(log, log->buffer, size) : 0;
        if (kept < size) {
            uint64_t lost = record_payload(log->buffer + kept, size - kept);
            log->lost += lost;
            log->unmarked += lost;
        }
        data += consumed;
        length -= consumed;
    }
}

/* The length of the torn record at the end of the file, looked for backwards. */
static int64_t torn_length(int fd, int64_t size) {
    char block[4096];
    for (int64_t end = size; end > 0;) {
        int64_t start = end > (int64_t)sizeof block ? end - (int64_t)sizeof block : 0;
        ssize_t length = pread(fd, block, (size_t)(end - start), start);
        if (length <= 0) {
            return -1;
        }
        size_t whole = record_whole(block, (size_t)length);
        if (whole > 0) {
            return size - start - (int64_t)whole;
        }
        end = start;
    }
    return size;
}

int log_resume(struct log *log, uint64_t lost) {
    int fd = open(log->rotation.path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return -1;
    }
    int64_t torn = torn_length(fd, (int64_t)log->rotation.size);
    close(fd);
    if (torn < 0) {
        return -1;
    }
    log->lost = lost;
    log->torn = (size_t)torn;
    cut_torn(log);
    return 0;
}

int log_reopen(struct log *log) {
    struct stat info;
    int fd = rotation_open(log->rotation.path);
    if (fd < 0) {
        return errno;
    }
    if (log->torn > 0) {
        cut_torn(log);
    }
    close(log->fd);
    log->fd = fd;
    log->torn = 0;
    log->rotation.size = fstat(fd, &info) < 0 ? 0 : (uint64_t)info.st_size;
    return 0;
}

void log_close(struct log *log) {
    ready_for(log, 0);
    fdatasync(log->fd);
    close(log->fd);
    log->fd = -1;
}

void log_trim(struct log *log) {
    pages_give_back(log->buffer, BUFFER_SIZE);
}
