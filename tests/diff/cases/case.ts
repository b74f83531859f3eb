/** Two documents, each one statement or several, and the kinds of changes between them. */
export type Case = [what: string, old: unknown, now: unknown, expected: string[]];

export const allow = (parts: object) => ({
  ...{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::a/*" },
  ...parts,
});
export const deny = (parts: object) => ({ ...allow(parts), Effect: "Deny" });
export const onlyIf = (Condition: object) => allow({ Condition });

export const x = "aws:SourceVpc";
export const tag = "$" + "{aws:PrincipalTag/t}";

export const [changed, narrowed] = ["grant changed, not shown to be narrower", "grant narrowed"] as const;
