package dev.torc.cli.load;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Counts what ended. Safe for use by any number of threads. */
final class Tally {
  private static final int DIGITS = 3;

  private final List<String> values;
  private final long start;
  private final LoadListener listener;
  private final SortedMap<Integer, Long> codes = new TreeMap<>();
  private final SortedMap<String, Long> failures = new TreeMap<>();
  private final Histogram latency = new Histogram(DIGITS);
  private final Histogram service = new Histogram(DIGITS);
  private long late;

  Tally(List<String> values, long start, LoadListener listener) {
    this.values = values;
    this.start = start;
    this.listener = listener;
  }

  /** A request ended; the times are those of one clock. */
  void add(int value, long due, long sent, long done, Outcome outcome) {
    add(
        new LoadSample(
            value + 1, values.get(value), since(due), since(sent), since(done), outcome));
  }

  private synchronized void add(LoadSample sample) {
    switch (sample.outcome()) {
      case Outcome.Response response -> {
        codes.merge(response.code(), 1L, Long::sum);
        latency.recordValue(sample.latency().toNanos());
        service.recordValue(sample.serviceTime().toNanos());
      }
      case Outcome.Failure failure -> failures.merge(failure.reason(), 1L, Long::sum);
    }
    if (sample.lag().compareTo(LoadReport.LATE) > 0) {
      late++;
    }
    listener.ended(sample);
  }

  private Duration since(long time) {
    return Duration.ofNanos(time - start);
  }

  synchronized LoadReport report(long end) {
    return new LoadReport(
        codes, failures, late, since(end), Latency.of(latency), Latency.of(service));
  }
}
