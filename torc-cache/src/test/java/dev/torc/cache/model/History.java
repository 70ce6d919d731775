package dev.torc.cache.model;

import java.util.Arrays;

/**
 * Whether what clients have seen is linearizable, kept up with every operation: what a single
 * register may have been through, given the answers so far. Nothing left means a wrong answer.
 */
interface History {
  /** A value that no answer can have any more. */
  int GONE = 15;

  /** The bits of a past that hold the value of the register. */
  long VALUE = 15;

  /** Of a register that nobody has used. */
  static long[] of(int value) {
    return new long[] {value};
  }

  /** Bit mask of the values that the register may have. */
  static int values(long[] history) {
    return Arrays.stream(history).mapToInt(past -> 1 << value(past)).reduce(0, (a, b) -> a | b);
  }

  /** The register's value. */
  static int value(long past) {
    return (int) (past & VALUE);
  }

  /** The number of the write that a gateway has lost sight of; that of its operation is its own. */
  static int stray(int gate) {
    return World.GATES + gate;
  }

  /** A read begins at a gateway. */
  long[] readBegins(World world, int gate);

  /** A read gets its answer. */
  long[] readAnswered(World world, int gate, int value);

  /** A read will get no answer. */
  long[] readEnds(World world, int gate);

  /** A write runs and gets its answer. */
  long[] writeAnswered(World world, int gate);

  /** The connection of a gateway's write breaks. */
  long[] loseSight(World world, int gate);

  /** A write runs of which nobody hears. */
  long[] strayRuns(World world, int gate);

  /** A write, by its number, will never run. */
  long[] neverRuns(World world, int slot);

  /** The same with other numbers for the values, and with the gateways exchanged if asked for. */
  long[] renamed(long[] history, int[] names, boolean exchanged);
}
