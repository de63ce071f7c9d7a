#ifndef SHIM_CAPTURE_H
#define SHIM_CAPTURE_H

#include <stddef.h>

/* What the runtime said on stderr while it created the container. It becomes the error message
 * when the runtime fails and container output when it succeeds, so the newest bytes are held back
 * and older ones go on to `spill`. */
#define CAPTURE_SIZE 8192u

struct capture {
    char *tail;
    size_t length;
    size_t spilled;
    void (*spill)(struct capture *capture, const char *data, size_t length);
};

int capture_open(struct capture *capture);
void capture_push(struct capture *capture, const char *data, size_t length);
/* Spills what is held. */
void capture_flush(struct capture *capture);
void capture_close(struct capture *capture);

#endif
