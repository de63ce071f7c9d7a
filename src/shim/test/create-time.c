/* Measures in milliseconds how long a container takes to be created, and prints the median:
 *
 *   create-time COUNT DIRECTORY PROGRAM ARGUMENT...
 *
 * The program gets a pipe as descriptor 3. With _OCI_SYNCPIPE in the environment the time ends with
 * its first byte, as for a manager; without, with the program's end, as for a bare runtime. The
 * container, whose pid is in DIRECTORY/pid, is killed after each round, and the next one begins
 * when the server's own process (DIRECTORY/server-pid) is gone. */
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static pid_t read_pid(const char *directory, const char *name) {
    char path[4096];
    int pid = 0;
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "r");
    if (file != NULL) {
        if (fscanf(file, "%d", &pid) != 1) {
            pid = 0;
        }
        fclose(file);
    }
    return pid;
}

static double create_once(char **command, bool reports) {
    int ends[2];
    char byte;
    (void)!pipe2(ends, O_CLOEXEC);
    double start = now_ms();
    pid_t child = vfork();
    if (child == 0) {
        dup2(ends[1], 3);
        execvp(command[0], command);
        _exit(127);
    }
    close(ends[1]);
    if (reports && read(ends[0], &byte, 1) != 1) {
        fprintf(stderr, "create-time: no report\n");
        exit(1);
    }
    if (!reports) {
        waitpid(child, NULL, 0);
    }
    double took = now_ms() - start;
    close(ends[0]);
    return took;
}

/* All that is left behind are our children, since this is a subreaper. */
static void clean_up(const char *directory, bool reports) {
    kill(read_pid(directory, "pid"), SIGKILL);
    if (reports) {
        waitpid(read_pid(directory, "server-pid"), NULL, 0);
    }
    while (waitpid(-1, NULL, 0) > 0) {
    }
}

static int compare(const void *left, const void *right) {
    double difference = *(const double *)left - *(const double *)right;
    return (difference > 0) - (difference < 0);
}

int main(int argc, char **argv) {
    if (argc < 4) {
        return 2;
    }
    size_t count = strtoul(argv[1], NULL, 10);
    double *samples = calloc(count, sizeof *samples);
    bool reports = getenv("_OCI_SYNCPIPE") != NULL;
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    if (samples == NULL || count == 0) {
        return 2;
    }
    for (size_t i = 0; i < count; i++) {
        samples[i] = create_once(argv + 3, reports);
        clean_up(argv[2], reports);
    }
    qsort(samples, count, sizeof *samples, compare);
    printf("%.3f\n", samples[count / 2]);
    free(samples);
    return 0;
}
