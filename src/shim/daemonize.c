#include "daemonize.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
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

static void complain_of_cgroup(const char *path) {
    fprintf(stderr, "conman-shim: cannot move to cgroup by %s: %s\n", path, strerror(errno));
}

/* A service manager that ends conmand ends what it finds in conmand's cgroup of the v2 hierarchy or
 * of a named v1 one. A v1 cgroup is only entered by moving, which waits for the kernel for 5 ms and
 * more: the leaving process moves the shim while the runtime starts, which moves init anyway. */
static void move_to_cgroups(const struct option_list *files, pid_t pid) {
    char text[16];
    size_t length = (size_t)snprintf(text, sizeof text, "%d", pid);
    for (size_t i = 0; i < files->count; i++) {
        int fd = open(files->values[i], O_WRONLY | O_CLOEXEC);
        if (fd < 0 || write_fully(fd, text, length) < 0) {
            complain_of_cgroup(files->values[i]);
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

/* Closes everything above stdio but these descriptors, of which 0 stands for none. */
static void close_all_but(const int kept[], size_t count) {
    unsigned first = 3;
    for (;;) {
        unsigned next = ~0U;
        for (size_t i = 0; i < count; i++) {
            unsigned fd = (unsigned)kept[i];
            next = fd >= first && fd < next ? fd : next;
        }
        close_from_to(first, next == ~0U ? next : next - 1);
        if (next == ~0U) {
            return;
        }
        fcntl((int)next, F_SETFD, FD_CLOEXEC);
        first = next + 1;
    }
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

/* clone3(2); musl's headers do not have it. */
struct clone_arguments {
    uint64_t flags, pidfd, child_tid, parent_tid, exit_signal;
    uint64_t stack, stack_size, tls, set_tid, set_tid_size, cgroup;
};
#define INTO_CGROUP 0x200000000ULL

/* fork(2) into a v2 cgroup: being born there costs nothing. */
static pid_t fork_into(int directory_fd) {
    struct clone_arguments arguments = {
        .flags = INTO_CGROUP, .exit_signal = SIGCHLD, .cgroup = (uint64_t)directory_fd};
    return (pid_t)syscall(SYS_clone3, &arguments, sizeof arguments);
}

/* Forks into the cgroup, or forks and moves there where clone3 is not to be had (a container's
 * seccomp filter). Before the runtime starts, which on a hybrid host leaves init where it is. */
static pid_t fork_away(const char *cgroup) {
    int fd = cgroup == NULL ? -1 : open(cgroup, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    pid_t child = fd < 0 ? -1 : fork_into(fd);
    if (child < 0 && (child = fork()) == 0 && cgroup != NULL) {
        int procs_fd = fd < 0 ? -1 : openat(fd, "cgroup.procs", O_WRONLY | O_CLOEXEC);
        if (procs_fd < 0 || write_fully(procs_fd, "0", 1) < 0) {
            complain_of_cgroup(cgroup);
        }
        close(procs_fd);
    }
    close(fd);
    return child;
}

/* Two forks: the first gives a process that may start a session, the second one that can never
 * get a controlling terminal. The starter leaves when the session stands. */
static void fork_twice(const struct options *options) {
    pid_t child = fork_away(options->cgroup);
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
        move_to_cgroups(&options->cgroup_procs, child);
        _exit(0);
    }
}

struct inherited daemonize(const struct options *options) {
    if (fcntl(options->syncpipe_fd, F_GETFD) < 0) {
        die("the sync pipe is not open");
    }
    const int kept[] = {options->syncpipe_fd, (int)options->pidfd, (int)options->console_fd};
    close_all_but(kept, sizeof kept / sizeof kept[0]);
    block_signals();
    fork_twice(options);
    stdio_to_null();
    umask(0077);
    (void)!chdir("/");
    unsetenv("_OCI_SYNCPIPE");
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    return (struct inherited){.oom_score_adj = protect_from_oom()};
}
