/** Says how far a soak has come: one line that is written over where a person watches, a line now and then elsewhere. */
export class Progress {
  private readonly startedAt = Date.now();
  private saidAt = this.startedAt;
  private seeds = 0;
  private inputs = 0;

  constructor(private readonly first: number) {}

  /** One more seed is done; its nodes took so many inputs. */
  add(inputs: number): void {
    this.seeds++;
    this.inputs += inputs;
    const now = Date.now();
    if (now - this.saidAt < (process.stdout.isTTY ? REWRITE_MS : LINE_MS)) return;
    this.saidAt = now;
    if (process.stdout.isTTY) process.stdout.write(`\r${this.line(now)}`);
    else console.log(this.line(now));
  }

  /** Says it once more, and leaves the line. */
  end(): void {
    const line = this.line(Date.now());
    console.log(process.stdout.isTTY ? `\r${line}` : line);
  }

  private line(now: number): string {
    const seconds = Math.max(0.001, (now - this.startedAt) / 1_000);
    const rates = `${Math.round(this.seeds / seconds)} seeds/s, ${Math.round(this.inputs / seconds)} inputs/s`;
    return `${Math.round(seconds)} s: ${this.seeds} seeds from ${this.first}, ${rates}   `;
  }
}

const REWRITE_MS = 200;
const LINE_MS = 10_000;
