#ifndef SHIM_SOCKET_H
#define SHIM_SOCKET_H

#include <stdbool.h>

#include "place.h"

/* A listening unix socket at the place, mode 0600, replacing a socket left there. The descriptor
 * is non-blocking. -1 with errno. */
int socket_listen(const struct place *place);

/* Accepts one connection, non-blocking, from a peer of our own uid or root. Others are closed:
 * -1 with EPERM. */
int socket_accept(int listener);

#endif
