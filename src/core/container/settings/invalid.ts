export { invalid } from '../../errors/index.ts';
