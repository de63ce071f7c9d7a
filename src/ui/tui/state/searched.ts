import { textSearch } from '../log/text-search.ts';
import type { Intent } from './intent.ts';

/** What a search means, or why it is none. */
export function searched(text: string, intent: Intent): Intent | string {
  try {
    textSearch(text);
    return intent;
  } catch (error) {
    return (error as SyntaxError).message;
  }
}
