package dev.torc.cli;

import dev.torc.cli.load.LoadListener;
import dev.torc.cli.load.LoadSample;
import dev.torc.cli.load.Outcome;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** A line for each request, in the form that the demo's readers know. */
final class LoadLines implements LoadListener {
  private static final int MILLISECONDS = 3;

  private final PrintWriter out;

  LoadLines(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void ended(LoadSample sample) {
    out.println(
        "time: "
            + seconds(sample.sent())
            + ", thread: "
            + sample.thread()
            + ", query: "
            + sample.value()
            + ", response-time: "
            + seconds(sample.serviceTime())
            + ", response_code: "
            + code(sample.outcome()));
  }

  private static String code(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Response response -> Integer.toString(response.code());
      case Outcome.Failure failure -> "none (" + failure.reason() + ")";
    };
  }

  /** To the millisecond, with one decimal at least: 0.5, 0.103. */
  private static String seconds(Duration time) {
    BigDecimal seconds =
        BigDecimal.valueOf(time.toNanos(), 9)
            .setScale(MILLISECONDS, RoundingMode.HALF_UP)
            .stripTrailingZeros();
    return seconds.setScale(Math.max(1, seconds.scale())).toPlainString();
  }
}
