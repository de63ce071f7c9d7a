import { join } from 'node:path';
import { ConmanError } from '../errors/index.ts';
import { listDirectory, makeDirectory } from '../host/directories.ts';
import { endProcessesWithEnvironment } from '../host/environment-search.ts';
import { fileSize, removeFile } from '../host/files.ts';
import { isPinnedNamespace, unpinNetworkNamespace } from '../host/network-namespace.ts';
import type { Syscalls } from '../host/syscalls.ts';
import { Document } from '../store/document.ts';
import { Attachment, type NewInterface } from './attachment.ts';
import { type AttachmentRecord, attachmentDocument, durabilityOf } from './attachment-record.ts';
import type { PluginRunner } from './cni/plugin.ts';

export interface AttachmentsConfig {
  /** Where the attachments are written down. */
  readonly directory: string;
  /** Where network namespaces are pinned. */
  readonly netnsDirectory: string;
}

/** What a container gets, written down before anything of it is made. */
export interface NewAttachment extends Pick<AttachmentRecord, 'containerId' | 'containerName' | 'ports' | 'dns'> {
  readonly interfaces: readonly NewInterface[];
}

/** Which containers have pinned namespaces and interfaces. For each container, one operation after the other. */
export class Attachments {
  readonly #config: AttachmentsConfig;
  readonly #plugins: PluginRunner;
  readonly #syscalls: Syscalls;
  readonly #attachments = new Map<string, Attachment>();
  readonly #last = new Map<string, Promise<unknown>>();
  /** Ids of those that a conmand before has begun. */
  readonly #inherited = new Set<string>();
  /** What could not be taken away, by the id of the container. It is tried again at the next start of conmand. */
  readonly failures = new Map<string, ConmanError>();

  constructor(config: AttachmentsConfig, plugins: PluginRunner, syscalls: Syscalls) {
    this.#config = config;
    this.#plugins = plugins;
    this.#syscalls = syscalls;
  }

  /** Answers what could not be read or cleaned up, one line each. */
  async open(): Promise<readonly string[]> {
    const { directory, netnsDirectory } = this.#config;
    await Promise.all([makeDirectory(directory), makeDirectory(netnsDirectory)]);
    const problems: string[] = [];
    const attempt = async (operation: () => Promise<void>): Promise<void> => {
      await operation().catch((error: unknown) => void problems.push(ConmanError.from(error).message));
    };
    for (const file of await listDirectory(directory)) {
      const path = join(directory, file);
      // Anything else is what is left of a write that was not finished, by conmand or by the machine.
      const isWhole = file.endsWith('.json') && (await fileSize(path)) !== 0;
      await attempt(() => (isWhole ? this.#inherit(path) : removeFile(path)));
    }
    for (const id of await listDirectory(netnsDirectory)) {
      if (!this.#attachments.has(id)) await attempt(() => unpinNetworkNamespace(this.netns(id), this.#syscalls));
    }
    return problems;
  }

  list(): readonly AttachmentRecord[] {
    return [...this.#attachments.values()].map(({ record }) => record);
  }

  get(containerId: string): AttachmentRecord | undefined {
    return this.#attachments.get(containerId)?.record;
  }

  netns(containerId: string): string {
    return join(this.#config.netnsDirectory, containerId);
  }

  /** Writes down what is about to be made, when nothing of a run before is left. */
  async begin({ interfaces, ports, dns, ...container }: NewAttachment): Promise<void> {
    const { containerId } = container;
    await this.end(containerId);
    await this.#inTurn(containerId, async () => {
      const record: AttachmentRecord = {
        version: 1,
        ...container,
        ports: [...ports],
        dns: [...dns],
        interfaces: interfaces.map((each, number) => ({ ...each, interface: `eth${number}` })),
      };
      const path = this.#path(containerId);
      const document = await Document.create(path, attachmentDocument, record, durabilityOf(interfaces));
      this.#attachments.set(containerId, new Attachment(document, this.netns(containerId), this.#plugins));
    });
  }

  /** Does something with what a container has, in its turn; nothing for one that has nothing. */
  async change(containerId: string, operation: (attachment: Attachment) => Promise<void>): Promise<void> {
    await this.#inTurn(containerId, async () => {
      const attachment = this.#attachments.get(containerId);
      if (attachment !== undefined) await operation(attachment);
    });
  }

  /** DEL for everything, and no more namespace. Nothing to do for a container that has nothing. */
  async end(containerId: string): Promise<void> {
    if (!this.#attachments.has(containerId) && !this.#last.has(containerId)) return;
    await this.change(containerId, (attachment) => this.#end(attachment));
  }

  /** Interfaces of a living container whose ADD a crash interrupted are taken away again. */
  async repair(containerId: string): Promise<void> {
    await this.change(containerId, async (attachment) => {
      const halfDone = attachment.record.interfaces.filter(({ result }) => result === undefined);
      if (halfDone.length > 0) await this.#endInterrupted(containerId);
      for (const { network } of halfDone) await attachment.delete(network);
    });
  }

  async check(containerId: string, network: string): Promise<readonly string[]> {
    return (await this.#attachments.get(containerId)?.check(network)) ?? [];
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await Promise.all(this.#last.values());
  }

  async #inherit(path: string): Promise<void> {
    const document = await Document.open(path, attachmentDocument);
    if (document === undefined) return;
    const { containerId } = document.data;
    this.#inherited.add(containerId);
    this.#attachments.set(containerId, new Attachment(document, this.netns(containerId), this.#plugins));
  }

  async #end(attachment: Attachment): Promise<void> {
    const { record, netns } = attachment;
    const { containerId } = record;
    const isInterrupted = record.interfaces.some(({ result }) => result === undefined);
    if (isInterrupted && this.#inherited.has(containerId)) await this.#endInterrupted(containerId);
    try {
      // Without a namespace plugins still free the rest (CNI 1.1, "DEL").
      await attachment.deleteAll((await isPinnedNamespace(netns)) ? netns : '');
    } catch (error) {
      const failure = ConmanError.from(error);
      this.failures.set(containerId, failure);
      throw failure;
    } finally {
      await unpinNetworkNamespace(netns, this.#syscalls);
    }
    await attachment.document.written();
    await removeFile(attachment.document.path);
    this.failures.delete(containerId);
    this.#inherited.delete(containerId);
    this.#attachments.delete(containerId);
  }

  /** A plugin that a killed conmand started may be at work still, and would make what is being taken away. */
  async #endInterrupted(containerId: string): Promise<void> {
    await endProcessesWithEnvironment(`CNI_CONTAINERID=${containerId}`, this.#syscalls);
  }

  #path(containerId: string): string {
    return join(this.#config.directory, `${containerId}.json`);
  }

  async #inTurn(containerId: string, operation: () => Promise<void>): Promise<void> {
    const result = (this.#last.get(containerId) ?? Promise.resolve()).then(operation);
    const settled = result.then(
      () => undefined,
      () => undefined,
    );
    this.#last.set(containerId, settled);
    void settled.then(() => {
      if (this.#last.get(containerId) === settled) this.#last.delete(containerId);
    });
    await result;
  }
}
