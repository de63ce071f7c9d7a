/** The only public door of the core: what entry points may import. */
export { ConmanError } from './errors/index.ts';
