#include "input.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* Edges only: a pipe without readers and a terminal nobody has open would otherwise be reported on
 * every turn of the loop. A pipe is watched also while nobody waits, for the end of its readers. */
#define WAITING_EVENTS (EPOLLOUT | EPOLLET)
#define PIPE_IDLE_EVENTS EPOLLET
/* Without memory to watch it, it is tried by the clock. */
#define WATCH_RETRY_MS 100

static int watch_idle(struct input *input) {
    if (input->tty) {
        loop_unwatch(input->loop, &input->source);
        return 0;
    }
    return loop_watch(input->loop, &input->source, PIPE_IDLE_EVENTS);
}

static bool may_write(const struct input *input, const struct input_waiter *waiter) {
    return input->first == NULL || input->first == waiter;
}

static enum input_result line_up(struct input *input, struct input_waiter *waiter) {
    struct input_waiter **link = &input->first;
    while (*link != NULL && *link != waiter) {
        link = &(*link)->next;
    }
    if (*link == NULL) {
        waiter->next = NULL;
        *link = waiter;
    }
    return INPUT_WAIT;
}

void input_leave(struct input *input, struct input_waiter *waiter) {
    struct input_waiter **link = &input->first;
    while (*link != NULL && *link != waiter) {
        link = &(*link)->next;
    }
    if (*link != NULL) {
        *link = waiter->next;
        waiter->next = NULL;
    }
}

/* Lets the line move until somebody in it has to wait again. */
static void advance(struct input *input) {
    while (input->first != NULL) {
        struct input_waiter *waiter = input->first;
        waiter->resume(waiter);
        if (input->first == waiter) {
            return;
        }
    }
    if (input_is_open(input)) {
        watch_idle(input);
    }
}

static void on_ready(struct source *source, uint32_t events) {
    struct input *input = owner_of(source, struct input, source);
    if ((events & EPOLLERR) != 0 && !input->tty) {
        input_close(input);
    } else {
        advance(input);
    }
}

static void on_release(struct timer *timer) {
    advance(owner_of(timer, struct input, release));
}

int input_open(struct input *input, struct loop *loop, int fd, bool tty) {
    input->loop = loop;
    input->tty = tty;
    input->release.fire = on_release;
    input->source = (struct source){.fd = fd, .ready = on_ready};
    if (fd < 0) {
        return 0;
    }
    int flags = fcntl(fd, F_GETFL);
    if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0) {
        return -1;
    }
    return watch_idle(input);
}

bool input_is_open(const struct input *input) {
    return input->source.fd >= 0;
}

enum input_result input_write(struct input *input, struct input_waiter *waiter, const char *data,
                              size_t length, size_t *written) {
    if (!may_write(input, waiter)) {
        return line_up(input, waiter);
    }
    while (input_is_open(input) && *written < length) {
        ssize_t count = write(input->source.fd, data + *written, length - *written);
        if (count > 0) {
            *written += (size_t)count;
        } else if (count < 0 && errno == EAGAIN) {
            if (loop_watch(input->loop, &input->source, WAITING_EVENTS) < 0) {
                timer_set(input->loop, &input->release, WATCH_RETRY_MS);
            }
            return line_up(input, waiter);
        } else if (count < 0 && errno == EINTR) {
            continue;
        } else if (input->tty) {
            /* No process has the terminal open: this input has no reader, later input may. */
            break;
        } else {
            input_close(input);
        }
    }
    *written = length;
    input_leave(input, waiter);
    return INPUT_DONE;
}

enum input_result input_finish(struct input *input, struct input_waiter *waiter) {
    if (!may_write(input, waiter)) {
        return line_up(input, waiter);
    }
    input_leave(input, waiter);
    input_close(input);
    return INPUT_DONE;
}

void input_close(struct input *input) {
    if (!input_is_open(input)) {
        return;
    }
    loop_close(input->loop, &input->source);
    input->closed(input);
    if (input->first != NULL) {
        timer_set(input->loop, &input->release, 0);
    }
}
