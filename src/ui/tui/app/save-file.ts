/** Writes pieces to a new file of the user's; handed in by the entry point. Rejects with a ConmanError. */
export type SaveFile = (path: string, pieces: AsyncIterable<Uint8Array>) => Promise<void>;
