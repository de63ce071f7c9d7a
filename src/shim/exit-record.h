#ifndef SHIM_EXIT_RECORD_H
#define SHIM_EXIT_RECORD_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

/* The numbers are those of the EXIT frame. */
enum exit_reason { EXIT_REASON_EXITED = 0, EXIT_REASON_SIGNALED = 1, EXIT_REASON_UNKNOWN = 2 };

/* How the container ended. */
struct exit_record {
    enum exit_reason reason;
    /* Exit code or signal. */
    uint8_t value;
    pid_t pid;
    struct timespec at;
    uint64_t log_bytes_lost;
    /* The kernel killed a process of it for want of memory. */
    bool oom_killed;
    /* It was killed because it ran longer than it may. */
    bool timed_out;
};

#define EXIT_RECORD_SIZE 256

/* Reason and value from a wait status. */
void exit_record_set_status(struct exit_record *record, int status);
/* The exit file's text; returns its length. */
size_t exit_record_format(char out[EXIT_RECORD_SIZE], const struct exit_record *record);

#endif
