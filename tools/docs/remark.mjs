import remarkGfm from "remark-gfm";
import remarkValidateLinks from "remark-validate-links";
import paths from "./paths.mjs";

/** What `npm run docs -- --check` asks of every page: links and anchors lead somewhere, and so do paths in backticks. */
export default { plugins: [remarkGfm, [remarkValidateLinks, { repository: false }], paths] };
