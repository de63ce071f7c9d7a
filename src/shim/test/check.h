#ifndef SHIM_TEST_CHECK_H
#define SHIM_TEST_CHECK_H

#include <stdbool.h>
#include <stdio.h>

/* The unit tests' whole framework: a table of functions, each of which returns whether it passed,
 * and CHECK, which says where it did not. */

struct test {
    const char *name;
    bool (*run)(void);
};

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            printf("%s:%d: %s\n", __FILE__, __LINE__, #condition);                                 \
            return false;                                                                          \
        }                                                                                          \
    } while (0)

#define RUN(tests) run_tests(tests, sizeof tests / sizeof tests[0])

/* Prints "N passed, M failed"; the exit status of the program. */
static inline int run_tests(const struct test *tests, size_t count) {
    size_t failed = 0;
    for (size_t i = 0; i < count; i++) {
        bool passed = tests[i].run();
        failed += passed ? 0 : 1;
        printf("%s %s\n", passed ? "ok  " : "FAIL", tests[i].name);
    }
    printf("%zu passed, %zu failed\n", count - failed, failed);
    return failed == 0 ? 0 : 1;
}

#endif
