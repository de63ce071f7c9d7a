#ifndef SHIM_PREPARE_H
#define SHIM_PREPARE_H

#include "shim.h"

/* What creating a container and adopting one have in common. */

/* Opens everything but the streams. False after giving up. */
bool prepare_begin(struct shim *shim);
/* Serves our ends of shim->streams. -1 with errno. */
int prepare_streams(struct shim *shim);
/* Serves a terminal; takes its master over. -1 with errno. */
int prepare_terminal(struct shim *shim, int master_fd);

/* Ends the attempt: takes back what is visible outside, reports once and stops the loop. */
void prepare_give_up(struct shim *shim, const char *status, const char *text, size_t length);
/* The same, because the shim itself could not do something. Uses errno. */
void prepare_fail(struct shim *shim, const char *action, const char *path);

#endif
