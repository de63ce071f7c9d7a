#include "prepare.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "pages.h"
#include "pidfile.h"
#include "report.h"

/* What another shim made stays for the next that tries to adopt it. */
void prepare_give_up(struct shim *shim, const char *status, const char *text, size_t length) {
    console_close(&shim->console);
    if (!shim->options->adopt) {
        streams_remove(&shim->streams);
    }
    attach_close(&shim->attach);
    report_failure(shim->sync_fd, status, text, length, shim->runtime_stderr.spilled);
    capture_close(&shim->runtime_stderr);
    shim->loop.stopped = true;
}

void prepare_fail(struct shim *shim, const char *action, const char *path) {
    char text[512];
    int length =
        snprintf(text, sizeof text, "conman-shim: cannot %s %s: %s", action, path, strerror(errno));
    size_t kept = (size_t)length < sizeof text ? (size_t)length : sizeof text - 1;
    prepare_give_up(shim, "Runtime Not started.", text, kept);
}

/* Older bytes of the runtime's stderr than the capture holds are logged at once. */
static void on_spill(struct capture *capture, const char *data, size_t length) {
    struct shim *shim = owner_of(capture, struct shim, runtime_stderr);
    log_append(&shim->log, STREAM_STDERR, data, length);
}

static void on_stdin_closed(struct input *input) {
    struct shim *shim = owner_of(input, struct shim, input);
    streams_forget_stdin(&shim->streams);
    attach_stdin_closed(&shim->attach);
}

static bool open_loop(struct shim *shim) {
    shim->runtime_stderr.spill = on_spill;
    return loop_init(&shim->loop) == 0 && reaper_open(&shim->reaper, &shim->loop) == 0 &&
           capture_open(&shim->runtime_stderr) == 0 &&
           (shim->read_buffer = pages_map(OUTPUT_READ_SIZE)) != NULL;
}

bool prepare_begin(struct shim *shim) {
    const struct options *options = shim->options;
    if (!open_loop(shim)) {
        prepare_fail(shim, "start", "its event loop");
    } else if (pidfile_write_own(options->shim_pidfile) < 0) {
        prepare_fail(shim, "write", options->shim_pidfile);
    } else if (log_open(&shim->log, options) < 0) {
        prepare_fail(shim, "open", options->container_logfile);
    } else if (place_open(&shim->exit_place, options->container_exitfile) < 0) {
        prepare_fail(shim, "open the directory of", options->container_exitfile);
    } else if (attach_open(&shim->attach, &shim->loop, options->container_attachfile) < 0) {
        prepare_fail(shim, "listen on", options->container_attachfile);
    } else if (options->tty && !options->adopt &&
               console_open(&shim->console, &shim->loop, options->container_attachfile) < 0) {
        prepare_fail(shim, "listen for the terminal beside", options->container_attachfile);
    } else {
        shim->attach.tty = options->tty;
        shim->attach.stdin_once = options->stdin_once;
        shim->input.closed = on_stdin_closed;
        return true;
    }
    return false;
}

static int serve(struct shim *shim, struct output *output, int fd) {
    output->deliver = serve_output;
    output->ended = serve_output_ended;
    return fd < 0 ? 0 : output_open(output, &shim->loop, fd, shim->read_buffer);
}

int prepare_streams(struct shim *shim) {
    const int *own = shim->streams.own;
    if (serve(shim, &shim->out, own[1]) < 0 || serve(shim, &shim->err, own[2]) < 0) {
        return -1;
    }
    return input_open(&shim->input, &shim->loop, own[0], false);
}

int prepare_terminal(struct shim *shim, int master_fd) {
    shim->out.tty = true;
    if (serve(shim, &shim->out, master_fd) < 0) {
        return -1;
    }
    if (!shim->options->stdin_open) {
        return 0;
    }
    int input_fd = fcntl(master_fd, F_DUPFD_CLOEXEC, 3);
    return input_fd < 0 ? -1 : input_open(&shim->input, &shim->loop, input_fd, true);
}
