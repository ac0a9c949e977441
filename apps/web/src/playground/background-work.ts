import type { ReactiveController, ReactiveControllerHost } from "lit";

/** What a worker tells; "done" is the last of it. */
export interface Report {
  readonly type: string;
}

export interface BackgroundTask<R extends Report> {
  /** Opens a worker that takes one request and answers with reports. */
  readonly open: () => Worker;
  /** Reads what a worker sent; undefined where it is no report. */
  readonly decode: (data: unknown) => R | undefined;
  readonly report: (report: R) => void;
}

/**
 * Work that workers do beside the page, for an element. It ends at once when it is stopped, whatever the workers are
 * at, and when its host goes away. The host is updated whenever it begins, ends or fails.
 */
export class BackgroundWork<R extends Report> implements ReactiveController {
  private readonly workers = new Set<Worker>();
  private hasFailed = false;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly task: BackgroundTask<R>,
  ) {
    host.addController(this);
  }

  get running(): boolean {
    return this.workers.size > 0;
  }

  /** Whether the work that was begun last came to nothing. */
  get failed(): boolean {
    return this.hasFailed;
  }

  /** Stops what runs, and gives each request to a worker of its own. */
  start(requests: readonly object[]): void {
    this.stop();
    this.hasFailed = false;
    for (const request of requests) this.give(request);
    this.host.requestUpdate();
  }

  stop(): void {
    for (const worker of this.workers) worker.terminate();
    this.workers.clear();
    this.host.requestUpdate();
  }

  hostDisconnected(): void {
    this.stop();
  }

  private give(request: object): void {
    const worker = this.task.open();
    this.workers.add(worker);
    worker.addEventListener("message", ({ data }: MessageEvent<unknown>) => this.hear(worker, data));
    worker.addEventListener("error", () => this.fail());
    worker.postMessage(request);
  }

  private hear(worker: Worker, data: unknown): void {
    // What a worker had sent before it was stopped may still come.
    if (!this.workers.has(worker)) return;
    const report = this.task.decode(data);
    if (!report) return this.fail();
    if (report.type === "done") {
      worker.terminate();
      this.workers.delete(worker);
      this.host.requestUpdate();
    }
    this.task.report(report);
  }

  private fail(): void {
    this.stop();
    this.hasFailed = true;
  }
}

/** How many workers may run at once: one processor is left to the page. */
export function workersAtHand(): number {
  return Math.min(MAX_WORKERS, Math.max(1, navigator.hardwareConcurrency - 1));
}

const MAX_WORKERS = 4;
