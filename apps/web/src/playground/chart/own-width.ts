import type { LitElement, ReactiveController } from "lit";

/** How wide its host is, in whole CSS pixels: 0 until it is laid out. The host is updated when that changes. */
export class OwnWidth implements ReactiveController {
  private width = 0;
  private readonly observer = new ResizeObserver((entries) => this.resized(entries));

  constructor(private readonly host: LitElement) {
    host.addController(this);
  }

  get px(): number {
    return this.width;
  }

  hostConnected(): void {
    this.observer.observe(this.host);
  }

  hostDisconnected(): void {
    this.observer.disconnect();
  }

  private resized([entry]: readonly ResizeObserverEntry[]): void {
    const width = Math.floor(entry?.contentRect.width ?? 0);
    if (width === this.width) return;
    this.width = width;
    this.host.requestUpdate();
  }
}
