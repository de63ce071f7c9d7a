#ifndef SHIM_OOM_H
#define SHIM_OOM_H

#include <stdbool.h>

/* What the kernel counts in a cgroup's memory.events (v2) or memory.oom_control (v1): both have a
 * line "oom_kill N", a process of it killed for want of memory. The count is read when the
 * container has ended, while its cgroup is still there: the eventfd of v1 would tell no more, and
 * fires also when a cgroup is removed. A new run has a new cgroup, so the count begins at 0. */

/* Opens the file, so that it is the one of this run; -1 where there is none. */
int oom_open(const char *path);
bool oom_happened(int fd);

#endif
