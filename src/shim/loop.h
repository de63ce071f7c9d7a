#ifndef SHIM_LOOP_H
#define SHIM_LOOP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>

/* From a member back to the structure that embeds it. */
#define owner_of(pointer, type, member) ((type *)(void *)((char *)(pointer)-offsetof(type, member)))

/* A descriptor the loop watches. Embed it; `ready` finds its owner with owner_of. */
struct source {
    int fd;
    bool watched;
    uint32_t events;
    void (*ready)(struct source *source, uint32_t events);
};

struct timer {
    bool armed;
    int64_t deadline_ms;
    void (*fire)(struct timer *timer);
    struct timer *next;
};

struct loop {
    int epoll_fd;
    bool stopped;
    struct timer *timers;
    /* The events being handled: a source that goes away takes its unhandled ones with it. */
    struct epoll_event *batch;
    int batch_size;
};

int loop_init(struct loop *loop);
/* Starts watching, or changes what is watched for. */
int loop_watch(struct loop *loop, struct source *source, uint32_t events);
/* Reports a source that is watched for edges once more if it is ready now. */
void loop_look_again(struct loop *loop, struct source *source);
void loop_unwatch(struct loop *loop, struct source *source);
/* Unwatches and closes; harmless on a source that is closed already. */
void loop_close(struct loop *loop, struct source *source);

/* Arms the timer, or moves its deadline. It fires once. */
void timer_set(struct loop *loop, struct timer *timer, int64_t delay_ms);
void timer_cancel(struct loop *loop, struct timer *timer);

/* Runs until loop->stopped. */
void loop_run(struct loop *loop);

#endif
