#ifndef SHIM_CONVERSATION_H
#define SHIM_CONVERSATION_H

#include "client.h"

/* Handles the whole frames in the client's inbox, up to one that has to wait for the container. */
void conversation_advance(struct client *client);

#endif
