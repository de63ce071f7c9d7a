#ifndef SHIM_PIDFD_H
#define SHIM_PIDFD_H

#include <stdbool.h>
#include <sys/types.h>

/* pidfd_open(2), which musl's headers lack. -1 with errno. */
int pidfd_of(pid_t pid);
/* SIGKILL; that the process has ended is no error. */
void pidfd_kill(int pidfd);

/* The wait status of a process that has ended and is no child of ours. False when the kernel does
 * not tell: it is then unknown, never 0. */
bool pidfd_exit_status(int pidfd, pid_t pid, int *status);

#endif
