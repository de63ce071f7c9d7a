#ifndef SHIM_OPTIONS_H
#define SHIM_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Values of an option that may be repeated, in order. */
struct option_list {
    const char **values;
    size_t count;
};

/* Everything the caller decides. Strings belong to argv. */
struct options {
    const char *runtime;
    struct option_list runtime_args;
    const char *bundle;
    const char *container_id;
    const char *container_pidfile;
    const char *container_logfile;
    const char *container_exitfile;
    const char *container_attachfile;
    const char *shim_pidfile;
    const char *cgroup;
    struct option_list cgroup_procs;
    const char *console_size;
    const char *syncpipe;
    /* memory.events or memory.oom_control of the container's cgroup. */
    const char *oom_file;
    /* Images of criu that the container comes from instead of being created, and a directory for
     * what criu writes meanwhile; both NULL otherwise. */
    const char *restore;
    const char *restore_work;
    bool tcp_established;
    const char *exit_command;
    struct option_list exit_command_args;
    /* 0 is no limit. */
    uint64_t log_max_size;
    uint64_t log_max_files;
    uint64_t create_timeout_ms;
    /* Of a container whose shim was killed; descriptors are 0 where there is none. */
    uint64_t container_pid;
    uint64_t pidfd;
    uint64_t console_fd;
    uint64_t log_bytes_lost;
    bool adopt;
    bool tty;
    bool stdin_open;
    bool stdin_once;
    bool help;
    bool version;
    /* Derived. Without --console-size both are 0 and the runtime's size stays. */
    uint16_t console_columns;
    uint16_t console_rows;
    int syncpipe_fd;
};

enum { OPTIONS_ERROR_SIZE = 256 };

/* Fills `options` from the command line and, for the sync pipe, from `syncpipe_env` (the value of
 * _OCI_SYNCPIPE or NULL). False with a one-line reason in `error`. */
bool options_parse(struct options *options, int argc, char **argv, const char *syncpipe_env,
                   char error[OPTIONS_ERROR_SIZE]);
void options_free(struct options *options);
void options_help(FILE *out);

#endif
