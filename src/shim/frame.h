#ifndef SHIM_FRAME_H
#define SHIM_FRAME_H

#include <stddef.h>
#include <stdint.h>

/* The wire of PROTOCOL.md. */

#define FRAME_VERSION 1
#define FRAME_HEADER_LENGTH 4
#define FRAME_RECEIVE_LIMIT 65536u
#define FRAME_SEND_LIMIT 262144u

enum frame_type {
    FRAME_HELLO = 0x01,
    FRAME_STDIN = 0x02,
    FRAME_CLOSE_STDIN = 0x03,
    FRAME_RESIZE = 0x04,
    FRAME_REOPEN_LOG = 0x05,
    FRAME_LIMIT_RUN = 0x06,
    FRAME_WELCOME = 0x41,
    FRAME_STDOUT = 0x42,
    FRAME_STDERR = 0x43,
    FRAME_LOG_LOSS = 0x44,
    FRAME_STDIN_CLOSED = 0x45,
    FRAME_EXIT = 0x46,
    FRAME_ERROR = 0x47,
    FRAME_LOG_REOPENED = 0x48,
};

enum { WANTS_STDOUT = 1, WANTS_STDERR = 2 };
enum { FACT_TERMINAL = 1, FACT_STDIN_OPEN = 2, FACT_CONTROL = 4 };

struct frame {
    uint8_t type;
    uint32_t length;
    const unsigned char *payload;
};

enum frame_status { FRAME_INCOMPLETE, FRAME_COMPLETE, FRAME_INVALID };

struct frame_welcome {
    uint8_t facts;
    uint32_t pid;
    uint64_t lost;
};

#define FRAME_WELCOME_LENGTH 14
#define FRAME_LOG_LOSS_LENGTH 8
#define FRAME_LOG_REOPENED_LENGTH 4

void frame_write_header(unsigned char out[FRAME_HEADER_LENGTH], uint8_t type, size_t length);
void frame_write_welcome(unsigned char out[FRAME_WELCOME_LENGTH], struct frame_welcome welcome);
void frame_write_u32(unsigned char out[4], uint32_t value);
void frame_write_u64(unsigned char out[8], uint64_t value);
uint16_t frame_read_u16(const unsigned char *bytes);
uint32_t frame_read_u32(const unsigned char *bytes);

/* Looks at the first frame a client sent. With FRAME_INVALID, `why` is the text for its ERROR. */
enum frame_status frame_read(struct frame *frame, const unsigned char *data, size_t length,
                             const char **why);

#endif
