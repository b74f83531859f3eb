import * as kms from "@aws-sdk/client-kms";
import type { Deviation } from "./deviation";

/** A state with a second component in the same account and Region, with this master key, whose role nobody deployed. */
export const withComponentBeside = (text: string, key: string): string => {
  const state = JSON.parse(text);
  const isShared = ({ type }: { type: string }) => /^(pulumi:pulumi:Stack$|aws:(kms|s3)\/)/.test(type);
  const own = state.deployment.resources.filter((one: { type: string }) => !isShared(one));
  const [master] = /arn:aws:kms:[\w:-]+key\/[\w-]+/.exec(JSON.stringify(own)) ?? [];
  const other = JSON.stringify(own)
    .replaceAll(String(master), key)
    .replace(/(urn:pulumi:[^:]+::)/g, "$1beside-")
    .replaceAll("hipaa-app-backend-dev", "hipaa-app-backend-staging")
    .replace(/("|policy\/)dev-/g, "$1staging-")
    .replaceAll('"environment":"dev"', '"environment":"staging"');
  state.deployment.resources.push(...JSON.parse(other));
  return JSON.stringify(state);
};

const alias = "alias/hipaa-iam-test";
const aliasArn = `arn:aws:kms:us-east-1:123456789012:${alias}`;

/** The documents bucket encrypts with the key of a name, which the master key has, or another one. */
const byName =
  (KMSMasterKeyID: string, of: "the master key" | "another" | "none"): Deviation["make"] =>
  async (deployed) => {
    const other = of === "another" ? await deployed.newKey({ Environment: "shared" }) : undefined;
    const TargetKeyId = other?.arn ?? deployed.masterKey;
    if (of !== "none") await deployed.kms.send(new kms.CreateAliasCommand({ AliasName: alias, TargetKeyId }));
    const undo = await deployed.encrypt(deployed.documents, { SSEAlgorithm: "aws:kms", KMSMasterKeyID });
    return async () => {
      await undo();
      if (of !== "none") await deployed.kms.send(new kms.DeleteAliasCommand({ AliasName: alias }));
      await other?.undo();
    };
  };

/** Keys by their names, and grants that nobody sees. */
export const deviationsOfKeys: Deviation[] = [
  {
    what: "a bucket encrypts with the master key by a name of it",
    make: byName(aliasArn, "the master key"),
    said: [],
    told: /^encrypts by default with the key that is now called .*: the master key\. Who may change the alias/,
  },
  {
    what: "a bucket encrypts with another key by its name",
    make: byName(aliasArn, "another"),
    said: [
      ["buckets", /is now called .*: arn:aws:kms:us-east-1:123456789012:key\/.*, and not the master key$/],
    ],
  },
  {
    what: "a bucket encrypts with the master key by a name that each account has for itself",
    make: byName(alias, "the master key"),
    said: [["buckets", /the master key here, another one for callers of another account\. Give its ARN$/]],
  },
  {
    what: "a bucket encrypts with a key by a name that there is not",
    make: byName(aliasArn, "none"),
    said: [["buckets", /and there is no key of that name$/]],
  },
  {
    what: "the master key is open to another account, where its grants may not be seen",
    make: async (deployed, api) => {
      api.spoil = (call) => (call === "kms:ListGrants" ? "denied" : undefined);
      const Principal = { AWS: "arn:aws:iam::999999999999:root" };
      const more = { Sid: "ByHand", Effect: "Allow", Principal, Action: "kms:Decrypt", Resource: "*" };
      return deployed.setMasterKeyPolicy((some) => [...some, more]);
    },
    said: [["keys", /lets in other accounts, and the program's does not/]],
    told: /could not look: needs kms:ListGrants/,
  },
];
