#ifndef SHIM_INPUT_H
#define SHIM_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "loop.h"

/* A client whose input the container has not taken yet. It keeps its bytes, is not read from
 * meanwhile, and is resumed in its turn: that is the back-pressure, and why nothing is dropped. */
struct input_waiter {
    struct input_waiter *next;
    void (*resume)(struct input_waiter *waiter);
};

/* The container's stdin: the write end of a pipe, or the master of its terminal. */
struct input {
    struct source source;
    struct loop *loop;
    bool tty;
    struct input_waiter *first;
    /* Moves the line once stdin is closed: not at once, the closing may come from within it. */
    struct timer release;
    /* Nobody reads it any more, or it was closed on request. */
    void (*closed)(struct input *input);
};

enum input_result { INPUT_DONE, INPUT_WAIT };

/* fd -1 is a container without stdin: everything written is ignored. */
int input_open(struct input *input, struct loop *loop, int fd, bool tty);
bool input_is_open(const struct input *input);

/* Writes data from *written on and advances it. INPUT_WAIT puts the waiter in line: it calls again
 * with the same data when it is resumed. Input to a closed stdin is done at once. */
enum input_result input_write(struct input *input, struct input_waiter *waiter, const char *data,
                              size_t length, size_t *written);
/* Closes stdin behind all input that came earlier. */
enum input_result input_finish(struct input *input, struct input_waiter *waiter);
void input_close(struct input *input);
/* Takes a waiter that goes away out of the line. */
void input_leave(struct input *input, struct input_waiter *waiter);

#endif
