/** Where clients and daemon meet unless told otherwise. */
export const defaultSocketPath = '/run/conmand.sock';

/** The version of conman, of daemon and clients alike. */
export const conmanVersion = '0.1.0';

/** Exit status of a conmand whose roots or socket another one has: EX_TEMPFAIL of sysexits.h, since it may go. */
export const rootsInUseStatus = 75;
