package dev.torc.cli;

import dev.torc.cli.load.LoadListener;
import dev.torc.cli.load.LoadSample;
import dev.torc.cli.load.Outcome;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/** How far a run is, in one line on a terminal that is written anew. */
final class LoadProgress implements LoadListener, AutoCloseable {
  private static final double MILLIS_PER_SECOND = 1000;

  private final Duration duration;
  private final InstantSource clock;
  private final StatusLine line;
  // Counted without a lock: a terminal that stands still must not hold up who sends.
  private final LongAdder requests = new LongAdder();
  private final LongAdder errors = new LongAdder();
  private volatile Instant begin = Instant.EPOCH;

  LoadProgress(PrintWriter terminal, Duration duration, InstantSource clock) {
    this.duration = duration;
    this.clock = clock;
    this.line = new StatusLine(terminal, this::text);
  }

  /** Shows it until it is closed. */
  @Override
  public void started() {
    begin = clock.instant();
    line.start();
  }

  @Override
  public void ended(LoadSample sample) {
    requests.increment();
    if (sample.outcome() instanceof Outcome.Failure) {
      errors.increment();
    }
  }

  /** Writes the line as it is now. */
  void show() {
    line.show();
  }

  private String text() {
    double total = seconds(duration);
    double elapsed = seconds(Duration.between(begin, clock.instant()));
    return String.format(
        Locale.ROOT,
        "%s %.1f s, %.1f s left; %d requests, %.1f/s, %d errors",
        StatusLine.bar(total == 0 ? 1 : elapsed / total),
        elapsed,
        Math.max(0, total - elapsed),
        requests.sum(),
        elapsed == 0 ? 0 : requests.sum() / elapsed,
        errors.sum());
  }

  private static double seconds(Duration time) {
    return time.toMillis() / MILLIS_PER_SECOND;
  }

  /** Takes the line away. */
  @Override
  public void close() {
    line.close();
  }
}
