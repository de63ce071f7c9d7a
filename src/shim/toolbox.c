#include "toolbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define TOOLBOX_FD 3
/* As runc's, when it could not start what it was to run. */
#define FAILURE 255

/* fsopen(2) and its kin; <linux/mount.h> is not there for musl. */
enum {
    SET_FLAG = 0,
    SET_STRING = 1,
    CMD_CREATE = 6,
    CMD_RECONFIGURE = 7,
    CLOSE_ON_EXEC = 1,
    NO_SUID_NO_DEVICES = 0x2 | 0x4
};

static int fail(const char *doing) {
    fprintf(stderr, "conman-shim: cannot %s: %s\n", doing, strerror(errno));
    return FAILURE;
}

static long configure(int context, unsigned command, const char *key, const char *value) {
    return syscall(SYS_fsconfig, context, command, key, value, 0);
}

/* A tmpfs that is mounted nowhere. Returns the descriptor of its root, or -1. */
static int mount_nowhere(int context) {
    if (configure(context, SET_STRING, "mode", "0755") < 0 ||
        configure(context, CMD_CREATE, NULL, NULL) < 0) {
        return -1;
    }
    return (int)syscall(SYS_fsmount, context, CLOSE_ON_EXEC, NO_SUID_NO_DEVICES);
}

static int copy_to(int directory, const char *name, int source) {
    int target = openat(directory, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0755);
    if (target < 0) {
        return -1;
    }
    ssize_t copied;
    do {
        copied = sendfile(target, source, NULL, 1 << 20);
    } while (copied > 0);
    if (copied == 0 && fchmod(target, 0755) < 0) {
        copied = -1;
    }
    close(target);
    return (int)copied;
}

int toolbox_run(char **argv) {
    if (argv[0] == NULL || argv[1] == NULL || argv[2] == NULL) {
        fprintf(stderr, "conman-shim: --toolbox needs a name, a file and a command\n");
        return FAILURE;
    }
    int source = open(argv[1], O_RDONLY | O_CLOEXEC);
    if (source < 0) {
        return fail("open the tools");
    }
    int context = (int)syscall(SYS_fsopen, "tmpfs", CLOSE_ON_EXEC);
    int root = context < 0 ? -1 : mount_nowhere(context);
    if (root < 0) {
        return fail("make a file system for the tools");
    }
    if (copy_to(root, argv[0], source) < 0) {
        return fail("copy the tools");
    }
    if (configure(context, SET_FLAG, "ro", NULL) < 0 ||
        configure(context, CMD_RECONFIGURE, NULL, NULL) < 0) {
        return fail("make the tools read-only");
    }
    /* The descriptor may be its own already, and would then be closed on exec. */
    if (root == TOOLBOX_FD ? fcntl(root, F_SETFD, 0) < 0 : dup2(root, TOOLBOX_FD) < 0) {
        return fail("hand the tools over");
    }
    execvp(argv[2], argv + 2);
    return fail("run the command");
}
