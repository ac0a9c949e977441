import "../styles/tokens.css";
import "../styles/page.css";
import "../styles/marks.css";
import "./article.css";
import "./gossip-playground";
import { SET_UPS } from "./set-ups";

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-set-up]")) {
  const setUp = SET_UPS[button.dataset.setUp ?? ""];
  if (!setUp) throw new Error(`Expected a set-up, got ${button.dataset.setUp}`);
  button.addEventListener("click", () => {
    const playground = document.querySelector("gossip-playground");
    playground?.setUp(setUp);
    playground?.scrollIntoView({ block: "start" });
  });
}
