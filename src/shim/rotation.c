#include "rotation.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "place.h"

#define OPEN_FLAGS (O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC)
#define FILE_MODE 0600

int rotation_open(const char *path) {
    return open(path, OPEN_FLAGS, FILE_MODE);
}

bool rotation_is_due(struct rotation *rotation, int fd, size_t length) {
    struct stat info;
    if (rotation->max_size == 0 || rotation->size + length <= rotation->max_size) {
        return false;
    }
    if (fstat(fd, &info) == 0) {
        rotation->size = (uint64_t)info.st_size;
    }
    return rotation->size > 0 && rotation->size + length > rotation->max_size;
}

/* NAME_MAX leaves room for a suffix in every name conmand gives; with a longer one, the kernel
 * refuses the file and the log is not rotated. */
static void numbered(char out[NAME_MAX + 16], const struct place *place, unsigned number) {
    snprintf(out, NAME_MAX + 16, "%s.%u", place->name, number);
}

static int move(const struct place *place, const char *from, const char *to) {
    int result = renameat(place->directory_fd, from, place->directory_fd, to);
    return result == 0 || errno == ENOENT ? 0 : -1;
}

/* A second name for the newest file, so that PATH goes straight from it to the next one. Where a
 * file system has no second names it is moved. */
static int keep_newest(const struct place *place, const char *as) {
    unlinkat(place->directory_fd, as, 0);
    if (linkat(place->directory_fd, place->name, place->directory_fd, as, 0) == 0) {
        return 0;
    }
    return move(place, place->name, as);
}

static int shift(const struct place *place, unsigned max_files) {
    char from[NAME_MAX + 16];
    char to[NAME_MAX + 16];
    for (unsigned number = max_files - 1; number > 1; number--) {
        numbered(from, place, number - 1);
        numbered(to, place, number);
        if (move(place, from, to) < 0) {
            return -1;
        }
    }
    numbered(to, place, 1);
    return max_files > 1 ? keep_newest(place, to) : 0;
}

/* The present file goes on under its one name. Between two names of one file, rename does nothing.
 */
static void take_back(const struct place *place, const char *next) {
    char kept[NAME_MAX + 16];
    numbered(kept, place, 1);
    renameat(place->directory_fd, kept, place->directory_fd, place->name);
    unlinkat(place->directory_fd, kept, 0);
    unlinkat(place->directory_fd, next, 0);
}

/* The next file is made before anything is moved: without room for it, nothing changes. */
static int turn(const struct place *place, unsigned max_files) {
    char next[NAME_MAX + 16];
    snprintf(next, sizeof next, "%s.next", place->name);
    int fd = openat(place->directory_fd, next, OPEN_FLAGS | O_TRUNC | O_NOFOLLOW, FILE_MODE);
    if (fd < 0) {
        return -1;
    }
    bool shifted = shift(place, max_files) == 0;
    if (!shifted || move(place, next, place->name) < 0) {
        int error = errno;
        close(fd);
        if (shifted && max_files > 1) {
            take_back(place, next);
        } else {
            unlinkat(place->directory_fd, next, 0);
        }
        errno = error;
        return -1;
    }
    return fd;
}

int rotation_turn(struct rotation *rotation) {
    struct place place;
    if (place_open(&place, rotation->path) < 0) {
        return -1;
    }
    int fd = turn(&place, rotation->max_files);
    int error = errno;
    place_close(&place);
    if (fd >= 0) {
        rotation->size = 0;
    }
    errno = error;
    return fd;
}
