#include "place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int place_open(struct place *place, const char *path) {
    *place = (struct place){.directory_fd = -1};
    const char *slash = strrchr(path, '/');
    if (slash == NULL || slash[1] == '\0') {
        errno = EISDIR;
        return -1;
    }
    size_t length = slash == path ? 1 : (size_t)(slash - path);
    char *directory = strndup(path, length);
    if (directory == NULL) {
        return -1;
    }
    place->name = slash + 1;
    place->directory_fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int error = errno;
    free(directory);
    errno = error;
    return place->directory_fd < 0 ? -1 : 0;
}

void place_close(struct place *place) {
    if (place->directory_fd >= 0) {
        close(place->directory_fd);
        place->directory_fd = -1;
    }
}

int write_fully(int fd, const char *data, size_t length) {
    while (length > 0) {
        ssize_t written = write(fd, data, length);
        if (written < 0) {
            if (errno == EINTR) {
                continue;
            }
            return -1;
        }
        data += written;
        length -= (size_t)written;
    }
    return 0;
}

static int write_temporary(const struct place *place, const char *temporary, const char *text,
                           size_t length) {
    int fd = openat(place->directory_fd, temporary,
                    O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) {
        return -1;
    }
    int result = write_fully(fd, text, length) == 0 && fsync(fd) == 0 ? 0 : -1;
    int error = errno;
    close(fd);
    errno = error;
    return result;
}

int place_write_atomically(const struct place *place, const char *text, size_t length) {
    char temporary[32];
    snprintf(temporary, sizeof temporary, ".conman-shim-%d", getpid());
    if (write_temporary(place, temporary, text, length) < 0 ||
        renameat(place->directory_fd, temporary, place->directory_fd, place->name) < 0) {
        int error = errno;
        unlinkat(place->directory_fd, temporary, 0);
        errno = error;
        return -1;
    }
    return fsync(place->directory_fd);
}
