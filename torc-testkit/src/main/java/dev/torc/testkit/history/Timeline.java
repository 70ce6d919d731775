package dev.torc.testkit.history;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** Writes operations of one key as text. */
final class Timeline {
  private static final int MILLION_DIGITS = 6;
  private static final int SHOWN_DIGITS = 3;

  private Timeline() {}

  /** Milliseconds, to the microsecond. */
  static String millis(long nanos) {
    BigDecimal millis =
        BigDecimal.valueOf(nanos, MILLION_DIGITS)
            .setScale(SHOWN_DIGITS, RoundingMode.HALF_UP)
            .stripTrailingZeros();
    return millis.signum() == 0 ? "0" : millis.toPlainString();
  }

  /** A line for each operation, its times relative to the first one's; an arrow points at one. */
  static String of(List<Operation> operations, Operation marked) {
    StringBuilder text = new StringBuilder();
    long start = operations.stream().mapToLong(Operation::invokedNanos).min().orElse(0);
    for (Operation operation : operations) {
      text.append('\n')
          .append(line(operation, start))
          .append(operation.equals(marked) ? "  ←" : "");
    }
    return text.toString();
  }

  private static String line(Operation operation, long start) {
    return String.format(
        "  %10s … %10s ms  client %d: %s → %s",
        millis(operation.invokedNanos() - start),
        operation.unanswered() ? "?" : millis(operation.answeredNanos() - start),
        operation.client(),
        operation.action(),
        operation.outcome());
  }
}
