#include "daemonize.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "place.h"

#define OOM_FILE "/proc/self/oom_score_adj"

_Noreturn static void die(const char *what) {
    fprintf(stderr, "conman-shim: %s: %s\n", what, strerror(errno));
    exit(1);
}

/* Leaving the manager's cgroup keeps systemd from ending us together with the manager. */
static void move_to_cgroups(const struct option_list *files) {
    for (size_t i = 0; i < files->count; i++) {
        int fd = open(files->values[i], O_WRONLY | O_CLOEXEC);
        if (fd < 0 || write_fully(fd, "0", 1) < 0) {
            fprintf(stderr, "conman-shim: cannot move to cgroup by %s: %s\n", files->values[i],
                    strerror(errno));
        }
        if (fd >= 0) {
            close(fd);
        }
    }
}

static int protect_from_oom(void) {
    char text[16] = "0";
    int fd = open(OOM_FILE, O_RDWR | O_CLOEXEC);
    if (fd < 0) {
        return 0;
    }
    ssize_t length = read(fd, text, sizeof text - 1);
    text[length > 0 ? length : 0] = '\0';
    /* Without CAP_SYS_RESOURCE this is refused; the shim is as killable as its caller then. */
    (void)!write(fd, "-999", 4);
    close(fd);
    return (int)strtol(text, NULL, 10);
}

static void close_from_to(unsigned first, unsigned last) {
    if (first > last || syscall(SYS_close_range, first, last, 0) == 0) {
        return;
    }
    for (unsigned fd = first; fd <= last && fd < 65536; fd++) {
        close((int)fd);
    }
}

static void close_inherited(int keep_fd) {
    close_from_to(3, (unsigned)keep_fd - 1);
    close_from_to((unsigned)keep_fd + 1, ~0U);
    fcntl(keep_fd, F_SETFD, FD_CLOEXEC);
}

static void stdio_to_null(void) {
    int null_fd = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = 0; null_fd >= 0 && fd <= 2; fd++) {
        dup2(null_fd, fd);
    }
    if (null_fd > 2) {
        close(null_fd);
    }
}

/* Blocked signals stay pending for ever: a SIGTERM meant for the manager's whole group does not end
 * the container's shim. SIGXFSZ would come from writing a log beyond RLIMIT_FSIZE. */
static void block_signals(void) {
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, NULL);
    /* An ignored SIGCHLD, inherited, would reap children behind our back. */
    signal(SIGCHLD, SIG_DFL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
}

/* Two forks: the first gives a process that may start a session, the second one that can never
 * get a controlling terminal. The starter leaves when the session stands. */
static void fork_twice(void) {
    pid_t child = fork();
    if (child < 0) {
        die("cannot fork");
    }
    if (child > 0) {
        int status = 0;
        while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
        }
        _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
    }
    setsid();
    child = fork();
    if (child < 0) {
        die("cannot fork");
    }
    if (child > 0) {
        _exit(0);
    }
}

struct inherited daemonize(const struct options *options) {
    if (fcntl(options->syncpipe_fd, F_GETFD) < 0) {
        die("the sync pipe is not open");
    }
    move_to_cgroups(&options->cgroup_procs);
    close_inherited(options->syncpipe_fd);
    block_signals();
    fork_twice();
    stdio_to_null();
    umask(0077);
    (void)!chdir("/");
    unsetenv("_OCI_SYNCPIPE");
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    return (struct inherited){.oom_score_adj = protect_from_oom()};
}
