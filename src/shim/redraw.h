#ifndef SHIM_REDRAW_H
#define SHIM_REDRAW_H

#include <stdbool.h>
#include <stdint.h>

#include "loop.h"

/* Makes a full-screen program paint itself for a client that came later. Many programs only do so
 * when the size really changes, so the window loses a row for a moment. A client that brings
 * another size has that effect by itself. */
struct redraw {
    struct loop *loop;
    /* The terminal's master; -1 without one. */
    int master_fd;
    struct timer timer;
    /* The window lacks a row just now. */
    bool shrunk;
};

void redraw_open(struct redraw *redraw, struct loop *loop, int master_fd);
/* A client came that has not seen what is on the screen. */
void redraw_request(struct redraw *redraw);
/* Sets the size a client asks for. */
void redraw_resize(struct redraw *redraw, uint16_t columns, uint16_t rows);
void redraw_close(struct redraw *redraw);

#endif
