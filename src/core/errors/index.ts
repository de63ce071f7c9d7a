export { ConmanError, type ErrorCode, type ErrorOptions, errorCodes } from './conman-error.ts';
export { invalid } from './invalid-argument.ts';
