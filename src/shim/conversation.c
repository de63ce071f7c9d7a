#include "conversation.h"

#include <string.h>

#include "attach.h"
#include "pages.h"

/* Input keeps this much memory of a client between frames. */
#define PAGE_WORTH_KEEPING 4096

static void greet(struct client *client, const struct frame *frame) {
    if (client->greeted) {
        client_refuse(client, "a second HELLO");
        return;
    }
    if (frame->payload[0] != FRAME_VERSION) {
        client_refuse(client, "unknown protocol version; this shim speaks version 1");
        return;
    }
    if (frame->length != 2) {
        client_refuse(client, "malformed HELLO");
        return;
    }
    unsigned char welcome[FRAME_WELCOME_LENGTH];
    frame_write_welcome(welcome, attach_welcome(client->attach));
    client->greeted = true;
    client->wants = frame->payload[1];
    client_send(client, FRAME_WELCOME, welcome, sizeof welcome);
    if (client->attach->painted && (client->wants & WANTS_STDOUT) != 0) {
        redraw_request(&client->attach->redraw);
    }
}

static void resize(struct client *client, const struct frame *frame) {
    uint16_t columns = frame_read_u16(frame->payload);
    uint16_t rows = frame_read_u16(frame->payload + 2);
    if (columns == 0 || rows == 0) {
        client_refuse(client, "malformed RESIZE: zero columns or rows");
    } else {
        redraw_resize(&client->attach->redraw, columns, rows);
    }
}

static void reopen_log(struct client *client) {
    unsigned char payload[FRAME_LOG_REOPENED_LENGTH];
    frame_write_u32(payload, (uint32_t)client->attach->reopen_log(client->attach));
    client_send(client, FRAME_LOG_REOPENED, payload, sizeof payload);
}

/* INPUT_WAIT if the frame has to be handled again later. */
static enum input_result handle(struct client *client, const struct frame *frame) {
    struct attach *attach = client->attach;
    if (!client->greeted && frame->type != FRAME_HELLO) {
        client_refuse(client, "the first frame has to be HELLO");
        return INPUT_DONE;
    }
    switch (frame->type) {
    case FRAME_HELLO:
        greet(client, frame);
        break;
    case FRAME_STDIN:
        return input_write(attach->input, &client->waiter, (const char *)frame->payload,
                           frame->length, &client->stdin_written);
    case FRAME_CLOSE_STDIN:
        return attach->stdin_once && !attach->tty ? input_finish(attach->input, &client->waiter)
                                                  : INPUT_DONE;
    case FRAME_REOPEN_LOG:
        reopen_log(client);
        break;
    case FRAME_LIMIT_RUN:
        attach->limit_run(attach, frame_read_u32(frame->payload));
        break;
    default:
        resize(client, frame);
    }
    return INPUT_DONE;
}

/* Drops the handled bytes from the front. */
static void consume(struct client *client, size_t length) {
    client->inbox_length -= length;
    memmove(client->inbox, client->inbox + length, client->inbox_length);
    if (client->inbox_length == 0 && length > PAGE_WORTH_KEEPING) {
        pages_give_back((char *)client->inbox, CLIENT_INBOX_SIZE);
    }
}

void conversation_advance(struct client *client) {
    size_t handled = 0;
    while (!client->dead && !client->leaving) {
        struct frame frame;
        const char *why;
        enum frame_status status =
            frame_read(&frame, client->inbox + handled, client->inbox_length - handled, &why);
        if (status == FRAME_INVALID) {
            client_refuse(client, why);
        }
        if (status != FRAME_COMPLETE) {
            break;
        }
        if (handle(client, &frame) == INPUT_WAIT) {
            client->waiting = true;
            break;
        }
        client->stdin_written = 0;
        handled += FRAME_HEADER_LENGTH + frame.length;
    }
    if (!client->dead) {
        consume(client, handled);
    }
}
