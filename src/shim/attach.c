#include "attach.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "socket.h"

#define LOSS_INTERVAL_MS 100
#define ACCEPT_PAUSE_MS 100

static void send_loss(struct attach *attach) {
    unsigned char payload[FRAME_LOG_LOSS_LENGTH];
    frame_write_u64(payload, attach->lost);
    attach->lost_announced = attach->lost;
    for (struct client *client = attach->clients; client != NULL; client = client->next) {
        client_send(client, FRAME_LOG_LOSS, payload, sizeof payload);
    }
}

static void on_announce_loss(struct timer *timer) {
    struct attach *attach = owner_of(timer, struct attach, announce_loss);
    if (attach->lost > attach->lost_announced) {
        send_loss(attach);
        timer_set(attach->loop, &attach->announce_loss, LOSS_INTERVAL_MS);
    }
}

static void on_sweep(struct timer *timer) {
    struct attach *attach = owner_of(timer, struct attach, sweep);
    struct client **link = &attach->clients;
    while (*link != NULL) {
        struct client *client = *link;
        if (client->dead) {
            *link = client->next;
            free(client);
        } else {
            link = &client->next;
        }
    }
    if (attach->exiting && attach->clients == NULL) {
        attach->emptied(attach);
    }
}

/* Clients that come before it works wait in the backlog. */
static void watch_listener(struct attach *attach) {
    if (attach->listener.fd >= 0 && loop_watch(attach->loop, &attach->listener, EPOLLIN) < 0) {
        timer_set(attach->loop, &attach->accept_again, ACCEPT_PAUSE_MS);
    }
}

static void on_accept_again(struct timer *timer) {
    watch_listener(owner_of(timer, struct attach, accept_again));
}

static void admit(struct attach *attach, int fd) {
    struct client *client = client_open(attach, fd);
    if (client != NULL) {
        client->next = attach->clients;
        attach->clients = client;
    }
}

static void on_connection(struct source *source, uint32_t events) {
    (void)events;
    struct attach *attach = owner_of(source, struct attach, listener);
    int fd = socket_accept(source->fd);
    if (fd >= 0) {
        admit(attach, fd);
    } else if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS) {
        /* The connection stays in the backlog and would be reported on every turn. */
        loop_unwatch(attach->loop, source);
        timer_set(attach->loop, &attach->accept_again, ACCEPT_PAUSE_MS);
    }
}

int attach_open(struct attach *attach, struct loop *loop, const char *path) {
    attach->loop = loop;
    redraw_open(&attach->redraw, loop, -1);
    attach->listener = (struct source){.fd = -1, .ready = on_connection};
    attach->sweep.fire = on_sweep;
    attach->accept_again.fire = on_accept_again;
    attach->announce_loss.fire = on_announce_loss;
    if (place_open(&attach->place, path) < 0) {
        return -1;
    }
    attach->listener.fd = socket_listen(&attach->place);
    return attach->listener.fd < 0 ? -1 : 0;
}

void attach_serve(struct attach *attach, pid_t pid, int master_fd) {
    attach->pid = pid;
    redraw_open(&attach->redraw, attach->loop, master_fd);
    watch_listener(attach);
}

void attach_admit_waiting(struct attach *attach) {
    for (int fd; (fd = socket_accept(attach->listener.fd)) >= 0;) {
        admit(attach, fd);
    }
    for (struct client *client = attach->clients; client != NULL; client = client->next) {
        client_hear_out(client);
    }
}

void attach_close(struct attach *attach) {
    if (attach->listener.fd >= 0) {
        loop_close(attach->loop, &attach->listener);
        unlinkat(attach->place.directory_fd, attach->place.name, 0);
    }
    place_close(&attach->place);
}

void attach_output(struct attach *attach, enum stream stream, const char *data, size_t length) {
    attach->painted = true;
    bool is_stdout = stream == STREAM_STDOUT;
    uint8_t want = is_stdout ? WANTS_STDOUT : WANTS_STDERR;
    for (struct client *client = attach->clients; client != NULL; client = client->next) {
        if (client->wants & want) {
            client_send(client, is_stdout ? FRAME_STDOUT : FRAME_STDERR, data, length);
        }
    }
}

void attach_log_loss(struct attach *attach, uint64_t lost) {
    if (lost == attach->lost) {
        return;
    }
    attach->lost = lost;
    if (!attach->announce_loss.armed) {
        send_loss(attach);
        timer_set(attach->loop, &attach->announce_loss, LOSS_INTERVAL_MS);
    }
}

void attach_stdin_closed(struct attach *attach) {
    for (struct client *client = attach->clients; client != NULL; client = client->next) {
        client_send(client, FRAME_STDIN_CLOSED, NULL, 0);
    }
}

void attach_exit(struct attach *attach, uint8_t reason, uint8_t value) {
    unsigned char payload[] = {reason, value};
    if (attach->lost > attach->lost_announced) {
        send_loss(attach);
    }
    for (struct client *client = attach->clients; client != NULL; client = client->next) {
        client_dismiss(client, FRAME_EXIT, payload, sizeof payload);
    }
    attach->exiting = true;
    attach_bury(attach);
}

struct frame_welcome attach_welcome(const struct attach *attach) {
    int facts = (attach->tty ? FACT_TERMINAL : 0) |
                (input_is_open(attach->input) ? FACT_STDIN_OPEN : 0) | FACT_CONTROL;
    return (struct frame_welcome){
        .facts = (uint8_t)facts, .pid = (uint32_t)attach->pid, .lost = attach->lost};
}

void attach_bury(struct attach *attach) {
    timer_set(attach->loop, &attach->sweep, 0);
}
