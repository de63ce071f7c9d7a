#include "queue.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check.h"

static bool bounded(void) {
    struct queue queue = {0};
    char *block = calloc(1, QUEUE_LIMIT);
    CHECK(queue_push(&queue, block, QUEUE_LIMIT, QUEUE_LIMIT));
    CHECK(!queue_push(&queue, block, 1, QUEUE_LIMIT));
    CHECK(queue_push(&queue, block, QUEUE_RESERVE, QUEUE_LIMIT + QUEUE_RESERVE));
    CHECK(!queue_push(&queue, block, 1, QUEUE_LIMIT + QUEUE_RESERVE));
    queue_clear(&queue);
    CHECK(queue.length == 0 && queue.ring == NULL);
    free(block);
    return true;
}

/* Goes round the ring several times with pieces that do not divide its size. */
static bool order_is_kept(void) {
    struct queue queue = {0};
    int ends[2];
    unsigned char piece[70001];
    unsigned char received[65536];
    size_t pushed = 0;
    size_t read_back = 0;
    CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0);
    while (pushed < 5 * QUEUE_LIMIT) {
        for (size_t i = 0; i < sizeof piece; i++) {
            piece[i] = (unsigned char)((pushed + i) % 251);
        }
        if (queue_push(&queue, piece, sizeof piece, QUEUE_LIMIT)) {
            pushed += sizeof piece;
            continue;
        }
        CHECK(queue_send(&queue, ends[0]) == 0);
        ssize_t count = read(ends[1], received, sizeof received);
        for (ssize_t i = 0; i < count; i++) {
            CHECK(received[i] == read_back++ % 251);
        }
    }
    close(ends[1]);
    CHECK(queue_send(&queue, ends[0]) == -1);
    queue_clear(&queue);
    close(ends[0]);
    CHECK(read_back > 3 * QUEUE_LIMIT);
    return true;
}

int main(void) {
    static const struct test tests[] = {
        {"queue: holds its limit and no more", bounded},
        {"queue: keeps the order round the ring", order_is_kept},
    };
    return RUN(tests);
}
