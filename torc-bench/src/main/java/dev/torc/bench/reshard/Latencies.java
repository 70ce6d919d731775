package dev.torc.bench.reshard;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** How long requests took, in windows. {@link #record} may be called by any number of threads. */
final class Latencies {
  private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(10);
  private static final int DIGITS = 3;
  private static final double MICROS_PER_MILLI = 1000;

  private final Recorder recorder = new Recorder(HIGHEST_MICROS, DIGITS);

  /**
   * A window.
   *
   * @param requests how many there were
   * @param p99Millis within which 99 of 100 were answered
   */
  record Window(long requests, double p99Millis) {}

  void record(long nanos) {
    recorder.recordValue(Math.min(HIGHEST_MICROS, TimeUnit.NANOSECONDS.toMicros(nanos)));
  }

  /** What was recorded since the window before; the next begins. */
  Window next() {
    Histogram window = recorder.getIntervalHistogram();
    return new Window(window.getTotalCount(), window.getValueAtPercentile(99) / MICROS_PER_MILLI);
  }
}
