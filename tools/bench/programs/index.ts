import { program, type Way } from "./program";

/** A Pulumi program for the engine: one set of the resources. */
const [role] = program(process.env.BENCH_WAY as Way, 1);
export const appIamRoleArn = role;
