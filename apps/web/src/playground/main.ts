import "../styles/tokens.css";
import "../styles/page.css";
import "../styles/marks.css";
import "./article.css";
import "./gossip-playground";
import type { GossipPlayground } from "./gossip-playground";
import "./race/race-figure";
import { SET_UPS } from "./set-ups";

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-set-up]")) {
  const setUp = SET_UPS[button.dataset.setUp ?? ""];
  if (!setUp) throw new Error(`Expected a set-up, got ${button.dataset.setUp}`);
  button.addEventListener("click", () => {
    const playground = playgroundNamed(button.dataset.figure ?? "");
    playground?.setUp(setUp);
    playground?.scrollIntoView({ block: "nearest" });
  });
}

/** A run in the address: `#run=`, the name of the playground that plays it, a dot, and the run. */
function loadRun(): void {
  const [, name, run] = /^#run=([a-z]*)\.?(.*)$/.exec(location.hash) ?? [];
  if (name === undefined || run === undefined) return;
  const playground = playgroundNamed(name) ?? playgroundNamed("push");
  playground?.load(playgroundNamed(name) ? run : "");
  playground?.scrollIntoView({ block: "start" });
}

function playgroundNamed(name: string): GossipPlayground | undefined {
  return [...document.querySelectorAll("gossip-playground")].find((playground) => playground.name === name);
}

addEventListener("hashchange", loadRun);
loadRun();
