/* Measures how long one byte takes to a program that sends it back, over several paths in turns,
 * and prints the median of each in microseconds: round-trip COUNT PATH...
 *
 *   pipe            two pipes and `cat`, nothing between: the limit
 *   pty             a raw terminal and `cat`, nothing between: the limit
 *   shim:SOCKET     through conman-shim's attach socket (HELLO is sent here)
 *   conmon:SOCKET   through conmon's
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
/* So many over one path, then over the next: short enough that what else the machine does meets all
 * of them, long enough that each finds the caches as it left them. */
#define TURN 50

struct path {
    int in;
    int out;
    /* Bytes before the data in each direction. */
    const char *head;
    size_t head_length;
    pid_t child;
    double *samples;
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

/* Waits in poll like every program that has more than one thing to wait for. A read that waits on a
 * socket is woken too when its own message is taken out at the other end. */
static double measure_once(const struct path *path) {
    struct pollfd readable = {.fd = path->out, .events = POLLIN};
    char message[8];
    char answer[4096];
    memcpy(message, path->head, path->head_length);
    message[path->head_length] = 'x';
    usleep(PAUSE_US);
    double start = now_us();
    (void)!write(path->in, message, path->head_length + 1);
    ssize_t length;
    do {
        poll(&readable, 1, -1);
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

static struct path open_path(const char *name) {
    if (strncmp(name, "shim:", 5) == 0) {
        return open_shim(name + 5);
    }
    if (strncmp(name, "conmon:", 7) == 0) {
        return open_conmon(name + 7);
    }
    return strcmp(name, "pty") == 0 ? open_pty() : open_pipes();
}

static void take_turns(const struct path *paths, int path_count, size_t count) {
    for (size_t turn = 0; turn < count; turn += TURN) {
        for (int i = 0; i < path_count; i++) {
            for (size_t at = turn; at < turn + TURN && at < count; at++) {
                paths[i].samples[at] = measure_once(&paths[i]);
            }
        }
    }
}

int main(int argc, char **argv) {
    size_t count = argc > 2 ? strtoul(argv[1], NULL, 10) : 0;
    int path_count = argc - 2;
    struct path paths[8];
    if (count == 0 || path_count > 8) {
        return 2;
    }
    for (int i = 0; i < path_count; i++) {
        paths[i] = open_path(argv[2 + i]);
        paths[i].samples = calloc(count, sizeof *paths[i].samples);
        settle(&paths[i]);
    }
    take_turns(paths, path_count, count);
    for (int i = 0; i < path_count; i++) {
        qsort(paths[i].samples, count, sizeof *paths[i].samples, compare);
        printf("%.2f\n", paths[i].samples[count / 2]);
        if (paths[i].child > 0) {
            kill(paths[i].child, SIGKILL);
        }
    }
    return 0;
}
