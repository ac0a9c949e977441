/**
 * While it is on, the browser asks before this page is left: what is written here would be gone. It listens only
 * then, since a page that listens for `beforeunload` is not kept for going back to in every browser.
 */
export class LeaveGuard {
  private on = false;

  set(on: boolean): void {
    if (on === this.on) return;
    this.on = on;
    if (on) addEventListener("beforeunload", ask);
    else removeEventListener("beforeunload", ask);
  }
}

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
