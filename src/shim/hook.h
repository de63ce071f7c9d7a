#ifndef SHIM_HOOK_H
#define SHIM_HOOK_H

#include "daemonize.h"
#include "exit-record.h"
#include "options.h"

/* Starts --exit-command with its arguments, if there is one, and the facts of the end in its
 * environment. Nobody waits for it: it may outlive the shim, and its failure changes nothing. */
void hook_run(const struct options *options, struct inherited inherited,
              const struct exit_record *record);

#endif
