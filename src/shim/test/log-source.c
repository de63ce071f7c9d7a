/* Writes BYTES of 100-byte lines to stdout, WRITE_SIZE bytes at a time: what a container does that
 * logs much. WRITE_SIZE 100 is a write per line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINE_LENGTH 100

int main(int argc, char **argv) {
    if (argc != 3) {
        fprintf(stderr, "usage: log-source BYTES WRITE_SIZE\n");
        return 2;
    }
    size_t left = strtoul(argv[1], NULL, 10);
    size_t size = strtoul(argv[2], NULL, 10);
    char *block = malloc(size);
    if (block == NULL) {
        return 1;
    }
    for (size_t i = 0; i < size; i++) {
        block[i] = i % LINE_LENGTH == LINE_LENGTH - 1 ? '\n' : (char)('a' + i % 26);
    }
    while (left >= size) {
        for (size_t at = 0; at < size;) {
            ssize_t written = write(1, block + at, size - at);
            if (written < 0) {
                return 1;
            }
            at += (size_t)written;
        }
        left -= size;
    }
    free(block);
    return 0;
}
