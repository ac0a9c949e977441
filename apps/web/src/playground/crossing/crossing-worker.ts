import { judge, measureCrossing } from "./boundary";
import { type CrossingReport, decodeCrossingRequest } from "./crossing-protocol";

// A worker of the page: `self` is its own global, which the types of a page do not know.
const page = self as unknown as {
  onmessage: ((event: MessageEvent<unknown>) => void) | null;
  postMessage(report: CrossingReport): void;
};

page.onmessage = ({ data }) => {
  const request = decodeCrossingRequest(data);
  if (!request) throw new Error("Expected a request for a boundary or a point");
  if (request.type === "point") page.postMessage({ type: "verdict", verdict: judge(request, request) });
  else {
    for (const latencyMs of request.latenciesMs) {
      page.postMessage({ type: "crossing", crossing: measureCrossing(request, latencyMs) });
    }
  }
  page.postMessage({ type: "done" });
};
