#pragma once

/*
 * argv: PATH [USER_NAMESPACE]. Makes a network namespace, owned by the user namespace at the second
 * path or else by its maker's, and pins it: it lives as long as it is mounted at PATH, whoever is
 * in it. Its loopback interface is up, IPv6 addresses are used without asking for a second whether
 * others have them, and programs may ping and listen below 1024 without rights that they would have
 * on the host too. Returns the exit status.
 */
int netns_run(char **argv);
