import type { DocumentArgs, DocumentStatement } from "../../cli/plan/policyDocument";

/** The rule that a row proves, the arguments, and the exact text of `minifiedJson`. */
export type Row = [rule: string, args: DocumentArgs, minified: string];

export const version = '"Version":"2012-10-17"';

export const ofDocuments: Row[] = [
  [
    "keys come in the order Version, Id, Statement",
    { statements: [{ sid: "A" }], policyId: "id", version: "2008-10-17" },
    '{"Version":"2008-10-17","Id":"id","Statement":[{"Sid":"A","Effect":"Allow"}]}',
  ],
  [
    "Version is 2012-10-17 unless given, and one statement is still an array",
    { statements: [{}] },
    `{${version},"Statement":[{"Effect":"Allow"}]}`,
  ],
  ["an empty Id is left out", { policyId: "", statements: [] }, `{${version}}`],
  ["no statements are left out, too", {}, `{${version}}`],
  [
    "statements keep their order",
    { statements: [{ sid: "Z" }, { sid: "A" }] },
    `{${version},"Statement":[{"Sid":"Z","Effect":"Allow"},{"Sid":"A","Effect":"Allow"}]}`,
  ],
  [
    "several statements may have an empty Sid",
    { statements: [{ sid: "" }, { sid: "" }] },
    `{${version},"Statement":[{"Effect":"Allow"},{"Effect":"Allow"}]}`,
  ],
];

/** The rule, the one statement of a document, and its exact text there. */
export const ofStatements: [rule: string, statement: DocumentStatement, minified: string][] = [
  [
    "keys come in the order of the provider, whatever the order of the arguments",
    {
      conditions: [{ test: "Bool", variable: "v", values: ["true"] }],
      notPrincipals: [{ type: "AWS", identifiers: ["np"] }],
      principals: [{ type: "AWS", identifiers: ["p"] }],
      notResources: ["nr"],
      resources: ["r"],
      notActions: ["na"],
      actions: ["a"],
      effect: "Deny",
      sid: "S",
    },
    '{"Sid":"S","Effect":"Deny","Action":"a","NotAction":"na","Resource":"r","NotResource":"nr",' +
      '"Principal":{"AWS":"p"},"NotPrincipal":{"AWS":"np"},"Condition":{"Bool":{"v":"true"}}}',
  ],
  ["an empty Sid is left out", { sid: "" }, '{"Effect":"Allow"}'],
  [
    "empty lists are left out",
    { actions: [], resources: [], principals: [], conditions: [] },
    '{"Effect":"Allow"}',
  ],
  ["one action is a string", { actions: ["s3:GetObject"] }, '{"Effect":"Allow","Action":"s3:GetObject"}'],
  [
    "equal actions are one",
    { actions: ["s3:GetObject", "s3:GetObject"] },
    '{"Effect":"Allow","Action":"s3:GetObject"}',
  ],
  [
    "several actions descend",
    { actions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:PutObject"] },
    '{"Effect":"Allow","Action":["s3:PutObject","s3:GetObject","s3:DeleteObject"]}',
  ],
  [
    "several not-actions descend",
    { notActions: ["a", "c", "b"] },
    '{"Effect":"Allow","NotAction":["c","b","a"]}',
  ],
  [
    // In UTF-16, as JavaScript sorts by itself, U+FF5E comes after U+1F511.
    "descending is by bytes: lower case, then upper case, and as UTF-8",
    { resources: ["B", "a", "b", "\uff5e", "\u{1f511}"] },
    '{"Effect":"Allow","Resource":["\u{1f511}","\uff5e","b","a","B"]}',
  ],
  [
    "resources descend",
    { resources: ["arn:a", "arn:a/*", "arn:a"] },
    '{"Effect":"Allow","Resource":["arn:a/*","arn:a"]}',
  ],
  ["not-resources descend", { notResources: ["a", "b"] }, '{"Effect":"Allow","NotResource":["b","a"]}'],
  [
    "principal types ascend, identifiers are sets that descend",
    {
      principals: [
        { type: "Service", identifiers: ["s"] },
        { type: "AWS", identifiers: ["1", "2", "1"] },
      ],
    },
    '{"Effect":"Allow","Principal":{"AWS":["2","1"],"Service":"s"}}',
  ],
  [
    "everybody is a string",
    { principals: [{ type: "*", identifiers: ["*"] }] },
    '{"Effect":"Allow","Principal":"*"}',
  ],
  [
    "every AWS principal is not everybody",
    { principals: [{ type: "AWS", identifiers: ["*"] }] },
    '{"Effect":"Allow","Principal":{"AWS":"*"}}',
  ],
  [
    "not everybody is a string",
    { notPrincipals: [{ type: "*", identifiers: ["*"] }] },
    '{"Effect":"Allow","NotPrincipal":"*"}',
  ],
  [
    "tests ascend, and variables in a test",
    {
      conditions: [
        { test: "StringLike", variable: "z", values: ["1"] },
        { test: "Null", variable: "b", values: ["2"] },
        { test: "StringLike", variable: "a", values: ["3"] },
        { test: "Null", variable: "B", values: ["4"] },
      ],
    },
    '{"Effect":"Allow","Condition":{"Null":{"B":"4","b":"2"},"StringLike":{"a":"3","z":"1"}}}',
  ],
  [
    "values of a condition keep their order, and repeat",
    { conditions: [{ test: "T", variable: "v", values: ["b", "c", "a", "b"] }] },
    '{"Effect":"Allow","Condition":{"T":{"v":["b","c","a","b"]}}}',
  ],
  [
    "&{ becomes ${ in resources, identifiers and values, each time it occurs",
    {
      resources: ["&{a}&{b}"],
      notResources: ["&{c}"],
      principals: [{ type: "AWS", identifiers: ["&{d}"] }],
      notPrincipals: [{ type: "AWS", identifiers: ["&{e}"] }],
      conditions: [{ test: "T", variable: "v", values: ["&{f}"] }],
    },
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: variables of IAM
    '{"Effect":"Allow","Resource":"${a}${b}","NotResource":"${c}","Principal":{"AWS":"${d}"},' +
      '"NotPrincipal":{"AWS":"${e}"},"Condition":{"T":{"v":"${f}"}}}',
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: variables of IAM
  ],
  [
    "&{ stays elsewhere, with & escaped",
    {
      sid: "&{s}",
      actions: ["&{a}"],
      notActions: ["&{n}"],
      conditions: [{ test: "&{t}", variable: "&{v}", values: [""] }],
    },
    '{"Sid":"\\u0026{s}","Effect":"Allow","Action":"\\u0026{a}","NotAction":"\\u0026{n}",' +
      '"Condition":{"\\u0026{t}":{"\\u0026{v}":""}}}',
  ],
  [
    "& < > are escaped",
    { resources: ["a&b<c>&"] },
    '{"Effect":"Allow","Resource":"a\\u0026b\\u003cc\\u003e\\u0026"}',
  ],
];
