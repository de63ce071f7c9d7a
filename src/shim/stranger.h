#ifndef SHIM_STRANGER_H
#define SHIM_STRANGER_H

#include <stdbool.h>
#include <sys/types.h>

#include "loop.h"

/* An init that is no child of this process: one whose shim was killed, or one that a runtime names
 * and did not leave to us. Its end is announced by a pidfd, and its status asked for. */
struct stranger {
    struct source source;
    struct loop *loop;
    pid_t pid;
    struct timer patience;
    /* Called once. `status` is a wait status, NULL when nobody can tell. */
    void (*ended)(struct stranger *stranger, const int *status);
};

/* Takes the pidfd over; it may be of a process that has ended. */
void stranger_watch(struct stranger *stranger, struct loop *loop, int pidfd, pid_t pid);

#endif
