package dev.torc.bench;

import java.util.Locale;
import java.util.SplittableRandom;

/** The form in which a benchmark gives its keys. */
enum Key {
  /** Hashes: the search alone. */
  LONG,
  /** Text of {@value #TEXT_LENGTH} characters: hashing and search. */
  STRING;

  /**
   * How many keys take turns, a power of two: enough that neither caches nor branch predictors
   * learn them by heart, few enough that the keys themselves take half of a second-level cache.
   */
  static final int COUNT = 1 << 12;

  static final int TEXT_LENGTH = 25;

  private static final String TEXT_CHARACTERS = "0123456789abcdefghijklmnopqrstuvwxyz";
  private static final long SEED = 20_26;

  /** The name in results. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@value #COUNT} hashes, the same in every run. */
  static long[] hashes() {
    return new SplittableRandom(SEED).longs(COUNT).toArray();
  }

  /** {@value #COUNT} texts, the same in every run. */
  static String[] texts() {
    SplittableRandom random = new SplittableRandom(SEED);
    String[] texts = new String[COUNT];
    for (int i = 0; i < COUNT; i++) {
      texts[i] = text(random);
    }
    return texts;
  }

  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder(TEXT_LENGTH);
    for (int i = 0; i < TEXT_LENGTH; i++) {
      text.append(TEXT_CHARACTERS.charAt(random.nextInt(TEXT_CHARACTERS.length())));
    }
    return text.toString();
  }
}
