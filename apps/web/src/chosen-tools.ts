import type { LitElement } from "lit";
import type { Turn } from "./editor/undo-keys";
import { loadPart } from "./load-part";
import type { NoteTool } from "./note-tools";

/** What `ChosenTools` does to its page's note. */
export interface ToolsHost {
  turn(turn: Turn): void;
  /** Colors the text by its authors, or not any more. What does so is loaded. */
  toggleAuthors(): void;
}

/** What the tools of a note have opened on its page. Each is loaded when it is asked for first. */
export class ChosenTools {
  showsHistory = false;
  showsMap = false;

  constructor(
    private readonly page: LitElement,
    private readonly host: ToolsHost,
  ) {}

  async choose(tool: NoteTool): Promise<void> {
    switch (tool) {
      case "undo":
      case "redo":
        return this.host.turn(tool);
      case "authors":
        if (await loadPart(this.page, "What shows the authors", loadAuthors)) this.host.toggleAuthors();
        break;
      case "history":
        if (await loadPart(this.page, "The history", () => import("./history/note-history"))) {
          this.showsHistory = !this.showsHistory;
        }
        break;
      case "map":
        if (await loadPart(this.page, "The map", () => import("./lab/note-lab"))) this.showsMap = !this.showsMap;
        break;
      default:
        tool satisfies never;
    }
    this.page.requestUpdate();
  }

  closeHistory(): void {
    this.showsHistory = false;
    this.page.requestUpdate();
  }

  closeMap(): void {
    this.showsMap = false;
    this.page.requestUpdate();
  }
}

function loadAuthors(): Promise<unknown> {
  return Promise.all([import("./authors/author-legend"), import("./authors/author-colors")]);
}
