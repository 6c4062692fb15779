/** A `keyrack serve` on a free port, with data of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** How long a start may take, in milliseconds. */
const PATIENCE = 30_000;

export class Keyrack {
  private constructor(
    private readonly process: ChildProcess,
    readonly data: string,
    private readonly said: string[],
    /** Where it serves, without a slash at the end. */
    readonly address: string,
    /** The one-time link that makes the first administrator; empty once there is one. */
    readonly firstAdministrator: string,
  ) {}

  /** Starts the binary in `KEYRACK_BIN` on a new data directory, or on one of an earlier start. */
  static async start(options: { data?: string; arguments?: string[] } = {}): Promise<Keyrack> {
    const binary = process.env.KEYRACK_BIN;
    if (binary === undefined) {
      throw new Error('KEYRACK_BIN names no binary. Run the tests by: cargo xtask test --only end2end');
    }
    // Sample data come with people, so nobody is asked to make the first administrator.
    const fresh = options.data === undefined && !options.arguments?.includes('--demo');
    const data = options.data ?? (await mkdtemp(join(tmpdir(), 'keyrack-end2end-')));
    const child = spawn(
      binary,
      ['serve', '--data', data, '--listen', '127.0.0.1:0', ...(options.arguments ?? [])],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    // A worker that is stopped takes its servers with it.
    const kill = () => child.kill('SIGKILL');
    process.once('exit', kill);
    child.once('exit', () => process.off('exit', kill));

    const said: string[] = [];
    try {
      const { listening, link } = await announced(child, said, fresh);
      return new Keyrack(child, data, said, listening, link);
    } catch (error) {
      kill();
      throw error;
    }
  }

  /** Everything it wrote so far, both outputs, one line each. */
  output(): string {
    return this.said.join('\n');
  }

  /** Asks it to end and waits until it has; its data stay. */
  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = once(this.process, 'exit');
    const late = setTimeout(() => this.process.kill('SIGKILL'), 10_000);
    this.process.kill('SIGTERM');
    await ended;
    clearTimeout(late);
  }

  /** Stops it and removes its data. */
  async destroy(): Promise<void> {
    await this.stop();
    await rm(this.data, { recursive: true, force: true });
  }
}

/** Waits for the lines that say where it serves and, on new data, how to make the first administrator. */
function announced(
  child: ChildProcess,
  said: string[],
  withLink: boolean,
): Promise<{ listening: string; link: string }> {
  return new Promise((resolve, reject) => {
    let listening = '';
    let link = '';
    const fail = (why: string) => reject(new Error(`keyrack ${why}\n${said.join('\n')}`));
    const late = setTimeout(() => fail(`says nothing for ${PATIENCE / 1000} s`), PATIENCE);
    const hear = (line: string) => {
      said.push(line);
      listening ||= field(line, 'listening') ?? '';
      link ||= field(line, 'first_administrator') ?? /https?:\/\/\S+\/welcome\/[\w-]+/.exec(line)?.[0] ?? '';
      if (listening !== '' && (link !== '' || !withLink)) {
        clearTimeout(late);
        resolve({ listening: listening.replace(/\/+$/, ''), link });
      }
    };
    // Read to the end: a full pipe would stop the server.
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', hear);
    }
    child.once('error', (error) => fail(`does not start: ${error.message}`));
    child.once('exit', (code, signal) => fail(`ended with ${code ?? signal}`));
  });
}

/** A field of a JSON log line, wherever the format puts it, or a `name=value` of a line for people. */
function field(line: string, name: string): string | undefined {
  try {
    const entry = JSON.parse(line) as Record<string, unknown>;
    const fields = (entry.fields ?? {}) as Record<string, unknown>;
    const value = entry[name] ?? fields[name];
    return typeof value === 'string' ? value : undefined;
  } catch {
    return new RegExp(`\\b${name}[=:] ?"?([^\\s"]+)`).exec(line)?.[1];
  }
}
