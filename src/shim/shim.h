#ifndef SHIM_SHIM_H
#define SHIM_SHIM_H

#include "attach.h"
#include "capture.h"
#include "console.h"
#include "daemonize.h"
#include "exit-record.h"
#include "input.h"
#include "log.h"
#include "loop.h"
#include "options.h"
#include "output.h"
#include "place.h"
#include "reaper.h"
#include "stranger.h"
#include "streams.h"

/* One container and everything that serves it. create.c brings it to life, or adopt.c takes it over
 * from a shim that was killed; serve.c keeps it company until it ends, finish.c writes down how. */
struct shim {
    const struct options *options;
    struct inherited inherited;
    struct loop loop;
    struct reaper reaper;
    struct log log;
    struct streams streams;
    struct attach attach;
    struct input input;
    struct output out;
    struct output err;
    /* Shared by both outputs: they are read one after the other. */
    char *read_buffer;
    struct timer trim;

    /* While the runtime creates the container. */
    pid_t runtime_pid;
    struct console console;
    struct capture runtime_stderr;
    int sync_fd;
    struct timer create_limit;
    bool create_timed_out;
    bool created;

    /* While it lives. init_pid is 0 until it is known. */
    pid_t init_pid;
    struct stranger stranger;
    struct timer run_limit;
    /* Says whether a process in it was killed for want of memory; -1 where nobody can tell. */
    int oom_fd;

    /* After it ended. */
    struct exit_record exit;
    bool init_ended;
    struct place exit_place;
    struct timer drain_silence;
    struct timer drain_limit;
    struct timer write_again;
    int64_t write_delay_ms;
    bool finishing;
};

/* Runs the whole life of a container; the process's exit status. */
int shim_run(const struct options *options, struct inherited inherited);

/* Handlers of the container's output. */
void serve_output(struct output *output, const char *data, size_t length);
void serve_output_ended(struct output *output);
/* The container exists: watches init, answers clients. */
void serve_begin(struct shim *shim, int master_fd);
/* init ended: the rest of its output is read, then finish_begin is called. */
void serve_init_ended(struct shim *shim);

void finish_begin(struct shim *shim);

#endif
