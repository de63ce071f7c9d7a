#include "oom.h"

#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINE "oom_kill "

int oom_open(const char *path) {
    return path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
}

bool oom_happened(int fd) {
    char text[512];
    ssize_t length = fd < 0 ? -1 : pread(fd, text, sizeof text - 1, 0);
    text[length > 0 ? length : 0] = '\0';
    for (const char *line = text; line != NULL && *line != '\0';) {
        if (strncmp(line, LINE, strlen(LINE)) == 0) {
            return strtoul(line + strlen(LINE), NULL, 10) > 0;
        }
        line = strchr(line, '\n');
        line = line == NULL ? NULL : line + 1;
    }
    return false;
}
