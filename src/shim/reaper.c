#include "reaper.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

void reaper_collect(struct reaper *reaper) {
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        reaper->on_exit(reaper, pid, status);
    }
}

static void on_signal(struct source *source, uint32_t events) {
    (void)events;
    struct reaper *reaper = owner_of(source, struct reaper, source);
    struct signalfd_siginfo info;
    /* One signal may stand for many children: only waitpid knows. */
    while (read(source->fd, &info, sizeof info) > 0) {
    }
    reaper_collect(reaper);
}

int reaper_open(struct reaper *reaper, struct loop *loop) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGCHLD);
    reaper->source.fd = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
    reaper->source.ready = on_signal;
    return reaper->source.fd < 0 ? -1 : loop_watch(loop, &reaper->source, EPOLLIN);
}

void reaper_remember(struct reaper *reaper, pid_t pid, int status) {
    struct reaped *grown =
        realloc(reaper->early, (reaper->early_count + 1) * sizeof *reaper->early);
    if (grown != NULL) {
        reaper->early = grown;
        reaper->early[reaper->early_count++] = (struct reaped){.pid = pid, .status = status};
    }
}

bool reaper_recall(const struct reaper *reaper, pid_t pid, int *status) {
    /* The latest first: a pid can have been used twice. */
    for (size_t i = reaper->early_count; i > 0; i--) {
        if (reaper->early[i - 1].pid == pid) {
            *status = reaper->early[i - 1].status;
            return true;
        }
    }
    return false;
}

void reaper_forget(struct reaper *reaper) {
    free(reaper->early);
    reaper->early = NULL;
    reaper->early_count = 0;
}
