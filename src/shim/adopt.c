#include "adopt.h"

#include <stdio.h>

#include "prepare.h"
#include "report.h"

/* Tells readers of the log where something may be missing: at most what one read takes. */
static void mark_gap(struct shim *shim, int master_fd) {
    char text[160];
    snprintf(text, sizeof text,
             "conman-shim: the shim before this one was killed: up to %u bytes of output are "
             "missing here%s",
             OUTPUT_READ_SIZE,
             shim->options->tty && master_fd < 0 ? ", and its terminal was lost with it" : "");
    log_note(&shim->log, text);
}

static int open_streams(struct shim *shim, int master_fd) {
    if (streams_reopen(&shim->streams, shim->options, &shim->attach.place) < 0 ||
        prepare_streams(shim) < 0) {
        return -1;
    }
    return master_fd < 0 ? 0 : prepare_terminal(shim, master_fd);
}

void adopt_begin(struct shim *shim) {
    const struct options *options = shim->options;
    int master_fd = options->console_fd == 0 ? -1 : (int)options->console_fd;
    if (!prepare_begin(shim)) {
        return;
    }
    capture_close(&shim->runtime_stderr);
    if (log_resume(&shim->log, options->log_bytes_lost) < 0) {
        prepare_fail(shim, "go on with", options->container_logfile);
        return;
    }
    shim->attach.lost = shim->attach.lost_announced = options->log_bytes_lost;
    if (open_streams(shim, master_fd) < 0) {
        prepare_fail(shim, "open", "the container's streams");
        return;
    }
    mark_gap(shim, master_fd);
    shim->created = true;
    shim->init_pid = shim->exit.pid = (pid_t)options->container_pid;
    report_pid(shim->sync_fd, shim->init_pid);
    serve_begin(shim, master_fd);
}
