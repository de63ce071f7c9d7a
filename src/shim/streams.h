#ifndef SHIM_STREAMS_H
#define SHIM_STREAMS_H

#include "options.h"

/* Both ends of the container's three streams; -1 where there is none. */
struct streams {
    int in[2];
    int out[2];
    int err[2];
};

/* Makes the pipes the container needs; with a terminal only stderr, for the runtime itself. -1 with
 * errno. */
int streams_open(struct streams *streams, const struct options *options);
/* After the runtime has them. */
void streams_close_runtime_ends(const struct streams *streams);

#endif
