import * as z from 'zod';
import { ConmanError } from '../../errors/index.ts';
import { readBytes } from '../../host/files.ts';
import type { SpooledMember } from './spool-task.ts';

const maxDocumentBytes = 8 * 1024 * 1024;
const maxLinks = 8;

/** What is in an archive of images, by path. Of two of the same path the later counts, as in any archive. */
export class ArchiveMembers {
  readonly #members: ReadonlyMap<string, SpooledMember>;

  constructor(members: readonly SpooledMember[]) {
    this.#members = new Map(members.map((member) => [member.path, member]));
  }

  has(path: string): boolean {
    return this.#members.has(path);
  }

  /** A file, also through links inside the archive. Throws `data-loss` when there is none. */
  file(path: string): SpooledMember {
    let member = this.#members.get(path);
    for (let links = 0; member !== undefined && member.file === ''; links++) {
      if (links === maxLinks) throw new ConmanError('data-loss', `too many links lead from ${path} in the archive`);
      member = this.#members.get(member.link);
    }
    if (member !== undefined) return member;
    throw new ConmanError('data-loss', `the archive has no ${JSON.stringify(path)}`, { hint: 'It is incomplete.' });
  }

  async read(path: string): Promise<Buffer> {
    const content = await readBytes(this.file(path).file, maxDocumentBytes);
    return content ?? Buffer.alloc(0);
  }

  /** Throws `data-loss` for what is not JSON of this form. */
  async readJson<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    const content = await this.read(path);
    try {
      return schema.parse(JSON.parse(content.toString('utf8')));
    } catch (cause) {
      const why = cause instanceof z.ZodError ? z.prettifyError(cause).split('\n')[0] : 'it is not JSON';
      throw new ConmanError('data-loss', `${path} in the archive is damaged: ${why}`, { cause });
    }
  }
}
