import type { MeshEvent } from "@hearsay/mesh";
import type { OpenNote } from "./open-note";

/** What a page shows of its note and its room that must not stand a moment longer than it is so. */
export interface WhatIsDrawn {
  readonly title: string;
  readonly members: number;
  readonly receipts: number | undefined;
}

export function whatIsDrawn({ title, mesh }: Pick<OpenNote, "title" | "mesh">): WhatIsDrawn {
  const { members, receipts } = mesh.state;
  return { title: title.text, members: members.length, receipts };
}

/** Whether `drawn`, which the page shows, may stand there for a moment longer after `event`; `now` is how it is. */
export function mayStand(drawn: WhatIsDrawn | undefined, event: MeshEvent, now: WhatIsDrawn): boolean {
  if (event.type === "changed") return event.by === "peer" && now.title === drawn?.title;
  return event.type === "state" && now.members === drawn?.members && now.receipts === drawn.receipts;
}
