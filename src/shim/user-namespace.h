#ifndef SHIM_USER_NAMESPACE_H
#define SHIM_USER_NAMESPACE_H

/* Goes into a user namespace of its own, says so with an empty line on stdout, and stays until
 * stdin ends, for somebody to write its maps and take hold of it. The exit status. */
int user_namespace_run(void);

#endif
