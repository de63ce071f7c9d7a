#include "options.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum option_kind { FLAG, TEXT, NUMBER, PATH, LIST, PATH_LIST };

/* A smaller log could not hold a useful part of a line beside its time stamp. */
#define SMALLEST_LOG 4096
#define MOST_LOG_FILES 1000
#define MOST_DESCRIPTORS (1U << 20)
#define LONGEST_TIMEOUT_MS (1U << 30)

struct option_row {
    const char *name;
    enum option_kind kind;
    bool required;
    size_t offset;
    const char *help;
};

#define ROW(name, kind, required, member, help)                                                    \
    { name, kind, required, offsetof(struct options, member), help }

static const struct option_row rows[] = {
    ROW("runtime", TEXT, true, runtime, "OCI runtime, a path or a name in PATH"),
    ROW("runtime-arg", LIST, false, runtime_args, "argument before the runtime's verb; repeatable"),
    ROW("bundle", PATH, true, bundle, "directory of the OCI bundle"),
    ROW("container-id", TEXT, true, container_id, "name of the container at the runtime"),
    ROW("container-pidfile", PATH, true, container_pidfile, "where the runtime writes init's pid"),
    ROW("container-logfile", PATH, true, container_logfile, "log in CRI format, appended to"),
    ROW("container-exitfile", PATH, true, container_exitfile, "JSON record of the end"),
    ROW("container-attachfile", PATH, true, container_attachfile, "unix socket for clients"),
    ROW("shim-pidfile", PATH, false, shim_pidfile, "where the shim writes its own pid"),
    ROW("syncpipe-fd", TEXT, false, syncpipe, "descriptor to report on (else _OCI_SYNCPIPE)"),
    ROW("cgroup", PATH, false, cgroup, "directory of the v2 cgroup to live in"),
    ROW("cgroup-procs", PATH_LIST, false, cgroup_procs, "v1 cgroup.procs to move to; repeatable"),
    ROW("console-size", TEXT, false, console_size, "COLUMNSxROWS of a new terminal"),
    ROW("log-max-size", NUMBER, false, log_max_size, "bytes after which the log is rotated"),
    ROW("log-max-files", NUMBER, false, log_max_files, "files the log may consist of (default 1)"),
    ROW("create-timeout-ms", NUMBER, false, create_timeout_ms, "limit of the runtime's create"),
    ROW("oom-file", PATH, false, oom_file, "memory.events or memory.oom_control of the container"),
    ROW("restore", PATH, false, restore, "directory of a checkpoint: go on from there"),
    ROW("restore-work", PATH, false, restore_work, "where criu writes its log; with --restore"),
    ROW("tcp-established", FLAG, false, tcp_established, "restore open TCP connections too"),
    ROW("exit-command", PATH, false, exit_command, "run when the exit file is written"),
    ROW("exit-command-arg", LIST, false, exit_command_args, "its argument; repeatable"),
    ROW("adopt", FLAG, false, adopt, "serve a container whose shim was killed"),
    ROW("container-pid", NUMBER, false, container_pid, "init of the container to adopt"),
    ROW("pidfd", NUMBER, false, pidfd, "descriptor of that process"),
    ROW("console-fd", NUMBER, false, console_fd, "master of its terminal"),
    ROW("log-bytes-lost", NUMBER, false, log_bytes_lost, "loss the shim before had counted"),
    ROW("tty", FLAG, false, tty, "give the container a terminal"),
    ROW("stdin", FLAG, false, stdin_open, "keep the container's stdin open for clients"),
    ROW("stdin-once", FLAG, false, stdin_once, "close stdin when a client says it has no more"),
    ROW("help", FLAG, false, help, "print this"),
    ROW("version", FLAG, false, version, "print the version"),
};

enum { ROW_COUNT = sizeof rows / sizeof rows[0] };

__attribute__((format(printf, 2, 3))) static bool fail(char error[OPTIONS_ERROR_SIZE],
                                                       const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error, OPTIONS_ERROR_SIZE, format, arguments);
    va_end(arguments);
    return false;
}

static void *member_of(struct options *options, const struct option_row *row) {
    return (char *)options + row->offset;
}

static const struct option_row *find_row(const char *name, size_t length) {
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (strlen(rows[i].name) == length && memcmp(rows[i].name, name, length) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

/* Reads a decimal number of at most `limit` and moves `text` past it. */
static bool take_number(const char **text, uint64_t limit, uint64_t *number) {
    if (**text < '0' || **text > '9') {
        return false;
    }
    char *end;
    errno = 0;
    *number = strtoull(*text, &end, 10);
    *text = end;
    return errno == 0 && *number <= limit;
}

static bool take_value(struct options *options, const struct option_row *row, const char *value,
                       char error[OPTIONS_ERROR_SIZE]) {
    bool is_path = row->kind == PATH || row->kind == PATH_LIST;
    if (is_path && value[0] != '/') {
        return fail(error, "--%s: not an absolute path: '%s'", row->name, value);
    }
    if (row->kind == TEXT || row->kind == PATH) {
        *(const char **)member_of(options, row) = value;
        return true;
    }
    if (row->kind == NUMBER) {
        const char *end = value;
        return (take_number(&end, INT64_MAX, member_of(options, row)) && *end == '\0') ||
               fail(error, "--%s: not a number: '%s'", row->name, value);
    }
    struct option_list *list = member_of(options, row);
    list->values[list->count++] = value;
    return true;
}

static bool parse_arguments(struct options *options, int argc, char **argv,
                            char error[OPTIONS_ERROR_SIZE]) {
    for (int i = 1; i < argc; i++) {
        const char *argument = argv[i];
        if (strncmp(argument, "--", 2) != 0) {
            return fail(error, "unexpected argument '%s' (see --help)", argument);
        }
        const char *name = argument + 2;
        const char *equals = strchr(name, '=');
        size_t length = equals != NULL ? (size_t)(equals - name) : strlen(name);
        const struct option_row *row = find_row(name, length);
        if (row == NULL) {
            return fail(error, "unknown option '%s' (see --help)", argument);
        }
        if (row->kind == FLAG) {
            if (equals != NULL) {
                return fail(error, "--%s takes no value", row->name);
            }
            *(bool *)member_of(options, row) = true;
            continue;
        }
        if (equals == NULL && i + 1 == argc) {
            return fail(error, "--%s needs a value", row->name);
        }
        const char *value = equals != NULL ? equals + 1 : argv[++i];
        if (!take_value(options, row, value, error)) {
            return false;
        }
    }
    return true;
}

static bool parse_console_size(struct options *options, char error[OPTIONS_ERROR_SIZE]) {
    const char *text = options->console_size;
    uint64_t columns = 0;
    uint64_t rows_wanted = 0;
    if (text == NULL) {
        return true;
    }
    if (!take_number(&text, UINT16_MAX, &columns) || *text++ != 'x' ||
        !take_number(&text, UINT16_MAX, &rows_wanted) || *text != '\0' || columns == 0 ||
        rows_wanted == 0) {
        return fail(error, "--console-size: not COLUMNSxROWS: '%s'", options->console_size);
    }
    options->console_columns = (uint16_t)columns;
    options->console_rows = (uint16_t)rows_wanted;
    return true;
}

static bool parse_syncpipe(struct options *options, char error[OPTIONS_ERROR_SIZE]) {
    const char *text = options->syncpipe;
    uint64_t fd = 0;
    if (text == NULL) {
        return fail(error, "no sync pipe: give --syncpipe-fd or set _OCI_SYNCPIPE");
    }
    if (!take_number(&text, MOST_DESCRIPTORS, &fd) || *text != '\0' || fd < 3) {
        return fail(error, "the sync pipe is not a descriptor above 2: '%s'", options->syncpipe);
    }
    options->syncpipe_fd = (int)fd;
    return true;
}

static bool is_descriptor(uint64_t fd) {
    return fd > 2 && fd <= MOST_DESCRIPTORS;
}

static bool check_adoption(const struct options *options, char error[OPTIONS_ERROR_SIZE]) {
    if (options->container_pid < 2 || options->container_pid > INT32_MAX) {
        return fail(error, "--adopt needs --container-pid");
    }
    if (!is_descriptor(options->pidfd)) {
        return fail(error, "--adopt needs --pidfd, a descriptor above 2");
    }
    return options->console_fd == 0 || is_descriptor(options->console_fd) ||
           fail(error, "--console-fd is not a descriptor above 2");
}

static bool check_restoration(const struct options *options, char error[OPTIONS_ERROR_SIZE]) {
    if (options->restore == NULL) {
        return (options->restore_work == NULL && !options->tcp_established) ||
               fail(error, "--restore-work and --tcp-established belong to --restore");
    }
    if (options->restore_work == NULL) {
        return fail(error, "--restore needs --restore-work");
    }
    return !options->adopt || fail(error, "--restore and --adopt exclude each other");
}

static bool check_limits(struct options *options, char error[OPTIONS_ERROR_SIZE]) {
    if (options->log_max_size != 0 && options->log_max_size < SMALLEST_LOG) {
        return fail(error, "--log-max-size: less than %d bytes", SMALLEST_LOG);
    }
    if (options->log_max_files > MOST_LOG_FILES) {
        return fail(error, "--log-max-files: more than %d", MOST_LOG_FILES);
    }
    if (options->create_timeout_ms > LONGEST_TIMEOUT_MS) {
        return fail(error, "--create-timeout-ms: more than %u", LONGEST_TIMEOUT_MS);
    }
    options->log_max_files = options->log_max_files == 0 ? 1 : options->log_max_files;
    return true;
}

static bool check(struct options *options, char error[OPTIONS_ERROR_SIZE]) {
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (rows[i].required && *(const char **)member_of(options, &rows[i]) == NULL) {
            return fail(error, "--%s is required (see --help)", rows[i].name);
        }
    }
    const char *id = options->container_id;
    if (id[0] == '\0' || id[0] == '-' || id[0] == '.' || strchr(id, '/') != NULL) {
        return fail(error, "--container-id: not a name: '%s'", id);
    }
    return check_limits(options, error) && check_restoration(options, error) &&
           (!options->adopt || check_adoption(options, error));
}

bool options_parse(struct options *options, int argc, char **argv, const char *syncpipe_env,
                   char error[OPTIONS_ERROR_SIZE]) {
    *options = (struct options){.syncpipe = syncpipe_env, .syncpipe_fd = -1};
    /* Room for every argument, so that no repetition is too many. */
    options->runtime_args.values = calloc((size_t)argc, sizeof(char *));
    options->cgroup_procs.values = calloc((size_t)argc, sizeof(char *));
    options->exit_command_args.values = calloc((size_t)argc, sizeof(char *));
    if (options->runtime_args.values == NULL || options->cgroup_procs.values == NULL ||
        options->exit_command_args.values == NULL) {
        return fail(error, "out of memory");
    }
    if (!parse_arguments(options, argc, argv, error)) {
        return false;
    }
    if (options->help || options->version) {
        return true;
    }
    return check(options, error) && parse_console_size(options, error) &&
           parse_syncpipe(options, error);
}

void options_free(struct options *options) {
    free(options->runtime_args.values);
    free(options->cgroup_procs.values);
    free(options->exit_command_args.values);
}

void options_help(FILE *out) {
    fputs("conman-shim runs `RUNTIME create` or `restore`, serves one container until it ends, and "
          "writes how\n"
          "it ended. It is started by conmand. Paths are absolute.\n\n",
          out);
    for (size_t i = 0; i < ROW_COUNT; i++) {
        const char *value = rows[i].kind == FLAG ? "" : " VALUE";
        char left[40];
        snprintf(left, sizeof left, "--%s%s", rows[i].name, value);
        fprintf(out, "  %-32s %s%s\n", left, rows[i].help, rows[i].required ? " (required)" : "");
    }
}
