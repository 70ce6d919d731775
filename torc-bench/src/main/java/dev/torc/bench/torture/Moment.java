package dev.torc.bench.torture;

import java.util.SplittableRandom;

/** When a fault comes, seen from the change that runs. */
enum Moment {
  /** At any time. */
  ANY,
  /** While keys are copied. */
  COPYING,
  /** While the keys change their owner. */
  FLIPPING,
  /** After that, or after an abort. */
  CLEANING,
  /** When no change runs. */
  QUIET;

  /** One of them: often those in which keys change their owner, for they are short. */
  static Moment drawn(SplittableRandom random) {
    return switch (random.nextInt(8)) {
      case 0, 1 -> COPYING;
      case 2, 3 -> FLIPPING;
      case 4 -> CLEANING;
      default -> ANY;
    };
  }

  /** Whether it is now, by the step of the change that runs; empty if none runs. */
  boolean isAt(String step) {
    return this == ANY || this == of(step);
  }

  private static Moment of(String step) {
    return switch (step) {
      case "purge", "ready", "track", "copy", "catch-up" -> COPYING;
      case "hold", "finish" -> FLIPPING;
      case "clean", "release", "undo" -> CLEANING;
      case "" -> QUIET;
      default -> ANY;
    };
  }
}
