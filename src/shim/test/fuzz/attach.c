/* What any client may send on the attach socket: everything behind HELLO is parsed and answered. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "attach.h"
#include "conversation.h"

static int reopen_log(struct attach *attach) {
    (void)attach;
    return 0;
}

static void limit_run(struct attach *attach, uint32_t limit_ms) {
    (void)attach;
    (void)limit_ms;
}

static void on_stdin_closed(struct input *input) {
    (void)input;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct loop loop;
    struct input input = {.closed = on_stdin_closed};
    struct attach attach = {.loop = &loop,
                            .input = &input,
                            .redraw.master_fd = -1,
                            .reopen_log = reopen_log,
                            .limit_run = limit_run};
    int ends[2];
    if (loop_init(&loop) < 0 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) < 0) {
        return 0;
    }
    input_open(&input, &loop, -1, false);
    struct client *client = client_open(&attach, ends[0]);
    if (client != NULL) {
        client->inbox_length = size < CLIENT_INBOX_SIZE ? size : CLIENT_INBOX_SIZE;
        memcpy(client->inbox, data, client->inbox_length);
        conversation_advance(client);
        if (!client->dead) {
            client_close(client);
        }
        free(client);
    }
    close(ends[1]);
    close(loop.epoll_fd);
    return 0;
}
