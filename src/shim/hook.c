#include "hook.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "spawn.h"

/* EXIT_REASON, and EXIT_CODE or EXIT_SIGNAL where one is known. */
static void describe(const struct options *options, const struct exit_record *record) {
    static const char *const reasons[] = {"exited", "signaled", "unknown"};
    char value[8];
    snprintf(value, sizeof value, "%u", record->value);
    setenv("CONTAINER_ID", options->container_id, 1);
    setenv("EXIT_REASON", reasons[record->reason], 1);
    if (record->reason != EXIT_REASON_UNKNOWN) {
        setenv(record->reason == EXIT_REASON_EXITED ? "EXIT_CODE" : "EXIT_SIGNAL", value, 1);
    }
}

void hook_run(const struct options *options, struct inherited inherited,
              const struct exit_record *record) {
    const struct option_list *args = &options->exit_command_args;
    if (options->exit_command == NULL) {
        return;
    }
    const char **argv = calloc(args->count + 2, sizeof *argv);
    if (argv == NULL) {
        return;
    }
    argv[0] = options->exit_command;
    for (size_t i = 0; i < args->count; i++) {
        argv[i + 1] = args->values[i];
    }
    describe(options, record);
    int null_fd = open("/dev/null", O_RDWR | O_CLOEXEC);
    struct spawn_stdio stdio = {.in = null_fd, .out = null_fd, .err = null_fd};
    spawn(argv, inherited, stdio);
    free(argv);
    close(null_fd);
}
