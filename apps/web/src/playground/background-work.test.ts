import { beforeEach, expect, it } from "vitest";
import { BackgroundWork, type Report } from "./background-work";

/** As much of a worker as the page has to do with. */
class FakeWorker extends EventTarget {
  readonly requests: unknown[] = [];
  isTerminated = false;

  postMessage(request: unknown): void {
    this.requests.push(request);
  }

  terminate(): void {
    this.isTerminated = true;
  }

  say(data: unknown): void {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }
}

let workers: FakeWorker[];
let reports: Report[];
let work: BackgroundWork<Report>;

beforeEach(() => {
  workers = [];
  reports = [];
  const host = { addController() {}, removeController() {}, requestUpdate() {}, updateComplete: Promise.resolve(true) };
  work = new BackgroundWork<Report>(host, {
    open: () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker as unknown as Worker;
    },
    decode: (data) => (typeof data === "string" ? { type: data } : undefined),
    report: (report) => reports.push(report),
  });
});

it("each request has a worker of its own, which is gone once it is done", () => {
  work.start([{ first: 1 }, { second: 2 }]);
  expect(workers.map(({ requests }) => requests)).toEqual([[{ first: 1 }], [{ second: 2 }]]);
  workers[0]?.say("news");
  workers[0]?.say("done");
  expect([workers[0]?.isTerminated, workers[1]?.isTerminated, work.running]).toEqual([true, false, true]);
  workers[1]?.say("done");
  expect([work.running, work.failed]).toEqual([false, false]);
  expect(reports.map(({ type }) => type)).toEqual(["news", "done", "done"]);
});

it("what is stopped is stopped at once, and what it had said is heard no more", () => {
  work.start([{}]);
  work.stop();
  workers[0]?.say("news");
  expect([workers[0]?.isTerminated, work.running, reports.length]).toEqual([true, false, 0]);
});

it("a new start stops what runs", () => {
  work.start([{}]);
  work.start([{}]);
  expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true, false]);
});

it("nothing goes on when the element goes away", () => {
  work.start([{}, {}]);
  work.hostDisconnected();
  expect(workers.every(({ isTerminated }) => isTerminated)).toBe(true);
});

it.each([
  ["says what is no report", (worker: FakeWorker) => worker.say(42)],
  ["breaks", (worker: FakeWorker) => worker.dispatchEvent(new Event("error"))],
])("a worker that %s ends all of it, which can be begun again", (_, fail) => {
  work.start([{}, {}]);
  fail(workers[1] as FakeWorker);
  expect([work.running, work.failed]).toEqual([false, true]);
  work.start([{}]);
  expect([work.running, work.failed]).toEqual([true, false]);
});
