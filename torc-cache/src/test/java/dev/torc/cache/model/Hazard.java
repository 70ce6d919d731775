package dev.torc.cache.model;

/** What the coordinator must refuse, although {@code Protocol.next} alone would not. */
enum Hazard {
  /** A gateway's acknowledgement of an earlier move arrives in a later one of the same keys. */
  ACKNOWLEDGEMENT_OF_ANOTHER_CHANGE,
  /** What a copier reports arrives after another one has taken over. */
  REPORT_OF_A_FORMER_COPIER
}
