#include <signal.h>
#include <sys/wait.h>

#include "oom.h"
#include "pidfd.h"
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

/* A status that nobody can tell stays unknown. */
static void on_stranger_ended(struct stranger *stranger, const int *status) {
    struct shim *shim = owner_of(stranger, struct shim, stranger);
    if (status != NULL) {
        exit_record_set_status(&shim->exit, *status);
    }
    serve_init_ended(shim);
}

static bool is_own_child(pid_t pid) {
    siginfo_t info;
    return waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0;
}

/* A runtime may give the pid of a process that is no descendant of the shim, as every init is that
 * was adopted. */
static void watch_stranger(struct shim *shim) {
    const struct options *options = shim->options;
    int pidfd = options->adopt ? (int)options->pidfd : pidfd_of(shim->init_pid);
    shim->stranger.ended = on_stranger_ended;
    if (pidfd < 0) {
        serve_init_ended(shim);
    } else {
        stranger_watch(&shim->stranger, &shim->loop, pidfd, shim->init_pid);
    }
}

static int on_reopen_log(struct attach *attach) {
    struct shim *shim = owner_of(attach, struct shim, attach);
    /* After the end nothing is written any more. */
    return shim->finishing ? 0 : log_reopen(&shim->log);
}

/* init is a child nobody has reaped, or is held by a pidfd: it is no other process. */
static void on_run_limit(struct timer *timer) {
    struct shim *shim = owner_of(timer, struct shim, run_limit);
    if (!shim->init_ended) {
        shim->exit.timed_out = true;
        shim->stranger.source.fd >= 0 ? pidfd_kill(shim->stranger.source.fd)
                                      : (void)kill(shim->init_pid, SIGKILL);
    }
}

static void on_limit_run(struct attach *attach, uint32_t limit_ms) {
    struct shim *shim = owner_of(attach, struct shim, attach);
    if (limit_ms == 0) {
        timer_cancel(&shim->loop, &shim->run_limit);
    } else if (!shim->init_ended) {
        timer_set(&shim->loop, &shim->run_limit, limit_ms);
    }
}

void serve_begin(struct shim *shim, int master_fd) {
    int status;
    shim->oom_fd = oom_open(shim->options->oom_file);
    shim->run_limit.fire = on_run_limit;
    shim->attach.reopen_log = on_reopen_log;
    shim->attach.limit_run = on_limit_run;
    attach_serve(&shim->attach, shim->init_pid, master_fd);
    if (reaper_recall(&shim->reaper, shim->init_pid, &status)) {
        exit_record_set_status(&shim->exit, status);
        serve_init_ended(shim);
    } else if (shim->options->adopt || !is_own_child(shim->init_pid)) {
        watch_stranger(shim);
    }
    reaper_forget(&shim->reaper);
}
