import * as z from 'zod';
import { ConmanError } from '../../errors/index.ts';
import { readText, replaceFile } from '../../host/files.ts';

const fileSchema = z.looseObject({ auths: z.record(z.string(), z.looseObject({})).default({}) });

/** Where conman keeps what people logged in with: as docker and podman write it, readable for root alone. */
export class AuthFile {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  async set(registry: string, username: string, password: string): Promise<void> {
    const file = await this.#read();
    const auth = Buffer.from(`${username}:${password}`).toString('base64');
    await this.#write({ ...file, auths: { ...file.auths, [registry]: { auth } } });
  }

  /** False: there was nothing. */
  async remove(registry: string): Promise<boolean> {
    const file = await this.#read();
    if (!Object.hasOwn(file.auths, registry)) return false;
    const auths = Object.fromEntries(Object.entries(file.auths).filter(([key]) => key !== registry));
    await this.#write({ ...file, auths });
    return true;
  }

  async #read(): Promise<z.infer<typeof fileSchema>> {
    const text = await readText(this.path);
    if (text === undefined) return { auths: {} };
    try {
      return fileSchema.parse(JSON.parse(text));
    } catch {
      // Without the cause, which would quote what is in it.
      throw new ConmanError('data-loss', `${this.path} is damaged`, { hint: 'Repair or remove it, and log in again.' });
    }
  }

  async #write(file: z.infer<typeof fileSchema>): Promise<void> {
    await replaceFile(this.path, `${JSON.stringify(file, undefined, 2)}\n`);
  }
}
