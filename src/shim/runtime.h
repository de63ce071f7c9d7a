#ifndef SHIM_RUNTIME_H
#define SHIM_RUNTIME_H

#include <sys/types.h>

#include "daemonize.h"
#include "options.h"
#include "spawn.h"

/* Starts `RUNTIME ARGS create ...`, or `restore` from a checkpoint; `console_socket` is NULL
 * without a terminal. -1 with errno. */
pid_t runtime_start_create(const struct options *options, struct inherited inherited,
                           struct spawn_stdio stdio, const char *console_socket);

/* Runs `RUNTIME ARGS delete --force ID` to its end, bounded in time. */
void runtime_delete(const struct options *options, struct inherited inherited);

#endif
