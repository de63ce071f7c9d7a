#ifndef SHIM_REPORT_H
#define SHIM_REPORT_H

#include <stddef.h>
#include <sys/types.h>

/* The one message on the sync pipe. Each closes the descriptor. A manager that is gone or does not
 * read is no error: the container matters more. */

void report_pid(int fd, pid_t pid);

/* `text` is what the runtime said, any bytes; at most REPORT_TEXT_LIMIT of them, the rest is told
 * as `left_out`. */
#define REPORT_TEXT_LIMIT 8192u
void report_failure(int fd, const char *status, const char *text, size_t length, size_t left_out);

#endif
