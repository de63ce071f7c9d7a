#ifndef SHIM_ATTACH_H
#define SHIM_ATTACH_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "client.h"
#include "input.h"
#include "loop.h"
#include "place.h"
#include "record.h"
#include "redraw.h"

/* The attach socket and its clients. */
struct attach {
    struct loop *loop;
    struct input *input;
    struct place place;
    struct source listener;
    struct client *clients;
    struct timer sweep;
    struct timer accept_again;
    struct timer announce_loss;
    pid_t pid;
    bool tty;
    bool stdin_once;
    /* EXIT is sent; `emptied` is called when the last client is gone. */
    bool exiting;
    void (*emptied)(struct attach *attach);
    struct redraw redraw;
    /* There is something on the terminal that a client which comes later has not seen. */
    bool painted;
    /* What clients may ask of the shim. Reopening gives 0 or an errno. */
    int (*reopen_log)(struct attach *attach);
    void (*limit_run)(struct attach *attach, uint32_t limit_ms);
    uint64_t lost;
    uint64_t lost_announced;
};

/* Listens; nobody is answered before attach_serve. -1 with errno. */
int attach_open(struct attach *attach, struct loop *loop, const char *path);
void attach_serve(struct attach *attach, pid_t pid, int master_fd);
/* Takes in those who came before the end and were not greeted yet: they too shall hear of it. */
void attach_admit_waiting(struct attach *attach);
void attach_close(struct attach *attach);

void attach_output(struct attach *attach, enum stream stream, const char *data, size_t length);
/* The number of lost bytes so far; clients hear of it when it grew. */
void attach_log_loss(struct attach *attach, uint64_t lost);
void attach_stdin_closed(struct attach *attach);
/* Sends EXIT to everybody; `attach->clients` empties as they take it or time out. */
void attach_exit(struct attach *attach, uint8_t reason, uint8_t value);

/* For clients: facts of WELCOME, and being freed. */
struct frame_welcome attach_welcome(const struct attach *attach);
void attach_bury(struct attach *attach);

#endif
