#ifndef SHIM_ROTATION_H
#define SHIM_ROTATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Keeps a log within a number of files of a size: PATH is the newest, PATH.1 the one before it. */
struct rotation {
    const char *path;
    /* Bytes; 0 is no limit. */
    uint64_t max_size;
    unsigned max_files;
    /* Bytes in the newest file as far as we know: somebody else may have emptied it. */
    uint64_t size;
};

/* Opens the file for appending, or makes it. -1 with errno. */
int rotation_open(const char *path);
/* Whether `length` more bytes would be too many for the newest file, which is open as `fd`. */
bool rotation_is_due(struct rotation *rotation, int fd, size_t length);
/* Moves every file on by one, drops the last and gives a new one; PATH exists at every moment.
 * -1 with errno: the present file stays the newest. */
int rotation_turn(struct rotation *rotation);

#endif
