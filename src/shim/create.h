#ifndef SHIM_CREATE_H
#define SHIM_CREATE_H

#include "shim.h"

/* Starts the runtime. Failures are reported on the sync pipe and stop the loop. */
void create_begin(struct shim *shim);
/* The runtime ended. */
void create_end(struct shim *shim, int status);

#endif
