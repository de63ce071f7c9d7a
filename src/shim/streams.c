#include "streams.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* stdin, stdout and stderr of the socket "attach.sock" are "attach.sock.0" and so on. */
struct fifo_name {
    char text[NAME_MAX + 3];
};

static struct fifo_name name_of(const struct streams *streams, int stream) {
    struct fifo_name name;
    snprintf(name.text, sizeof name.text, "%s.%d", streams->beside->name, stream);
    return name;
}

static int open_end(const struct streams *streams, int stream, int flags) {
    struct fifo_name name = name_of(streams, stream);
    return openat(streams->beside->directory_fd, name.text, flags | O_NONBLOCK | O_CLOEXEC);
}

static int remove_fifo(const struct streams *streams, int stream) {
    struct fifo_name name = name_of(streams, stream);
    return unlinkat(streams->beside->directory_fd, name.text, 0);
}

/* The runtime's end is blocking, as a pipe is that a program expects. */
static int make_blocking(int fd) {
    int flags = fcntl(fd, F_GETFL);
    return flags < 0 ? -1 : fcntl(fd, F_SETFL, flags & ~O_NONBLOCK);
}

/* Neither end is opened before there is one that lets it: a reader alone may be, a writer not. */
static int make_fifo(struct streams *streams, int stream, int given_flags) {
    struct fifo_name name = name_of(streams, stream);
    remove_fifo(streams, stream);
    if (mkfifoat(streams->beside->directory_fd, name.text, 0600) < 0) {
        return -1;
    }
    streams->given[stream] = open_end(streams, stream, given_flags);
    streams->own[stream] = open_end(streams, stream, stream == 0 ? O_WRONLY : O_RDONLY);
    if (streams->given[stream] < 0 || streams->own[stream] < 0) {
        return -1;
    }
    return make_blocking(streams->given[stream]);
}

/* What the runtime says of a container with a terminal: nobody needs it after the creation. */
static int make_runtime_pipe(struct streams *streams) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0) {
        return -1;
    }
    streams->own[2] = ends[0];
    streams->given[2] = ends[1];
    streams->given[1] = fcntl(ends[1], F_DUPFD_CLOEXEC, 3);
    return streams->given[1] < 0 ? -1 : 0;
}

/* A stdin that can be closed must not be held open by its own reader. */
static int make_stdin(struct streams *streams, const struct options *options) {
    if (!options->tty && options->stdin_open) {
        return make_fifo(streams, 0, options->stdin_once ? O_RDONLY : O_RDWR);
    }
    streams->given[0] = open("/dev/null", O_RDONLY | O_CLOEXEC);
    return streams->given[0] < 0 ? -1 : 0;
}

static void begin(struct streams *streams, const struct place *beside) {
    *streams = (struct streams){.beside = beside, .own = {-1, -1, -1}, .given = {-1, -1, -1}};
}

int streams_make(struct streams *streams, const struct options *options,
                 const struct place *beside) {
    begin(streams, beside);
    if (make_stdin(streams, options) < 0) {
        return -1;
    }
    if (options->tty) {
        return make_runtime_pipe(streams);
    }
    return make_fifo(streams, 1, O_RDWR) < 0 ? -1 : make_fifo(streams, 2, O_RDWR);
}

void streams_close_given(const struct streams *streams) {
    for (int stream = 0; stream < 3; stream++) {
        if (streams->given[stream] >= 0) {
            close(streams->given[stream]);
        }
    }
}

/* What is not there, or has nobody at its other end, is over; everything else is a failure. */
static int reopen_end(struct streams *streams, int stream, int flags) {
    streams->own[stream] = open_end(streams, stream, flags);
    return streams->own[stream] >= 0 || errno == ENOENT || errno == ENXIO ? 0 : -1;
}

int streams_reopen(struct streams *streams, const struct options *options,
                   const struct place *beside) {
    begin(streams, beside);
    if (options->tty) {
        return 0;
    }
    if (options->stdin_open && reopen_end(streams, 0, O_WRONLY) < 0) {
        return -1;
    }
    return reopen_end(streams, 1, O_RDONLY) < 0 ? -1 : reopen_end(streams, 2, O_RDONLY);
}

void streams_forget_stdin(const struct streams *streams) {
    remove_fifo(streams, 0);
}

void streams_remove(const struct streams *streams) {
    for (int stream = 0; streams->beside != NULL && stream < 3; stream++) {
        remove_fifo(streams, stream);
    }
}
