#include <errno.h>

#include "hook.h"
#include "oom.h"
#include "shim.h"

#define FIRST_RETRY_MS 100
#define SLOWEST_RETRY_MS 5000

static void on_emptied(struct attach *attach) {
    struct shim *shim = owner_of(attach, struct shim, attach);
    shim->loop.stopped = true;
}

/* The exit code is the one thing nobody else can tell, so a full disk is waited for. Only when the
 * directory itself was removed is there nobody left who wants to know. */
static void write_exit_file(struct shim *shim) {
    char text[EXIT_RECORD_SIZE];
    size_t length = exit_record_format(text, &shim->exit);
    if (place_write_atomically(&shim->exit_place, text, length) < 0 && errno != ENOENT) {
        timer_set(&shim->loop, &shim->write_again, shim->write_delay_ms);
        shim->write_delay_ms *= 2;
        if (shim->write_delay_ms > SLOWEST_RETRY_MS) {
            shim->write_delay_ms = SLOWEST_RETRY_MS;
        }
        return;
    }
    place_close(&shim->exit_place);
    hook_run(shim->options, shim->inherited, &shim->exit);
    attach_admit_waiting(&shim->attach);
    /* Whoever comes from now on finds no socket, but the exit file. */
    attach_close(&shim->attach);
    shim->attach.emptied = on_emptied;
    attach_exit(&shim->attach, (uint8_t)shim->exit.reason, shim->exit.value);
}

static void on_write_again(struct timer *timer) {
    write_exit_file(owner_of(timer, struct shim, write_again));
}

void finish_begin(struct shim *shim) {
    if (shim->finishing) {
        return;
    }
    shim->finishing = true;
    timer_cancel(&shim->loop, &shim->drain_silence);
    timer_cancel(&shim->loop, &shim->drain_limit);
    output_close(&shim->out);
    output_close(&shim->err);
    redraw_close(&shim->attach.redraw);
    timer_cancel(&shim->loop, &shim->run_limit);
    input_close(&shim->input);
    log_close(&shim->log);
    timer_cancel(&shim->loop, &shim->trim);
    streams_remove(&shim->streams);
    shim->exit.log_bytes_lost = shim->log.lost;
    /* It may have ended by itself in the last moment. */
    shim->exit.timed_out &= shim->exit.reason != EXIT_REASON_EXITED;
    shim->exit.oom_killed = oom_happened(shim->oom_fd);
    attach_log_loss(&shim->attach, shim->log.lost);
    shim->write_again.fire = on_write_again;
    shim->write_delay_ms = FIRST_RETRY_MS;
    write_exit_file(shim);
}
