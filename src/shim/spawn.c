#include "spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Undoes in the child what daemonize did for the shim alone. */
static void restore_inherited(struct inherited inherited) {
    char text[16];
    int length = snprintf(text, sizeof text, "%d", inherited.oom_score_adj);
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd >= 0) {
        (void)!write(fd, text, (size_t)length);
        close(fd);
    }
    sigset_t none;
    sigemptyset(&none);
    signal(SIGPIPE, SIG_DFL);
    signal(SIGXFSZ, SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
    umask(0022);
}

/* Every descriptor here is above 2, so the order of the dup2 calls does not matter. */
static void become(const char **arguments, struct inherited inherited, struct spawn_stdio stdio) {
    dup2(stdio.in, 0);
    dup2(stdio.out, 1);
    dup2(stdio.err, 2);
    restore_inherited(inherited);
    union {
        const char **readonly;
        char *const *exec;
    } argv = {.readonly = arguments};
    execvp(arguments[0], argv.exec);
    dprintf(2, "conman-shim: cannot run %s: %s\n", arguments[0], strerror(errno));
    _exit(127);
}

pid_t spawn(const char **arguments, struct inherited inherited, struct spawn_stdio stdio) {
    pid_t pid = fork();
    if (pid == 0) {
        become(arguments, inherited, stdio);
    }
    return pid;
}
