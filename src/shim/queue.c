#include "queue.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>

#define RING_SIZE (QUEUE_LIMIT + QUEUE_RESERVE)

struct iovec readonly_iovec(const void *data, size_t length) {
    /* iov_base lacks the const; through an integer because -Wcast-qual is right elsewhere. */
    return (struct iovec){.iov_base = (void *)(uintptr_t)data, .iov_len = length};
}

static bool ensure_ring(struct queue *queue) {
    if (queue->ring != NULL) {
        return true;
    }
    void *ring = mmap(NULL, RING_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (ring == MAP_FAILED) {
        return false;
    }
    *queue = (struct queue){.ring = ring};
    return true;
}

bool queue_push(struct queue *queue, const void *data, size_t length, size_t limit) {
    if (length > limit || queue->length > limit - length) {
        return false;
    }
    if (length == 0) {
        return true;
    }
    if (!ensure_ring(queue)) {
        return false;
    }
    size_t tail = (queue->head + queue->length) % RING_SIZE;
    size_t first = RING_SIZE - tail < length ? RING_SIZE - tail : length;
    memcpy(queue->ring + tail, data, first);
    memcpy(queue->ring, (const char *)data + first, length - first);
    queue->length += length;
    return true;
}

int queue_send(struct queue *queue, int fd) {
    while (queue->length > 0) {
        size_t contiguous = RING_SIZE - queue->head;
        size_t first = contiguous < queue->length ? contiguous : queue->length;
        ssize_t sent = send(fd, queue->ring + queue->head, first, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent < 0) {
            if (errno == EINTR) {
                continue;
            }
            return errno == EAGAIN ? 0 : -1;
        }
        queue->head = (queue->head + (size_t)sent) % RING_SIZE;
        queue->length -= (size_t)sent;
    }
    queue_clear(queue);
    return 0;
}

void queue_clear(struct queue *queue) {
    if (queue->ring != NULL) {
        munmap(queue->ring, RING_SIZE);
    }
    *queue = (struct queue){0};
}
