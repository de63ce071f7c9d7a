#include "init.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FAILED = 125, NOT_EXECUTABLE = 126, NOT_FOUND = 127 };

static void run_command(char **command, const sigset_t *mask) {
    /* A group of its own in the foreground: what is typed at a terminal reaches the command alone.
     */
    (void)setpgid(0, 0);
    (void)tcsetpgrp(STDIN_FILENO, getpgrp());
    (void)sigprocmask(SIG_SETMASK, mask, NULL);
    (void)execvp(command[0], command);
    int error = errno;
    fprintf(stderr, "conman-init: %s: %s\n", command[0], strerror(error));
    _exit(error == ENOENT ? NOT_FOUND : NOT_EXECUTABLE);
}

/* True when the command was among those that have ended. */
static bool reap(pid_t command, int *status) {
    bool ended = false;
    for (;;) {
        int one = 0;
        pid_t pid = waitpid(-1, &one, WNOHANG);
        if (pid < 0 && errno == EINTR)
            continue;
        if (pid <= 0)
            return ended;
        if (pid != command)
            continue;
        ended = true;
        *status = one;
    }
}

int init_run(char **command) {
    if (command[0] == NULL) {
        fputs("conman-init: no command\n", stderr);
        return FAILED;
    }
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    (void)sigprocmask(SIG_BLOCK, &all, &before);
    pid_t child = fork();
    if (child < 0) {
        fprintf(stderr, "conman-init: cannot start the command: %s\n", strerror(errno));
        return FAILED;
    }
    if (child == 0)
        run_command(command, &before);
    int status = 0;
    for (;;) {
        int signal = sigwaitinfo(&all, NULL);
        if (signal > 0 && signal != SIGCHLD)
            (void)kill(child, signal);
        if (signal == SIGCHLD && reap(child, &status))
            break;
    }
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
