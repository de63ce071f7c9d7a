#include "console.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include "socket.h"

/* More than the one descriptor that is right, to see and close those that are wrong. */
#define MOST_DESCRIPTORS 4

/* The single descriptor of a message, -1 if it carries none or several: all are closed then. */
static int take_descriptor(struct msghdr *message) {
    struct cmsghdr *header = CMSG_FIRSTHDR(message);
    if (header == NULL || header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) {
        return -1;
    }
    int fds[MOST_DESCRIPTORS];
    size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    count = count > MOST_DESCRIPTORS ? MOST_DESCRIPTORS : count;
    memcpy(fds, CMSG_DATA(header), count * sizeof(int));
    if (count == 1 && (message->msg_flags & MSG_CTRUNC) == 0) {
        return fds[0];
    }
    for (size_t i = 0; i < count; i++) {
        close(fds[i]);
    }
    return -1;
}

static bool is_terminal(int fd) {
    struct termios settings;
    return fd >= 0 && tcgetattr(fd, &settings) == 0;
}

static void receive(struct console *console) {
    char text[4096];
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(MOST_DESCRIPTORS * sizeof(int))];
    } control;
    struct iovec part = {.iov_base = text, .iov_len = sizeof text};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = &control,
                             .msg_controllen = sizeof control};
    ssize_t length = recvmsg(console->peer.fd, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    if (length < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    int fd = length > 0 ? take_descriptor(&message) : -1;
    loop_close(console->loop, &console->peer);
    if (is_terminal(fd) && console->master_fd < 0) {
        console->master_fd = fd;
        loop_close(console->loop, &console->listener);
    } else if (fd >= 0) {
        close(fd);
    }
}

static void on_message(struct source *source, uint32_t events) {
    (void)events;
    receive(owner_of(source, struct console, peer));
}

/* One peer at a time: one that sends no terminal is closed, and the next may try. */
static void accept_peer(struct console *console) {
    if (console->peer.fd >= 0 || console->listener.fd < 0) {
        return;
    }
    console->peer.fd = socket_accept(console->listener.fd);
    if (console->peer.fd >= 0) {
        loop_watch(console->loop, &console->peer, EPOLLIN);
    }
}

static void on_connection(struct source *source, uint32_t events) {
    (void)events;
    struct console *console = owner_of(source, struct console, listener);
    if (console->peer.fd >= 0) {
        /* The earlier peer said nothing yet; only the last one is listened to. */
        loop_close(console->loop, &console->peer);
    }
    accept_peer(console);
}

int console_open(struct console *console, struct loop *loop, const char *beside) {
    console->loop = loop;
    console->master_fd = -1;
    console->peer = (struct source){.fd = -1, .ready = on_message};
    console->listener = (struct source){.fd = -1, .ready = on_connection};
    if (place_open(&console->place, beside) < 0) {
        return -1;
    }
    snprintf(console->name, sizeof console->name, ".console-%d", getpid());
    console->place.name = console->name;
    /* sun_path holds 107 bytes and a bundle's path may be longer. Through our own descriptor the
     * path is short, needs no directory in /tmp, and works for every runtime on this host. */
    snprintf(console->path, sizeof console->path, "/proc/%d/fd/%d/%s", getpid(),
             console->place.directory_fd, console->name);
    console->listener.fd = socket_listen(&console->place);
    return console->listener.fd < 0 ? -1 : loop_watch(loop, &console->listener, EPOLLIN);
}

int console_take(struct console *console) {
    if (console->master_fd < 0 && console->peer.fd >= 0) {
        receive(console);
    }
    if (console->master_fd < 0) {
        accept_peer(console);
        if (console->peer.fd >= 0) {
            receive(console);
        }
    }
    return console->master_fd;
}

void console_close(struct console *console) {
    loop_close(console->loop, &console->peer);
    loop_close(console->loop, &console->listener);
    if (console->place.directory_fd >= 0) {
        unlinkat(console->place.directory_fd, console->name, 0);
        place_close(&console->place);
    }
}
