import type { RoomKey } from "@hearsay/mesh";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { readSettings } from "./address-query";
import type { AddressSettings } from "./address-settings";
import "./note-page";
import type { NotePage } from "./note-page";
import { ruleOf } from "./open-note";
import { parseRoute, type Route } from "./route";

declare global {
  interface HTMLElementTagNameMap {
    "hearsay-app": HearsayApp;
  }
}

/**
 * The whole page: home, or the note whose key stands behind "#" in the address. It follows the address without
 * reloading. It renders in light DOM, as the editor needs it, and has no slots.
 */
@customElement("hearsay-app")
export class HearsayApp extends LitElement {
  /** Undefined until what it leads to is loaded. */
  @state() private route: Route | undefined;
  @state() private settings!: AddressSettings;
  /** The page that the address asks for could not be loaded. */
  @state() private isMissing = false;
  /** The note of the address, and those that were left while this tab alone had something of them. */
  private readonly notes = new Map<RoomKey, NotePage>();

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("hashchange", this.follow);
    void this.follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("hashchange", this.follow);
  }

  override render(): TemplateResult | typeof nothing {
    const { route, settings } = this;
    if (this.isMissing) return html`<p class="missing" role="alert">${MISSING}</p>`;
    if (!route) return nothing;
    switch (route.type) {
      case "home":
        return html`<home-page
          .problems=${settings.problems}
          .rule=${ruleOf(settings)}
          .kept=${[...this.notes.keys()]}
        ></home-page>`;
      case "note":
        return html`${this.notes.get(route.key)}`;
      case "unknown":
        return html`<unknown-page></unknown-page>`;
      default:
        return route satisfies never;
    }
  }

  protected override updated(): void {
    // Never a line of the note: titles end up in the browser's history, and that may be carried to other devices.
    document.title = this.route?.type === "note" ? "Note – Hearsay" : "Hearsay";
  }

  private readonly follow = async (): Promise<void> => {
    const { hash, search } = location;
    const route = parseRoute(hash);
    const parts = await Promise.all([readSettings(search), load(route)]).catch(() => undefined);
    // Meanwhile the address may be another.
    if (location.hash !== hash) return;
    this.isMissing = !parts;
    if (parts) this.show(route, parts[0]);
  };

  private show(route: Route, settings: AddressSettings): void {
    this.route = route;
    this.settings = settings;
    const open = route.type === "note" ? route.key : undefined;
    // "Back" asks nobody: what it would take along must still be there on the way forward.
    for (const [key, page] of this.notes) if (key !== open && !page.holdsLastCopy) this.notes.delete(key);
    if (open !== undefined && !this.notes.has(open)) this.notes.set(open, notePage(open, settings));
  }
}

/** Loads the page that a route leads to. Whoever opens a note does not wait for the others. */
async function load(route: Route): Promise<void> {
  if (route.type === "home") await import("./home-page");
  if (route.type === "unknown") await import("./unknown-page");
}

const MISSING = "This page could not be loaded. It takes the server that it came from: reload it to try again.";

/** One element for one note: another key is another room. */
function notePage(key: RoomKey, settings: AddressSettings): NotePage {
  return Object.assign(document.createElement("note-page"), { key, settings });
}
