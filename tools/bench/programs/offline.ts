import * as pulumi from "@pulumi/pulumi";
import { install, settled } from "./mocks";
import { program, type Way } from "./program";

/** What one run on a monitor without an engine took. */
export interface OfflineRun {
  /** From the program's first line to the last answer, loading what it imports besides the SDK's core. */
  milliseconds: number;
  /** What of it the processor worked, which other programs of the machine change less. */
  cpu: number;
  /** The most memory that the process had, in MB. */
  megabytes: number;
  resources: number;
  invokes: number;
}

async function main([way, count]: string[]): Promise<void> {
  const asked = await install();
  const [start, worked] = [performance.now(), process.cpuUsage()];
  await pulumi.runtime.runInPulumiStack(async () => {
    program(way as Way, Number(count));
  });
  await settled();
  const { resources, invokes } = asked;
  const run: OfflineRun = {
    milliseconds: performance.now() - start,
    cpu: milliseconds(process.cpuUsage(worked)),
    megabytes: process.resourceUsage().maxRSS / 1024,
    ...{ resources, invokes },
  };
  console.log(JSON.stringify(run));
}

const milliseconds = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1000;

main(process.argv.slice(2));
