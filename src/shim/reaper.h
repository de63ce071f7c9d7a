#ifndef SHIM_REAPER_H
#define SHIM_REAPER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "loop.h"

struct reaped {
    pid_t pid;
    int status;
};

/* Reaps every child of this process, also those it was given as subreaper. */
struct reaper {
    struct source source;
    void (*on_exit)(struct reaper *reaper, pid_t pid, int status);
    /* Statuses of children nobody knew yet: init can be dead before its pid was read. */
    struct reaped *early;
    size_t early_count;
};

/* SIGCHLD must be blocked already. -1 with errno. */
int reaper_open(struct reaper *reaper, struct loop *loop);
void reaper_collect(struct reaper *reaper);
void reaper_remember(struct reaper *reaper, pid_t pid, int status);
/* Whether that child ended earlier, and how. */
bool reaper_recall(const struct reaper *reaper, pid_t pid, int *status);
void reaper_forget(struct reaper *reaper);

#endif
