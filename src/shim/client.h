#ifndef SHIM_CLIENT_H
#define SHIM_CLIENT_H

#include <stdbool.h>
#include <stdint.h>

#include "frame.h"
#include "input.h"
#include "loop.h"
#include "queue.h"

struct attach;

/* One frame of the largest size. */
#define CLIENT_INBOX_SIZE (FRAME_HEADER_LENGTH + FRAME_RECEIVE_LIMIT)

/* One connection on the attach socket. */
struct client {
    struct source source;
    struct attach *attach;
    struct client *next;
    bool greeted;
    uint8_t wants;
    /* Gone as far as everybody else is concerned; freed by attach_sweep. */
    bool dead;
    /* Its last frame is queued: when that is out, or `farewell` fires, it is disconnected. */
    bool leaving;
    struct timer farewell;
    /* It takes no more output, but input it sent may still be unread. */
    bool deaf;
    struct queue queue;
    /* Received bytes that are not handled yet: at most one frame of the allowed size. */
    unsigned char *inbox;
    size_t inbox_length;
    /* The first frame of the inbox is STDIN and waits for the container to take the rest of it. */
    struct input_waiter waiter;
    bool waiting;
    size_t stdin_written;
};

/* Takes the connection over. NULL without memory; the descriptor is closed then. */
struct client *client_open(struct attach *attach, int fd);
/* Sends a frame, or queues it; a client too far behind is told so and dropped. */
void client_send(struct client *client, enum frame_type type, const void *payload, size_t length);
/* Sends a last frame and disconnects once it is out, or after a while. */
void client_dismiss(struct client *client, enum frame_type type, const void *payload,
                    size_t length);
/* Dismisses it with an ERROR. */
void client_refuse(struct client *client, const char *why);
/* Reads the HELLO of one that was not greeted yet, if it is there. */
void client_hear_out(struct client *client);
/* Releases everything but the structure itself. */
void client_close(struct client *client);

#endif
