import type { Browser } from "playwright";
import type { Stage } from "../contender";
import { hearsay } from "../hearsay";
import { yWebrtc } from "../y-webrtc";
import { HalvedRoom } from "./halved-room";
import { launchOn } from "./host-browser";
import { measurePartition, type PartitionMeasurement } from "./measure-partition";
import { parseOptions } from "./options";
import { failures, report } from "./report";
import { cutStep, HUB_ADDRESS, ip, mendStep, namespacesOf } from "./two-hosts";

// Started by `main.ts`, on the switch between the two hosts.
const [tag = "", ...line] = process.argv.slice(2);
const namespaces = namespacesOf(tag);
const { tabs, rooms: roomsEach, contenders, partitions } = parseOptions(line);
const asked = [hearsay, yWebrtc].filter(({ name }) => contenders.includes(name));

const stages: Stage[] = [];
try {
  for (const contender of asked) stages.push(await contender.start(HUB_ADDRESS));
  const measurements: PartitionMeasurement[] = [];
  for (const partition of partitions) measurements.push(...(await withBrowsers((both) => measure(both, partition))));
  console.log(`# Two hosts apart\n\n${report(measurements)}`);
  for (const failure of failures(measurements)) {
    console.error(`FAILED: ${failure}`);
    process.exitCode = 1;
  }
} finally {
  for (const stage of stages) await stage.stop();
}

type Browsers = readonly [a: Browser, b: Browser];

async function measure(
  browsers: Browsers,
  partition: (typeof partitions)[number],
): Promise<readonly PartitionMeasurement[]> {
  console.error(`${partition.apartMs / 1_000} s, ${partition.cut}: ${tabs} + ${tabs} tabs, ${roomsEach} rooms of each`);
  const rooms = asked.flatMap((contender, i) =>
    Array.from({ length: roomsEach }, () => new HalvedRoom(contender, stages[i]?.newRoom() ?? "")),
  );
  for (const room of rooms) await room.open(browsers, tabs);
  const { cut } = partition;
  return measurePartition(rooms, partition, {
    cut: () => ip(cutStep(namespaces, cut)),
    mend: () => ip(mendStep(namespaces, cut)),
  });
}

async function withBrowsers<Result>(use: (browsers: Browsers) => Promise<Result>): Promise<Result> {
  const [first, second] = namespaces.hosts;
  const browsers: Browsers = [await launchOn(first), await launchOn(second)];
  try {
    return await use(browsers);
  } finally {
    for (const browser of browsers) await browser.close();
  }
}
