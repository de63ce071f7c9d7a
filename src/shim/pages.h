#ifndef SHIM_PAGES_H
#define SHIM_PAGES_H

#include <stddef.h>

/* Large buffers as pages of their own: they cost nothing until they are touched, and can be given
 * back after a burst while the address stays good. */

/* NULL with errno. */
char *pages_map(size_t length);
void pages_unmap(char *pages, size_t length);
void pages_give_back(char *pages, size_t length);

#endif
