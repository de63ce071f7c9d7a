#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemonize.h"
#include "init.h"
#include "netns.h"
#include "options.h"
#include "shim.h"
#include "toolbox.h"
#include "user-namespace.h"

int main(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[1], "--init") == 0)
        return init_run(argv + 2);
    if (argc > 1 && strcmp(argv[1], "--netns") == 0)
        return netns_run(argv + 2);
    if (argc > 1 && strcmp(argv[1], "--toolbox") == 0)
        return toolbox_run(argv + 2);
    if (argc > 1 && strcmp(argv[1], "--user-namespace") == 0)
        return user_namespace_run();
    struct options options;
    char error[OPTIONS_ERROR_SIZE];
    if (!options_parse(&options, argc, argv, getenv("_OCI_SYNCPIPE"), error)) {
        fprintf(stderr, "conman-shim: %s\n", error);
        options_free(&options);
        return 2;
    }
    if (options.help || options.version) {
        options.help ? options_help(stdout) : (void)puts("conman-shim " SHIM_VERSION);
        options_free(&options);
        return 0;
    }
    struct inherited inherited = daemonize(&options);
    int status = shim_run(&options, inherited);
    options_free(&options);
    return status;
}
