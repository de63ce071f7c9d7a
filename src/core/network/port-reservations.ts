import type { PublishedPort } from '../api/network.ts';
import { ConmanError } from '../errors/index.ts';
import { joinAll } from '../host/join-all.ts';
import { probePort } from '../host/port-probe.ts';
import { portsMeet, portText } from './published-ports.ts';

const dnsPort = 53;

interface Reservation {
  readonly containerId: string;
  readonly containerName: string;
  readonly port: PublishedPort;
}

/** Which container has which port of the host. Of two that race for one, the second is refused before anything is built. */
export class PortReservations {
  #reservations: readonly Reservation[] = [];

  /** For what was published before this conmand. */
  adopt(containerId: string, containerName: string, ports: readonly PublishedPort[]): void {
    const own = ports.map((port) => ({ containerId, containerName, port }));
    this.#reservations = [...this.#reservations, ...own];
  }

  /** The container that has one of these ports. */
  holderOf(ports: readonly PublishedPort[]): Reservation | undefined {
    return this.#reservations.find((held) => ports.some((port) => port.hostPort !== 0 && portsMeet(held.port, port)));
  }

  /** With a number for each that had none. */
  portsOf(containerId: string): readonly PublishedPort[] {
    return this.#reservations.filter((held) => held.containerId === containerId).map(({ port }) => port);
  }

  /** Finds a number for each that has none. Fails with `already-exists`, saying who has one that is asked for. */
  async reserve(containerId: string, containerName: string, ports: readonly PublishedPort[]): Promise<void> {
    const holder = this.holderOf(ports);
    if (holder !== undefined) {
      throw new ConmanError(
        'already-exists',
        `cannot publish port ${portText(holder.port)}: container ${holder.containerName} has it`,
        { hint: 'Choose another port of the host, or leave it out to get a free one: -p CONTAINER_PORT.' },
      );
    }
    const fixed = ports.filter(({ hostPort }) => hostPort !== 0);
    this.adopt(containerId, containerName, fixed);
    try {
      await joinAll(ports.map((port) => this.#probe(containerId, containerName, port)));
    } catch (error) {
      this.release(containerId);
      throw error;
    }
  }

  release(containerId: string): void {
    this.#reservations = this.#reservations.filter((held) => held.containerId !== containerId);
  }

  async #probe(containerId: string, containerName: string, port: PublishedPort): Promise<void> {
    const { protocol, hostAddress: address = '' } = port;
    // conmand's name servers have this one on the host's addresses in its networks, where they stay reachable.
    const evenIfOwn = port.hostPort === dnsPort && ['', '0.0.0.0', '::'].includes(address);
    for (;;) {
      const hostPort = await probePort({ protocol, address, port: port.hostPort, evenIfOwn });
      if (port.hostPort !== 0) return;
      const found = { ...port, hostPort };
      // Nobody listens on a port that another container has been given.
      if (this.holderOf([found]) !== undefined) continue;
      this.adopt(containerId, containerName, [found]);
      return;
    }
  }
}
