#include "report.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "json.h"

/* For a manager that is alive but does not read; the message fits an empty pipe. */
#define PATIENCE_MS 2000

static void send_message(int fd, const char *message, size_t length) {
    int flags = fcntl(fd, F_GETFL);
    fcntl(fd, F_SETFL, flags | O_NONBLOCK);
    while (length > 0) {
        ssize_t written = write(fd, message, length);
        if (written > 0) {
            message += written;
            length -= (size_t)written;
            continue;
        }
        if (written < 0 && errno == EINTR) {
            continue;
        }
        struct pollfd writable = {.fd = fd, .events = POLLOUT};
        if (errno != EAGAIN || poll(&writable, 1, PATIENCE_MS) <= 0) {
            break;
        }
    }
    close(fd);
}

void report_pid(int fd, pid_t pid) {
    char message[64];
    int length =
        snprintf(message, sizeof message, "{\"kind\":\"container_pid\",\"pid\":%d}\n", pid);
    send_message(fd, message, (size_t)length);
}

void report_failure(int fd, const char *status, const char *text, size_t length, size_t left_out) {
    char message[256 + REPORT_TEXT_LIMIT * JSON_GROWTH];
    if (length > REPORT_TEXT_LIMIT) {
        left_out += length - REPORT_TEXT_LIMIT;
        text += length - REPORT_TEXT_LIMIT;
        length = REPORT_TEXT_LIMIT;
    }
    int head = snprintf(message, 200,
                        "{\"kind\":\"runtime_abnormal_termination\",\"status\":\"%s\","
                        "\"stderr\":\"",
                        status);
    size_t used = (size_t)head;
    if (left_out > 0) {
        int note = snprintf(message + used, 48, "[%zu bytes left out] ", left_out);
        used += (size_t)note;
    }
    used += json_escape(message + used, text, length);
    memcpy(message + used, "\"}\n", 3);
    send_message(fd, message, used + 3);
}
