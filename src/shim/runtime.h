#ifndef SHIM_RUNTIME_H
#define SHIM_RUNTIME_H

#include <sys/types.h>

#include "daemonize.h"
#include "options.h"

/* The descriptors that become 0, 1 and 2 of the runtime. */
struct runtime_stdio {
    int in;
    int out;
    int err;
};

/* Starts `RUNTIME ARGS create ...`; `console_socket` is NULL without a terminal. -1 with errno. */
pid_t runtime_start_create(const struct options *options, struct inherited inherited,
                           struct runtime_stdio stdio, const char *console_socket);

/* Runs `RUNTIME ARGS delete --force ID` to its end, bounded in time. */
void runtime_delete(const struct options *options, struct inherited inherited);

#endif
