#include "pages.h"

#include <sys/mman.h>

char *pages_map(size_t length) {
    void *pages = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return pages == MAP_FAILED ? NULL : pages;
}

void pages_give_back(char *pages, size_t length) {
    madvise(pages, length, MADV_DONTNEED);
}

void pages_unmap(char *pages, size_t length) {
    if (pages != NULL) {
        munmap(pages, length);
    }
}
