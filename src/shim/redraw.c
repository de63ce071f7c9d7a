#include "redraw.h"

#include <sys/ioctl.h>

/* Long enough for the client's own RESIZE to come, and for a program to notice the smaller size. */
#define CLIENT_SIZE_MS 50
#define NOTICE_MS 50

/* A window of one row, or of none, cannot lose one. */
static void on_timer(struct timer *timer) {
    struct redraw *redraw = owner_of(timer, struct redraw, timer);
    struct winsize size;
    if (ioctl(redraw->master_fd, TIOCGWINSZ, &size) < 0 || size.ws_row < (redraw->shrunk ? 1 : 2)) {
        return;
    }
    redraw->shrunk = !redraw->shrunk;
    size.ws_row = (uint16_t)(size.ws_row + (redraw->shrunk ? -1 : 1));
    ioctl(redraw->master_fd, TIOCSWINSZ, &size);
    if (redraw->shrunk) {
        timer_set(redraw->loop, timer, NOTICE_MS);
    }
}

void redraw_open(struct redraw *redraw, struct loop *loop, int master_fd) {
    *redraw = (struct redraw){.loop = loop, .master_fd = master_fd, .timer.fire = on_timer};
}

void redraw_request(struct redraw *redraw) {
    if (redraw->master_fd >= 0 && !redraw->shrunk) {
        timer_set(redraw->loop, &redraw->timer, CLIENT_SIZE_MS);
    }
}

/* Another size than the present one makes the program paint; the same one is not the news that a
 * pending redraw waits for. */
void redraw_resize(struct redraw *redraw, uint16_t columns, uint16_t rows) {
    struct winsize size = {.ws_col = columns, .ws_row = rows};
    struct winsize present = {0};
    if (redraw->master_fd < 0) {
        return;
    }
    ioctl(redraw->master_fd, TIOCGWINSZ, &present);
    if (redraw->shrunk || present.ws_col != columns || present.ws_row != rows) {
        redraw->shrunk = false;
        timer_cancel(redraw->loop, &redraw->timer);
        ioctl(redraw->master_fd, TIOCSWINSZ, &size);
    }
}

void redraw_close(struct redraw *redraw) {
    timer_cancel(redraw->loop, &redraw->timer);
    redraw->master_fd = -1;
}
