#ifndef SHIM_PLACE_H
#define SHIM_PLACE_H

#include <stddef.h>

/* A file name in an open directory. It keeps its meaning when the directory is renamed, and makes
 * paths of any length usable where the kernel takes 107 bytes (sockets). */
struct place {
    int directory_fd;
    const char *name;
};

/* `path` is absolute and must outlive the place. -1 with errno. */
int place_open(struct place *place, const char *path);
void place_close(struct place *place);

/* Replaces the file so that after a crash it holds all of `text` or what it held before: temporary
 * file, fsync, rename, fsync of the directory. -1 with errno, leaving nothing behind. */
int place_write_atomically(const struct place *place, const char *text, size_t length);

/* Writes everything, however many writes it takes. -1 with errno. */
int write_fully(int fd, const char *data, size_t length);

#endif
