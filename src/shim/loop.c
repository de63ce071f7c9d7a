#include "loop.h"

#include <errno.h>
#include <unistd.h>

#include "clock.h"

#define BATCH_SIZE 16

int loop_init(struct loop *loop) {
    *loop = (struct loop){.epoll_fd = epoll_create1(EPOLL_CLOEXEC)};
    return loop->epoll_fd < 0 ? -1 : 0;
}

int loop_watch(struct loop *loop, struct source *source, uint32_t events) {
    if (source->watched && source->events == events) {
        return 0;
    }
    struct epoll_event event = {.events = events, .data.ptr = source};
    int operation = source->watched ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
    if (epoll_ctl(loop->epoll_fd, operation, source->fd, &event) < 0) {
        return -1;
    }
    source->watched = true;
    source->events = events;
    return 0;
}

void loop_look_again(struct loop *loop, struct source *source) {
    struct epoll_event event = {.events = source->events, .data.ptr = source};
    epoll_ctl(loop->epoll_fd, EPOLL_CTL_MOD, source->fd, &event);
}

void loop_unwatch(struct loop *loop, struct source *source) {
    if (!source->watched) {
        return;
    }
    epoll_ctl(loop->epoll_fd, EPOLL_CTL_DEL, source->fd, NULL);
    source->watched = false;
    for (int i = 0; i < loop->batch_size; i++) {
        if (loop->batch[i].data.ptr == source) {
            loop->batch[i].data.ptr = NULL;
        }
    }
}

void loop_close(struct loop *loop, struct source *source) {
    if (source->fd < 0) {
        return;
    }
    loop_unwatch(loop, source);
    close(source->fd);
    source->fd = -1;
}

void timer_set(struct loop *loop, struct timer *timer, int64_t delay_ms) {
    timer->deadline_ms = clock_monotonic_ms() + delay_ms;
    if (!timer->armed) {
        timer->armed = true;
        timer->next = loop->timers;
        loop->timers = timer;
    }
}

void timer_cancel(struct loop *loop, struct timer *timer) {
    if (!timer->armed) {
        return;
    }
    struct timer **link = &loop->timers;
    while (*link != timer) {
        link = &(*link)->next;
    }
    *link = timer->next;
    timer->armed = false;
}

/* Milliseconds until the next timer is due, -1 without timers. */
static int loop_timeout(const struct loop *loop) {
    if (loop->timers == NULL) {
        return -1;
    }
    int64_t earliest = loop->timers->deadline_ms;
    for (const struct timer *timer = loop->timers; timer != NULL; timer = timer->next) {
        earliest = timer->deadline_ms < earliest ? timer->deadline_ms : earliest;
    }
    int64_t wait = earliest - clock_monotonic_ms();
    return wait < 0 ? 0 : (int)wait;
}

static struct timer *due_timer(const struct loop *loop, int64_t now_ms) {
    for (struct timer *timer = loop->timers; timer != NULL; timer = timer->next) {
        if (timer->deadline_ms <= now_ms) {
            return timer;
        }
    }
    return NULL;
}

/* A handler may set or cancel any timer, so the list is searched anew after each. */
static void fire_timers(struct loop *loop) {
    if (loop->timers == NULL) {
        return;
    }
    int64_t now_ms = clock_monotonic_ms();
    struct timer *timer;
    while ((timer = due_timer(loop, now_ms)) != NULL) {
        timer_cancel(loop, timer);
        timer->fire(timer);
    }
}

void loop_run(struct loop *loop) {
    struct epoll_event batch[BATCH_SIZE];
    while (!loop->stopped) {
        int count = epoll_wait(loop->epoll_fd, batch, BATCH_SIZE, loop_timeout(loop));
        loop->batch = batch;
        loop->batch_size = count < 0 ? 0 : count;
        for (int i = 0; i < loop->batch_size; i++) {
            struct source *source = batch[i].data.ptr;
            if (source != NULL) {
                source->ready(source, batch[i].events);
            }
        }
        loop->batch_size = 0;
        fire_timers(loop);
    }
}
