import type { Program } from "../program";

const role = (ignored: string, more: string) =>
  `const r = new aws.iam.Role("r", { name: pulumi.getProject(), assumeRolePolicy: trust(), ${more} }, { ignoreChanges: ${ignored} });
   exports.arn = r.arn;`;
const paths = `["maxSessionDuration", "tags.Kept", "inlinePolicies[0].policy", "permissionsBoundary"]`;
const inline = (resource: string, tag: string, seconds: number) =>
  `maxSessionDuration: ${seconds}, tags: { Kept: "${tag}", Other: "${tag}" }, inlinePolicies: [{ name: "i", policy: doc("${resource}") }]`;
const policy = (resource: string, ignored: string) => `
  const r = new aws.iam.Role("r", { name: "kept", assumeRolePolicy: trust() });
  new aws.iam.RolePolicy("p", { name: "p", role: r.name, policy: doc("${resource}") }, { ignoreChanges: ${ignored} });`;
const value = (text: string) => `
  const kept = new aws.iam.Role("kept", { name: "kept-value", description: "${text}", assumeRolePolicy: trust() },
    { ignoreChanges: ["description"] });
  exports.copy = kept.description;`;

/** What the engine keeps by `ignoreChanges`: made first, and changed afterwards. */
export const ignoring: Program[] = [
  { name: "ignored-first", index: role(paths, inline("*", "a", 7200)) },
  { name: "ignored-all-first", index: role('["*"]', inline("*", "a", 7200)) },
  {
    name: "ignored-later",
    before: role("[]", inline("arn:aws:s3:::narrow", "a", 3600)),
    index: role(paths, inline("*", "b", 7200)),
  },
  {
    name: "ignored-all-later",
    before: role("[]", inline("arn:aws:s3:::narrow", "a", 3600)),
    index: role('["*"]', inline("*", "b", 7200)),
  },
  {
    name: "ignored-map-later",
    before: role("[]", 'tags: { Kept: "a" }'),
    index: role('["tags"]', 'tags: { Other: "b" }'),
  },
  {
    name: "ignored-not-given-later",
    before: role("[]", inline("*", "a", 7200)),
    index: role('["inlinePolicies", "tags", "maxSessionDuration"]', ""),
  },
  {
    name: "ignored-policy-later",
    before: policy("arn:aws:s3:::narrow", "[]"),
    index: policy("*", '["policy"]'),
  },
  { name: "ignored-value-later", before: value("a"), index: value("b") },
];
