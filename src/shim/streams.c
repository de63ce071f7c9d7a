#include "streams.h"

#include <fcntl.h>
#include <unistd.h>

int streams_open(struct streams *streams, const struct options *options) {
    *streams = (struct streams){{-1, -1}, {-1, -1}, {-1, -1}};
    if (pipe2(streams->err, O_CLOEXEC) < 0) {
        return -1;
    }
    if (!options->tty && pipe2(streams->out, O_CLOEXEC) < 0) {
        return -1;
    }
    if (!options->tty && options->stdin_open) {
        return pipe2(streams->in, O_CLOEXEC);
    }
    streams->in[0] = open("/dev/null", O_RDONLY | O_CLOEXEC);
    return streams->in[0] < 0 ? -1 : 0;
}

void streams_close_runtime_ends(const struct streams *streams) {
    close(streams->in[0]);
    close(streams->err[1]);
    if (streams->out[1] >= 0) {
        close(streams->out[1]);
    }
}
