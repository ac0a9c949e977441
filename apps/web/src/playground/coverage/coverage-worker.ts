import { type CoverageReport, decodeCoverageRequest } from "./coverage-protocol";
import { type SpreadCurve, spreadCurve } from "./spread-curve";

// A worker of the page: `self` is its own global, which the types of a page do not know.
const page = self as unknown as {
  onmessage: ((event: MessageEvent<unknown>) => void) | null;
  postMessage(report: CoverageReport): void;
};

page.onmessage = ({ data }) => {
  const request = decodeCoverageRequest(data);
  if (!request) throw new Error("Expected a request for curves");
  let curves: SpreadCurve[] = [];
  let lastMs = performance.now();
  for (const seed of request.seeds) {
    curves.push(spreadCurve(request, seed));
    if (performance.now() - lastMs < REPORT_EVERY_MS) continue;
    page.postMessage({ type: "curves", curves });
    curves = [];
    lastMs = performance.now();
  }
  if (curves.length > 0) page.postMessage({ type: "curves", curves });
  page.postMessage({ type: "done" });
};

/** Small runs take less than a millisecond: the page is not told of each. */
const REPORT_EVERY_MS = 60;
