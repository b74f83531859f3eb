/** At once. AWS's own limits of IAM's calls are low, and others use the account too. */
const mostAtOnce = 4;

/** Whose turn it is to ask AWS. */
export class Turns {
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  async take(): Promise<void> {
    if (this.running < mostAtOnce) this.running++;
    else await new Promise<void>((go) => this.waiting.push(go));
  }

  /** Hands it to who waits: in between nobody else can take it. */
  give(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.running--;
  }
}
