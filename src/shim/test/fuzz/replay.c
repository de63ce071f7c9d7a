/* Gives a fuzz target every file of its corpus: `NAME-fuzz-test` those in corpus/NAME. */
#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool replay(int directory, const char *name) {
    /* Larger than anything the shim takes at once. */
    static uint8_t content[1 << 18];
    int fd = openat(directory, name, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, content, sizeof content);
    close(fd);
    if (length < 0) {
        return false;
    }
    /* A copy of exactly that size, so that one byte too far is found. */
    uint8_t *data = malloc((size_t)length);
    memcpy(data, content, (size_t)length);
    LLVMFuzzerTestOneInput(data, (size_t)length);
    free(data);
    return true;
}

int main(int argc, char **argv) {
    (void)argc;
    char path[4096];
    const char *slash = strrchr(argv[0], '/');
    const char *name = slash == NULL ? argv[0] : slash + 1;
    size_t passed = 0;
    size_t failed = 0;
    snprintf(path, sizeof path, "%s/%.*s", CORPUS, (int)strcspn(name, "-"), name);
    DIR *directory = opendir(path);
    for (struct dirent *entry; directory != NULL && (entry = readdir(directory)) != NULL;) {
        if (entry->d_name[0] != '.') {
            replay(dirfd(directory), entry->d_name) ? passed++ : failed++;
        }
    }
    if (directory != NULL) {
        closedir(directory);
    }
    printf("%s fuzz: corpus of %zu\n", name, passed);
    printf("%zu passed, %zu failed\n", passed > 0 ? (size_t)1 : (size_t)0,
           passed > 0 ? failed : (size_t)1);
    return passed > 0 && failed == 0 ? 0 : 1;
}
