package dev.torc.cli;

import dev.torc.cli.load.LoadListener;
import dev.torc.cli.load.LoadSample;
import dev.torc.cli.load.Outcome;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** How far an act is, and what it came to until now, in one line on a terminal. */
final class ActProgress implements LoadListener, AutoCloseable {
  private static final double MILLIS_PER_SECOND = 1000;

  private final Duration duration;
  private final InstantSource clock;
  private final StatusLine line;
  // Counted without a lock: a terminal that stands still must not hold up who sends.
  private final ConcurrentMap<String, LongAdder> counts = new ConcurrentSkipListMap<>();
  private volatile Instant begin = Instant.EPOCH;

  ActProgress(PrintWriter terminal, Duration duration, InstantSource clock) {
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

  /** Writes the line as it is now. */
  void show() {
    line.show();
  }

  @Override
  public void ended(LoadSample sample) {
    String kind =
        switch (sample.outcome()) {
          case Outcome.Response response -> Integer.toString(response.code());
          case Outcome.Failure failure -> "errors";
        };
    counts.computeIfAbsent(kind, k -> new LongAdder()).increment();
  }

  private String text() {
    double total = seconds(duration);
    double elapsed = Math.min(total, seconds(Duration.between(begin, clock.instant())));
    StringBuilder text = new StringBuilder("  ");
    text.append(StatusLine.bar(total == 0 ? 1 : elapsed / total));
    text.append(String.format(Locale.ROOT, " %.1f of %.1f s", elapsed, total));
    counts.forEach((kind, count) -> text.append("   ").append(kind).append(": ").append(count));
    return text.toString();
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
