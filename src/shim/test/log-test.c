#include "log.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"

/* RLIMIT_FSIZE makes writes short and then fail, at any byte and without a small file system. */
static void limit_file_size(rlim_t size) {
    struct rlimit limit;
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = size;
    setrlimit(RLIMIT_FSIZE, &limit);
}

static char path[] = "/tmp/conman-shim-log-XXXXXX";

static int open_log(struct log *log) {
    struct options options = {.container_logfile = path};
    return log_open(log, &options);
}

static size_t content(char *out, size_t size) {
    int fd = open(path, O_RDONLY);
    ssize_t length = read(fd, out, size - 1);
    close(fd);
    out[length] = '\0';
    return (size_t)length;
}

/* Writes three lines into a file that ends anywhere, then one more when there is room again. */
static bool survives_limit(rlim_t size) {
    struct log log;
    char text[4096];
    truncate(path, 0);
    CHECK(open_log(&log) == 0);
    limit_file_size(size);
    log_append(&log, STREAM_STDOUT, "first\nsecond\nthird\n", 19);
    size_t whole = size / 50; /* the first two are 46 and 47 bytes */
    size_t length = content(text, sizeof text);
    CHECK(length <= size && (length == 0 || text[length - 1] == '\n'));
    CHECK(size >= 139 ? log.lost == 0 : log.lost > 0);
    CHECK(whole < 1 || strstr(text, " stdout F first\n") != NULL);
    uint64_t lost = log.lost;
    limit_file_size(RLIM_INFINITY);
    log_append(&log, STREAM_STDOUT, "later\n", 6);
    log_close(&log);
    content(text, sizeof text);
    char marker[80];
    snprintf(marker, sizeof marker, " stderr F conman-shim: %u bytes of output were lost: File too",
             (unsigned)lost);
    CHECK((strstr(text, marker) != NULL) == (lost > 0));
    CHECK(strstr(text, " stdout F later\n") != NULL && log.lost == lost);
    return true;
}

static bool never_torn(void) {
    for (rlim_t size = 0; size < 160; size++) {
        CHECK(survives_limit(size));
    }
    return true;
}

static bool counts_all_losses(void) {
    struct log log;
    truncate(path, 0);
    CHECK(open_log(&log) == 0);
    limit_file_size(0);
    for (int i = 0; i < 100; i++) {
        log_append(&log, STREAM_STDERR, "ten bytes\n", 10);
        log_append(&log, STREAM_STDOUT, "no newline", 10);
    }
    CHECK(log.lost == 2000 && log.unmarked == 2000);
    limit_file_size(RLIM_INFINITY);
    log_close(&log);
    char text[512];
    content(text, sizeof text);
    CHECK(strstr(text, ": 2000 bytes of output were lost: ") != NULL);
    return true;
}

/* A reader may empty the file under us: no truncation to a size it no longer has. */
static bool emptied_by_others(void) {
    struct log log;
    struct stat info;
    truncate(path, 0);
    CHECK(open_log(&log) == 0);
    log_append(&log, STREAM_STDOUT, "before\n", 7);
    truncate(path, 0);
    log_append(&log, STREAM_STDOUT, "after\n", 6);
    log_close(&log);
    CHECK(stat(path, &info) == 0 && info.st_size == RECORD_PREFIX_LENGTH + 6);
    return true;
}

int main(void) {
    static const struct test tests[] = {
        {"log: no torn record wherever the disk ends", never_torn},
        {"log: counts everything that is lost, and marks it at the end", counts_all_losses},
        {"log: emptied by somebody else", emptied_by_others},
    };
    signal(SIGXFSZ, SIG_IGN);
    close(mkstemp(path));
    int status = RUN(tests);
    unlink(path);
    return status;
}
