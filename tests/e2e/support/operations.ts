import type { EngineEvent, OpType } from "@pulumi/pulumi/automation";

/** What an engine did, or would do: the URNs of each operation, sorted. */
export type Operations = Partial<Record<OpType, string[]>>;

/** One run of the engine, as a test looks at it. */
export interface EngineRun {
  operations: Operations;
  /** Names of the resources whose operation failed. */
  failed: string[];
  /** What it printed of errors and warnings. */
  errors: string[];
  warnings: string[];
  /** All that it printed. */
  stdout: string;
  /** Whether the CLI ended with exit code 0. */
  succeeded: boolean;
}

/** Collects the events of one run of the engine. */
export class Recorder {
  private readonly byUrn = new Map<string, Set<OpType>>();
  private readonly failed = new Set<string>();
  private readonly diagnostics: { severity: string; message: string }[] = [];

  readonly onEvent = (event: EngineEvent): void => {
    const { resourcePreEvent, resOutputsEvent, resOpFailedEvent, diagnosticEvent } = event;
    // A refresh tells only afterwards what it found; all else is told before.
    const step = resourcePreEvent?.metadata ?? resOutputsEvent?.metadata ?? resOpFailedEvent?.metadata;
    if (step && step.op !== "refresh") {
      this.byUrn.set(step.urn, (this.byUrn.get(step.urn) ?? new Set()).add(step.op));
    }
    if (resOpFailedEvent) this.failed.add(resOpFailedEvent.metadata.urn.split("::").at(-1) ?? "");
    if (diagnosticEvent) this.diagnostics.push(diagnosticEvent);
  };

  run(stdout: string, succeeded: boolean): EngineRun {
    const said = (severity: string) =>
      this.diagnostics.filter((said) => said.severity === severity).map(({ message }) => plain(message));
    const operations: Operations = {};
    for (const [urn, ops] of [...this.byUrn].sort()) {
      for (const op of ops) operations[op] = [...(operations[op] ?? []), urn];
    }
    const failed = [...this.failed];
    return { operations, failed, errors: said("error"), warnings: said("warning"), stdout, succeeded };
  }
}

/** Without the engine's marks for colours. */
function plain(message: string): string {
  return message.replace(/<\{%.*?%\}>/g, "").trim();
}
