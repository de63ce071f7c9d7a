// Tries system calls that a container must not have and says what came of each: `name EPERM`, `name ok`, `name killed`.
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define HIGH_BIT (1L << 32)
#define X32_BIT 0x40000000L

struct attempt {
    const char *name;
    long number;
    long arguments[5];
};

static char memory[4096];
#define POINTER ((long)(uintptr_t)memory)

static const struct attempt attempts[] = {
    {"add_key", SYS_add_key, {POINTER, POINTER, POINTER, 1, -3}},
    {"bpf", SYS_bpf, {5, POINTER, 64}},
    {"clone3", SYS_clone3, {POINTER, 64}},
    {"clone-newuser", SYS_clone, {CLONE_NEWUSER | SIGCHLD}},
    {"clone-newnet", SYS_clone, {CLONE_NEWNET | SIGCHLD}},
    {"finit_module", SYS_finit_module, {0, POINTER, 0}},
    {"fsopen", SYS_fsopen, {POINTER, 0}},
    {"init_module", SYS_init_module, {POINTER, 0, POINTER}},
    {"io_uring_setup", SYS_io_uring_setup, {8, POINTER}},
    {"kexec_load", SYS_kexec_load, {0, 0, 0, 0}},
    {"keyctl", SYS_keyctl, {0, -3, 0}},
    {"mount", SYS_mount, {POINTER, POINTER, POINTER, 0, 0}},
    {"open_by_handle_at", SYS_open_by_handle_at, {0, POINTER, 0}},
    {"perf_event_open", SYS_perf_event_open, {POINTER, 0, -1, -1, 0}},
    {"personality-no-randomize", SYS_personality, {ADDR_NO_RANDOMIZE}},
    {"reboot", SYS_reboot, {0, 0, 0, 0}},
    {"request_key", SYS_request_key, {POINTER, POINTER, POINTER, 0}},
    {"setns", SYS_setns, {0, 0}},
    {"socket-alg", SYS_socket, {AF_ALG, SOCK_SEQPACKET, 0}},
    {"socket-vsock", SYS_socket, {AF_VSOCK, SOCK_STREAM, 0}},
    {"socket-vsock-high-bits", SYS_socket, {HIGH_BIT | AF_VSOCK, SOCK_STREAM, 0}},
    {"socket-alg-high-bits", SYS_socket, {HIGH_BIT | AF_ALG, SOCK_SEQPACKET, 0}},
    {"unshare-newuser", SYS_unshare, {CLONE_NEWUSER}},
    {"userfaultfd", SYS_userfaultfd, {0}},
#ifdef __x86_64__
    {"x32-getpid", X32_BIT | SYS_getpid, {0}},
#endif
};

#ifdef __x86_64__
// The kernel's door for 32-bit programs is open to every process: getpid is 20 there.
static long old_door_getpid(void)
{
    long result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(20L) : "memory", "r8", "r9", "r10", "r11");
    return result;
}
#endif

static void report(long result)
{
    printf("%s\n", result >= 0 ? "ok" : strerrorname_np(errno));
    fflush(stdout);
    _exit(0);
}

// In a child, because a filter may kill who tries.
static void try_in_child(const char *name, const struct attempt *attempt)
{
    int status = 0;
    printf("%s ", name);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
#ifdef __x86_64__
        if (attempt == NULL)
            report(old_door_getpid());
#endif
        const long *a = attempt->arguments;
        long result = syscall(attempt->number, a[0], a[1], a[2], a[3], a[4]);
        if (result == 0 && attempt->number == SYS_clone)
            _exit(0); // The child of a clone that was let through.
        report(result);
    }
    if (child < 0 || waitpid(child, &status, 0) < 0)
        printf("not tried\n");
    else if (WIFSIGNALED(status))
        printf("killed\n");
}

int main(void)
{
    for (size_t i = 0; i < COUNT(attempts); i++)
        try_in_child(attempts[i].name, &attempts[i]);
#ifdef __x86_64__
    try_in_child("old-door-getpid", NULL);
#endif
    return 0;
}
