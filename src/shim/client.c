#include "client.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "attach.h"
#include "conversation.h"
#include "pages.h"

/* How long a client that is being disconnected may take to read what it was sent. */
#define FAREWELL_MS 2000

static void die(struct client *client) {
    if (!client->dead) {
        client->dead = true;
        client_close(client);
        attach_bury(client->attach);
    }
}

/* The peer takes no more output. What it sent before it left is still input for the container, so
 * it is read to the end all the same. */
static void turn_deaf(struct client *client) {
    client->deaf = true;
    queue_clear(&client->queue);
    if (client->leaving) {
        die(client);
    }
}

/* What to watch for follows from the client's state alone. */
static void update_events(struct client *client) {
    if (client->dead) {
        return;
    }
    uint32_t wanted = client->queue.length > 0 ? EPOLLOUT : 0;
    if (!client->waiting && !client->leaving) {
        wanted |= EPOLLIN;
    }
    if (client->deaf && client->waiting) {
        /* EPOLLHUP cannot be masked and would come on every turn. */
        loop_unwatch(client->attach->loop, &client->source);
    } else if (loop_watch(client->attach->loop, &client->source, wanted) < 0) {
        die(client);
    }
}

static void flush(struct client *client) {
    if (queue_send(&client->queue, client->source.fd) < 0) {
        turn_deaf(client);
    } else if (client->leaving && client->queue.length == 0) {
        die(client);
    }
}

/* As much of the frame as the socket takes now. A small one, an echoed key, is copied together:
 * that costs less than a message of two parts. */
static ssize_t send_frame(int fd, const unsigned char header[FRAME_HEADER_LENGTH],
                          const void *payload, size_t length) {
    char whole[256];
    if (length <= sizeof whole - FRAME_HEADER_LENGTH) {
        memcpy(whole, header, FRAME_HEADER_LENGTH);
        memcpy(whole + FRAME_HEADER_LENGTH, length > 0 ? payload : "", length);
        return send(fd, whole, FRAME_HEADER_LENGTH + length, MSG_DONTWAIT | MSG_NOSIGNAL);
    }
    struct iovec parts[] = {readonly_iovec(header, FRAME_HEADER_LENGTH),
                            readonly_iovec(payload, length)};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    return sendmsg(fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
}

/* Sends now what the socket takes, and queues the rest. False if there is no room for it. */
static bool post(struct client *client, enum frame_type type, const void *payload, size_t length,
                 size_t limit) {
    unsigned char header[FRAME_HEADER_LENGTH];
    frame_write_header(header, (uint8_t)type, length);
    if (client->queue.length > 0) {
        return client->queue.length + sizeof header + length <= limit &&
               queue_push(&client->queue, header, sizeof header, limit) &&
               queue_push(&client->queue, payload, length, limit);
    }
    ssize_t count = send_frame(client->source.fd, header, payload, length);
    size_t sent = count > 0 ? (size_t)count : 0;
    size_t header_sent = sent < sizeof header ? sent : sizeof header;
    const char *rest = length == 0 ? NULL : (const char *)payload + (sent - header_sent);
    size_t rest_length = length - (sent - header_sent);
    if (count < 0 && errno != EAGAIN && errno != EINTR) {
        turn_deaf(client);
    } else if (sent < sizeof header + length &&
               (!queue_push(&client->queue, header + header_sent, sizeof header - header_sent,
                            limit) ||
                !queue_push(&client->queue, rest, rest_length, limit))) {
        turn_deaf(client);
    }
    return true;
}

void client_dismiss(struct client *client, enum frame_type type, const void *payload,
                    size_t length) {
    if (client->dead || client->leaving) {
        return;
    }
    client->leaving = true;
    input_leave(client->attach->input, &client->waiter);
    if (client->deaf || !post(client, type, payload, length, QUEUE_LIMIT + QUEUE_RESERVE) ||
        client->queue.length == 0) {
        die(client);
        return;
    }
    timer_set(client->attach->loop, &client->farewell, FAREWELL_MS);
    update_events(client);
}

void client_refuse(struct client *client, const char *why) {
    client_dismiss(client, FRAME_ERROR, why, strlen(why));
}

void client_send(struct client *client, enum frame_type type, const void *payload, size_t length) {
    if (client->dead || client->leaving || client->deaf || !client->greeted) {
        return;
    }
    bool queued = client->queue.length > 0;
    if (!post(client, type, payload, length, QUEUE_LIMIT)) {
        client_refuse(client,
                      "too slow: more than 1048576 bytes behind; read the log for what follows");
    } else if (!queued && client->queue.length > 0) {
        update_events(client);
    }
}

/* Reads once; the inbox has room because a full one holds a whole frame. */
static void receive(struct client *client) {
    ssize_t length = recv(client->source.fd, client->inbox + client->inbox_length,
                          CLIENT_INBOX_SIZE - client->inbox_length, MSG_DONTWAIT);
    if (length > 0) {
        client->inbox_length += (size_t)length;
        conversation_advance(client);
    } else if (length == 0 || (errno != EAGAIN && errno != EINTR)) {
        die(client);
    }
}

void client_hear_out(struct client *client) {
    if (!client->greeted && !client->dead && !client->leaving) {
        receive(client);
    }
}

static void on_ready(struct source *source, uint32_t events) {
    struct client *client = owner_of(source, struct client, source);
    bool gone = (events & (EPOLLHUP | EPOLLERR)) != 0;
    if (gone && client->leaving) {
        die(client);
        return;
    }
    if (gone && client->waiting) {
        turn_deaf(client);
    } else if ((events & EPOLLOUT) != 0) {
        flush(client);
    }
    if (!client->dead && !client->waiting && !client->leaving && (events & ~(uint32_t)EPOLLOUT)) {
        receive(client);
    }
    update_events(client);
}

static void on_resume(struct input_waiter *waiter) {
    struct client *client = owner_of(waiter, struct client, waiter);
    client->waiting = false;
    conversation_advance(client);
    update_events(client);
}

static void on_farewell(struct timer *timer) {
    die(owner_of(timer, struct client, farewell));
}

struct client *client_open(struct attach *attach, int fd) {
    struct client *client = calloc(1, sizeof *client);
    unsigned char *inbox = (unsigned char *)pages_map(CLIENT_INBOX_SIZE);
    if (client == NULL || inbox == NULL) {
        free(client);
        pages_unmap((char *)inbox, CLIENT_INBOX_SIZE);
        close(fd);
        return NULL;
    }
    client->attach = attach;
    client->inbox = inbox;
    client->source = (struct source){.fd = fd, .ready = on_ready};
    client->farewell.fire = on_farewell;
    client->waiter.resume = on_resume;
    update_events(client);
    return client;
}

void client_close(struct client *client) {
    struct loop *loop = client->attach->loop;
    input_leave(client->attach->input, &client->waiter);
    timer_cancel(loop, &client->farewell);
    /* Closing with unread bytes would be a reset for a peer that still reads its last frame. */
    for (int i = 0; client->leaving && i < 16; i++) {
        if (recv(client->source.fd, client->inbox, CLIENT_INBOX_SIZE, MSG_DONTWAIT) <= 0) {
            break;
        }
    }
    loop_close(loop, &client->source);
    queue_clear(&client->queue);
    pages_unmap((char *)client->inbox, CLIENT_INBOX_SIZE);
    client->inbox = NULL;
}
