#ifndef SHIM_CONSOLE_H
#define SHIM_CONSOLE_H

#include "loop.h"
#include "options.h"
#include "place.h"

/* Receives the terminal's master from the runtime over a socket of its own. */
struct console {
    struct loop *loop;
    struct place place;
    char name[32];
    /* What the runtime is told: short whatever the directory's path is, see console_open. */
    char path[64];
    struct source listener;
    struct source peer;
    int master_fd;
};

/* Listens beside the attach socket. -1 with errno. */
int console_open(struct console *console, struct loop *loop, const char *beside);

/* After the runtime ended: takes what it may have sent last. The master, or -1. */
int console_take(struct console *console);
/* Stops listening and removes the socket; the master, if any, stays open. */
void console_close(struct console *console);

#endif
