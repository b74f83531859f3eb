import { expect } from "chai";
import { type Opened, opened, signed } from "./opened";

describe("a request that is signed for another Region, or for what is none", () => {
  let box: Opened;
  before(async () => {
    box = await opened();
  });
  after(() => box.stop());

  const path = "/example-documents/tenants/1/report.pdf";
  for (const region of ["US", "eu-west-1"])
    it(`is told by S3 where it is expected, in the element that clients ask again by: ${region}`, async () => {
      const { status, body: bytes } = await box.send({
        ...{ service: "s3", method: "PUT", path, headers: signed("s3", box.role, region), body: "new" },
      });
      const body = String(bytes);
      expect(status).to.equal(400);
      expect(body).to.include("<Code>AuthorizationHeaderMalformed</Code>");
      expect(body).to.include(`the region &apos;${region}&apos; is wrong; expecting &apos;us-east-1&apos;`);
      expect(body).to.include("<Region>us-east-1</Region>");
      expect(box.last().decision).to.equal("refused");
    });

  it("is told so of a URL that was signed in advance, in its words", async () => {
    const query = `X-Amz-Credential=${box.role.accessKeyId}%2F20261129%2Feu-west-1%2Fs3%2Faws4_request`;
    const { status, body } = await box.send({
      service: "s3",
      method: "GET",
      path: `${path}?${query}`,
      by: null,
    });
    expect(status).to.equal(400);
    expect(String(body)).to.include("<Code>AuthorizationQueryParametersError</Code>");
    expect(String(body)).to.include("X-Amz-Credential parameter; the region &apos;eu-west-1&apos; is wrong");
  });

  it("is decided where it is for no bucket of the stack: of which Region that is is not known", async () => {
    for (const one of ["/", "/others-bucket/a"]) {
      const headers = signed("s3", box.role, "eu-west-1");
      await box.send({ service: "s3", method: "GET", path: one, headers });
      expect(box.last().decision).to.equal("denied");
    }
  });

  it("is refused by the others, which name it", async () => {
    const { status, body: bytes } = await box.send({
      ...{ service: "kms", body: "{}" },
      headers: { ...signed("kms", box.role, "US"), "x-amz-target": "TrentService.DescribeKey" },
    });
    const body = String(bytes);
    expect(status).to.equal(400);
    expect(body).to.include("The signature is for the Region US: sign for one such as us-east-1.");
  });
});
