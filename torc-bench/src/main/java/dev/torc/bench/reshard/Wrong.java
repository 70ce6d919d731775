package dev.torc.bench.reshard;

/** What an answer may be that it must not be. */
enum Wrong {
  /** It says that there is no key, although there must be one. */
  MISS,
  /** After a change, a key is not what was written last and acknowledged. */
  LOST,
  /** It is what a key was before, or never was. */
  STALE,
  /** There was none, or it says that the cache could not do it. */
  ERROR
}
