#include "runtime.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "clock.h"

#define DELETE_LIMIT_MS 10000
/* The verb, its options with their values, the id, the program and the final NULL. */
#define OWN_ARGUMENTS 17

/* An argv under construction. */
struct command {
    const char **argv;
    size_t count;
};

static void add(struct command *command, const char *argument) {
    command->argv[command->count++] = argument;
}

static int begin(struct command *command, const struct options *options, const char *verb) {
    const struct option_list *list = &options->runtime_args;
    command->count = 0;
    command->argv = calloc(list->count + OWN_ARGUMENTS, sizeof *command->argv);
    if (command->argv == NULL) {
        return -1;
    }
    add(command, options->runtime);
    for (size_t i = 0; i < list->count; i++) {
        add(command, list->values[i]);
    }
    add(command, verb);
    return 0;
}

static pid_t start(struct command *command, struct inherited inherited, struct spawn_stdio stdio) {
    add(command, NULL);
    pid_t pid = spawn(command->argv, inherited, stdio);
    int error = errno;
    free(command->argv);
    errno = error;
    return pid;
}

/* A restored container runs at once; --detach leaves it to whoever is the subreaper. */
static void add_restoration(struct command *command, const struct options *options) {
    add(command, "--detach");
    add(command, "--file-locks");
    add(command, "--image-path");
    add(command, options->restore);
    add(command, "--work-path");
    add(command, options->restore_work);
    if (options->tcp_established) {
        add(command, "--tcp-established");
    }
}

pid_t runtime_start_create(const struct options *options, struct inherited inherited,
                           struct spawn_stdio stdio, const char *console_socket) {
    struct command command;
    if (begin(&command, options, options->restore == NULL ? "create" : "restore") < 0) {
        return -1;
    }
    if (options->restore != NULL) {
        add_restoration(&command, options);
    }
    add(&command, "--bundle");
    add(&command, options->bundle);
    add(&command, "--pid-file");
    add(&command, options->container_pidfile);
    if (console_socket != NULL) {
        add(&command, "--console-socket");
        add(&command, console_socket);
    }
    add(&command, options->container_id);
    return start(&command, inherited, stdio);
}

/* Waits for a child for a limited time: SIGCHLD is blocked, so it can be waited for. */
static bool ended_within(pid_t pid, int64_t limit_ms) {
    int64_t deadline = clock_monotonic_ms() + limit_ms;
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    while (waitpid(pid, NULL, WNOHANG) == 0) {
        int64_t left = deadline - clock_monotonic_ms();
        if (left <= 0) {
            return false;
        }
        struct timespec wait = {.tv_sec = left / 1000, .tv_nsec = left % 1000 * 1000000};
        sigtimedwait(&child, NULL, &wait);
    }
    return true;
}

void runtime_delete(const struct options *options, struct inherited inherited) {
    struct command command;
    if (begin(&command, options, "delete") < 0) {
        return;
    }
    add(&command, "--force");
    add(&command, options->container_id);
    int null_fd = open("/dev/null", O_RDWR | O_CLOEXEC);
    struct spawn_stdio stdio = {.in = null_fd, .out = null_fd, .err = null_fd};
    pid_t pid = start(&command, inherited, stdio);
    if (pid > 0 && !ended_within(pid, DELETE_LIMIT_MS)) {
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
    }
    close(null_fd);
}
