#ifndef SHIM_SPAWN_H
#define SHIM_SPAWN_H

#include <sys/types.h>

#include "daemonize.h"

/* The descriptors that become 0, 1 and 2 of a program. */
struct spawn_stdio {
    int in;
    int out;
    int err;
};

/* Starts a program, looked for in PATH, as if the shim's caller had done so: with its signals, mask
 * and OOM score. `arguments` ends with NULL. -1 with errno. */
pid_t spawn(const char **arguments, struct inherited inherited, struct spawn_stdio stdio);

#endif
