#ifndef SHIM_PIDFILE_H
#define SHIM_PIDFILE_H

#include <sys/types.h>

/* Files that hold a pid in decimal, as OCI runtimes write them. */

/* 0 if there is none, or no pid in it. */
pid_t pidfile_read(const char *path);
/* Writes our own pid; a NULL path is no file. -1 with errno. */
int pidfile_write_own(const char *path);

#endif
