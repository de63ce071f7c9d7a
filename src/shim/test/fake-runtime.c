/* An OCI runtime that behaves as it is told, to put the shim into every situation:
 *
 *   fake-runtime [--fail CODE] [--signal N] [--stderr-file PATH] [--hang-ms N] [--no-pidfile]
 *                [--no-console] [--console-noise] [--run-at-once] [--deleted PATH] [--pid N]
 *                create --bundle B --pid-file P [--console-socket S] ID
 *
 * The container is `/bin/sh B/init.sh`. It begins when somebody opens the FIFO B/start for writing,
 * as a real one begins with `start`; --run-at-once makes it run, and end, before `create` does;
 * --pid names another process as the container. `restore` with the same options runs it without
 * waiting for anybody, and writes its arguments to B/restored, one a line. */
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

struct orders {
    int fail;
    int signal;
    int hang_ms;
    int pid;
    bool no_pidfile;
    bool no_console;
    bool console_noise;
    bool run_at_once;
    const char *stderr_file;
    const char *deleted;
    const char *verb;
    const char *bundle;
    const char *pid_file;
    const char *console_socket;
};

static bool is(const char *argument, const char *name) {
    return strcmp(argument, name) == 0;
}

static struct orders read_orders(char **argv) {
    struct orders orders = {.fail = -1};
    for (char **at = argv + 1; *at != NULL; at++) {
        orders.no_pidfile |= is(*at, "--no-pidfile");
        orders.no_console |= is(*at, "--no-console");
        orders.console_noise |= is(*at, "--console-noise");
        orders.run_at_once |= is(*at, "--run-at-once");
        if (is(*at, "create") || is(*at, "restore") || is(*at, "delete")) {
            orders.verb = *at;
        } else if (is(*at, "--fail")) {
            orders.fail = atoi(*++at);
        } else if (is(*at, "--signal")) {
            orders.signal = atoi(*++at);
        } else if (is(*at, "--pid")) {
            orders.pid = atoi(*++at);
        } else if (is(*at, "--hang-ms")) {
            orders.hang_ms = atoi(*++at);
        } else if (is(*at, "--stderr-file")) {
            orders.stderr_file = *++at;
        } else if (is(*at, "--deleted")) {
            orders.deleted = *++at;
        } else if (is(*at, "--bundle")) {
            orders.bundle = *++at;
        } else if (is(*at, "--pid-file")) {
            orders.pid_file = *++at;
        } else if (is(*at, "--console-socket")) {
            orders.console_socket = *++at;
        }
    }
    return orders;
}

static void copy_to_stderr(const char *path) {
    char block[65536];
    ssize_t length;
    int fd = open(path, O_RDONLY);
    while ((length = read(fd, block, sizeof block)) > 0) {
        for (ssize_t at = 0; at < length;) {
            at += write(2, block + at, (size_t)(length - at));
        }
    }
    close(fd);
}

static int dial(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0) {
        perror("fake-runtime: console socket");
        exit(1);
    }
    return fd;
}

static void send_terminal(int peer, int master) {
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(int))];
    } control = {.header = {.cmsg_len = CMSG_LEN(sizeof(int)),
                            .cmsg_level = SOL_SOCKET,
                            .cmsg_type = SCM_RIGHTS}};
    memcpy(CMSG_DATA(&control.header), &master, sizeof master);
    char name[] = "/dev/ptmx";
    struct iovec part = {.iov_base = name, .iov_len = sizeof name};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = &control,
                             .msg_controllen = sizeof control};
    sendmsg(peer, &message, 0);
}

/* Makes a terminal and hands its master over; returns the slave. */
static int give_terminal(const struct orders *orders) {
    int master;
    int slave;
    if (orders->console_noise) {
        /* First a peer that sends something else, and a descriptor that is no terminal. */
        int peer = dial(orders->console_socket);
        send_terminal(peer, 2);
        close(peer);
    }
    if (openpty(&master, &slave, NULL, NULL, NULL) < 0) {
        return -1;
    }
    int peer = dial(orders->console_socket);
    send_terminal(peer, master);
    close(peer);
    close(master);
    return slave;
}

static void run_init(const struct orders *orders, int slave) {
    char path[4096];
    if (slave >= 0) {
        setsid();
        ioctl(slave, TIOCSCTTY, 0);
        for (int fd = 0; fd <= 2; fd++) {
            dup2(slave, fd);
        }
        close(slave);
    }
    if (!orders->run_at_once && is(orders->verb, "create")) {
        snprintf(path, sizeof path, "%s/start", orders->bundle);
        int fd = open(path, O_RDONLY);
        (void)!read(fd, path, 1);
        close(fd);
    }
    snprintf(path, sizeof path, "%s/init.sh", orders->bundle);
    execl("/bin/sh", "sh", path, NULL);
    _exit(127);
}

/* As runc does: init is a grandchild that the subreaper inherits. */
static pid_t start_init(const struct orders *orders, int slave) {
    int ends[2];
    pid_t pid = 0;
    (void)!pipe(ends);
    pid_t middle = fork();
    if (middle == 0) {
        pid = fork();
        if (pid == 0) {
            close(ends[0]);
            close(ends[1]);
            run_init(orders, slave);
        }
        (void)!write(ends[1], &pid, sizeof pid);
        _exit(0);
    }
    (void)!read(ends[0], &pid, sizeof pid);
    waitpid(middle, NULL, 0);
    return pid;
}

static int create(const struct orders *orders) {
    if (orders->stderr_file != NULL) {
        copy_to_stderr(orders->stderr_file);
    }
    if (orders->hang_ms > 0) {
        usleep((useconds_t)orders->hang_ms * 1000);
    }
    if (orders->signal > 0) {
        raise(orders->signal);
    }
    if (orders->fail >= 0) {
        return orders->fail;
    }
    int slave = -1;
    if (orders->console_socket != NULL && !orders->no_console) {
        slave = give_terminal(orders);
    }
    if (orders->no_pidfile) {
        return 0;
    }
    pid_t pid = orders->pid > 0 ? orders->pid : start_init(orders, slave);
    if (orders->run_at_once) {
        usleep(200000);
    }
    FILE *file = fopen(orders->pid_file, "w");
    fprintf(file, "%d", pid);
    fclose(file);
    return 0;
}

static void write_down(const struct orders *orders, char **argv) {
    char path[4096];
    snprintf(path, sizeof path, "%s/restored", orders->bundle);
    FILE *file = fopen(path, "w");
    for (char **at = argv; *at != NULL; at++) {
        fprintf(file, "%s\n", *at);
    }
    fclose(file);
}

int main(int argc, char **argv) {
    (void)argc;
    struct orders orders = read_orders(argv);
    if (orders.verb != NULL && is(orders.verb, "restore")) {
        write_down(&orders, argv);
        return create(&orders);
    }
    if (orders.verb != NULL && is(orders.verb, "create")) {
        return create(&orders);
    }
    if (orders.deleted != NULL) {
        close(open(orders.deleted, O_WRONLY | O_CREAT, 0600));
    }
    return 0;
}
