/** Of the package's tarball in bytes, without the source maps, at most. Half of it is the command, which has an AWS API to develop against. */
export const sizeLimit = 240_000;
