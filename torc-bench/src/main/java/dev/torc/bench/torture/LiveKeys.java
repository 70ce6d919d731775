package dev.torc.bench.torture;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/**
 * The keys in use, some of which are hot, and those that stay as they are, of which there are so
 * many that a copy takes its time. Safe for use by any number of threads.
 */
final class LiveKeys {
  private static final int HOT_PERCENT = 25;
  private static final int BALLAST_PERCENT = 4;

  private final AtomicReferenceArray<Subject> live;
  private final int hot;
  private final List<Subject> ballast;
  private final AtomicLong named = new AtomicLong();

  /**
   * Fresh keys.
   *
   * @param count how many are live at a time
   * @param hot how many of them get most of the operations
   * @param ballast how many keys more are written once and then read
   */
  LiveKeys(int count, int hot, int ballast) {
    this.live = new AtomicReferenceArray<>(count);
    this.hot = hot;
    for (int i = 0; i < count; i++) {
      live.set(i, fresh());
    }
    this.ballast = IntStream.range(0, ballast).mapToObj(i -> new Subject("ballast-" + i)).toList();
  }

  private Subject fresh() {
    return new Subject("k" + named.getAndIncrement());
  }

  /** A place among the live keys, most often a hot one. */
  int pick(SplittableRandom random) {
    return random.nextInt(random.nextInt(100) < HOT_PERCENT ? hot : live.length());
  }

  /** Whether an operation is to be a read of the ballast. */
  static boolean picksBallast(SplittableRandom random) {
    return random.nextInt(100) < BALLAST_PERCENT;
  }

  /** The key at a place, on which an operation has begun. */
  Subject begin(int place) {
    while (true) {
      Subject subject = live.get(place);
      if (subject.begin()) {
        return subject;
      }
      live.compareAndSet(place, subject, fresh());
    }
  }

  /** Those that live now. */
  List<Subject> live() {
    return IntStream.range(0, live.length()).mapToObj(live::get).toList();
  }

  /** Those that stay. */
  List<Subject> ballast() {
    return ballast;
  }
}
