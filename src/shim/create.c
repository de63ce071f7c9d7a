#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pages.h"
#include "pidfile.h"
#include "report.h"
#include "runtime.h"
#include "shim.h"
#include "streams.h"

/* Ends the attempt: takes back what is visible outside and reports once. */
static void give_up(struct shim *shim, const char *status, const char *text, size_t length) {
    console_close(&shim->console);
    attach_close(&shim->attach);
    report_failure(shim->sync_fd, status, text, length, shim->runtime_stderr.spilled);
    capture_close(&shim->runtime_stderr);
    shim->loop.stopped = true;
}

/* The shim itself could not do something that has to come before the runtime. */
static void give_up_early(struct shim *shim, const char *action, const char *path) {
    char text[512];
    int length =
        snprintf(text, sizeof text, "conman-shim: cannot %s %s: %s", action, path, strerror(errno));
    size_t kept = (size_t)length < sizeof text ? (size_t)length : sizeof text - 1;
    give_up(shim, "Runtime Not started.", text, kept);
}

/* Older bytes of the runtime's stderr than the capture holds are logged at once. */
static void on_spill(struct capture *capture, const char *data, size_t length) {
    struct shim *shim = owner_of(capture, struct shim, runtime_stderr);
    log_append(&shim->log, STREAM_STDERR, data, length);
}

/* What must stand before the runtime runs. False after giving up. */
static bool prepare(struct shim *shim) {
    const struct options *options = shim->options;
    shim->runtime_stderr.spill = on_spill;
    if (loop_init(&shim->loop) < 0 || reaper_open(&shim->reaper, &shim->loop) < 0 ||
        capture_open(&shim->runtime_stderr) < 0 ||
        (shim->read_buffer = pages_map(OUTPUT_READ_SIZE)) == NULL) {
        give_up_early(shim, "start", "its event loop");
    } else if (pidfile_write_own(options->shim_pidfile) < 0) {
        give_up_early(shim, "write", options->shim_pidfile);
    } else if (log_open(&shim->log, options->container_logfile) < 0) {
        give_up_early(shim, "open", options->container_logfile);
    } else if (place_open(&shim->exit_place, options->container_exitfile) < 0) {
        give_up_early(shim, "open the directory of", options->container_exitfile);
    } else if (attach_open(&shim->attach, &shim->loop, options->container_attachfile) < 0) {
        give_up_early(shim, "listen on", options->container_attachfile);
    } else if (options->tty &&
               console_open(&shim->console, &shim->loop, options->container_attachfile) < 0) {
        give_up_early(shim, "listen for the terminal beside", options->container_attachfile);
    } else {
        return true;
    }
    return false;
}

static int open_own_ends(struct shim *shim, const struct streams *streams) {
    struct output *outputs[] = {&shim->out, &shim->err};
    for (int i = 0; i < 2; i++) {
        outputs[i]->deliver = serve_output;
        outputs[i]->ended = serve_output_ended;
    }
    if (output_open(&shim->err, &shim->loop, streams->err[0], shim->read_buffer) < 0) {
        return -1;
    }
    if (shim->options->tty) {
        return 0;
    }
    if (output_open(&shim->out, &shim->loop, streams->out[0], shim->read_buffer) < 0) {
        return -1;
    }
    return input_open(&shim->input, &shim->loop, streams->in[1], false);
}

static void on_stdin_closed(struct input *input) {
    attach_stdin_closed(&owner_of(input, struct shim, input)->attach);
}

void create_begin(struct shim *shim) {
    const struct options *options = shim->options;
    struct streams streams;
    if (!prepare(shim)) {
        return;
    }
    shim->attach.tty = options->tty;
    shim->attach.stdin_once = options->stdin_once;
    shim->input.closed = on_stdin_closed;
    /* One left by an earlier container of the name must not pass for this one's. */
    unlink(options->container_pidfile);
    if (streams_open(&streams, options) < 0 || open_own_ends(shim, &streams) < 0) {
        give_up_early(shim, "open", "the container's streams");
        return;
    }
    /* With a terminal the streams of the container come later; these are the runtime's own. */
    struct runtime_stdio stdio = {.in = streams.in[0],
                                  .out = options->tty ? streams.err[1] : streams.out[1],
                                  .err = streams.err[1]};
    shim->runtime_pid = runtime_start_create(options, shim->inherited, stdio,
                                             options->tty ? shim->console.path : NULL);
    streams_close_runtime_ends(&streams);
    if (shim->runtime_pid < 0) {
        give_up_early(shim, "start", options->runtime);
    }
}

/* The runtime said it succeeded, and did not: what it may have left is removed before the report,
 * so that the caller can use the name again at once. */
static void reject_creation(struct shim *shim, const char *reason) {
    capture_push(&shim->runtime_stderr, reason, strlen(reason));
    runtime_delete(shim->options, shim->inherited);
    give_up(shim, "Runtime Exited with code 0.", shim->runtime_stderr.tail,
            shim->runtime_stderr.length);
}

static void open_terminal(struct shim *shim, int master_fd) {
    const struct options *options = shim->options;
    struct winsize size = {.ws_col = options->console_columns, .ws_row = options->console_rows};
    if (size.ws_col != 0) {
        ioctl(master_fd, TIOCSWINSZ, &size);
    }
    output_close(&shim->err);
    shim->out.tty = true;
    output_open(&shim->out, &shim->loop, master_fd, shim->read_buffer);
    if (options->stdin_open) {
        int input_fd = fcntl(master_fd, F_DUPFD_CLOEXEC, 3);
        input_open(&shim->input, &shim->loop, input_fd, true);
    }
}

static void succeed(struct shim *shim, pid_t init_pid, int master_fd) {
    shim->init_pid = init_pid;
    shim->exit.pid = init_pid;
    console_close(&shim->console);
    if (master_fd >= 0) {
        open_terminal(shim, master_fd);
    }
    capture_flush(&shim->runtime_stderr);
    capture_close(&shim->runtime_stderr);
    shim->created = true;
    report_pid(shim->sync_fd, init_pid);
    serve_begin(shim, master_fd);
}

void create_end(struct shim *shim, int status) {
    char text[64];
    shim->runtime_pid = 0;
    /* The end of the runtime, not of its stderr: init has that open too. */
    output_drain(&shim->err);
    if (status != 0) {
        bool signaled = WIFSIGNALED(status);
        snprintf(text, sizeof text,
                 signaled ? "Runtime Killed by signal %d." : "Runtime Exited with code %d.",
                 signaled ? WTERMSIG(status) : WEXITSTATUS(status));
        give_up(shim, text, shim->runtime_stderr.tail, shim->runtime_stderr.length);
        return;
    }
    pid_t init_pid = pidfile_read(shim->options->container_pidfile);
    if (init_pid == 0) {
        reject_creation(shim, "conman-shim: the runtime wrote no pid file");
        return;
    }
    int master_fd = shim->options->tty ? console_take(&shim->console) : -1;
    if (shim->options->tty && master_fd < 0) {
        reject_creation(shim, "conman-shim: the runtime sent no terminal");
        return;
    }
    succeed(shim, init_pid, master_fd);
}
