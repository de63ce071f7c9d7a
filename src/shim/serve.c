#include <errno.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shim.h"

/* A read this large leaves enough touched memory behind to be worth giving back. */
#define BURST_SIZE 16384
#define BURST_PAUSE_MS 500

/* After init's death its output is read until it ends, or is silent this long, or has gone on that
 * long: a process that left the container may hold the pipe for ever. */
#define DRAIN_SILENCE_MS 200
#define DRAIN_LIMIT_MS 2000

static struct shim *shim_of(struct output *output) {
    return output->stream == STREAM_STDOUT ? owner_of(output, struct shim, out)
                                           : owner_of(output, struct shim, err);
}

void serve_output(struct output *output, const char *data, size_t length) {
    struct shim *shim = shim_of(output);
    if (!shim->created && output == &shim->err) {
        capture_push(&shim->runtime_stderr, data, length);
        return;
    }
    attach_output(&shim->attach, output->stream, data, length);
    log_append(&shim->log, output->stream, data, length);
    attach_log_loss(&shim->attach, shim->log.lost);
    if (length >= BURST_SIZE) {
        timer_set(&shim->loop, &shim->trim, BURST_PAUSE_MS);
    }
    if (shim->init_ended) {
        timer_set(&shim->loop, &shim->drain_silence, DRAIN_SILENCE_MS);
    }
}

static bool outputs_ended(const struct shim *shim) {
    return shim->out.source.fd < 0 && shim->err.source.fd < 0;
}

void serve_output_ended(struct output *output) {
    struct shim *shim = shim_of(output);
    if (shim->init_ended && outputs_ended(shim)) {
        finish_begin(shim);
    }
}

static void on_silence(struct timer *timer) {
    finish_begin(owner_of(timer, struct shim, drain_silence));
}

static void on_limit(struct timer *timer) {
    finish_begin(owner_of(timer, struct shim, drain_limit));
}

void serve_init_ended(struct shim *shim) {
    shim->init_ended = true;
    shim->exit.at = clock_now();
    shim->out.final = true;
    shim->err.final = true;
    shim->drain_silence.fire = on_silence;
    shim->drain_limit.fire = on_limit;
    timer_set(&shim->loop, &shim->drain_silence, DRAIN_SILENCE_MS);
    timer_set(&shim->loop, &shim->drain_limit, DRAIN_LIMIT_MS);
    output_drain(&shim->out);
    output_drain(&shim->err);
    if (outputs_ended(shim)) {
        finish_begin(shim);
    }
}

/* init ended and was not ours to reap: what its status was cannot be known. */
static void on_pidfd(struct source *source, uint32_t events) {
    (void)events;
    struct shim *shim = owner_of(source, struct shim, init_pidfd);
    reaper_collect(&shim->reaper);
    loop_close(&shim->loop, source);
    if (!shim->init_ended) {
        serve_init_ended(shim);
    }
}

static bool is_own_child(pid_t pid) {
    siginfo_t info;
    return waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0;
}

/* A runtime may give the pid of a process that is no descendant of the shim: its end is announced
 * by a pidfd alone. */
static void watch_stranger(struct shim *shim) {
    shim->init_pidfd.ready = on_pidfd;
    shim->init_pidfd.fd = (int)syscall(SYS_pidfd_open, shim->init_pid, 0);
    if (shim->init_pidfd.fd < 0 || loop_watch(&shim->loop, &shim->init_pidfd, EPOLLIN) < 0) {
        serve_init_ended(shim);
    }
}

void serve_begin(struct shim *shim, int master_fd) {
    int status;
    attach_serve(&shim->attach, shim->init_pid, master_fd);
    if (reaper_recall(&shim->reaper, shim->init_pid, &status)) {
        exit_record_set_status(&shim->exit, status);
        serve_init_ended(shim);
    } else if (!is_own_child(shim->init_pid)) {
        watch_stranger(shim);
    }
    reaper_forget(&shim->reaper);
}
