import "../styles/tokens.css";
import "../styles/page.css";
import "../styles/marks.css";
import "./article.css";
import "./clocks/clock-figure";
import "./coverage/coverage-curve";
import type { ChooseEvent } from "./crossing/crossing-map";
import "./crossing/crossing-map";
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
    playground?.closest("figure")?.scrollIntoView();
  });
}

/**
 * A run in the address: `#run=`, the name of the playground that plays it, a dot, and the run; or `#race=` and the race.
 */
function loadRun(): void {
  const [, kind, text] = /^#(run|race)=(.*)$/.exec(location.hash) ?? [];
  if (kind === undefined || text === undefined) return;
  if (kind === "race") return loadRace(text);
  const [name = "", run = ""] = text.split(".");
  const playground = playgroundNamed(name) ?? playgroundNamed("push");
  playground?.load(playgroundNamed(name) ? run : "");
  playground?.closest("figure")?.scrollIntoView();
}

function loadRace(text: string): void {
  const race = document.querySelector("race-figure");
  race?.load(text);
  race?.closest("figure")?.scrollIntoView();
}

function playgroundNamed(name: string): GossipPlayground | undefined {
  return [...document.querySelectorAll("gossip-playground")].find((playground) => playground.name === name);
}

document.querySelector("crossing-map")?.addEventListener("choose", (event) => {
  const { latencyMs, bytesPerSecond, nodes, messageBytes, intervalMs } = (event as ChooseEvent).detail;
  const race = document.querySelector("race-figure");
  if (race) Object.assign(race, { latencyMs, bytesPerSecond, nodes, messageBytes, intervalMs });
});

addEventListener("hashchange", loadRun);
loadRun();
