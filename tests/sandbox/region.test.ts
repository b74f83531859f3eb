import { expect } from "chai";
import { type Opened, opened, signed } from "./opened";

describe("a request that is signed for what is no Region", () => {
  let box: Opened;
  before(async () => {
    box = await opened();
  });
  after(() => box.stop());

  it("is told by S3 where it is expected, in the element that clients ask again by", async () => {
    const path = "/example-documents/tenants/1/report.pdf";
    const { status, body: bytes } = await box.send({
      ...{ service: "s3", method: "PUT", path, headers: signed("s3", box.role, "US"), body: "new" },
    });
    const body = String(bytes);
    expect(status).to.equal(400);
    expect(body).to.include("<Code>AuthorizationHeaderMalformed</Code>");
    expect(body).to.include("the region &apos;US&apos; is wrong; expecting &apos;us-east-1&apos;");
    expect(body).to.include("<Region>us-east-1</Region>");
    expect(box.last().decision).to.equal("refused");
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
