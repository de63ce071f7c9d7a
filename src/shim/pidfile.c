#include "pidfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "place.h"

pid_t pidfile_read(const char *path) {
    char text[16] = "";
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return 0;
    }
    ssize_t length;
    do {
        length = read(fd, text, sizeof text - 1);
    } while (length < 0 && errno == EINTR);
    close(fd);
    text[length > 0 ? length : 0] = '\0';
    char *end;
    long pid = strtol(text, &end, 10);
    return end != text && (*end == '\0' || *end == '\n') && pid > 1 && pid <= INT32_MAX ? (pid_t)pid
                                                                                        : 0;
}

int pidfile_write_own(const char *path) {
    struct place place;
    char text[16];
    if (path == NULL) {
        return 0;
    }
    int length = snprintf(text, sizeof text, "%d", getpid());
    int result =
        place_open(&place, path) == 0 ? place_write_atomically(&place, text, (size_t)length) : -1;
    int error = errno;
    place_close(&place);
    errno = error;
    return result;
}
