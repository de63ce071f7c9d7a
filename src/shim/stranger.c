#include "stranger.h"

#include "pidfd.h"

/* How long the status of an init that has ended may take to be there: until then whoever is its
 * parent now has either reaped it or never will. */
#define PATIENCE_MS 1000

static void conclude(struct stranger *stranger, const int *status) {
    timer_cancel(stranger->loop, &stranger->patience);
    loop_close(stranger->loop, &stranger->source);
    stranger->ended(stranger, status);
}

/* A process that is dead and not reaped yet shows its status in /proc; one that is reaped shows it
 * through the pidfd, where the kernel does that (EPOLLHUP says that it is). */
static void on_ready(struct source *source, uint32_t events) {
    struct stranger *stranger = owner_of(source, struct stranger, source);
    int status;
    if (pidfd_exit_status(source->fd, stranger->pid, &status)) {
        conclude(stranger, &status);
    } else if ((events & EPOLLHUP) != 0) {
        conclude(stranger, NULL);
    } else if (!stranger->patience.armed) {
        /* EPOLLHUP comes unasked. */
        loop_watch(stranger->loop, source, 0);
        timer_set(stranger->loop, &stranger->patience, PATIENCE_MS);
    }
}

/* Without memory to do so it is tried again: that nobody looks is not the container's end. */
static void watch(struct stranger *stranger) {
    if (loop_watch(stranger->loop, &stranger->source, EPOLLIN) < 0) {
        timer_set(stranger->loop, &stranger->patience, PATIENCE_MS);
    }
}

static void on_patience(struct timer *timer) {
    struct stranger *stranger = owner_of(timer, struct stranger, patience);
    if (!stranger->source.watched) {
        watch(stranger);
        return;
    }
    int status;
    bool known = pidfd_exit_status(stranger->source.fd, stranger->pid, &status);
    conclude(stranger, known ? &status : NULL);
}

void stranger_watch(struct stranger *stranger, struct loop *loop, int pidfd, pid_t pid) {
    stranger->loop = loop;
    stranger->pid = pid;
    stranger->source = (struct source){.fd = pidfd, .ready = on_ready};
    stranger->patience.fire = on_patience;
    watch(stranger);
}
