import type { RoomKey } from "@hearsay/mesh";
import { html, LitElement, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { type AddressSettings, parseAddressSettings } from "./address-settings";
import "./home-page";
import "./note-page";
import type { NotePage } from "./note-page";
import { parseRoute, type Route } from "./route";
import "./unknown-page";

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
  @state() private route!: Route;
  @state() private settings!: AddressSettings;
  /** The note of the address, and those that were left while this tab alone had something of them. */
  private readonly notes = new Map<RoomKey, NotePage>();

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener("hashchange", this.follow);
    this.follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener("hashchange", this.follow);
  }

  override render(): TemplateResult {
    const { route, settings } = this;
    switch (route.type) {
      case "home":
        return html`<home-page .problems=${settings.problems} .kept=${[...this.notes.keys()]}></home-page>`;
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
    document.title = this.route.type === "note" ? "Note – Hearsay" : "Hearsay";
  }

  private readonly follow = (): void => {
    this.route = parseRoute(location.hash);
    this.settings = parseAddressSettings(location.search);
    const open = this.route.type === "note" ? this.route.key : undefined;
    // "Back" asks nobody: what it would take along must still be there on the way forward.
    for (const [key, page] of this.notes) if (key !== open && !page.holdsLastCopy) this.notes.delete(key);
    if (open !== undefined && !this.notes.has(open)) this.notes.set(open, notePage(open, this.settings));
  };
}

/** One element for one note: another key is another room. */
function notePage(key: RoomKey, settings: AddressSettings): NotePage {
  return Object.assign(document.createElement("note-page"), { key, settings });
}
