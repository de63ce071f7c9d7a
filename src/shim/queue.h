#ifndef SHIM_QUEUE_H
#define SHIM_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/uio.h>

/* Frames a client has not read yet: a ring that exists only while it holds something. */
#define QUEUE_LIMIT (1024u * 1024u)
/* On top of the limit, room for the ERROR that tells a client why it is dropped. */
#define QUEUE_RESERVE 4096u

struct queue {
    char *ring;
    size_t head;
    size_t length;
};

/* Appends all of `data` or nothing: false if the queue would hold more than `limit`. */
bool queue_push(struct queue *queue, const void *data, size_t length, size_t limit);

/* Sends what the socket takes now. -1 with errno when the peer is gone. */
int queue_send(struct queue *queue, int fd);
void queue_clear(struct queue *queue);

/* An iovec over bytes that are only read. */
struct iovec readonly_iovec(const void *data, size_t length);

#endif
