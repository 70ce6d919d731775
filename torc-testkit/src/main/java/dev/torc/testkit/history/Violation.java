package dev.torc.testkit.history;

import java.util.List;

/**
 * A key whose operations no register can have answered: the first answer that cannot be explained.
 *
 * @param key which key
 * @param kind what the answer looks like
 * @param explanation what is wrong, and a timeline in milliseconds
 * @param operations those of the timeline, by their invocation; the explanation has an arrow at the
 *     one whose answer cannot be explained
 */
public record Violation(String key, Kind kind, String explanation, List<Operation> operations) {

  /** What the answer that cannot be explained looks like. */
  public enum Kind {
    /**
     * It is a value that was written, but must have been overwritten, deleted or expired by then.
     */
    STALE_READ,
    /**
     * It says that there is no key, although there must be one, and later gets do not find that
     * value either: until the next write at least one says so again, and none has the value.
     */
    LOST_WRITE,
    /**
     * It says that there is no key, although there must be one; a later get finds it again, or
     * there is none that tells.
     */
    WRONG_MISS,
    /** It is a value that nobody wrote, or not before the answer, or whose set was refused. */
    IMPOSSIBLE_VALUE,
    /** A delete says that the key was there, although there must be none. */
    OTHER
  }

  /** Copies the operations. */
  public Violation {
    operations = List.copyOf(operations);
  }
}
