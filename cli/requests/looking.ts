/** Some clients ask for what they are about to store, or for what they have stored. */
const withoutLooking = (flags: string) =>
  `if the client only looks whether the object is there, let it not look (rclone: ${flags})`;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html: so it says to who may not list the bucket. */
export const noSuchObject = `the object does not exist, so look at its name; AWS answers 404 to those who may list the whole bucket, and 403 to others; ${withoutLooking("--no-check-dest")}`;

/** rclone rcat looks at what it has stored in parts whatever it is told: so it has to store in one. */
const inOnePiece = "--s3-upload-cutoff 5G --streaming-upload-cutoff 100M";

/** Of a backup or an audit log. */
export const readsNone = `the role reads no backup and no audit log; ${withoutLooking(`--no-check-dest --s3-no-head, and for rcat ${inOnePiece}`)}; if it looks after an upload, the object is stored all the same`;
