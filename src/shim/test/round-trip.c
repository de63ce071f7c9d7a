/* Measures how long one byte takes to a program that sends it back, and prints the median in
 * microseconds:
 *
 *   round-trip shim SOCKET COUNT     through conman-shim's attach socket (HELLO is sent here)
 *   round-trip conmon SOCKET COUNT   through conmon's
 *   round-trip pipe COUNT            two pipes and `cat`, nothing between: the limit
 *   round-trip pty COUNT             a raw terminal and `cat`, nothing between: the limit
 */
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

/* Between two bytes everybody goes to sleep, as between two key strokes. */
#define PAUSE_US 200

struct path {
    int in;
    int out;
    /* Bytes before the data in each direction. */
    const char *head;
    size_t head_length;
    pid_t child;
};

static double now_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static int dial(const char *socket_path, int type) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", socket_path);
    int fd = socket(AF_UNIX, type, 0);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0) {
        perror("connect");
        exit(1);
    }
    return fd;
}

static struct path open_shim(const char *socket_path) {
    int fd = dial(socket_path, SOCK_STREAM);
    (void)!write(fd, "\x01\x00\x00\x02\x01\x01", 6);
    return (struct path){.in = fd, .out = fd, .head = "\x02\x00\x00\x01", .head_length = 4};
}

static struct path open_conmon(const char *socket_path) {
    int fd = dial(socket_path, SOCK_SEQPACKET);
    return (struct path){.in = fd, .out = fd, .head = "", .head_length = 0};
}

static struct path open_pipes(void) {
    int to[2];
    int from[2];
    (void)!pipe(to);
    (void)!pipe(from);
    pid_t child = fork();
    if (child == 0) {
        dup2(to[0], 0);
        dup2(from[1], 1);
        execl("/bin/busybox", "cat", NULL);
        _exit(127);
    }
    return (struct path){.in = to[1], .out = from[0], .head = "", .child = child};
}

static struct path open_pty(void) {
    int master;
    pid_t child = forkpty(&master, NULL, NULL, NULL);
    if (child == 0) {
        execl("/bin/sh", "sh", "-c", "stty raw -echo; exec /bin/busybox cat", NULL);
        _exit(127);
    }
    return (struct path){.in = master, .out = master, .head = "", .child = child};
}

/* Waits until nothing has come for a while: greetings, the effect of stty. */
static void settle(const struct path *path) {
    char rest[65536];
    struct pollfd readable = {.fd = path->out, .events = POLLIN};
    usleep(300000);
    while (poll(&readable, 1, 100) > 0 && read(path->out, rest, sizeof rest) > 0) {
    }
}

static double measure_once(const struct path *path) {
    char message[8];
    char answer[4096];
    memcpy(message, path->head, path->head_length);
    message[path->head_length] = 'x';
    usleep(PAUSE_US);
    double start = now_us();
    (void)!write(path->in, message, path->head_length + 1);
    ssize_t length;
    do {
        length = read(path->out, answer, sizeof answer);
        if (length <= 0) {
            fprintf(stderr, "round-trip: the connection ended\n");
            exit(1);
        }
    } while (memchr(answer, 'x', (size_t)length) == NULL);
    return now_us() - start;
}

static int compare(const void *left, const void *right) {
    double difference = *(const double *)left - *(const double *)right;
    return (difference > 0) - (difference < 0);
}

int main(int argc, char **argv) {
    bool has_socket = argc == 4;
    size_t count = strtoul(argv[argc - 1], NULL, 10);
    double *samples = calloc(count, sizeof *samples);
    struct path path = strcmp(argv[1], "shim") == 0     ? open_shim(argv[2])
                       : strcmp(argv[1], "conmon") == 0 ? open_conmon(argv[2])
                       : strcmp(argv[1], "pty") == 0    ? open_pty()
                                                        : open_pipes();
    if (samples == NULL || count == 0 || (has_socket && path.child != 0)) {
        return 2;
    }
    settle(&path);
    for (size_t i = 0; i < count; i++) {
        samples[i] = measure_once(&path);
    }
    qsort(samples, count, sizeof *samples, compare);
    printf("%.2f\n", samples[count / 2]);
    if (path.child > 0) {
        kill(path.child, SIGKILL);
    }
    return 0;
}
