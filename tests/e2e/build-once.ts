import { buildIfStale } from '../../bin/support/build.ts';

/** Before any worker starts the product: two that found the build stale would write it at the same time. */
export default function buildOnce(): void {
  buildIfStale((line) => console.log(line));
}
