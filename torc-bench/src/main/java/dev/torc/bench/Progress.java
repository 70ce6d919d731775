package dev.torc.bench;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Tells how far a run is: line by line, or on a terminal in one line that is written anew. */
public final class Progress {
  /** To the first column, and away with what stands in the line. */
  private static final String REWRITE = "\r\033[K";

  private final PrintWriter out;
  private final boolean rewrites;
  private final InstantSource clock;
  private Instant begin = Instant.EPOCH;
  private int total;
  private int done;

  Progress(PrintWriter out, boolean rewrites, InstantSource clock) {
    this.out = out;
    this.rewrites = rewrites;
    this.clock = clock;
  }

  /** On a terminal in one line, if there is one. */
  public static Progress on(PrintWriter err) {
    boolean terminal = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    return new Progress(err, terminal, InstantSource.system());
  }

  /** Whether all is told in one line. */
  public boolean rewrites() {
    return rewrites;
  }

  void start(int benchmarks) {
    start(benchmarks, benchmarks + " benchmarks");
  }

  /** Something begins that takes so many steps. */
  public void start(int steps, String what) {
    total = steps;
    done = 0;
    begin = clock.instant();
    write("torc: " + what);
  }

  /** One step was made. */
  public void done(String what) {
    done++;
    write("torc: [%d/%d] %s%s".formatted(done, total, what, remaining()));
  }

  /** What is done now; only where it does not leave a line behind. */
  public void now(String what) {
    if (rewrites) {
      write("torc: [%d/%d] %s".formatted(done, total, what));
    }
  }

  /** By what the steps so far took on average. */
  private String remaining() {
    Duration elapsed = Duration.between(begin, clock.instant());
    Duration left = elapsed.multipliedBy(total - done).dividedBy(done);
    if (left.isZero()) {
      return "";
    }
    return left.toMinutes() < 2
        ? "; " + left.toSeconds() + " s left"
        : "; " + left.toMinutes() + " min left";
  }

  /** Ends the line. */
  public void end() {
    if (rewrites) {
      out.print(REWRITE);
      out.flush();
    }
  }

  private void write(String line) {
    if (rewrites) {
      out.print(REWRITE + line);
    } else {
      out.println(line);
    }
    out.flush();
  }
}
