#include "exit-record.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/wait.h>

#include "clock.h"

void exit_record_set_status(struct exit_record *record, int status) {
    if (WIFSIGNALED(status)) {
        record->reason = EXIT_REASON_SIGNALED;
        record->value = (uint8_t)WTERMSIG(status);
    } else {
        record->reason = EXIT_REASON_EXITED;
        record->value = (uint8_t)WEXITSTATUS(status);
    }
}

size_t exit_record_format(char out[EXIT_RECORD_SIZE], const struct exit_record *record) {
    char stamp[CLOCK_STAMP_LENGTH + 1];
    char outcome[48] = "\"reason\":\"unknown\"";
    clock_stamp(record->at, stamp);
    if (record->reason == EXIT_REASON_EXITED) {
        snprintf(outcome, sizeof outcome, "\"reason\":\"exited\",\"exitCode\":%u", record->value);
    } else if (record->reason == EXIT_REASON_SIGNALED) {
        snprintf(outcome, sizeof outcome, "\"reason\":\"signaled\",\"signal\":%u", record->value);
    }
    int length = snprintf(out, EXIT_RECORD_SIZE,
                          "{\"at\":\"%s\",%s,\"pid\":%d,\"logBytesLost\":%" PRIu64 "%s%s}\n", stamp,
                          outcome, record->pid, record->log_bytes_lost,
                          record->oom_killed ? ",\"oomKilled\":true" : "",
                          record->timed_out ? ",\"timedOut\":true" : "");
    return (size_t)length;
}
