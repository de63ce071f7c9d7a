#include "socket.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define BACKLOG 64

static int make_address(struct sockaddr_un *address, const struct place *place) {
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    int length = snprintf(address->sun_path, sizeof address->sun_path, "/proc/self/fd/%d/%s",
                          place->directory_fd, place->name);
    if (length < 0 || (size_t)length >= sizeof address->sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    return 0;
}

static void remove_stale(const struct place *place) {
    struct stat info;
    if (fstatat(place->directory_fd, place->name, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
        S_ISSOCK(info.st_mode)) {
        unlinkat(place->directory_fd, place->name, 0);
    }
}

int socket_listen(const struct place *place) {
    struct sockaddr_un address;
    if (make_address(&address, place) < 0) {
        return -1;
    }
    remove_stale(place);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) {
        return -1;
    }
    /* The mode has to be right from the first instant: chmod after bind would be a race. */
    mode_t mask = umask(0177);
    int result = bind(fd, (struct sockaddr *)&address, sizeof address);
    umask(mask);
    if (result < 0 || listen(fd, BACKLOG) < 0) {
        int error = errno;
        close(fd);
        errno = error;
        return -1;
    }
    return fd;
}

int socket_accept(int listener) {
    int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0) {
        return -1;
    }
    struct ucred peer = {0};
    socklen_t length = sizeof peer;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) < 0 ||
        (peer.uid != 0 && peer.uid != geteuid())) {
        close(fd);
        errno = EPERM;
        return -1;
    }
    return fd;
}
