/* Makes one system call of the shim fail, as it is told by SHIM_FAULT: "KIND@N", where N counts the
 * calls that this can happen to, from the moment the shim is on its own (it makes itself a
 * subreaper). Linked into a sanitized shim with --wrap for each function below; never into another.
 *
 *   EINTR EMFILE ENOSPC ENOMEM   the call fails with that errno, once
 *   SHORT                        it moves one byte of several
 *   KILL                         SIGKILL instead of the call
 *
 * SHIM_FAULT_COUNTS names a file that gets a line "KIND N" for each kind: how many there were. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum kind { EVERY_KILL, INTERRUPT, NO_DESCRIPTOR, NO_SPACE, NO_MEMORY, SHORT_COUNT, KIND_COUNT };

static const char *const names[KIND_COUNT] = {"KILL",   "EINTR",  "EMFILE",
                                              "ENOSPC", "ENOMEM", "SHORT"};
static const int errnos[KIND_COUNT] = {0, EINTR, EMFILE, ENOSPC, ENOMEM, 0};

static bool armed;
static unsigned long counts[KIND_COUNT];

static bool is_wanted(enum kind kind) {
    const char *order = getenv("SHIM_FAULT");
    size_t length = strlen(names[kind]);
    return order != NULL && strncmp(order, names[kind], length) == 0 && order[length] == '@' &&
           strtoul(order + length + 1, NULL, 10) == counts[kind];
}

/* Whether this call is the one; `kind` is what it can meet. */
static bool meets(enum kind kind) {
    if (!armed) {
        return false;
    }
    counts[kind]++;
    return is_wanted(kind);
}

/* Every wrapped call can be the last. */
static void step(void) {
    if (meets(EVERY_KILL)) {
        raise(SIGKILL);
    }
}

static bool fails(enum kind kind) {
    if (!meets(kind)) {
        return false;
    }
    errno = errnos[kind];
    return true;
}

static bool is_file(int fd) {
    struct stat info;
    return fstat(fd, &info) == 0 && S_ISREG(info.st_mode);
}

__attribute__((destructor)) static void write_counts(void) {
    const char *path = getenv("SHIM_FAULT_COUNTS");
    FILE *file = armed && path != NULL ? fopen(path, "w") : NULL;
    armed = false;
    for (int kind = 0; file != NULL && kind < KIND_COUNT; kind++) {
        fprintf(file, "%s %lu\n", names[kind], counts[kind]);
    }
    if (file != NULL) {
        fclose(file);
    }
}

#define REAL(result, name, ...)                                                                    \
    result __real_##name(__VA_ARGS__);                                                             \
    result __wrap_##name(__VA_ARGS__);                                                             \
    result __wrap_##name(__VA_ARGS__)

REAL(int, prctl, int option, ...) {
    armed |= option == PR_SET_CHILD_SUBREAPER;
    return __real_prctl(option, 1, 0, 0, 0);
}

/* What a child does before it becomes another program is not the shim's. */
REAL(pid_t, fork, void) {
    step();
    pid_t pid = fails(NO_MEMORY) ? -1 : __real_fork();
    armed = armed && pid != 0;
    return pid;
}

REAL(ssize_t, read, int fd, void *data, size_t length) {
    step();
    if (fails(INTERRUPT)) {
        return -1;
    }
    return __real_read(fd, data, length > 1 && !is_file(fd) && meets(SHORT_COUNT) ? 1 : length);
}

REAL(ssize_t, write, int fd, const void *data, size_t length) {
    step();
    if (fails(INTERRUPT) || (is_file(fd) && fails(NO_SPACE))) {
        return -1;
    }
    return __real_write(fd, data, length > 1 && meets(SHORT_COUNT) ? 1 : length);
}

REAL(ssize_t, recv, int fd, void *data, size_t length, int flags) {
    step();
    if (fails(INTERRUPT)) {
        return -1;
    }
    return __real_recv(fd, data, length > 1 && meets(SHORT_COUNT) ? 1 : length, flags);
}

REAL(ssize_t, send, int fd, const void *data, size_t length, int flags) {
    step();
    if (fails(INTERRUPT)) {
        return -1;
    }
    return __real_send(fd, data, length > 1 && meets(SHORT_COUNT) ? 1 : length, flags);
}

REAL(int, open, const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    step();
    if (fails(NO_DESCRIPTOR) || ((flags & O_CREAT) != 0 && fails(NO_SPACE))) {
        return -1;
    }
    return __real_open(path, flags, mode);
}

REAL(int, openat, int directory, const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    step();
    if (fails(NO_DESCRIPTOR) || ((flags & O_CREAT) != 0 && fails(NO_SPACE))) {
        return -1;
    }
    return __real_openat(directory, path, flags, mode);
}

REAL(int, epoll_wait, int epoll, struct epoll_event *events, int size, int timeout) {
    step();
    return fails(INTERRUPT) ? -1 : __real_epoll_wait(epoll, events, size, timeout);
}

REAL(int, epoll_create1, int flags) {
    step();
    return fails(NO_DESCRIPTOR) ? -1 : __real_epoll_create1(flags);
}

REAL(int, epoll_ctl, int epoll, int operation, int fd, struct epoll_event *event) {
    step();
    return operation != EPOLL_CTL_DEL && fails(NO_MEMORY)
               ? -1
               : __real_epoll_ctl(epoll, operation, fd, event);
}

REAL(int, signalfd, int fd, const sigset_t *mask, int flags) {
    step();
    return fails(NO_DESCRIPTOR) ? -1 : __real_signalfd(fd, mask, flags);
}

REAL(int, accept4, int fd, struct sockaddr *address, socklen_t *length, int flags) {
    step();
    return fails(INTERRUPT) || fails(NO_DESCRIPTOR) ? -1
                                                    : __real_accept4(fd, address, length, flags);
}

REAL(int, socket, int domain, int type, int protocol) {
    step();
    return fails(NO_DESCRIPTOR) ? -1 : __real_socket(domain, type, protocol);
}

REAL(int, pipe2, int ends[2], int flags) {
    step();
    return fails(NO_DESCRIPTOR) ? -1 : __real_pipe2(ends, flags);
}

REAL(int, mkfifoat, int directory, const char *path, mode_t mode) {
    step();
    return fails(NO_SPACE) ? -1 : __real_mkfifoat(directory, path, mode);
}

REAL(int, renameat, int from_directory, const char *from, int to_directory, const char *to) {
    step();
    return fails(NO_SPACE) ? -1 : __real_renameat(from_directory, from, to_directory, to);
}

REAL(int, linkat, int from_directory, const char *from, int to_directory, const char *to,
     int flags) {
    step();
    return fails(NO_SPACE) ? -1 : __real_linkat(from_directory, from, to_directory, to, flags);
}

REAL(int, fsync, int fd) {
    step();
    return fails(NO_SPACE) ? -1 : __real_fsync(fd);
}

REAL(void *, mmap, void *address, size_t length, int protection, int flags, int fd, off_t offset) {
    step();
    /* MAP_FAILED */
    return fails(NO_MEMORY) ? (void *)-1
                            : __real_mmap(address, length, protection, flags, fd, offset);
}

REAL(void *, calloc, size_t count, size_t size) {
    step();
    return fails(NO_MEMORY) ? NULL : __real_calloc(count, size);
}
