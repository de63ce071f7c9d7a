#include "options.h"

#include <string.h>

#include "check.h"

#define REQUIRED                                                                                   \
    "shim", "--runtime", "runc", "--bundle=/b", "--container-id", "c1", "--container-pidfile",     \
        "/p", "--container-logfile=/l", "--container-exitfile", "/e", "--container-attachfile",    \
        "/a"

/* Parses a command line given as string literals. */
#define PARSE(options, env, ...) parse(options, env, (const char *[]){__VA_ARGS__, NULL})

static char error[OPTIONS_ERROR_SIZE];

static bool parse(struct options *options, const char *env, const char **argv) {
    union {
        const char **in;
        char **out;
    } arguments = {.in = argv};
    int argc = 0;
    while (argv[argc] != NULL) {
        argc++;
    }
    error[0] = '\0';
    return options_parse(options, argc, arguments.out, env, error);
}

/* Whether the line is refused, with one line that names the culprit. */
#define REFUSED(culprit, ...)                                                                      \
    (!PARSE(&options, "3", __VA_ARGS__) && (options_free(&options), true) &&                       \
     strstr(error, culprit) != NULL && strchr(error, '\n') == NULL)

static bool both_forms(void) {
    struct options options;
    CHECK(PARSE(&options, "4", REQUIRED, "--tty", "--stdin", "--console-size=120x40"));
    CHECK(strcmp(options.runtime, "runc") == 0 && strcmp(options.bundle, "/b") == 0);
    CHECK(strcmp(options.container_attachfile, "/a") == 0 && options.shim_pidfile == NULL);
    CHECK(options.tty && options.stdin_open && !options.stdin_once);
    CHECK(options.console_columns == 120 && options.console_rows == 40);
    CHECK(options.syncpipe_fd == 4);
    options_free(&options);
    return true;
}

static bool repeated(void) {
    struct options options;
    CHECK(PARSE(&options, NULL, REQUIRED, "--syncpipe-fd", "7", "--runtime-arg=--root",
                "--runtime-arg", "--a=b", "--runtime-arg=", "--cgroup-procs=/x", "--cgroup=/y"));
    CHECK(options.syncpipe_fd == 7 && options.runtime_args.count == 3);
    CHECK(strcmp(options.runtime_args.values[0], "--root") == 0);
    CHECK(strcmp(options.runtime_args.values[1], "--a=b") == 0);
    CHECK(strcmp(options.runtime_args.values[2], "") == 0);
    CHECK(options.cgroup_procs.count == 1 && strcmp(options.cgroup, "/y") == 0);
    options_free(&options);
    return true;
}

static bool flag_wins_over_environment(void) {
    struct options options;
    CHECK(PARSE(&options, "4", REQUIRED, "--syncpipe-fd=5") && options.syncpipe_fd == 5);
    options_free(&options);
    return true;
}

static bool refused(void) {
    struct options options;
    CHECK(REFUSED("--runtime", "shim"));
    CHECK(REFUSED("--nonsense", REQUIRED, "--nonsense"));
    CHECK(REFUSED("--stdi", REQUIRED, "--stdi"));
    CHECK(REFUSED("stray", REQUIRED, "stray"));
    CHECK(REFUSED("--bundle", REQUIRED, "--bundle"));
    CHECK(REFUSED("relative", REQUIRED, "--bundle=relative"));
    CHECK(REFUSED("--tty", REQUIRED, "--tty=yes"));
    CHECK(REFUSED("--container-id", REQUIRED, "--container-id=../x"));
    CHECK(REFUSED("--container-id", REQUIRED, "--container-id="));
    CHECK(REFUSED("sync pipe", REQUIRED, "--syncpipe-fd=2"));
    CHECK(REFUSED("sync pipe", REQUIRED, "--syncpipe-fd=x"));
    CHECK(REFUSED("--restore-work", REQUIRED, "--restore=/c"));
    CHECK(REFUSED("--restore", REQUIRED, "--restore-work=/w"));
    CHECK(REFUSED("--restore", REQUIRED, "--tcp-established"));
    CHECK(REFUSED("--adopt", REQUIRED, "--restore=/c", "--restore-work=/w", "--adopt"));
    return true;
}

static bool console_sizes(void) {
    struct options options;
    CHECK(REFUSED("0x24", REQUIRED, "--console-size=0x24"));
    CHECK(REFUSED("80", REQUIRED, "--console-size=80"));
    CHECK(REFUSED("80x", REQUIRED, "--console-size=80x"));
    CHECK(REFUSED("80x24x", REQUIRED, "--console-size=80x24x"));
    CHECK(REFUSED("70000x1", REQUIRED, "--console-size=70000x1"));
    CHECK(REFUSED("-1x24", REQUIRED, "--console-size=-1x24"));
    CHECK(PARSE(&options, "3", REQUIRED, "--console-size=65535x1"));
    CHECK(options.console_columns == 65535 && options.console_rows == 1);
    options_free(&options);
    return true;
}

static bool without_sync_pipe(void) {
    struct options options;
    CHECK(!PARSE(&options, NULL, REQUIRED));
    options_free(&options);
    CHECK(strstr(error, "_OCI_SYNCPIPE") != NULL);
    CHECK(PARSE(&options, NULL, "shim", "--version") && options.version);
    options_free(&options);
    return true;
}

int main(void) {
    static const struct test tests[] = {
        {"options: --flag value and --flag=value", both_forms},
        {"options: repeated ones keep their order", repeated},
        {"options: --syncpipe-fd overrides _OCI_SYNCPIPE", flag_wins_over_environment},
        {"options: what is refused is named", refused},
        {"options: console sizes", console_sizes},
        {"options: a sync pipe is needed except for --version", without_sync_pipe},
    };
    return RUN(tests);
}
