#ifndef SHIM_STREAMS_H
#define SHIM_STREAMS_H

#include "options.h"
#include "place.h"

/* The container's three streams. They are FIFOs with names, and the container has them open for
 * both reading and writing, so that it does not notice when its shim is killed: without a reader it
 * would die of SIGPIPE, now it waits until another shim opens the same names and reads on. */
struct streams {
    /* The attach socket: the FIFOs lie beside it, in its directory. */
    const struct place *beside;
    /* Our ends and those of the runtime; -1 where there is none. */
    int own[3];
    int given[3];
};

/* Makes what the container needs; with a terminal only a pipe for what the runtime itself says.
 * -1 with errno. */
int streams_make(struct streams *streams, const struct options *options,
                 const struct place *beside);
/* After the runtime has them. */
void streams_close_given(const struct streams *streams);

/* Opens our ends of what another shim made, as far as the container still has the other ends. */
int streams_reopen(struct streams *streams, const struct options *options,
                   const struct place *beside);

/* Once closed on request, stdin must not be opened again by a later shim. */
void streams_forget_stdin(const struct streams *streams);
void streams_remove(const struct streams *streams);

#endif
