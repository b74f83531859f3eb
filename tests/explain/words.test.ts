import { expect } from "chai";
import { denialsIn } from "../../cli/requests/words";

const session = "arn:aws:sts::123456789012:assumed-role/hipaa-app-backend-dev/s";
const object = "arn:aws:s3:::example-dev-documents/tenants/1/my report.pdf";
const deny = "with an explicit deny in an identity-based policy";
const lack = "because no role trust policy allows the sts:AssumeRole action";
const role = "arn:aws:iam::123456789012:role/hipaa-app-backend-dev";
const write = `User: ${session} is not authorized to perform: s3:PutObject on resource: "${object}" ${deny}`;
const assume = `User: ${session} is not authorized to perform: sts:AssumeRole on resource: ${role} ${lack}`;
const written = { principal: session, action: "s3:PutObject", resource: object, reason: deny };
const assumed = { principal: session, action: "sts:AssumeRole", resource: role, reason: lack };

const breaks: [what: string, put: string][] = [
  ["a line's end", "\n"],
  ["one of Windows", "\r\n"],
  ["an indentation", "\n        "],
  ["a line's end of JSON", "\\n"],
  ["a mail's answer", "\n> "],
  ["an answer to it", "\n> > "],
  ["two blanks", "  "],
  ["a tab", "\t"],
];

describe("the words of a denial, read back", () => {
  for (const [what, put] of breaks)
    for (const [text, denied] of [
      [write, written],
      [assume, assumed],
    ] as const)
      it(`${denied.action}, broken at any blank by ${what}`, () => {
        for (const { index } of text.matchAll(/ /g)) {
          const isInKey = text.slice(index).startsWith(" report");
          if (isInKey && /^\s+$/.test(put) && !put.includes("\n")) continue; // It may be the key's own.
          const broken = `${text.slice(0, index)}${put}${text.slice(index + 1)}`;
          const [found, ...more] = denialsIn(`ERROR: ${broken}\nTraceback\n`);
          expect(found, JSON.stringify(broken)).to.deep.include(denied);
          expect(more).to.deep.equal([]);
        }
        const everywhere = text.replace("my report", "my_report").replaceAll(" ", put);
        const resource = denied.resource.replace("my report", "my_report");
        expect(denialsIn(everywhere)[0]).to.deep.include({ ...denied, resource });
      });

  it("broken within who asked", () => {
    const at = write.indexOf("backend");
    const [found] = denialsIn(`${write.slice(0, at)}\n${write.slice(at)}`);
    expect(found).to.deep.include(written);
  });

  it("in a terminal's colours", () => {
    const begin = String.fromCharCode(27);
    const text = assume.replace(session, `${begin}[31m${session}${begin}[0m`);
    expect(denialsIn(text)[0]).to.deep.include(assumed);
  });

  it("several in one text, each with the operation that was called", () => {
    const of = (name: string) => `An error occurred (AccessDenied) when calling the ${name} operation: `;
    const text = `${of("PutObject")}${write}\nretrying\n${of("AssumeRole")}${assume}`;
    expect(denialsIn(text)).to.deep.equal([
      { ...written, operation: "PutObject" },
      { ...assumed, operation: "AssumeRole" },
    ]);
    expect(denialsIn(`${write} ${assume}`)).to.deep.equal([
      { ...written, operation: undefined },
      { ...assumed, operation: undefined },
    ]);
  });

  it("with the policy's ARN", () => {
    const arn = "arn:aws:iam::123456789012:policy/p";
    expect(denialsIn(`${write}: ${arn} (Service: S3)`)[0]?.reason).to.equal(`${deny}: ${arn}`);
  });

  it("of a token, which is nobody's", () => {
    const operation = "AssumeRoleWithWebIdentity";
    for (const colon of ["", ":"]) {
      const said = `Not authorized to perform${colon} sts:${operation}`;
      const text = `An error occurred (AccessDenied) when calling the ${operation} operation: ${said}`;
      expect(denialsIn(text)).to.deep.equal([
        {
          ...{ principal: undefined, action: `sts:${operation}`, resource: undefined },
          ...{ reason: "", operation },
        },
      ]);
    }
  });

  for (const text of [
    "You are not authorized to perform this operation.",
    "all is well",
    "not authorized to perform: s3:GetObject",
  ])
    it(`none in: ${text}`, () => {
      expect(denialsIn(text)).to.deep.equal([]);
    });
});
