#pragma once

/*
 * The first process of a container that was asked for one (`--init COMMAND [ARG...]`): starts the
 * command, passes signals on to it, and reaps what others leave behind. Returns the command's exit
 * status; 128 + number after a signal.
 */
int init_run(char **command);
