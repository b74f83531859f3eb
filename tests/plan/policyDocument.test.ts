import { expect } from "chai";
import { type DocumentStatement, renderPolicyDocument } from "../../cli/plan/policyDocument";
import { ofDocuments, ofStatements, type Row, version } from "./renderings";

describe("the rendering of aws.iam.getPolicyDocument", () => {
  const rows: Row[] = ofStatements.map(([rule, statement, minified]) => [
    rule,
    { statements: [statement] },
    `{${version},"Statement":[${minified}]}`,
  ]);

  for (const [rule, args, minified] of [...ofDocuments, ...rows]) {
    it(`${rule}`, () => {
      const rendered = renderPolicyDocument(args);
      expect(rendered.minifiedJson).to.equal(minified);
      // Both renderings are the same document: deep equality says so, and the order of keys is that of the text.
      expect(JSON.stringify(JSON.parse(rendered.json))).to.equal(JSON.stringify(JSON.parse(minified)));
    });
  }

  it("json is indented by two spaces and escapes & < > as minifiedJson does", () => {
    expect(renderPolicyDocument({ statements: [{ sid: "S", resources: ["<b>", "&"] }] }).json).to.equal(
      [
        "{",
        '  "Version": "2012-10-17",',
        '  "Statement": [',
        "    {",
        '      "Sid": "S",',
        '      "Effect": "Allow",',
        '      "Resource": [',
        '        "\\u003cb\\u003e",',
        '        "\\u0026"',
        "      ]",
        "    }",
        "  ]",
        "}",
      ].join("\n"),
    );
  });

  it("a Sid given twice is an error", () => {
    const statements = [{ sid: "Once" }, { sid: "Twice" }, { sid: "Twice" }];
    expect(() => renderPolicyDocument({ statements })).to.throw("duplicate Sid (Twice)");
  });

  it("documents are merged: sources first, then the statements, then overrides, by Sid", () => {
    const text = (Statement: object[], more = {}) => JSON.stringify({ ...more, Statement });
    const args = {
      sourcePolicyDocuments: [
        text([{ Sid: "A", Effect: "Deny", Action: ["x"] }, { Effect: "Allow" }], { Id: "one" }),
        null,
      ],
      statements: [{ sid: "A", actions: ["y"] }, { sid: "B" }],
      overridePolicyDocuments: [
        text([
          { Sid: "B", Effect: "Deny", Principal: { AWS: ["a", "b"] } },
          { Sid: "C", Other: 1 },
        ]),
      ],
    };
    expect(renderPolicyDocument(args).minifiedJson).to.equal(
      `{${version},"Id":"one","Statement":[{"Sid":"A","Effect":"Allow","Action":"y"},{"Effect":"Allow"},` +
        '{"Sid":"B","Effect":"Deny","Principal":{"AWS":["b","a"]}},{"Sid":"C"}]}',
    );
  });

  it("a Sid given twice in sources is an error, and so is a source that is no document", () => {
    const twice = [0, 1].map(() => '{"Statement":[{"Sid":"A"}]}');
    expect(() => renderPolicyDocument({ sourcePolicyDocuments: twice })).to.throw("duplicate Sid (A)");
    expect(() => renderPolicyDocument({ sourcePolicyDocuments: ["x"] })).to.throw(
      "merging source document 0",
    );
  });

  // The provider merges these, in the order of a hash: no document here may depend on that.
  const merged: [string, DocumentStatement, string][] = [
    [
      "one variable twice in one test",
      {
        conditions: [
          { test: "Null", variable: "v", values: ["true"] },
          { test: "Null", variable: "v", values: ["false"] },
        ],
      },
      "v stands twice",
    ],
    [
      "one type of principal twice",
      {
        principals: [
          { type: "AWS", identifiers: ["a"] },
          { type: "AWS", identifiers: ["b"] },
        ],
      },
      "AWS stands twice",
    ],
  ];
  for (const [what, statement, message] of merged) {
    it(`${what} is refused rather than rendered in another order than the provider's`, () => {
      expect(() => renderPolicyDocument({ statements: [statement] })).to.throw(message);
    });
  }
});
