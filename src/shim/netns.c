#include "netns.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static int fail(const char *doing) {
    fprintf(stderr, "conman-shim: cannot %s: %s\n", doing, strerror(errno));
    return 1;
}

static int touch(const char *path) {
    int file = open(path, O_RDONLY | O_CREAT | O_CLOEXEC, 0600);
    return file < 0 ? -1 : close(file);
}

/* A kernel without the setting, such as one without IPv6, has no need of it. */
static int set(const char *name, const char *value) {
    int file = open(name, O_WRONLY | O_CLOEXEC);
    if (file < 0) {
        return errno == ENOENT ? 0 : -1;
    }
    ssize_t length = (ssize_t)strlen(value);
    ssize_t written = write(file, value, strlen(value));
    close(file);
    return written == length ? 0 : -1;
}

/* ip-sysctl: these belong to the network namespace of whoever opens them. */
static int set_all(void) {
    static const char *const settings[][2] = {
        {"/proc/sys/net/ipv6/conf/default/accept_dad", "0"},
        {"/proc/sys/net/ipv4/ping_group_range", "0 2147483647"},
        {"/proc/sys/net/ipv4/ip_unprivileged_port_start", "0"},
    };
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
        if (set(settings[i][0], settings[i][1]) < 0) {
            return -1;
        }
    }
    return 0;
}

static int bring_loopback_up(void) {
    int control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (control < 0) {
        return -1;
    }
    struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP};
    int result = ioctl(control, SIOCSIFFLAGS, &request);
    close(control);
    return result;
}

static int enter(const char *path, int kind) {
    int namespace = open(path, O_RDONLY | O_CLOEXEC);
    if (namespace < 0) {
        return -1;
    }
    int result = setns(namespace, kind);
    close(namespace);
    return result;
}

/* Whoever makes a network namespace in a user namespace owns it there, and can mount nothing here:
 * a child does it, and waits until its parent has followed it into the one that it made. */
static int enter_owned(const char *user_namespace) {
    int made[2];
    int done[2];
    char path[64];
    char byte = 0;
    if (pipe2(made, O_CLOEXEC) < 0 || pipe2(done, O_CLOEXEC) < 0) {
        return -1;
    }
    pid_t child = fork();
    if (child == 0) {
        close(done[1]);
        if (enter(user_namespace, CLONE_NEWUSER) < 0 || unshare(CLONE_NEWNET) < 0) {
            _exit(errno);
        }
        (void)!write(made[1], &byte, 1);
        (void)!read(done[0], &byte, 1);
        _exit(0);
    }
    close(made[1]);
    snprintf(path, sizeof path, "/proc/%d/ns/net", (int)child);
    bool is_made = child > 0 && read(made[0], &byte, 1) == 1;
    int result = is_made ? enter(path, CLONE_NEWNET) : -1;
    close(done[1]);
    int status = 0;
    if (child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && !is_made) {
        errno = WEXITSTATUS(status);
    }
    return result;
}

int netns_run(char **argv) {
    if (argv[0] == NULL || (argv[1] != NULL && argv[2] != NULL)) {
        fprintf(stderr,
                "conman-shim: --netns needs one path, and may have that of a user namespace\n");
        return 2;
    }
    if (touch(argv[0]) < 0) {
        return fail("create the place of the namespace");
    }
    if ((argv[1] == NULL ? unshare(CLONE_NEWNET) : enter_owned(argv[1])) < 0) {
        return fail("make the namespace");
    }
    if (set_all() < 0) {
        return fail("change a setting of the namespace");
    }
    if (bring_loopback_up() < 0) {
        return fail("bring the loopback interface up");
    }
    if (mount("/proc/self/ns/net", argv[0], NULL, MS_BIND, NULL) < 0) {
        return fail("pin the namespace");
    }
    return 0;
}
