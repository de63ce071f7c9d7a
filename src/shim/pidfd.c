#include "pidfd.h"

#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The first 64 bytes of struct pidfd_info in linux/pidfd.h, for build hosts with older headers. */
struct process_info {
    uint64_t mask;
    uint64_t cgroup_id;
    uint32_t ids[11];
    int32_t exit_code;
};
#define GET_INFO _IOWR(0xFF, 11, struct process_info)
#define INFO_EXIT (1ULL << 3)

int pidfd_of(pid_t pid) {
    return (int)syscall(SYS_pidfd_open, pid, 0);
}

void pidfd_kill(int pidfd) {
    syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, NULL, 0);
}

/* Linux 6.15 and newer, once somebody has reaped it. As a plain system call, because the C
 * libraries do not agree on the type of a request. */
static bool ask_pidfd(int pidfd, int *status) {
    struct process_info info = {.mask = INFO_EXIT};
    if (syscall(SYS_ioctl, pidfd, GET_INFO, &info) < 0 || (info.mask & INFO_EXIT) == 0) {
        return false;
    }
    *status = info.exit_code;
    return true;
}

/* The last field of /proc/PID/stat (proc_pid_stat(5)), which only means something of the dead. */
static bool read_zombie_status(const char *stat, int *status) {
    const char *name_end = strrchr(stat, ')');
    const char *last = strrchr(stat, ' ');
    if (name_end == NULL || last < name_end || strncmp(name_end, ") Z", 3) != 0) {
        return false;
    }
    *status = (int)strtol(last, NULL, 10);
    return true;
}

/* Any kernel, as long as nobody has reaped it. */
static bool ask_proc(int pidfd, pid_t pid, int *status) {
    char path[32];
    char stat[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return false;
    }
    ssize_t length = read(fd, stat, sizeof stat - 1);
    close(fd);
    stat[length > 0 ? length : 0] = '\0';
    /* A pid is given to nobody else before its process is reaped: if that has not happened now, the
     * file was that of our process. */
    return read_zombie_status(stat, status) &&
           syscall(SYS_pidfd_send_signal, pidfd, 0, NULL, 0) == 0;
}

bool pidfd_exit_status(int pidfd, pid_t pid, int *status) {
    return ask_pidfd(pidfd, status) || ask_proc(pidfd, pid, status) ||
           /* It may have been reaped between the two questions. */
           ask_pidfd(pidfd, status);
}
