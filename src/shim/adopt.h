#ifndef SHIM_ADOPT_H
#define SHIM_ADOPT_H

#include "shim.h"

/* Goes on serving a container whose shim was killed: the same streams, log, socket and exit file.
 * Failures are reported on the sync pipe and stop the loop; the container is not touched then. */
void adopt_begin(struct shim *shim);

#endif
