#pragma once

/*
 * argv: NAME FILE COMMAND [ARGUMENT...]. Becomes the command, whose descriptor 3 is a directory
 * with a copy of FILE called NAME. The directory is a file system of its own that is mounted
 * nowhere and can only be read, so that whoever has the descriptor reaches nothing else of the host
 * and changes nothing; it is gone with the last process that holds it. Returns the exit status of a
 * failure.
 */
int toolbox_run(char **argv);
