package dev.torc.bench.reshard;

/**
 * How often clients saw what must not be.
 *
 * @param wrongMisses present keys that an answer said were missing
 * @param lostWrites keys that, after a change, were not what was acknowledged last
 * @param staleReads answers that were a former value, a deleted one, or one that nobody wrote
 * @param clientErrors requests without an answer, or with a status of 429 or 5xx
 */
record Violations(long wrongMisses, long lostWrites, long staleReads, long clientErrors) {

  long total() {
    return wrongMisses + lostWrites + staleReads + clientErrors;
  }

  /** Those that came after others. */
  Violations since(Violations before) {
    return new Violations(
        wrongMisses - before.wrongMisses,
        lostWrites - before.lostWrites,
        staleReads - before.staleReads,
        clientErrors - before.clientErrors);
  }
}
