/**
 * While it is on, the browser asks before this page is left: what is written here would be gone. It listens only
 * then, since a page that listens for `beforeunload` is not kept for going back to in every browser.
 */
export class LeaveGuard {
  private on = false;

  /** `look` is called before the browser asks: it sets the guard anew, for not all that matters is told. */
  constructor(private readonly look: () => void) {}

  get isOn(): boolean {
    return this.on;
  }

  set(on: boolean): void {
    if (on === this.on) return;
    this.on = on;
    if (on) addEventListener("beforeunload", this.ask);
    else removeEventListener("beforeunload", this.ask);
  }

  // One for each guard: a shared listener would be there once only, and the first guard to be off would take it away.
  private readonly ask = (event: BeforeUnloadEvent): void => {
    this.look();
    if (this.on) event.preventDefault();
  };
}
