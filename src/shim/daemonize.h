#ifndef SHIM_DAEMONIZE_H
#define SHIM_DAEMONIZE_H

#include "options.h"

/* What has to be given back to programs the shim starts. */
struct inherited {
    int oom_score_adj;
};

/* Detaches from the caller. Returns in the shim's own process, in a session of its own, with
 * nothing open but /dev/null as stdio and the descriptors of the options; every signal blocked. The
 * process that was started exits 0 (or 1 after a line on stderr when it cannot fork). */
struct inherited daemonize(const struct options *options);

#endif
