#include "user-namespace.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int user_namespace_run(void) {
    if (unshare(CLONE_NEWUSER) < 0) {
        fprintf(stderr, "conman-shim: no user namespace: %s\n", strerror(errno));
        return 1;
    }
    if (write(STDOUT_FILENO, "\n", 1) != 1) {
        return 1;
    }
    char byte;
    ssize_t length;
    do {
        length = read(STDIN_FILENO, &byte, 1);
    } while (length > 0 || (length < 0 && errno == EINTR));
    return 0;
}
