import { sendServiceNotice } from '../host/service-notice.ts';

/** What a service manager such as systemd puts into the environment of a service (sd_notify(3), sd_watchdog_enabled(3)). */
export interface ServiceEnvironment {
  readonly NOTIFY_SOCKET?: string;
  readonly WATCHDOG_USEC?: string;
  readonly WATCHDOG_PID?: string;
}

/** Whoever started this process as a service and wants to know how it is. Without one nothing happens. */
export class ServiceManager {
  readonly #address: string | undefined;
  readonly #watchdogMs: number;
  #watchdog: NodeJS.Timeout | undefined;

  constructor({ NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID }: ServiceEnvironment, pid = process.pid) {
    this.#address = NOTIFY_SOCKET || undefined;
    const isMeant = WATCHDOG_PID === undefined || Number(WATCHDOG_PID) === pid;
    this.#watchdogMs = isMeant ? Number(WATCHDOG_USEC ?? 0) / 1000 : 0;
  }

  /** From now on it is told twice in each watchdog period that the event loop turns; a loop that hangs is restarted. */
  ready(status: string): void {
    this.#tell('READY=1', `STATUS=${status}`);
    if (this.#address === undefined || !(this.#watchdogMs > 0)) return;
    this.#watchdog = setInterval(() => this.#tell('WATCHDOG=1'), this.#watchdogMs / 2);
    this.#watchdog.unref();
  }

  /** It is about to replace itself, and will be ready again. */
  reloading(): void {
    this.#tell('RELOADING=1', `MONOTONIC_USEC=${process.hrtime.bigint() / 1000n}`);
  }

  stopping(): void {
    clearInterval(this.#watchdog);
    this.#tell('STOPPING=1');
  }

  #tell(...lines: readonly string[]): void {
    if (this.#address !== undefined) sendServiceNotice(this.#address, lines.join('\n'));
  }
}
