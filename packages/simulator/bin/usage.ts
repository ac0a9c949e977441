/** The user asked for what cannot be: told in one line, with exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export const HELP = `Plays one write, spreading among simulated nodes, and tells what it took.

  npm run simulate -- --nodes 1000 --strategy push --latency 50ms --throughput 1Mbit --seed 7

What is played
  --nodes N            how many nodes (100; with --sweep 25)
  --strategy NAME      push, broadcast (the naive way) or rumor (push)
  --topology NAME      complete, ring, line, grid, random:D with D links a node, links:0-1,1-2 (complete),
                       or overlay: the nodes come in one by one and choose their neighbors themselves
  --delta TIME         Δ, from one push of a node to its next (200ms)
  --size SIZE          the size of a message with data, all told, such as 1kB (100B)
  --counter K          rumor: useless contacts in a row until a node loses interest (3)
  --lockstep           all push together, in synchronous rounds; otherwise each from a phase of its own

The network
  --latency TIME       50ms, 20ms-80ms for anything between, exp:50ms for exponential of that mean (50ms)
  --throughput RATE    one uplink for each node, shared by its messages: 1Mbit, 10kB/s or none (none)
  --loss CHANCE        how many messages are lost: 0.1 or 10% (0)
  --duplication CHANCE how many arrive twice (0)
  --reorder CHANCE     how many may overtake the one before (0)
  --crash WHAT         0@10ms      node 0 dies after 10 ms
                       0@after:3   node 0, which writes, dies once three of its messages have left
                       10%@1s      a tenth of the nodes, drawn by the seed, but not node 0, die after 1 s
                       May be given more than once.

How often and how long
  --seed N             the same seed gives the same run, event for event (1)
  --seeds N            N runs, with this and the next seeds: means and standard errors (1; with --sweep 20)
  --limit TIME         of virtual time, at most (10min)

What comes out
  --json               one object instead of the table
  --trace              the transcript of everything that happens, before the table
  --sweep latency,throughput
                       who is faster, broadcast or push, over both: a CSV and an SVG with the boundary, as
                       simulated and by the formula. Takes --nodes, --delta, --size, --seed, --seeds.
  --out FOLDER         where the sweep writes them (the current folder)
  --help               this text
`;
