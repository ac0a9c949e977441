import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** The signaling server as people start it: a process that can be killed and started again on its port. */
export class SignalProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {}

  /** Starts a server on `port`; 0 lets the system choose. Resolves once it listens. */
  static async start(port: number, environment: Readonly<Record<string, string>>): Promise<SignalProcess> {
    const child = spawn(process.execPath, ["--import", "tsx", MAIN], {
      env: { ...process.env, ...environment, PORT: String(port) },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let printed = "";
    for await (const chunk of child.stdout) {
      printed += String(chunk);
      const address = /http:\/\/localhost:(\d+)/.exec(printed);
      if (address) return new SignalProcess(child, Number(address[1]));
    }
    throw new Error(`Expected the server to listen, got: ${printed}`);
  }

  get origin(): string {
    return `http://localhost:${this.port}`;
  }

  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Ends the process without a chance to say goodbye. */
  async kill(): Promise<void> {
    if (!this.isAlive) return;
    const exited = once(this.child, "exit");
    this.child.kill("SIGKILL");
    await exited;
  }
}

const MAIN = fileURLToPath(new URL("../../signal/src/main.ts", import.meta.url));
