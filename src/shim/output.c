#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "clock.h"

/* A container that fills its pipe gets a larger one; a quiet one does not pay for it. */
#define BUSY_READ 32768
#define BUSY_PIPE_SIZE (1024 * 1024)
#define DRAIN_READS 64
/* Without memory to watch it, it is read by the clock. */
#define WATCH_RETRY_MS 100

static void end(struct output *output) {
    timer_cancel(output->loop, &output->resume);
    loop_close(output->loop, &output->source);
    output->ended(output);
}

enum read_result { READ_SOME, READ_NOTHING, READ_HUNG_UP, READ_ENDED };

/* A terminal reads EIO while no process has it open. That can pass: an init may close and reopen
 * its console, and closing the master would hang it up for good. So it stays open. */
static enum read_result over(struct output *output) {
    if (output->tty && !output->final) {
        return READ_HUNG_UP;
    }
    end(output);
    return READ_ENDED;
}

/* May be refused beyond a user's share of pipe memory; then the next large read tries again. */
static void grow(struct output *output) {
    if (output->capacity == 0 && !output->tty) {
        int capacity = fcntl(output->source.fd, F_SETPIPE_SZ, BUSY_PIPE_SIZE);
        output->capacity = capacity > 0 ? (size_t)capacity : 0;
    }
}

static enum read_result read_once(struct output *output, size_t *taken) {
    *taken = 0;
    ssize_t length = read(output->source.fd, output->buffer, OUTPUT_READ_SIZE);
    if (length < 0 && (errno == EAGAIN || errno == EINTR)) {
        return READ_NOTHING;
    }
    if (length <= 0) {
        return over(output);
    }
    if (length >= BUSY_READ) {
        grow(output);
    }
    *taken = (size_t)length;
    output->deliver(output, output->buffer, (size_t)length);
    return READ_SOME;
}

/* Reads until there is nothing left, within reason; returns how much it was in `taken`. */
static enum read_result read_much(struct output *output, size_t *taken) {
    enum read_result result = READ_SOME;
    size_t length;
    *taken = 0;
    for (int i = 0; i < DRAIN_READS && result == READ_SOME; i++) {
        result = read_once(output, &length);
        *taken += length;
    }
    if (result == READ_SOME && output->source.watched) {
        loop_look_again(output->loop, &output->source);
    }
    return result;
}

static void pause_reading(struct output *output) {
    loop_unwatch(output->loop, &output->source);
    timer_set(output->loop, &output->resume, PACE_PAUSE_MS);
}

static void on_resume(struct timer *timer) {
    struct output *output = owner_of(timer, struct output, resume);
    size_t taken;
    if (read_much(output, &taken) == READ_ENDED) {
        return;
    }
    if (pace_pauses_again(taken, output->capacity)) {
        timer_set(output->loop, timer, PACE_PAUSE_MS);
    } else if (loop_watch(output->loop, &output->source, EPOLLIN) < 0) {
        timer_set(output->loop, timer, WATCH_RETRY_MS);
    }
}

static void read_on_event(struct output *output) {
    size_t taken;
    if (read_once(output, &taken) != READ_SOME || output->tty ||
        !pace_is_hasty(&output->pace, clock_monotonic_ms(), taken)) {
        return;
    }
    grow(output);
    if (output->capacity >= BUSY_PIPE_SIZE) {
        pause_reading(output);
    }
}

/* A terminal is watched for edges: its level (EPOLLHUP) would wake us without end while nobody has
 * it open, and epoll's second look after each read would wait for the kernel's worker that carries
 * its bytes. One read takes all that is ready, 4 kB at most, and what comes later is an edge; only
 * a hangup may have had its edge together with the bytes before it. */
static uint32_t wanted_events(const struct output *output) {
    return output->tty ? EPOLLIN | EPOLLET : EPOLLIN;
}

static void on_ready(struct source *source, uint32_t events) {
    struct output *output = owner_of(source, struct output, source);
    size_t taken;
    if (output->tty && (events & EPOLLHUP) != 0) {
        read_much(output, &taken);
    } else {
        read_on_event(output);
    }
}

int output_open(struct output *output, struct loop *loop, int fd, char *buffer) {
    output->loop = loop;
    output->buffer = buffer;
    output->source = (struct source){.fd = fd, .ready = on_ready};
    output->resume.fire = on_resume;
    int flags = fcntl(fd, F_GETFL);
    if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0) {
        return -1;
    }
    return loop_watch(loop, &output->source, wanted_events(output));
}

void output_drain(struct output *output) {
    if (output->source.fd >= 0) {
        size_t taken;
        read_much(output, &taken);
    }
}

void output_close(struct output *output) {
    timer_cancel(output->loop, &output->resume);
    loop_close(output->loop, &output->source);
}
