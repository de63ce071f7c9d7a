#ifndef SHIM_OUTPUT_H
#define SHIM_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "loop.h"
#include "pace.h"
#include "record.h"

/* The most read at once, and so the largest STDOUT frame. */
#define OUTPUT_READ_SIZE 262144u

/* One stream of the container: a pipe, or the master of its terminal. */
struct output {
    struct source source;
    struct loop *loop;
    enum stream stream;
    bool tty;
    /* Of the pipe, once it was made larger; 0 before. */
    size_t capacity;
    struct pace pace;
    /* Armed while the stream is left alone for a moment. */
    struct timer resume;
    /* Nobody can open the terminal again: its EIO is the end of the stream. */
    bool final;
    char *buffer;
    void (*deliver)(struct output *output, const char *data, size_t length);
    /* The stream is over; the descriptor is closed already. */
    void (*ended)(struct output *output);
};

/* Sets the descriptor non-blocking and watches it. `buffer` may be shared between outputs. */
int output_open(struct output *output, struct loop *loop, int fd, char *buffer);
/* Reads what is there now, within reason: somebody may be writing without end. */
void output_drain(struct output *output);
void output_close(struct output *output);

#endif
