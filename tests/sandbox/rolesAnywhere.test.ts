import { expect } from "chai";
import { makeCertificate } from "../../cli/sandbox/certificate";
import { inWords } from "../../cli/sandbox/lines";
import { type Opened, opened, type Sent } from "./opened";

const anchor =
  "arn:aws:rolesanywhere:us-east-1:123456789012:trust-anchor/1234abcd-12ab-34cd-56ef-1234567890ab";
const roleArn = "arn:aws:iam::123456789012:role/hipaa-app-backend-dev";
const shown = makeCertificate().certificate.replace(/-----.*?-----|\n/g, ""); // Its common name is "hipaa-iam sandbox".

const session = (roleArn: string, trustAnchorArn: string, x509 = shown): Sent => ({
  ...{ service: "rolesanywhere", by: null },
  path: `/sessions?${new URLSearchParams({ roleArn, trustAnchorArn, profileArn: "any" })}`,
  headers: {
    authorization: "AWS4-X509-ECDSA-SHA256 Credential=1/20261129/us-east-1/rolesanywhere/aws4_request",
    "content-type": "application/json",
    "x-amz-x509": x509,
  },
  body: '{"durationSeconds":900}',
});

const rows: [what: string, subjectCommonName: string, sent: Sent, status: number, line: string][] = [
  [
    "the certificate of the name",
    "hipaa-iam sandbox",
    session(roleArn, anchor),
    201,
    "allowed sts:AssumeRole role/hipaa-app-backend-dev",
  ],
  [
    "a certificate of another name",
    "backend",
    session(roleArn, anchor),
    403,
    "DENIED sts:AssumeRole role/hipaa-app-backend-dev: show a certificate of backend (it is hipaa-iam sandbox)",
  ],
  [
    "another authority",
    "hipaa-iam sandbox",
    session(roleArn, `${anchor}0`),
    403,
    `DENIED sts:AssumeRole role/hipaa-app-backend-dev: name the trust anchor ${anchor} (it is ${anchor}0)`,
  ],
  [
    "another role",
    "hipaa-iam sandbox",
    session(`${roleArn}0`, anchor),
    403,
    "DENIED sts:AssumeRole role/hipaa-app-backend-dev0: the resource's own policy does not let the role in",
  ],
  [
    "what is no certificate",
    "hipaa-iam sandbox",
    session(roleArn, anchor, "YQ=="),
    403,
    "REFUSED rolesanywhere POST /sessions: The security token included in the request is invalid.",
  ],
  [
    "another operation",
    "hipaa-iam sandbox",
    { ...session(roleArn, anchor), path: "/profiles" },
    400,
    "REFUSED rolesanywhere POST /profiles: Roles Anywhere: only CreateSession is decided here.",
  ],
];

describe("the sandbox takes certificates as IAM Roles Anywhere does, by the trust policy", () => {
  const boxes = new Map<string, Opened>();
  before(async () => {
    for (const subjectCommonName of ["hipaa-iam sandbox", "backend"]) {
      const rolesAnywhere = { trustAnchorArn: anchor, subjectCommonName };
      boxes.set(subjectCommonName, await opened({ rolesAnywhere }));
    }
  });
  after(async () => {
    for (const box of boxes.values()) await box.stop();
  });

  for (const [what, name, sent, status, line] of rows) {
    it(`${what}: ${status}`, async () => {
      const box = boxes.get(name) as Opened;
      const answer = await box.send(sent);
      expect(inWords(box.last())).to.equal(line);
      expect(answer.status).to.equal(status);
      if (status === 403 && line.startsWith("DENIED")) {
        const { roleArn: role } = Object.fromEntries(new URL(`https://a${sent.path}`).searchParams);
        expect(JSON.parse(answer.body.toString())).to.deep.equal({
          message: `Unable to assume role for ${role}`,
        });
      }
    });
  }

  it("the session is one of the role, for as long as was asked", async () => {
    const box = boxes.get("hipaa-iam sandbox") as Opened;
    const { body } = await box.send(session(roleArn, anchor));
    const [{ credentials, sourceIdentity }] = JSON.parse(body.toString()).credentialSet;
    expect(sourceIdentity).to.equal("hipaa-iam sandbox");
    expect(Date.parse(credentials.expiration) - Date.now()).to.be.within(890_000, 900_000);
    const by = box.sessions.get(credentials.accessKeyId);
    const put = { service: "s3", method: "PUT", path: "/example-documents/tenants/1/a", body: "x" };
    expect((await box.send({ ...put, by: by ?? null })).status).to.equal(200);
    expect(box.last().session).to.match(/:assumed-role\/hipaa-app-backend-dev\/[0-9a-f]+$/);
  });
});
