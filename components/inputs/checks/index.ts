import type { Fault } from "../faults";
import {
  enforcedGuardrailFaults,
  guardrailFaults,
  inRegionFaults,
  mantleFaults,
  modelFaults,
  projectFaults,
  regionFaults,
} from "./bedrock";
import { bucketFaults, secretsKeyFaults } from "./data";
import type { Known } from "./known";
import { nameFaults } from "./names";
import { defaultTagFaults, tagFaults } from "./tags";
import {
  accountFaults,
  claimFaults,
  foreignFaults,
  isolationFaults,
  organizationFaults,
  subjectFaults,
} from "./trust";
import { ruleFaults } from "./values";

/** What must hold for inputs by themselves and together. */
const checks = [
  ruleFaults,
  ...[organizationFaults, secretsKeyFaults, isolationFaults, subjectFaults, claimFaults],
  ...[bucketFaults, nameFaults, tagFaults, inRegionFaults, mantleFaults, modelFaults],
];
/** What must hold for inputs together with the provider. */
const providerChecks = [
  ...[regionFaults, guardrailFaults, enforcedGuardrailFaults, projectFaults],
  ...[accountFaults, foreignFaults, defaultTagFaults],
];

/** Every fault of the values that are known. */
export function faultsOf(known: Known): Fault[] {
  const { provider } = known;
  return [
    ...checks.flatMap((faults) => faults(known)),
    ...(provider ? providerChecks.flatMap((faults) => faults(known, provider)) : []),
  ];
}
