import type { ReactiveController } from "lit";

/**
 * Calls back with every frame for as long as its host can be seen: not in a hidden tab, and not where it is scrolled
 * away. The callback gets the wall time since the frame before, in ms.
 */
export class FrameLoop implements ReactiveController {
  private onScreen = false;
  private request: number | undefined;
  private lastMs: number | undefined;
  private readonly sight = new IntersectionObserver((entries) => {
    this.onScreen = entries.at(-1)?.isIntersecting ?? false;
    this.follow();
  });

  constructor(
    private readonly host: HTMLElement,
    private readonly frame: (passedMs: number) => void,
  ) {}

  hostConnected(): void {
    this.sight.observe(this.host);
    document.addEventListener("visibilitychange", this.follow);
  }

  hostDisconnected(): void {
    this.sight.disconnect();
    document.removeEventListener("visibilitychange", this.follow);
    this.onScreen = false;
    this.follow();
  }

  private readonly follow = (): void => {
    const visible = this.onScreen && !document.hidden;
    if (visible === (this.request !== undefined)) return;
    if (!visible && this.request !== undefined) cancelAnimationFrame(this.request);
    this.lastMs = undefined;
    this.request = visible ? requestAnimationFrame(this.tick) : undefined;
  };

  private readonly tick = (nowMs: number): void => {
    this.request = requestAnimationFrame(this.tick);
    const passedMs = nowMs - (this.lastMs ?? nowMs);
    this.lastMs = nowMs;
    this.frame(passedMs);
  };
}
