#include "shim.h"

#include "adopt.h"
#include "create.h"
#include "pages.h"

/* A burst is over after this long without a large read; its memory goes back then. */
static void on_trim(struct timer *timer) {
    struct shim *shim = owner_of(timer, struct shim, trim);
    pages_give_back(shim->read_buffer, OUTPUT_READ_SIZE);
    log_trim(&shim->log);
}

static void on_child(struct reaper *reaper, pid_t pid, int status) {
    struct shim *shim = owner_of(reaper, struct shim, reaper);
    if (pid == shim->runtime_pid) {
        create_end(shim, status);
    } else if (!shim->created) {
        reaper_remember(reaper, pid, status);
    } else if (pid == shim->init_pid && !shim->init_ended) {
        exit_record_set_status(&shim->exit, status);
        serve_init_ended(shim);
    }
}

int shim_run(const struct options *options, struct inherited inherited) {
    struct shim shim = {
        .options = options,
        .inherited = inherited,
        .sync_fd = options->syncpipe_fd,
        .log.fd = -1,
        .oom_fd = -1,
        .stranger.source.fd = -1,
        .attach = {.listener.fd = -1, .place.directory_fd = -1, .input = &shim.input},
        .console = {.master_fd = -1, .place.directory_fd = -1, .peer.fd = -1, .listener.fd = -1},
        .input.source.fd = -1,
        .out = {.source.fd = -1, .stream = STREAM_STDOUT},
        .err = {.source.fd = -1, .stream = STREAM_STDERR},
        .exit = {.reason = EXIT_REASON_UNKNOWN},
        .exit_place.directory_fd = -1,
        .trim.fire = on_trim,
        .reaper.on_exit = on_child,
    };
    options->adopt ? adopt_begin(&shim) : create_begin(&shim);
    loop_run(&shim.loop);
    reaper_forget(&shim.reaper);
    return shim.created ? 0 : 1;
}
