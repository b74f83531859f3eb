import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { matrix } from "../../cli/access/matrix";
import type { StandIn } from "../../cli/plan/standIns";
import { scopeOf } from "../../cli/review/expected";
import { Aws } from "../../cli/verify/aws";
import { checkBuckets } from "../../cli/verify/buckets";
import type { ExpectedComponent, ExpectedRole } from "../../cli/verify/expected";
import { checkKeys } from "../../cli/verify/keys";
import type { Matrix } from "../../cli/verify/keyTags";
import { checkRoles } from "../../cli/verify/roles";
import { Environment } from "../../components";
import { argsOf } from "../access/argsOf";
import { siteOf } from "../access/siteOf";
import { standIn } from "./packages";

/** Of a component in a Region. */
async function matrixIn(region: string): Promise<Matrix> {
  const place: StandIn = { ...standIn, region };
  const given = argsOf(Environment.Dev, place);
  const site = await siteOf(given, place);
  const role: ExpectedRole = {
    ...{ name: "backend", arn: site.roleArn, kind: "backend", path: "/" },
    ...{ tags: {}, attached: [], inline: [] },
  };
  const scope = scopeOf({ ...given }, place);
  const component: ExpectedComponent = {
    name: "app",
    inputs: {},
    scope,
    isKnown: () => true,
    roles: [role],
  };
  return { component, rows: matrix(site) };
}

describe("verify asks AWS at most four questions at once", () => {
  let [open, most] = [0, 0];
  const seen = new Set<string>();
  let server: Server;
  const before_ = process.env.AWS_ENDPOINT_URL;

  before(async () => {
    server = createServer(async (req, res) => {
      open++;
      most = Math.max(most, open);
      const [, region, service] =
        /\d{8}\/([\w-]+)\/(\w+)\/aws4_request/.exec(req.headers.authorization ?? "") ?? [];
      seen.add(`${service} in ${region}`);
      req.resume();
      await sleep(40);
      open--;
      const isList = String(req.headers["x-amz-target"]).endsWith("ListKeys");
      const Keys = Array.from({ length: 8 }, (_, at) => ({
        KeyArn: `arn:aws:kms:${region}:123456789012:key/${at}`,
      }));
      res.writeHead(isList ? 200 : 403, {
        "content-type": "application/json",
        "x-amzn-errortype": "AccessDenied",
      });
      res.end(
        isList
          ? JSON.stringify({ Keys, Truncated: false })
          : service === "kms"
            ? JSON.stringify({ __type: "AccessDeniedException", message: "no" })
            : "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>",
      );
    });
    await new Promise<void>((go) => server.listen(0, "127.0.0.1", go));
    process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.close();
    server.closeAllConnections();
    if (before_ === undefined) delete process.env.AWS_ENDPOINT_URL;
    else process.env.AWS_ENDPOINT_URL = before_;
  });

  it("of all services and Regions together", async () => {
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    const aws = new Aws({ region: "us-east-1", folder: process.cwd(), credentials });
    const regions = ["us-east-1", "us-west-2"];
    const matrices = await Promise.all(regions.map(matrixIn));
    const program = { roles: [], policies: [], others: new Map<string, string>(), attached: true };
    await Promise.all([
      checkKeys(aws, matrices, [], []),
      ...matrices.map(({ component }) => checkBuckets(aws, component, [], [], [])),
      ...matrices.map(({ component: { roles } }) => checkRoles(aws, roles, program, [])),
    ]);
    const regional = regions.flatMap((region) => [`kms in ${region}`, `s3 in ${region}`]);
    expect([...seen]).to.have.members([...regional, "iam in us-east-1"]);
    expect(most).to.equal(4);
  });
});
