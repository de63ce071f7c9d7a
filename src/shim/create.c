#include "create.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pidfile.h"
#include "prepare.h"
#include "report.h"
#include "runtime.h"

/* A runtime that hangs is killed; create_end hears of its end. */
static void on_create_limit(struct timer *timer) {
    struct shim *shim = owner_of(timer, struct shim, create_limit);
    shim->create_timed_out = true;
    kill(shim->runtime_pid, SIGKILL);
}

void create_begin(struct shim *shim) {
    const struct options *options = shim->options;
    if (!prepare_begin(shim)) {
        return;
    }
    /* One left by an earlier container of the name must not pass for this one's. */
    unlink(options->container_pidfile);
    struct streams *streams = &shim->streams;
    if (streams_make(streams, options, &shim->attach.place) < 0 || prepare_streams(shim) < 0) {
        prepare_fail(shim, "open", "the container's streams");
        return;
    }
    /* With a terminal the streams of the container come later; these are the runtime's own. */
    struct spawn_stdio stdio = {
        .in = streams->given[0], .out = streams->given[1], .err = streams->given[2]};
    shim->runtime_pid = runtime_start_create(options, shim->inherited, stdio,
                                             options->tty ? shim->console.path : NULL);
    streams_close_given(streams);
    if (shim->runtime_pid < 0) {
        prepare_fail(shim, "start", options->runtime);
    } else if (options->create_timeout_ms > 0) {
        shim->create_limit.fire = on_create_limit;
        timer_set(&shim->loop, &shim->create_limit, (int64_t)options->create_timeout_ms);
    }
}

/* What the runtime may have left is removed before the report, so that the caller can use the name
 * again at once. */
static void reject_creation(struct shim *shim, const char *status, const char *reason) {
    capture_push(&shim->runtime_stderr, reason, strlen(reason));
    runtime_delete(shim->options, shim->inherited);
    prepare_give_up(shim, status, shim->runtime_stderr.tail, shim->runtime_stderr.length);
}

/* The runtime said it succeeded, and did not. */
static void reject_success(struct shim *shim, const char *reason) {
    reject_creation(shim, "Runtime Exited with code 0.", reason);
}

static void set_size(const struct shim *shim, int master_fd) {
    const struct options *options = shim->options;
    struct winsize size = {.ws_col = options->console_columns, .ws_row = options->console_rows};
    if (size.ws_col != 0) {
        ioctl(master_fd, TIOCSWINSZ, &size);
    }
}

static void succeed(struct shim *shim, pid_t init_pid, int master_fd) {
    shim->init_pid = init_pid;
    shim->exit.pid = init_pid;
    console_close(&shim->console);
    capture_flush(&shim->runtime_stderr);
    capture_close(&shim->runtime_stderr);
    shim->created = true;
    report_pid(shim->sync_fd, init_pid);
    serve_begin(shim, master_fd);
}

static int open_terminal(struct shim *shim, int master_fd) {
    output_close(&shim->err);
    set_size(shim, master_fd);
    return prepare_terminal(shim, master_fd);
}

static void fail_creation(struct shim *shim, int status) {
    char text[64];
    if (shim->create_timed_out) {
        snprintf(text, sizeof text, "conman-shim: the runtime took longer than %u ms",
                 (unsigned)shim->options->create_timeout_ms);
        reject_creation(shim, "Runtime Timed out.", text);
        return;
    }
    bool signaled = WIFSIGNALED(status);
    snprintf(text, sizeof text,
             signaled ? "Runtime Killed by signal %d." : "Runtime Exited with code %d.",
             signaled ? WTERMSIG(status) : WEXITSTATUS(status));
    prepare_give_up(shim, text, shim->runtime_stderr.tail, shim->runtime_stderr.length);
}

void create_end(struct shim *shim, int status) {
    shim->runtime_pid = 0;
    timer_cancel(&shim->loop, &shim->create_limit);
    /* The end of the runtime, not of its stderr: init has that open too. */
    output_drain(&shim->err);
    if (status != 0) {
        fail_creation(shim, status);
        return;
    }
    pid_t init_pid = pidfile_read(shim->options->container_pidfile);
    if (init_pid == 0) {
        reject_success(shim, "conman-shim: the runtime wrote no pid file");
        return;
    }
    int master_fd = shim->options->tty ? console_take(&shim->console) : -1;
    if (shim->options->tty && master_fd < 0) {
        reject_success(shim, "conman-shim: the runtime sent no terminal");
    } else if (master_fd >= 0 && open_terminal(shim, master_fd) < 0) {
        reject_success(shim, "conman-shim: the terminal cannot be served");
    } else {
        succeed(shim, init_pid, master_fd);
    }
}
