export {
  ConmanError,
  type ErrorCode,
  type ErrorOptions,
  type ErrorReason,
  errorCodes,
  errorReasons,
} from './conman-error.ts';
export { invalid } from './invalid-argument.ts';
