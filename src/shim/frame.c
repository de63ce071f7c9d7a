#include "frame.h"

static void write_number(unsigned char *out, uint64_t value, size_t width) {
    for (size_t i = width; i > 0; i--) {
        out[i - 1] = (unsigned char)(value & 0xFF);
        value >>= 8;
    }
}

void frame_write_header(unsigned char out[FRAME_HEADER_LENGTH], uint8_t type, size_t length) {
    out[0] = type;
    write_number(out + 1, length, 3);
}

void frame_write_welcome(unsigned char out[FRAME_WELCOME_LENGTH], struct frame_welcome welcome) {
    out[0] = FRAME_VERSION;
    out[1] = welcome.facts;
    write_number(out + 2, welcome.pid, 4);
    write_number(out + 6, welcome.lost, 8);
}

void frame_write_u32(unsigned char out[4], uint32_t value) {
    write_number(out, value, 4);
}

void frame_write_u64(unsigned char out[8], uint64_t value) {
    write_number(out, value, 8);
}

uint16_t frame_read_u16(const unsigned char *bytes) {
    return (uint16_t)((bytes[0] << 8) | bytes[1]);
}

uint32_t frame_read_u32(const unsigned char *bytes) {
    return (uint32_t)frame_read_u16(bytes) << 16 | frame_read_u16(bytes + 2);
}

/* Why a frame of this type cannot have this length, NULL if it can. Known from the header alone,
 * so that nobody waits for a payload that will be refused. */
static const char *shape_error(uint8_t type, uint32_t length) {
    switch (type) {
    case FRAME_HELLO:
        /* A later version may say more in its HELLO: it is told the version, not the length. */
        return length >= 2 && length <= 64 ? NULL : "malformed HELLO";
    case FRAME_STDIN:
        return length <= FRAME_RECEIVE_LIMIT ? NULL : "oversized STDIN frame (limit 65536 bytes)";
    case FRAME_CLOSE_STDIN:
        return length == 0 ? NULL : "malformed CLOSE_STDIN";
    case FRAME_RESIZE:
        return length == 4 ? NULL : "malformed RESIZE";
    case FRAME_REOPEN_LOG:
        return length == 0 ? NULL : "malformed REOPEN_LOG";
    case FRAME_LIMIT_RUN:
        return length == 4 ? NULL : "malformed LIMIT_RUN";
    default:
        return "unknown frame type";
    }
}

enum frame_status frame_read(struct frame *frame, const unsigned char *data, size_t length,
                             const char **why) {
    if (length < FRAME_HEADER_LENGTH) {
        return FRAME_INCOMPLETE;
    }
    frame->type = data[0];
    frame->length = (uint32_t)data[1] << 16 | (uint32_t)data[2] << 8 | data[3];
    frame->payload = data + FRAME_HEADER_LENGTH;
    *why = shape_error(frame->type, frame->length);
    if (*why != NULL) {
        return FRAME_INVALID;
    }
    return length - FRAME_HEADER_LENGTH < frame->length ? FRAME_INCOMPLETE : FRAME_COMPLETE;
}
