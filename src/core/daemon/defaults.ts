/** Where clients and daemon meet unless told otherwise. */
export const defaultSocketPath = '/run/conmand.sock';

/** The version of conman, of daemon and clients alike. */
export const conmanVersion = '0.1.0';
